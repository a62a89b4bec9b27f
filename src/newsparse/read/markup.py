"""HTML to `Page`: prepare the markup, parse and walk it once."""

from __future__ import annotations

from newsparse.options import Parser
from newsparse.page.page import Head, Page
from newsparse.read.prepare import prepare
from newsparse.read.profiles import Profile


def read_html(text: str, url: str | None = None, parser: Parser = "lexbor", profile: Profile | None = None) -> Page:
    """Read decoded HTML.

    Args:
        text: the page's markup.
        url: where it came from; relative links are resolved against it (or against <base>).
        profile: the site's profile, if there is one for it.
        parser: which library builds the tree; nothing behind the reader knows it.
    """
    prepared = prepare(text)
    head = Head(base=url or "", scripts=prepared.scripts, comments=prepared.comments, fields=prepared.fields)
    if parser == "lxml":
        from newsparse.read.lxml_walk import read_with_lxml as read
    else:
        from newsparse.read.lexbor_walk import read_with_lexbor as read
    lines = read(prepared.markup, head, profile.select if profile else {})
    if profile:
        head.given |= profile.matches(text)
    return Page(blocks=lines.blocks, containers=lines.containers, head=head, url=url, picked=lines.picked)
