"""The kinds of containers, in the order in which a file is asked whether it is one. Content decides, not the name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from newsparse.dumps.extras import need
from newsparse.dumps.inputs.jsonl import is_jsonl, read_jsonl
from newsparse.dumps.inputs.opened import Context, Read, Source
from newsparse.dumps.inputs.packed import BROKEN, packing_of, unpacked
from newsparse.dumps.inputs.pagelike import looks_like_html, named_as_page
from newsparse.dumps.inputs.parquet import is_parquet, read_parquet
from newsparse.dumps.inputs.tars import is_tar, read_tar
from newsparse.dumps.inputs.warc import is_warc, named_as_warc, read_warc
from newsparse.dumps.inputs.zips import is_zip, read_zip
from newsparse.dumps.pages import Item, Position, RawPage
from newsparse.errors import MissingExtra


class Kind(NamedTuple):
    """A kind of file.

    Attributes:
        test: whether a source that begins with these bytes is of the kind.
        read: its pages.
        packed: it is read as it is compressed; any other is unpacked first.
        needs: the library without which it cannot be read.
    """

    name: str
    test: Callable[[bytes, Source, Context], bool]
    read: Read
    packed: bool = False
    needs: str | None = None

    def check(self) -> None:
        """Raise MissingExtra where the library is not there."""
        if self.needs is not None:
            need(self.needs, f"a {self.name} file cannot be read")


def _is_page(head: bytes, source: Source, _context: Context) -> bool:
    return named_as_page(source.name) or looks_like_html(head)


def _read_page(source: Source, _after: Position, _context: Context) -> Iterator[Item]:
    """One page. Whoever reads it opens the file: that need not be this process."""
    yield Item((), RawPage(source.name, path=str(source.path)))


WARC = Kind("WARC", is_warc, read_warc, packed=True, needs="fastwarc")  # offsets are those of the compressed file
PAGE = Kind("page", _is_page, _read_page)
KINDS = (
    WARC,
    Kind("Parquet", is_parquet, read_parquet, needs="pyarrow"),
    Kind("zip", is_zip, read_zip),
    Kind("tar", is_tar, read_tar),  # before pages: a tar begins with the name of its first member, which may be <p>
    PAGE,  # before JSONL: a page named .html may begin with a brace
    Kind("JSONL", is_jsonl, read_jsonl),
)


def recognised(source: Source, context: Context) -> tuple[Kind | None, Source]:
    """What a source is, and the source as that kind reads it (unpacked, if need be); None for what is nothing of ours.

    Raises:
        MissingExtra: it is compressed in a way that needs a library.
        OSError: it cannot be read.
    """
    head = source.head()
    packing = packing_of(head)
    bare = source
    if packing is not None:
        bare = unpacked(source, packing)
        try:
            head = bare.head()
        except MissingExtra:
            raise
        except BROKEN:
            if named_as_warc(source.name):
                return WARC, source
            return (PAGE, source) if named_as_page(source.name) else (None, source)
    for kind in KINDS:
        if kind.test(head, bare, context):
            # A page on the disk is unpacked by whoever reads it.
            stays = packing in ("gz", "zst") if kind.packed else kind is PAGE and source.path is not None
            return kind, source if stays else bare
    if named_as_warc(source.name):
        return WARC, source  # its first record is broken: there are others
    return None, bare
