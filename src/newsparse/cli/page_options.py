"""What `parse`, `extract` and `explain` share: the options of a page, and reading it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any, TypeVar, get_args

from newsparse.article import KINDS, Article, Segmenter
from newsparse.cli.exits import RunError
from newsparse.cli.output import printable, reason, say
from newsparse.errors import InputError, OptionsError
from newsparse.options import MAX_ATTRIBUTES, MAX_DEPTH, MAX_PAGE, MAX_TEXT, OnLimit, Options

# Extensions of files that are no page, whatever is in them.
_TABLES = (".csv", ".tsv", ".tab", ".parquet")
_T = TypeVar("_T")

# Option, its default, what it counts.
_LIMITS = (
    ("page", MAX_PAGE, "bytes of a page"),
    ("depth", MAX_DEPTH, "elements in one another"),
    ("attributes", MAX_ATTRIBUTES, "attributes of a tag"),
    ("text", MAX_TEXT, "characters of the text"),
)
# Bytes that are read of a page, whatever is left out of it then: a device or a pipe may have no end.
_MOST_READ = 1 << 28
_PIECE = 1 << 20
_DIGITS = 15  # more mean nothing, and Python refuses thousands


def common(*, addressed: bool = True, words: bool = False) -> argparse.ArgumentParser:
    """A parent parser with the options that say how a page is read.

    Args:
        addressed: with those of where it is from.
        words: with those of what is computed of its words.
    """
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    if addressed:
        add_address_options(parser)
    add_page_options(parser)
    if words:
        add_word_options(parser)
    parser.add_argument("--input", choices=("auto", "html", "text"), default="auto", help="what a page is")
    add_page_limits(parser)
    parser.add_argument("--debug", action="store_true", help="show the traceback of an internal error")
    return parser


def add_address_options(group: argparse._ActionsContainer) -> None:
    """Where a page is from."""
    group.add_argument(
        "--url", type=as_text, help="the page's address: makes its links absolute and serves as evidence"
    )
    group.add_argument("--content-type", metavar="TYPE", help="the response's Content-Type header")


def add_page_options(group: argparse._ActionsContainer) -> None:
    """By what a page is read."""
    group.add_argument("--now", type=moment, metavar="TIME", help="the time that '3 hours ago' is counted from")
    group.add_argument("--as", choices=KINDS, dest="kind_as", help="what the page is; else it is judged")
    group.add_argument("--profiles", action="append", default=[], metavar="DIR", help="a folder of more site profiles")
    group.add_argument("--no-profiles", action="store_true", help="use no site profiles")
    group.add_argument("--jieba", action="store_true", help="let jieba's dictionary decide doubtful names and headings")
    group.add_argument(
        "--min-confidence",
        action="append",
        type=_least,
        default=[],
        metavar="FIELD=N",
        help="leave out a field's value that is less sure than N (0 to 1); may be given for several",
    )


def add_word_options(group: argparse._ActionsContainer) -> None:
    """What is computed of a page's words."""
    group.add_argument("--keywords", type=whole, default=0, metavar="N", help="compute N keywords: computed_keywords")
    group.add_argument(
        "--segmenter", choices=get_args(Segmenter), default="jieba", help="what cuts the text into words for them"
    )


def add_page_limits(parser: argparse.ArgumentParser) -> None:
    """What a page may have."""
    limits = parser.add_argument_group("limits")
    limits.add_argument(
        "--on-limit", choices=get_args(OnLimit), default="warn", help="beyond one: a warning in the record, or an error"
    )
    for name, value, text in _LIMITS:
        limits.add_argument(f"--max-{name}", type=whole, default=value, metavar="N", help=f"{text} ({value})")


def options_of(args: argparse.Namespace, *, packages: bool = False) -> Options:
    """The `Options` that the command line asks for.

    Args:
        args: what was given.
        packages: a name without a slash may be that of a package with profiles.

    Raises:
        RunError: a folder of profiles is not there.
        MissingExtra: the segmenter is not.
    """
    for folder in args.profiles:
        if not Path(folder).is_dir() and not (packages and "/" not in folder):
            raise RunError(f"There is no folder {printable(folder)} (--profiles). Check the path.")
    words = {name: value for name in ("keywords", "segmenter") if (value := getattr(args, name, None))}
    if words.get("segmenter") == "rjieba":
        from newsparse.jieba_words import check

        check("rjieba")  # a run of many pages must not end in as many errors
    return Options(
        **words,
        input=args.input,
        now=args.now,
        profiles=not args.no_profiles,
        profile_dirs=tuple(args.profiles),
        jieba=args.jieba,
        kind=args.kind_as,
        min_confidence=dict(args.min_confidence),
        on_limit=args.on_limit,
        max_page=args.max_page,
        max_depth=args.max_depth,
        max_attributes=args.max_attributes,
        max_text=args.max_text,
    )


