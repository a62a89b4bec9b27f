"""The options of ``newsparse extract`` beyond those of a page, and the values they stand for."""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from newsparse.article import KINDS
from newsparse.cli.exits import UsageError
from newsparse.cli.output import printable
from newsparse.disk import is_device
from newsparse.errors import OptionsError

if TYPE_CHECKING:
    from newsparse.dumps.bombs import ArchiveLimits
    from newsparse.dumps.filters import Filters

# The keys of `newsparse.dumps.outputs.FORMATS` (a test compares): other commands need not load what makes them.
FORMATS = ("jsonl", "jsonl.gz", "jsonl.zst", "parquet", "csv", "csv.gz", "markdown", "text")

_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
# Archives in one another, whatever is asked for: each is open while what is in it is read.
_DEEPEST = 16
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def add_run_options(parser: argparse.ArgumentParser) -> None:
    """What is read, where it goes, how the run goes."""
    group = parser.add_argument_group("run")
    group.add_argument("-o", "--output", metavar="OUT", help="the file or folder to write (standard output)")
    group.add_argument("--to", choices=FORMATS, help="the format of OUT, where its extension does not say")
    group.add_argument("--no-front-matter", action="store_true", help="Markdown without title, url ... as YAML")
    group.add_argument("--bom", action="store_true", help="begin CSV with a byte order mark: Excel knows UTF-8 by it")
    add_input_options(group)
    add_url_from(group)
    group.add_argument("--resume", action="store_true", help="go on with a run that was broken off")
    group.add_argument("--limit", type=_positive, metavar="N", help="end after N pages, failed ones among them")
    group.add_argument("--workers", type=_whole, metavar="N", help="processes (one for each core); 0: this one alone")
    add_page_bounds(group)
    group.add_argument("--summary", type=Path, metavar="FILE", help="write the summary as JSON (and show it)")


def add_input_options(group: argparse._ActionsContainer) -> None:
    """What of the inputs is read."""
    group.add_argument("--html-column", metavar="NAME", help="the column of a table that holds the pages")
    group.add_argument("--follow-links", action="store_true", help="read what links in a folder point to outside it")


def add_url_from(group: argparse._ActionsContainer) -> None:
    """Where pages that bring no address have theirs from."""
    group.add_argument(
        "--url-from", metavar="FROM", help="addresses of pages: by their path (host/a.html), or a table of file,url"
    )


def check_addresses(args: argparse.Namespace) -> None:
    """See that pages have their addresses from one place.

    Raises:
        UsageError: two are named.
    """
    if args.url and args.url_from:
        raise UsageError("--url gives all pages one address, --url-from each its own. Leave one out.")


def add_page_bounds(group: argparse._ActionsContainer) -> None:
    """What a page may take of the process that reads it."""
    group.add_argument("--page-timeout", type=_seconds, default=60.0, metavar="S", help="seconds for a page (60)")
    group.add_argument(
        "--worker-memory", type=_memory, default=1 << 30, metavar="SIZE", help="for a worker, as 500M (1G)"
    )


def add_archive_limits(parser: argparse.ArgumentParser) -> None:
    """What archives may hold."""
    group = parser.add_argument_group("archives", "Beyond these: an error among the others; the rest is read.")
    group.add_argument("--max-nesting", type=_nesting, metavar="N", help="archives in one another (4)")
    group.add_argument("--max-members", type=_positive, metavar="N", help="members that are read of one (10000000)")
    group.add_argument(
        "--max-unpacked", type=size, metavar="SIZE", help="of a member that must be unpacked to the disk, as 20G (4G)"
    )
    group.add_argument("--max-ratio", type=_positive, metavar="N", help="its size by its packed size (200)")


