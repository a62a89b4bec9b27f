"""An audit for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from newsparse.cli.terminal import Style, cut, painted, screen_width, visible, wants_colour
from newsparse.dumps.auditing import Audit, Finding

_NOTHING = (
    "Nothing looks wrong by what a host's stories can tell of each other; docs/audit.md says what cannot be seen."
)


def audit_lines(found: Audit) -> Iterator[str]:
    """The audit, line by line."""
    columns, colour = screen_width(), wants_colour()
    yield head_of(found)
    if not found.suspect:
        yield _NOTHING
    for host in found.worst:
        yield ""
        yield painted(cut(f"{visible(host.host)}: {host.stories} stories", columns), Style.BOLD, colour=colour)
        for finding in host.findings:
            yield painted(cut(f"  {finding.says} ({bound_of(finding)})", columns), Style.YELLOW, colour=colour)
            yield from (cut(f"    {line}", columns) for line in _details(finding))
        if host.weaker:
            yield cut(f"  {host.weaker} more of little weight", columns)
    if found.suspect > len(found.worst):
        yield ""
        yield f"{found.suspect - len(found.worst)} more hosts with findings: --hosts {found.suspect} shows all"


def head_of(found: Audit) -> str:
    """How much was looked at, in a sentence."""
    small = f" ({found.small} of them of too few stories to be looked at)" if found.small else ""
    return (
        f"{found.pages} pages, {found.stories} stories of {found.hosts} host{'s'[: found.hosts != 1]}{small};"
        f" something looks wrong on {found.suspect}"
    )


def bound_of(finding: Finding) -> str:
    """The share and its lower bound."""
    return f"{finding.rate:.0%}, at least {finding.least:.0%}"


def rules_of(finding: Finding) -> str:
    return ", ".join(f"{name} {count}" for name, count in finding.rules.items())


def _details(finding: Finding) -> Iterator[str]:
    if finding.value:
        yield visible(finding.value)
    yield from (f"also: {visible(line)}" for line in finding.more)
    if finding.rules:
        yield f"by {visible(rules_of(finding))}"
    for example in finding.examples:
        says = f"  {visible(example.says)}" if example.says and example.says != finding.value else ""
        yield f"- {visible(example.file)}{says}"
    if finding.mend:
        yield f"profile: {finding.mend.splitlines()[-1]}  (docs/profiles.md)"
    if finding.advice:
        yield finding.advice
