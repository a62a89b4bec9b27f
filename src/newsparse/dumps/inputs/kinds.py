"""The kinds of containers, in the order in which a file is asked whether it is one. Content decides, not the name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from newsparse.dumps.extras import need
from newsparse.dumps.faults import DumpError
from newsparse.dumps.inputs.broken import why_broken, why_unknown
from newsparse.dumps.inputs.csv_rows import CSV_NAMES, csv_columns, is_csv, read_csv
from newsparse.dumps.inputs.feeds import has_root, is_feed, read_feed
from newsparse.dumps.inputs.json_rows import is_json, json_columns, read_json
from newsparse.dumps.inputs.jsonl import JSONL_NAMES, holds_rows, is_jsonl, jsonl_columns, read_jsonl
from newsparse.dumps.inputs.opened import HEAD, Context, Read, Source
from newsparse.dumps.inputs.packed import packing_of, read_as_far, unpacked
from newsparse.dumps.inputs.pagelike import (
    is_text,
    looks_like_page,
    named_as,
    named_as_page,
    named_as_text,
    only_begins,
)
from newsparse.dumps.inputs.parquet import is_parquet, parquet_columns, read_parquet
from newsparse.dumps.inputs.tars import has_headers, is_tar, read_tar
from newsparse.dumps.inputs.unread import (
    holds_no_pages,
    is_unread,
    named_as_unread,
    read_unread,
    said_of_unread,
)
from newsparse.dumps.inputs.warc import is_warc, named_as_warc, read_warc
from newsparse.dumps.inputs.zips import is_zip, read_zip
from newsparse.dumps.pages import UNKNOWN, Fault, Item, Position, RawPage, fault_of

# Bytes before the first element of a page or a feed: comments with licences, document types with entities.
_LONGEST_PROLOG = 1 << 20
# Bytes that a file of text has, if it may be a story: notes and lists of others are shorter.
_SHORTEST = 300


class Kind(NamedTuple):
    """A kind of file.

    Attributes:
        test: whether a source that begins with these bytes is of the kind.
        read: its pages.
        packed: it is read as it is compressed; any other is unpacked first.
        needs: the library without which it cannot be read.
        columns: of a table, the columns that matter; a text that says what is wrong where no page is in it.
    """

    name: str
    test: Callable[[bytes, Source, Context], bool]
    read: Read
    packed: bool = False
    needs: str | None = None
    columns: Callable[[Source, Context], object] | None = None

    def check(self, source: Source, context: Context) -> None:
        """See that a file that is named can be read, before a run begins.

        Raises:
            MissingExtra: the library is not there.
            DumpError: it is a table, and no column holds pages; the message names the columns.
        """
        if self.needs is not None:
            need(self.needs, f"a {self.name} file cannot be read")
        why = self.columns(source, context) if self.columns is not None else None
        if isinstance(why, str) and why:
            raise DumpError(f"{source.name}: {why}")


def _is_page(head: bytes, source: Source, context: Context) -> bool:
    if named_as_page(source.name) or not looks_like_page(head):
        return named_as_page(source.name)
    # What a server answered in place of the first row is a line that is broken.
    return not (named_as(source.name, JSONL_NAMES) and holds_rows(source, context))


def _read_page(source: Source, _after: Position, _context: Context) -> Iterator[Item]:
    """One page. Whoever reads it opens the file: that need not be this process."""
    yield Item((), RawPage(source.name, path=str(source.path)))


def _read_unknown(source: Source, _after: Position, _context: Context) -> Iterator[Item]:
    yield Item((0,), Fault(source.name, UNKNOWN, why_unknown(source.head(), source.name), passed=True))


# What is text, long enough for a story, and begins as nothing that is known; the name may tell.
NOTHING_KNOWN = Kind("unknown", lambda *_: False, _read_unknown)
# A table or an archive that is not read, or a file that is broken: said so.
UNREAD = Kind("unread", is_unread, read_unread, columns=said_of_unread)
WARC = Kind("WARC", is_warc, read_warc, packed=True, needs="fastwarc")  # offsets are those of the compressed file
PAGE = Kind("page", _is_page, _read_page)
PARQUET = Kind("Parquet", is_parquet, read_parquet, needs="pyarrow", columns=parquet_columns)
ZIP = Kind("zip", is_zip, read_zip)
TAR = Kind("tar", is_tar, read_tar)
FEED = Kind("feed", is_feed, read_feed)
JSONL = Kind("JSONL", is_jsonl, read_jsonl, columns=jsonl_columns)
JSON = Kind("JSON", is_json, read_json, columns=json_columns)
CSV = Kind("CSV", is_csv, read_csv, columns=csv_columns)
KINDS = (
    UNREAD,  # before zip archives: spreadsheets are some
    WARC,
    PARQUET,
    ZIP,
    TAR,  # before pages: a tar begins with the name of its first member, which may be <p>
    FEED,
    PAGE,  # before tables: a page named .html may begin with a brace
    JSONL,
    JSON,  # after JSONL: it begins like an object, too
    CSV,  # last of the tables: it has no sign of its own but its name
)


# Kinds by names, for files that do not begin as they should: what is wrong with them is told by who reads them.
_NAMED = (
    (ZIP, (".zip",)),
    (TAR, (".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".tzst")),
    (PARQUET, (".parquet", ".pq")),
)
# The same, where it is text.
_NAMED_TEXTS = (
    (JSONL, JSONL_NAMES),
    (FEED, (".rss", ".atom", ".rdf")),
)
# The same, where it begins with nothing but white space, and goes on.
_NAMED_TABLES = (*_NAMED_TEXTS, (JSON, (".json",)), (CSV, CSV_NAMES))


def recognised(source: Source, context: Context) -> tuple[Kind | None, Source]:
    """What a source is, and the source as that kind reads it (unpacked, if need be); None for what is nothing of ours.

    Raises:
        MissingExtra: it is compressed in a way that needs a library.
        OSError: it cannot be read.
    """
    head = source.head()
    packing = packing_of(head)
    bare, broken = source, None
    if packing is not None:
        bare = unpacked(source, packing, context)
        head, broken = read_as_far(bare)
    if only_begins(head):
        head, broken = read_as_far(bare, _LONGEST_PROLOG)
    for kind in KINDS if head or broken is None else ():
        if kind.test(head, bare, context):
            # A page is unpacked by whoever reads it.
            stays = packing in ("gz", "zst") if kind.packed else kind is PAGE
            return kind, source if stays else bare
    return _by_name(head, source, bare, broken)


def _by_name(head: bytes, source: Source, bare: Source, broken: Exception | None) -> tuple[Kind | None, Source]:
    """What a source should be that does not begin as anything that is known."""
    name = source.name
    if named_as_warc(name):
        return WARC, source  # its first record is broken: there are others
    page = PAGE, source
    if named_as_page(name):
        return page
    if bare is not source and packing_of(head) is not None:
        return _faulty(Fault(name, "InputError", "It is compressed more than once: unpack it first.")), bare
    if (kind := _named(name, _NAMED)) is not None:
        return kind, bare
    if holds_no_pages(name):
        return None, bare
    if broken is not None:
        return page if named_as_text(name) else (_faulty(fault_of(name, broken)), bare)
    if (why := why_broken(head, name, packed=bare is not source)) is not None:
        return _faulty(Fault(name, "InputError", why)), bare
    if len(head) >= HEAD or head.strip():
        kind = _named(name, _NAMED_TEXTS if head.strip() else _NAMED_TABLES)
        kind = FEED if kind is None and named_as(name, (".xml",)) and has_root(head) else kind
        if kind is not None:
            return kind, bare
    if named_as_text(name):
        return page
    if named_as_unread(name):
        return UNREAD, bare
    if (b"\0" in head or not is_text(head)) and has_headers(bare):
        return TAR, bare
    return NOTHING_KNOWN if len(head.strip()) >= _SHORTEST and is_text(head) else None, bare


def _named(name: str, kinds: tuple[tuple[Kind, tuple[str, ...]], ...]) -> Kind | None:
    return next((kind for kind, extensions in kinds if named_as(name, extensions)), None)


def _faulty(fault: Fault) -> Kind:
    """A file that is told as a fault."""
    return Kind("broken", lambda *_: False, lambda *_: iter([Item((0,), fault)]))