def archive_limits_of(args: argparse.Namespace) -> ArchiveLimits:
    """The limits that the command line sets; the others are the defaults."""
    from newsparse.dumps.bombs import ArchiveLimits

    names = ("max_nesting", "max_members", "max_unpacked", "max_ratio")
    given = {name: value for name in names if (value := getattr(args, name)) is not None}
    return ArchiveLimits(**given)


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Which records are written, and what of them."""
    group = parser.add_argument_group("filters")
    group.add_argument("--kind", type=_kinds, metavar="KIND", help="of this kind: article, list, other, or some")
    group.add_argument("--lang", type=_languages, metavar="TAG", help="zh-Hans, zh-Hant, zh (both), or others")
    group.add_argument("--min-chars", type=_whole, default=0, metavar="N", help="least characters of the text")
    group.add_argument("--since", type=_day, metavar="DAY", help="published on this day or later (2021-11-08)")
    group.add_argument("--until", type=_day, metavar="DAY", help="published on this day or earlier")
    group.add_argument("--site", type=_hosts, metavar="HOST", help="of these sites: example.com,example.org")
    group.add_argument("--fields", type=_words, metavar="NAMES", help="keys of the record to write: title,text")
    group.add_argument(
        "--dedup",
        nargs="?",
        choices=("mark", "drop"),
        const="mark",
        help="mark (or drop) copies of earlier pages",
    )


def filters_of(args: argparse.Namespace) -> Filters:
    """The filters that the command line asks for.

    Raises:
        UsageError: a field that no record has, days that are none.
    """
    from newsparse.dumps.filters import Filters

    if args.since and args.until and args.since > args.until:
        raise UsageError(f"No day is both since {args.since} and until {args.until}.")
    try:
        return Filters(
            kinds=args.kind or (),
            languages=args.lang or (),
            min_chars=args.min_chars,
            since=args.since,
            until=args.until,
            sites=args.site or (),
            fields=args.fields or (),
        )
    except OptionsError as error:
        raise UsageError(f"--fields: {error}") from error


def format_of(args: argparse.Namespace, output: Path | None) -> str:
    """The format of the output: as said, else by its extension. To a device (or a pipe) any name is right.

    Raises:
        UsageError: files with that extension are not written; or ``--bom`` is asked of one that has none.
    """
    to = _format_of(args, output)
    if args.bom and not to.startswith("csv"):
        raise UsageError(f"--bom is for CSV, not for {to}.")
    return to


def _format_of(args: argparse.Namespace, output: Path | None) -> str:
    from newsparse.dumps.outputs import format_for

    if args.to or output is None:
        return args.to or "jsonl"
    try:
        return format_for(output.name).name
    except OptionsError as error:
        if is_device(output):
            return "jsonl"
        raise UsageError(f"-o {error}") from error


def _words(text: str) -> tuple[str, ...]:
    words = tuple(word.strip() for word in text.split(",") if word.strip())
    if not words:
        raise argparse.ArgumentTypeError("names nothing; write words with commas between them")
    return words


def _kinds(text: str) -> tuple[str, ...]:
    kinds = _words(text)
    for kind in kinds:
        if kind not in KINDS:
            raise argparse.ArgumentTypeError(f"{printable(kind)} is not one of {', '.join(KINDS)}")
    return kinds


def _languages(text: str) -> tuple[str, ...]:
    tags = _words(text)
    for tag in tags:
        if not _TAG.fullmatch(tag):
            raise argparse.ArgumentTypeError(f"{printable(tag)!r} is no tag of a language; write zh, zh-Hans, en")
    return tags


def _hosts(text: str) -> tuple[str, ...]:
    hosts = _words(text)
    for host in hosts:
        if "/" in host or ":" in host:
            raise argparse.ArgumentTypeError(f"{printable(host)!r} is no host; write example.com")
    return hosts


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{printable(text)!r} is no whole number of 0 or more")
    return int(text)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError(f"{printable(text)!r} is no time in seconds")
    return value


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{printable(text)!r} is no whole number of 1 or more")
    return int(text)


def _nesting(text: str) -> int:
    number = _positive(text)
    if number > _DEEPEST:
        raise argparse.ArgumentTypeError(f"{number} is more than {_DEEPEST}: each archive in one another is a file")
    return number


def size(text: str) -> int:
    """A number of bytes, as 500M."""
    found = re.fullmatch(r"(\d{1,15})\s*([kmgt]?)i?b?", text.strip().lower(), re.ASCII)
    if found is None or not int(found[1]):
        raise argparse.ArgumentTypeError(f"{printable(text)!r} is no size; write 500M or 2G")
    return int(found[1]) * _UNITS[found[2]]


def _memory(text: str) -> int:
    value = size(text)
    # Python and the library alone take some 60 MB.
    if value < 100 << 20:
        raise argparse.ArgumentTypeError(f"{printable(text)!r} is no size of 100M or more; write 500M or 2G")
    return value


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{printable(text)!r} is no day; write 2021-11-08") from error
