"""HTML to `Page`: prepare the markup, parse and walk it once; a tree that a caller passes is only walked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsparse.errors import beyond
from newsparse.options import Options
from newsparse.page.page import Head, Page
from newsparse.read.builder import Builder
from newsparse.read.limits import within_limits
from newsparse.read.lxml_tree import set_aside
from newsparse.read.prepare import prepare
from newsparse.read.profiles import Profile
from newsparse.text.addresses import is_harmless, join_address

if TYPE_CHECKING:
    from lxml.etree import _Element


def read_html(text: str, url: str | None = None, options: Options = Options(), profile: Profile | None = None) -> Page:
    """Read decoded HTML.

    Args:
        text: the page's markup.
        url: where it came from; relative links are resolved against it (or against <base>).
        options: they say which library builds the tree (nothing behind the reader knows it), and how much of it.
        profile: the site's profile, if there is one for it.

    Raises:
        LimitError: it nests too deep, or a tag has too many attributes, and ``options`` let that be an error.
    """
    prepared = prepare(text)
    head = Head(
        base=url or "",
        scripts=prepared.scripts,
        comments=prepared.comments,
        fields=prepared.fields,
        inert=prepared.inert,
        styles=prepared.styles,
    )
    markup, said = within_limits(prepared.markup, options.max_depth, options.max_attributes)
    beyond(said, options.on_limit)
    if options.parser == "lxml":
        from newsparse.read.lxml_walk import read_with_lxml as read
    else:
        from newsparse.read.lexbor_walk import read_with_lexbor as read
    made = _page(read(markup, head, profile.select if profile else {}), url)
    made.warnings += said
    if profile:
        _take_values(made, profile, text)
    return made


def read_tree(roots: list[_Element], url: str | None = None, profile: Profile | None = None) -> Page:
    """Read an lxml tree as it is, and leave it so: its elements that stand side by side, mostly one <html>."""
    from newsparse.read.lxml_walk import walk_tree

    head = set_aside(roots)
    head.base = url or ""
    made = _page(walk_tree(roots, head, profile.select if profile else {}), url)
    if profile:
        _take_values(made, profile, _written(roots) if profile.match else "")
    return made


def _written(roots: list[_Element]) -> str:
    from lxml import etree

    return "".join(etree.tostring(root, encoding="unicode", method="html") for root in roots)


def _take_values(page: Page, profile: Profile, markup: str) -> None:
    """Take what a profile finds beside its selectors; a constant is the last that is asked."""
    matches, given = profile.matches(markup), page.head.given
    data = {field: value for field, value in profile.found_in_data(page.head.scripts).items() if value}
    constant = [field for field in profile.constants if not (given | data | matches.values).get(field)]
    by = {"select": [*given, *page.picked], "data": data, "match": matches.values, "set": constant}
    page.head.given_by = {field: profile.named(table, field) for table, fields in by.items() for field in fields}
    given |= data | matches.values | {field: profile.constants[field] for field in constant}
    page.warnings += matches.warnings()


def _page(built: Builder, url: str | None) -> Page:
    """The page that a walk has built."""
    base = built.head.base
    built.head.base = join_address(url or "", base) if is_harmless(base) else url or ""
    return Page(
        blocks=built.blocks,
        containers=built.containers,
        head=built.head,
        url=url,
        picked=built.picked,
        anchors=built.anchors,
        alts=built.alts,
        players=built.players,
    )
