"""An audit for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from newsparse.cli.terminal import Style, cut, line_width, painted, visible, wants_colour
from newsparse.dumps.auditing import Audit, Finding
from newsparse.text.counted import counted

_NOTHING = (
    "Nothing looks wrong by what a host's stories can tell of each other; docs/audit.md says what cannot be seen."
)


def audit_lines(found: Audit, name: str) -> Iterator[str]:
    """The audit of the file of this name, line by line."""
    columns, colour = line_width(), wants_colour()
    yield head_of(found)
    if not found.suspect:
        yield _NOTHING
    for host in found.worst:
        yield ""
        head = f"{visible(host.host)}: {counted(host.stories, 'story')}"
        yield painted(cut(head, columns), Style.BOLD, colour=colour)
        for finding in host.findings:
            yield painted(cut(f"  {finding.says} ({bound_of(finding)})", columns), Style.YELLOW, colour=colour)
            yield from (cut(f"    {line}", columns) for line in _details(finding))
        if host.weaker:
            yield cut(f"  {host.weaker} more of little weight", columns)
    if more := found.suspect - len(found.worst):
        yield ""
        yield f"{counted(more, 'more host')} with findings: --hosts {found.suspect} shows all"
    yield f"\n{empty_everywhere(name)}"


def head_of(found: Audit) -> str:
    """How much was looked at, in a sentence."""
    small = f" ({found.small} of them of too few stories to be looked at)" if found.small else ""
    return (
        f"{counted(found.pages, 'page')}, {counted(found.stories, 'story')} of {counted(found.hosts, 'host')}{small};"
        f" something looks wrong on {found.suspect}"
    )


def empty_everywhere(name: str) -> str:
    """Where to look for what no comparison of a host's stories can tell."""
    return f"A field that all stories of a host lack is no finding: newsparse stats {name} tells of it."


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
