"""What is said of the addresses of pages: what came of ``extract --url-from``, and which have none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from newsparse.cli.output import say
from newsparse.dumps.faults import DumpError
from newsparse.dumps.inputs.manifest import names_in
from newsparse.dumps.inputs.page_urls import PATH
from newsparse.dumps.printable import printable
from newsparse.dumps.url_counts import UrlCounts
from newsparse.text.counted import counted

_SHOWN = 3  # names of the table


def url_lines(counts: UrlCounts, given: str) -> Iterator[str]:
    """Lines for a person: pages without an address, and pages that contradict theirs. None where all is well."""
    asked = counts.found + counts.missing
    if counts.missing:
        why = "lie in no folder that is named as a host" if given == PATH else "are not in it"
        yield (
            f"--url-from {printable(given)}: {counts.missing:,} of {counted(asked, 'page')} that bring no address "
            f"{why}, as {counts.missing_as}."
        )
    if counts.missing and not counts.found and given != PATH and (names := _names(Path(given))):
        yield f"The table names {', '.join(names)}. It must call a page as the output does: {counts.missing_as}"
    if counts.contradicted:
        name, url, claimed = counts.contradicted_as
        yield (
            f"--url-from {printable(given)}: {counts.contradicted:,} of {counted(counts.found, 'page')} say that they "
            f"are at another address, as {name}: {claimed} (given: {url}). Are the addresses right? Without --url-from "
            "a page keeps the one that it claims, as canonical_url."
        )


def _names(table: Path) -> list[str]:
    try:
        return [printable(name) for name in islice(names_in(table), _SHOWN)]
    except (OSError, DumpError):  # gone meanwhile
        return []


def say_unaddressed(without: int, every: int, what: str, advice: str) -> None:
    """Say of how many pages no site profile can be used, if any, and what to do.

    Args:
        without: pages that say no address; every: of so many.
        what: what they are called.
    """
    if without == every > 0:
        say(f"--profiles: no {what} has an address, so no profile is used. {advice}")
    elif without:
        which = f"{without:,} of {counted(every, what)} {'has' if without == 1 else 'have'}"
        say(f"--profiles: {which} no address, so no profile is used there. {advice}")