def read_page(name: str, max_page: int = MAX_PAGE) -> bytes:
    """The bytes of a page: of a file, or of standard input where ``name`` is "-". Not all, where it has no end.

    Raises:
        RunError: there is no such file, or it cannot be read.
    """
    most = max(max_page, _MOST_READ) + 1
    if name == "-":
        if sys.stdin is None:
            raise RunError("Standard input is closed. Name a file instead of -.")
        buffer = getattr(sys.stdin, "buffer", None)  # what a program put there may give text only
        return b"".join(_pieces(sys.stdin if buffer is None else buffer, most))
    path, shown = Path(name), printable(name)
    if name.startswith(("http://", "https://")) and not path.exists():
        raise RunError(f"newsparse does not download. Try: curl -sL {shown} | newsparse parse - --url {shown}")
    if path.suffix.lower() in _TABLES:  # nothing in them tells them from text
        raise RunError(f"{shown} is a table. To read the pages in it: newsparse extract {shown}")
    if path.is_dir():
        raise RunError(f"{shown} is a folder. To read every page in it: newsparse extract {shown}")
    try:
        with path.open("rb") as file:
            return b"".join(_pieces(file, most))
    except FileNotFoundError as error:
        raise RunError(f"There is no file {shown}. Check the path.") from error
    except OSError as error:
        raise RunError(f"Cannot read {shown}: {reason(error)}.") from error


def _pieces(file: IO[Any], most: int) -> Iterator[bytes]:
    """What is in a file, a little at a time: for all at once room would be made for ``most`` bytes."""
    while most > 0 and (piece := file.read(min(most, _PIECE))):
        most -= len(piece)
        yield piece.encode("utf-8", "replace") if isinstance(piece, str) else piece


def read_by(read: Callable[..., _T], args: argparse.Namespace, page: bytes | None = None) -> _T:
    """What ``read`` (`newsparse.parse`, `newsparse.explain`) makes of the page that the command line names.

    ``page`` is that page, where it has been read already.

    Raises:
        RunError: the page cannot be read; the message begins with its name.
    """
    options = options_of(args)
    page = read_page(args.file, args.max_page) if page is None else page
    try:
        made = read(page, args.url, content_type=args.content_type, options=options)
    except InputError as error:
        raise RunError(f"{'standard input' if args.file == '-' else printable(args.file)}: {error}") from error
    article: Any = getattr(made, "article", made)
    if args.profiles and not (article.url or article.canonical_url):
        say("--profiles: the page has no address, so no profile is used. Say where it is from: --url https://HOST/")
    return made


def as_text(argument: str) -> str:
    """An argument that is no file's name: UTF-8 whatever the locale."""
    return os.fsencode(argument).decode("utf-8", "replace")


def field_names(text: str) -> tuple[str, ...]:
    """Keys of the record, joined by commas."""
    from newsparse.record import keys_of

    known = [key.name for key in keys_of(Article)]
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if not names:
        raise argparse.ArgumentTypeError(f"no field is named; the fields are {', '.join(known)}")
    for name in names:
        if name not in known:
            raise argparse.ArgumentTypeError(
                f"no record has a field {printable(name)}; the fields are {', '.join(known)}"
            )
    return names


def whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not int(text[:_DIGITS]) or len(text) > _DIGITS:
        raise argparse.ArgumentTypeError(f"{printable(text)!r} is no whole number of 1 or more")
    return int(text)


def _least(text: str) -> tuple[str, float]:
    """A field and the least confidence of its values: source=.8."""
    name, _, value = text.partition("=")
    try:
        least = float(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{printable(text)!r} is no field and number; write source=0.8") from error
    try:
        Options(min_confidence={name: least})
    except OptionsError as error:
        raise argparse.ArgumentTypeError(printable(str(error)).removesuffix(".")) from error
    return name, least


def moment(text: str) -> datetime:
    """A moment as ISO 8601."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{printable(text)!r} is no ISO 8601 time; write 2021-11-08 or 2021-11-08T17:27+08:00"
        ) from error
