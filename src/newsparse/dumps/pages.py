"""What an input gives: pages that are still unread, and faults of a container; each with its position."""

from __future__ import annotations

from typing import Any, NamedTuple

# Where an item stands in its input: positions grow from item to item, and a run is resumed behind one. What the numbers
# mean (a file's number, a line, an offset) is known to the reader that gave them; each container adds its own in front.
Position = tuple[int, ...]

# Where a fault of a whole container stands: behind all that is in it.
END = 1 << 62

# A page (or a line of JSON) of more bytes is no news page: it is told as an error, unread. The longest of 290 pages
# looked at has 5 MB (scripts); a zip bomb must not fill the memory.
MOST_BYTES = 64 << 20


# The kind of fault of a file that is nothing known; beside pages it is passed over.
UNKNOWN = "UnknownFile"


class Columns(NamedTuple):
    """The columns of a table that say something of a page; None for those that are not there."""

    html: str
    url: str | None = None
    content_type: str | None = None
    fetched: str | None = None


class RawPage(NamedTuple):
    """A page to read: its name, and its bytes or where they are.

    Attributes:
        name: names the page in the output ("file"): ``a.zip!/m.html``, ``d.jsonl#12``.
        body: the page; None where it is in ``path`` or in ``line``.
        path: the file that is the page (perhaps compressed); whoever reads the page opens it.
        line: a JSON object with the page in it, still unread, and ``columns`` to find it.
        url, content_type: what came with the page.
        fetched: when it was fetched (ISO 8601): 昨天 is counted from there.
        carried: what else the container says of the page, in JSON types; goes into the output as it is.
        codings: what a server did to ``body`` on its way, still to be undone, in this order: "chunked", "gzip" …
        warnings: what the container makes doubtful; the record says it.
        addressed: whether --url-from gave ``url``; None where it was not asked.
    """

    name: str
    body: bytes | str | None = None
    path: str | None = None
    line: bytes | None = None
    columns: Columns | None = None
    url: str | None = None
    content_type: str | None = None
    fetched: str | None = None
    carried: dict[str, Any] | None = None
    codings: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    addressed: bool | None = None


class Fault(NamedTuple):
    """What could not be read: a broken archive, a cut record. Becomes a line among the errors.

    Attributes:
        passed: nothing that could be a page is in it: beside pages it is passed over (see `newsparse.dumps.inputs`).
    """

    name: str
    error: str
    reason: str
    passed: bool = False


class Item(NamedTuple):
    """A page or a fault at its position."""

    position: Position
    page: RawPage | Fault


# What errors mean that have no words of their own.
_SAYS_NOTHING: dict[type[BaseException], str] = {
    MemoryError: "It takes more memory than it may (--worker-memory, or ulimit -v): it was not read.",
}


def fault_of(name: str, error: BaseException) -> Fault:
    said = getattr(error, "strerror", None) or str(error) or _SAYS_NOTHING.get(type(error), type(error).__name__)
    kind = type(error).__name__
    return Fault(name, kind if kind != "error" else f"{type(error).__module__}.error", said)  # zlib.error
