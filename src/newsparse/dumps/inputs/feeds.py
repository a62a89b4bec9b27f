"""Feeds (RSS, RDF, Atom): each entry with its full content is a page.

Feeds are often not well-formed, and what libxml2 reads piece by piece ends at the first such place. So entries are told
apart by their tags, and each is read by itself: a broken one costs itself, memory holds one, and no document type ever
reaches the parser, be it with entities or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from newsparse.dumps.inputs.feed_entry import address_of_feed, page_of_entry
from newsparse.dumps.inputs.opened import Context, Source, read_some
from newsparse.dumps.inputs.packed import BROKEN
from newsparse.dumps.inputs.recoded import utf8
from newsparse.dumps.pages import END, MOST_BYTES, Item, Position, fault_of
from newsparse.read.foreign import looks_like_feed
from newsparse.read.prolog import prolog_of

_PIECE = 1 << 16
_ROOT = re.compile(rb"<(?:[\w-]{1,20}:)?(?:rss|feed|RDF)(?=[\s>])[^<>]{0,4000}>", re.IGNORECASE)
_ROOT_END = re.compile(rb"</(?:[\w-]{1,20}:)?(?:rss|feed|RDF)\s*>", re.IGNORECASE)
_NAME = rb"(?:[\w-]{1,20}:)?(?:item|entry)"
_BEGIN = re.compile(rb"<" + _NAME + rb"(?:\s[^<>]{0,2000}[^/<>])?>")
# What ends an entry (the next one does, where its own end is missing or misspelt), or may hold what looks so.
_IN_ENTRY = re.compile(rb"</" + _NAME + rb"\s*>|<!\[CDATA\[|<!--|(" + _BEGIN.pattern + rb")")
_CLOSES = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
# Bytes that are kept of what is no entry: a tag may be cut in two by the pieces.
_TAIL = 4096
# Bytes before the first entry in which the feed's own address is sought.
_HEAD = 1 << 16
# Bytes behind the feed, comments aside, that may be a story; what servers put there is shorter.
_LONG_REST = 300


def is_feed(head: bytes, _source: Source, _context: Context) -> bool:
    """By its first element."""
    return looks_like_feed(head.replace(b"\0", b"").lstrip(b"\xff\xfe\xef\xbb\xbf").decode("latin-1"))


def has_root(head: bytes) -> bool:
    """Whether the first element of a feed is in it, wherever."""
    return _ROOT.search(head) is not None


def read_feed(source: Source, after: Position, context: Context) -> Iterator[Item]:
    """Positions: the entry (from 1). A resumed run goes through the feed again."""
    number, done = 0, after[0] if after else 0
    try:
        source = utf8(source, narrow=True)
        with source.open() as stream:
            feed = _Feed(stream)
            for entry in feed.entries():
                number += 1
                context.met += 1
                if number > done:
                    yield Item((number,), page_of_entry(f"{source.name}#{number}", entry, feed.root, feed.address))
    except (*BROKEN, ValueError) as error:
        yield Item((END,), fault_of(source.name, error))


class _Feed:
    """A feed, told apart into its entries.

    Attributes:
        root: the first tag: it says what the prefixes of names stand for.
        address: where the feed says that it belongs to; None where it does not.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._data = b""
        self.root = b"<rss>"
        self.address: str | None = None

    def entries(self) -> Iterator[bytes]:
        """The entries, one in memory at a time.

        Raises:
            EOFError: the feed is cut off.
            ValueError: an entry is longer than any page; or something else follows the feed.
        """
        first = True
        while (begin := self._next_begin()) is not None:
            if first:
                self._read_head(self._data[:begin])
                first = False
            self._data = self._data[begin:]
            end = self._end_of_entry()
            yield self._data[:end]
            self._data = self._data[end:]

    def _next_begin(self) -> int | None:
        """Where the next entry begins in the data at hand; None where there is no more."""
        kept = _HEAD if self.address is None else _TAIL
        while (found := _BEGIN.search(self._data)) is None:
            if not self._more(kept):
                end = max((found.end() for found in _ROOT_END.finditer(self._data)), default=-1)
                if end < 0:
                    raise EOFError("The feed is cut off: its end is missing.")
                rest = self._data[end:].decode("latin-1")
                if len(rest) - prolog_of(rest).end >= _LONG_REST:
                    raise ValueError("Behind the end of the feed stands something else: it was not read.")
                return None
        return found.start()

    def _read_head(self, head: bytes) -> None:
        found = _ROOT.search(head)
        if found is not None:
            self.root = found[0]
            self.address = address_of_feed(head[found.end() :], self.root)
        self.address = self.address or ""

    def _end_of_entry(self) -> int:
        """Where the entry ends with which the data at hand begins."""
        at = 1
        while True:
            found = _IN_ENTRY.search(self._data, at)
            if found is not None and found[0] not in _CLOSES:
                return found.start() if found[1] else found.end()
            end = self._data.find(_CLOSES[found[0]], found.end()) if found is not None else -1
            if end >= 0:
                at = end
                continue
            at = found.start() if found is not None else max(1, len(self._data) - _TAIL)
            if len(self._data) > MOST_BYTES:
                raise ValueError(
                    f"An entry of the feed has more than {MOST_BYTES >> 20} MiB: it was not read, nor what follows."
                )
            if not self._more(len(self._data)):
                raise EOFError("The feed is cut off: it ends inside an entry.")

    def _more(self, kept: int) -> bool:
        """Read on, and keep so much of the end of what there is. Long entries are read in ever longer pieces."""
        piece = read_some(self._stream, max(_PIECE, min(kept, len(self._data))))
        if piece:
            self._data = self._data[max(0, len(self._data) - kept) :] + piece
        return bool(piece)
