"""WARC files: response, resource and conversion records, by fastwarc.

Both WARC libraries give a cut record as if it were whole. A record costs itself only. fastwarc ends at the first place
where no record begins; `next_record` finds the next one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from newsparse.dumps.extras import need
from newsparse.dumps.inputs.opened import Context, Source, skip_to
from newsparse.dumps.inputs.packed import packing_of, skipped
from newsparse.dumps.inputs.responses import BadResponse
from newsparse.dumps.inputs.resync import LOOKED_AT, next_record, opening
from newsparse.dumps.inputs.rewound import Rewound, rewound
from newsparse.dumps.inputs.warc_member import member_at
from newsparse.dumps.inputs.warc_page import page_of
from newsparse.dumps.pages import END, MOST_BYTES, Fault, Item, Position, RawPage

# Kinds of records that hold pages; those that tell of others.
_PAGES = ("response", "resource", "conversion")
_OF_OTHERS = {"warcinfo", "request", "metadata"}
_METADATA = "It is a WARC file of metadata (WAT): no page is in it. Read the WARC file that it tells of."
# Places in a row that look like the beginning of a record and are none: more were written to keep us busy.
_MOST_IN_VAIN = 1000
# Bytes that are read again, because a record is found in what an earlier one says is its own.
_MOST_AGAIN = 1 << 30
# Faults of records after which nothing may be where the next one must begin.
_BAD_LENGTH = ("TruncatedRecord", "BadRecord")
_NAME = re.compile(r"\.warc(?:\.(gz|zst))?$", re.IGNORECASE)
_NEEDS = "a WARC file cannot be read"


@dataclass(slots=True)
class _Last:
    """The last record that was met.

    Attributes:
        at: the offset of the compressed member that it is in (of itself, where nothing is compressed); or the offset
            where the reading began.
        number: which record of that member it is, from 0.
        found: there is one.
        fault: what is wrong with what follows it, or with its length; None: nothing.
        told: an item says so already.
        end: where its data ends, by its length.
    """

    at: int
    number: int = -1
    found: bool = False
    fault: str | None = None
    told: bool = False
    end: int = 0

    def meets(self, offset: int, *, begins: bool) -> None:
        """A record is there; it begins a member or goes on with one."""
        self.at, self.number = (offset, 0) if begins or not self.found else (self.at, self.number + 1)
        self.found, self.fault, self.told = True, None, False

    @property
    def place(self) -> str:
        """How the record is named."""
        return f"{self.at}.{self.number}" if self.number > 0 else str(self.at)


def is_warc(head: bytes, _source: Source, _context: Context) -> bool:
    """By its first bytes."""
    return head.startswith(b"WARC/")


def named_as_warc(name: str) -> bool:
    """Whether a file says by its name that it is one, as `is_warc` cannot tell where the first record is broken.

    >>> named_as_warc("a.WARC.gz"), named_as_warc("a.warc.html")
    (True, False)
    """
    return _NAME.search(name) is not None


def read_warc(source: Source, after: Position, context: Context) -> Iterator[Item]:
    """Positions: the offset of the record (of the compressed member that it is in), its number in there; a 1 behind
    these: what follows it.

    Records of pictures, scripts and redirects are passed over. A record that is cut or broken is a fault; the next one
    that can be found is read.
    """
    named = _NAME.search(source.name)
    packing = packing_of(source.head()) or (named and named[1] and named[1].lower())
    source, below = rewound(source, context)
    try:
        yield from _read(source, below, packing, after, context)
    finally:
        if below is not None:
            below.close()


def _read(
    source: Source, below: Rewound | None, packing: str | None, after: Position, context: Context
) -> Iterator[Item]:
    library = need("fastwarc.warc", _NEEDS)
    opens = skipped(source.head())
    start: int | None = after[0] if after else opens
    in_vain = again = 0
    met: Counter[str] = Counter()
    while start is not None:
        last = _Last(start)
        yield from _records(library, source, packing, last, met, context)
        in_vain = 0 if last.found else in_vain + 1
        if in_vain > _MOST_IN_VAIN:
            why = f"None of {_MOST_IN_VAIN} places that look like a record is one, from {last.at} on nothing was read."
            yield Item((END,), Fault(source.name, "BrokenRecord", why))
            return
        broken = last.fault is not None
        rest = _rest_of_member(library, source, packing, last, context)
        first = next(rest, None)
        # Behind an empty member of gzip fastwarc ends as if that were the file's end.
        start = next_record(source, _behind(last, below, again), packing, context) if broken or packing else None
        again += max(0, last.end - start) if start is not None else 0
        if not last.told and (broken or start is not None) and (last.found or last.at == opens):
            yield Item((last.at, last.number, 1), _lost(source, last, start, inside=first is not None))
        if first is not None:
            yield first
            yield from rest
    if not after and met["metadata"] and not met[""]:
        yield Item((END,), Fault(source.name, "InputError", _METADATA, passed=True))


def _rest_of_member(library: Any, source: Source, packing: str | None, last: _Last, context: Context) -> Iterator[Item]:
    """The records behind a broken one in its own compressed member, which it may share with all others.

    They are read as a file that is not compressed, and named on as those before: by their numbers in the member.
    """
    if packing is None or last.fault is None or not last.found:
        return
    member, below = rewound(member_at(source, last.at, packing, context), context)
    try:
        start = next_record(member, _place_of(library, member, last.number) + 1, None, context)
        if start is None:
            return
        number, before = last.number, -1
        for (at, *more), page in _read(member, below, None, (start,), context):
            number, before = number + (at != before), at
            yield Item((last.at, number, *more[1:]), page._replace(name=f"{source.name}#{last.at}.{number}"))
    finally:
        if below is not None:
            below.close()


def _place_of(library: Any, member: Source, number: int) -> int:
    """Where a record of a member begins, in what that unpacks to; of the last before it that can be read."""
    at = 0
    with suppress(OSError, EOFError, ValueError), member.open() as stream:
        for record in islice(library.ArchiveIterator(stream, parse_http=False), number + 1):
            at = record.stream_pos
    return at


def _behind(last: _Last, below: Rewound | None, again: int) -> int:
    """Where the next record is looked for: in what the last one says is its own, if that costs no end of time."""
    at = last.at + 1 if again < _MOST_AGAIN else max(last.at + 1, last.end)
    return at if below is None else below.reachable(at)


def _lost(source: Source, last: _Last, following: int | None, *, inside: bool) -> Fault:
    where = f"behind the record at {last.place}" if last.found else "at the beginning"
    then = "no other was found" if following is None else f"the next that was found is at {following}"
    then = "the next was found in the same compressed member" if inside else then
    why = f"There is no record {where} ({last.fault or 'the file goes on behind an end'}); {then}."
    return Fault(f"{source.name}#{last.place}", "BrokenRecord", why)


def _records(
    library: Any, source: Source, packing: str | None, last: _Last, met: Counter[str], context: Context
) -> Iterator[Item]:
    """The records from an offset on, as far as one begins where the one before it ends."""
    try:
        with nullcontext() if packing is None else source.open() as looked_at, source.open() as stream:
            skip_to(stream, last.at, context)
            for record in library.ArchiveIterator(stream, parse_http=False):
                kind = (record.headers.get("WARC-Type") or "").strip().lower()
                met[kind if kind in _OF_OTHERS else ""] += 1
                is_wanted = kind in _PAGES
                last.meets(
                    record.stream_pos, begins=record.stream_pos > last.at and _begins(looked_at, packing, record)
                )
                context.met += 1
                last.end = record.stream_pos + max(0, record.content_length)
                name = f"{source.name}#{last.place}"
                page = _page(record, name, context) if is_wanted else _passed(record, name)
                context.passed += page is None and not is_wanted and kind not in _OF_OTHERS
                if isinstance(page, Fault) and page.error in _BAD_LENGTH:
                    last.fault, last.told = page.reason, True
                if page is not None:
                    yield Item((last.at, last.number), page)
    except (OSError, EOFError, ValueError) as error:
        last.fault = last.fault or str(error) or type(error).__name__


def _begins(member: IO[bytes] | None, packing: str | None, record: Any) -> bool:
    """Whether the record is the first of its member. Of others fastwarc does not know the offset."""
    if member is None or packing is None:
        return True
    member.seek(record.stream_pos)
    sign = record.headers.get("WARC-Record-ID") or record.headers.get("WARC-Target-URI") or ""
    first = opening(member.read(LOOKED_AT[packing]), packing).partition(b"\r\n\r\n")[0]
    return sign.encode(errors="replace") in first


def _passed(record: Any, name: str) -> Fault | None:
    """Pass over a record of another kind: a length that is wrong takes pages with it."""
    if (wrong := _wrong_length(record, name, record.reader.consume())) is not None or record.headers.get("WARC-Type"):
        return wrong
    return Fault(name, "BadRecord", "The record has no WARC-Type: it was not read.")


def _wrong_length(record: Any, name: str, size: int) -> Fault | None:
    said = (record.headers.get("Content-Length") or "").strip()
    if not said:
        return Fault(name, "TruncatedRecord", "The record's header is cut off.")
    if not (said.isascii() and said.isdigit()) or int(said) != record.content_length:
        return Fault(name, "BadRecord", f"The record's Content-Length is {said[:40]!r}: it was not read.")
    if size < record.content_length:
        why = f"The record has {size} of {record.content_length} bytes: it is cut off."
        return Fault(name, "TruncatedRecord", why)
    return None


def _page(record: Any, name: str, context: Context) -> RawPage | Fault | None:
    """The page in a record, what is wrong with it, or None where it is no page."""
    if record.content_length > MOST_BYTES:
        size = record.reader.consume()
        too_large = Fault(name, "PageTooLarge", f"The record has {record.content_length} bytes: it was not read.")
        return _wrong_length(record, name, size) or too_large
    block = record.reader.read()
    if (wrong := _wrong_length(record, name, len(block))) is not None:
        return wrong
    try:
        page = page_of(record.headers, block, name)
    except BadResponse as error:
        return Fault(name, "BadResponse", str(error))
    if page is None:
        context.passed += 1
    return page
