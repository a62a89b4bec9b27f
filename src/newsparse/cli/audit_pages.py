"""``newsparse audit --pages DIR``: selectors for the profiles of an audit, found on the pages that it names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from newsparse.cli.output import printable, say
from newsparse.dumps.auditing import Audit, Finding, HostAudit, pointed
from newsparse.induction.drop_lines import drop_lines


def with_selectors(found: Audit, folder: Path) -> Audit:
    """The audit, with selectors in its profiles where the pages show such.

    Args:
        found: the audit.
        folder: what the run read: the examples are files in it. That it has none of them is told.
    """
    named = [example.file for host in found.worst for finding in host.findings for example in finding.examples]
    if named and not any((folder / name).is_file() for name in named):
        say(f"--pages: there is no {printable(named[0])} in {printable(folder)}. Name the folder that the run read.")
    return replace(found, worst=tuple(replace(host, findings=tuple(_pointed(host, folder))) for host in found.worst))


def _pointed(host: HostAudit, folder: Path) -> Iterator[Finding]:
    for finding in host.findings:
        selector = None
        if finding.check == "lines" and finding.mend:
            files = [folder / example.file for example in finding.examples]
            pages = [file.read_bytes() for file in files if file.is_file()]
            selector = drop_lines(host.host, pages, (finding.value, *finding.more))
        yield finding if selector is None else replace(finding, mend=pointed(finding.mend or "", selector))
