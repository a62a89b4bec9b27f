"""Addresses for pages that bring none: of their paths, or of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from newsparse.dumps.inputs.manifest import manifest, read_manifest
from newsparse.dumps.inputs.path_urls import url_of_path
from newsparse.dumps.pages import Item, RawPage
from newsparse.dumps.printable import printable
from newsparse.dumps.temporary import Room

PATH = "path"  # what is given instead of a table


class PageUrls(NamedTuple):
    """Where addresses are from.

    Attributes:
        table: the database of `read_manifest`; None: the paths say them.
        why_none: what is said of a page that has none all the same.
    """

    table: Path | None
    why_none: str


def page_urls(given: str, room: Room) -> PageUrls:
    """What ``--url-from`` asks for; a table is unpacked into ``room``.

    Raises:
        DumpError: the table cannot be read, or a line of it is not as it must be.
    """
    if given == PATH:
        return PageUrls(None, "No folder that the page lies in is named as a host (--url-from path).")
    return PageUrls(read_manifest(Path(given), room), f"{printable(given)} has no address for the page (--url-from).")


def addressed(items: Iterator[Item], urls: PageUrls, path: Path, prefix: str, *, alone: bool) -> Iterator[Item]:
    """The items of an input, each page with its address.

    Args:
        path, prefix: of the input, and what the names of its pages begin with.
        alone: there is no other input: names within an archive are those of no other archive's pages.
    """
    base = path if path.is_dir() else path.parent
    parts = base.parts if base.name not in ("", "..") else base.resolve().parts[-1:]
    above = ["" if part == base.anchor else printable(part) for part in parts]
    start = "" if path.is_dir() else printable(path.name)
    with _found_by(urls) as url_of:
        for item in items:
            page = item.page
            if isinstance(page, RawPage) and page.url is None and (page.columns is None or page.columns.url is None):
                rest = page.name.removeprefix(prefix)
                member = rest.removeprefix("!/") if alone else page.name
                url = url_of(above, start + rest, (page.name, member))
                said = () if url else (urls.why_none,)
                page = page._replace(url=url, warnings=(*page.warnings, *said), addressed=url is not None)
                item = item._replace(page=page)
            yield item


@contextmanager
def _found_by(urls: PageUrls) -> Iterator[Callable[[Sequence[str], str, Sequence[str]], str | None]]:
    """Gives an address for the folders above an input, the path from there, and other names of the page."""
    if urls.table is None:
        yield lambda above, path, _names: url_of_path(above, path)
        return
    with manifest(urls.table) as url_of:
        yield lambda above, path, names: url_of((*names, "/".join([*above, path])))
