"""media, attachments, links: what the article plays, what is attached to it, where its text leads."""

from __future__ import annotations

from collections.abc import Iterator

from newsparse.article import Attachment, BodyLink, Media
from newsparse.fields.rule import FieldRule, Found
from newsparse.lexicon import pattern, word_set
from newsparse.options import Options
from newsparse.page.block import NOT_TEXT, Block, Player
from newsparse.page.lines import NEAR
from newsparse.page.page import Page
from newsparse.text.addresses import file_type
from newsparse.text.counted import counted

# What stands in these is other articles' and readers'.
_OTHERS = ("comments", "teaser")


def in_story(page: Page, options: Options) -> Found | None:
    """The players from the headline to the end of the body."""
    span = _story(page, below=1)
    found: dict[str, Media] = {}
    for player in page.players:
        if player.at in span and (media := _media(page, player)) is not None:
            found.setdefault(media.url, media)
    return _several(found)


def stated(page: Page, options: Options) -> Found | None:
    """og:video, og:audio and the like."""
    found: dict[str, Media] = {}
    for tag in ("video", "audio"):
        value = page.head.first(f"og:{tag}:secure_url", f"og:{tag}:url", f"og:{tag}")
        if value and (media := _media(page, Player(tag, value, 0))) is not None:
            found[media.url] = media
    return _several(found)


def _several(found: dict[str, Media]) -> Found | None:
    return Found(tuple(found.values()), " ".join(found)) if found else None


def _media(page: Page, player: Player) -> Media | None:
    """What a player plays; None where its address is not said, or is no player's (frames hold advertisements)."""
    address = page.address(player.src)
    if address is None or player.src.startswith("#"):
        return None
    lower = address.lower()
    sounds = player.tag == "audio" or bool(pattern("media.audio").search(lower))
    if player.tag not in ("video", "audio") and not sounds:
        plays = pattern("media.video").search(lower) or pattern("media.player").search(lower)
        if not plays or pattern("images.machinery").search(lower):
            return None
    return Media("audio" if sounds else "video", address, page.address(player.poster), player.title or None)


def _story(page: Page, below: int = 0) -> range:
    """Where the article's own things stand: from the headline, or the body's first line, to so far below its last."""
    lines = page.labelled("body")
    if not lines:
        return range(0)
    headline = page.first("headline")
    first = lines[0].index
    return range(headline.index if headline and headline.index < first else first, lines[-1].index + 1 + below)


MEDIA: tuple[FieldRule, ...] = (in_story, stated)


def linked_files(page: Page, options: Options) -> Found | None:
    """Documents and archives that lines of the article, or right below it, lead to.

    Below it a link has words: icons beside the pages of a paper lead to files that are not the article's.
    """
    story, near = _story(page), _story(page, NEAR)
    found: dict[str, Attachment] = {}
    words: dict[int, dict[int, str]] = {}
    for href, title, _, at in page.anchors:
        if at not in near or at >= len(page.blocks) or file_type(href) not in word_set("links.address.documents"):
            continue
        line = page.blocks[at]
        if at not in words:
            words[at] = {id(other): text for other, text in _linked(line)}
        address = page.address(href)
        name = words[at].get(id(href)) or " ".join(title.split())
        if address and (name or at in story) and not line.has(*_OTHERS):
            found.setdefault(address, Attachment(address, name or None))
    return Found(tuple(found.values()), counted(len(found), "file")) if found else None


def _linked(line: Block) -> Iterator[tuple[str, str]]:
    """The links of a line, as written, with their words.

    A link's address is one object, in `Page.anchors` and in all stretches of its text.
    """
    texts: dict[int, list[str]] = {}
    hrefs = []
    for text, (_, _, href), _ in line.runs:
        if href:
            if id(href) not in texts:
                hrefs.append(href)
            texts.setdefault(id(href), []).append(text)
    for href in hrefs:
        yield href, " ".join("".join(texts[id(href)]).split())


ATTACHMENTS: tuple[FieldRule, ...] = (linked_files,)


def in_text(page: Page, options: Options) -> Found | None:
    """The links in the body's lines of text."""
    found = tuple(link for block in page.labelled("body") for link in _links(page, block))
    return Found(found, counted(len(found), "link")) if found else None


def _links(page: Page, block: Block) -> Iterator[BodyLink]:
    if not block.link or not block.text or block.has(*NOT_TEXT):
        return
    glued = block.kind("glued") or ""
    for href, text in _linked(block):
        address = None if href.startswith("#") else page.address(href)
        if address and text and text not in glued:
            yield BodyLink(text, address)


LINKS: tuple[FieldRule, ...] = (in_text,)
