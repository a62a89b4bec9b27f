"""The addresses that a page links to, each once, with all the words that the page has for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from newsparse.lexicon import lazily, pattern
from newsparse.page.anchors import Anchor, anchors_of
from newsparse.page.page import Page
from newsparse.text.addresses import AddressKind, address_kind, fetchable, join_address

# An anchor may hold a whole teaser: what is longer (characters) gives way to the title attribute or a picture's alt.
_LONGEST_TITLE = 60


class Targets(NamedTuple):
    """What a page links to, the page's own address, and the address of its <link rel=next>."""

    targets: list[Target]
    url: str | None
    next: str | None


def targets_of(page: Page) -> Targets:
    base = page.head.base
    following = next((href for rel, href in page.head.links.items() if "next" in rel.split()), None)
    rel_next = fetchable(join_address(base, following)) if following else None
    return Targets(_targets(anchors_of(page), base, page.url), page.url, rel_next)


class Target(NamedTuple):
    """An address that the page links to, and all that it says of it."""

    url: str
    text: str
    shown: str
    rel: str
    address: AddressKind
    width: int


def _targets(anchors: Iterable[Anchor], base: str, own: str | None) -> list[Target]:
    """The addresses linked to, each once, with the fullest of their texts. The page itself is none of them."""
    me = fetchable(own) if own else None
    found: dict[str, list[Anchor]] = {}
    for anchor in anchors:
        target = fetchable(join_address(base, anchor.href))
        if target is not None and target != me:
            found.setdefault(target, []).append(anchor)
    out = []
    for url, same in found.items():
        text = max(map(_title, same), key=width_of)
        shown = next((a.shown for a in same if a.shown), "")
        out.append(Target(url, text, shown, " ".join(a.rel for a in same), address_kind(url), width_of(text)))
    return out


def _title(anchor: Anchor) -> str:
    """The words of a link: its title attribute or picture's alt where its text is cut short, missing or a teaser."""
    text = anchor.text
    cut = text.rstrip(".…· ")
    for other in (anchor.title, anchor.alt):
        if other and (not text or len(text) > _LONGEST_TITLE > len(other) or (cut != text and other.startswith(cut))):
            return other
    return text


_WORD = lazily(r"[\u3400-\u9fff]|[A-Za-z0-9.%-]+")


def width_of(text: str) -> int:
    """How long a text is to a reader: Chinese characters, and words or numbers of other scripts as two each.

    >>> width_of("老街亮灯"), width_of("GDP增长5.2%")
    (4, 6)
    """
    return sum(1 if word[0] >= "\u3400" else 2 for word in _WORD.findall(text[:200]))


def says(name: str, text: str) -> bool:
    """Whether a link's text, without white space, is one of these words."""
    return bool(pattern(f"links.text.{name}").fullmatch("".join(text.split())))
