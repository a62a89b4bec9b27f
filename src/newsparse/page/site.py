"""What a page calls the site it stands on, told from what it calls its story."""

from __future__ import annotations

from newsparse.lexicon import lazily
from newsparse.page.block import HEADING_TAGS, LINK, Block, Run
from newsparse.page.lines import BUTTON, FEW, is_linked
from newsparse.page.page import Page
from newsparse.text.flat import flat
from newsparse.text.titles import parts_of, site_of_title, squeeze

# The address of a front page: no path, or a file that stands for it, here or above.
_HOME = lazily(r"(?i)(?:(?:https?:)?//[^/?#]+(?:/|$)|/|(?:\.{1,2}/)+|(?=\w))(?:(?:index|default)\.\w{3,5})?")

# How the addresses of front pages end, but for a bare host: told before they are matched.
_HOME_ENDS = (
    "/",
    *(f"{name}.{kind}" for name in ("index", "default") for kind in ("html", "htm", "shtml", "php", "aspx")),
)
# http://host/index.html
_MOST_SLASHES = 3
# What headings are set off with to show that they can be linked to.
_SIGNS = " ¶🔗"
# Each name is sought in each part of the title; no page needs more of them, and a hostile one has thousands.
_MOST_NAMES = 50
_HOST = lazily(r"(?:https?:)?//(?:(?:www|m|wap|3g|mobile)\.)?([^/?#]+)")


def leads_home(href: str) -> bool:
    """Whether an address as written is a front page's.

    >>> [leads_home(href) for href in ("/", "./", "index.html", "http://www.qinghe.example", "/a/", "a.html", "")]
    [True, True, True, True, False, False, False]
    """
    return bool(href) and bool(_HOME.fullmatch(href.strip()))


def site_names(page: Page) -> frozenset[str]:
    """The site's names, squeezed: the words and pictures of links to its front page, and what the head says."""
    known: frozenset[str] | None = page.readings.get(("site", 0))
    if known is None:
        known = page.readings["site", 0] = frozenset([name for name in map(squeeze, _names(page)) if len(name) > 1])
    return known


def own_names(page: Page) -> tuple[str, ...]:
    """What the page's head calls its site, flat, the longest first, with the parts of such names."""
    known: tuple[str, ...] | None = page.readings.get(("own", 0))
    if known is None:
        head = page.head
        names = [head.site_name, head.ld.publisher if head.ld else None, site_of_title(head.title)]
        every = {part for name in names if name for part in (flat(name).strip(), *parts_of(flat(name)))}
        known = page.readings["own", 0] = tuple(sorted(every, key=lambda name: (-len(name), name)))
    return known


def host_of(address: str) -> str:
    """The host of an address, "" for one without. A site is one with "www.", for telephones, and without either.

    >>> host_of("http://www.qinghe.example/a.html"), host_of("//m.qinghe.example"), host_of("/a.html")
    ('qinghe.example', 'qinghe.example', '')
    """
    found = _HOST.match(address)
    return found[1].lower() if found else ""


def are_akin(name: str, site: str) -> bool:
    """Whether two names may be one house's: two characters in a row of the one stand in the other."""
    one, other = squeeze(flat(name)).casefold(), squeeze(flat(site)).casefold()
    return any(one[at : at + 2] in other for at in range(len(one) - 1))


def _names(page: Page) -> list[str]:
    # Links are many: what has a path is told by its slashes.
    few = [anchor for anchor in page.anchors if anchor[0].count("/") <= _MOST_SLASHES or anchor[0][0] == "."]
    likely = [href for href, *_ in few if href.endswith(_HOME_ENDS) or href.count("/") == 2]
    home = [href for href in dict.fromkeys(likely) if leads_home(href)]
    names = [page.head.site_name]
    if not home:
        return names
    site = host_of(page.url or page.head.links.get("canonical") or page.head.first("og:url"))
    for href in home:  # the first front page that a page links to is its own site's, where it does not say
        site = site or host_of(href)
    own = {href for href in home if host_of(href) in ("", site)}
    links = [anchor for anchor in few if anchor[0] in own]
    names += [title for _, title, _, _ in links]
    names += [alt for index, alt in page.alts.items() if page.anchors[index][0] in own]
    names += [
        text
        for href, _, _, at in links
        for block in page.blocks[at : at + FEW]  # its pictures may stand before its words
        for text, inline, _ in block.runs
        if inline[2] is href
    ]
    return list(dict.fromkeys(names))[:_MOST_NAMES]


def called(page: Page) -> str:
    """What a page calls itself: the headline that its title says, else the first part of its title."""
    headline, parts = page.first("headline"), parts_of(page.head.title)
    if headline is not None and (headline.kind("headline") == "titled" or not parts):
        return headline.text
    return parts[0] if parts else ""


def is_logo(page: Page, block: Block) -> bool:
    """Whether all of a line is a link to a front page, or says what such a link says."""
    if block.link and is_linked(block):
        return all(leads_home(inline[2]) for text, inline, flags in block.runs if flags & LINK and text.strip())
    return squeeze(block.text) in site_names(page)


def leads_away(page: Page, block: Block) -> bool:
    """Whether a line is a link to another page. Blogs link a headline to the page it stands on."""
    if not is_linked(block):
        return False
    own = {page.url, page.resolve(page.head.links.get("canonical") or page.head.first("og:url"))}
    return any(
        not inline[2].startswith("#") and page.resolve(inline[2]) not in own
        for text, inline, flags in block.runs
        if flags & LINK and text.strip()
    )


def own_words(block: Block) -> str:
    """A heading's text without the sign at its start or end that links to itself: "#", "¶", 链接."""
    runs = block.runs
    if block.tag not in HEADING_TAGS or not runs:
        return block.text
    if 0 < block.link < len(block.text):
        runs = runs[_is_anchor(runs[0]) : len(runs) - _is_anchor(runs[-1])]
    return " ".join("".join(text for text, _, _ in runs).split()).strip(_SIGNS) or block.text


def _is_anchor(run: Run) -> bool:
    return run[1][2].startswith("#") and len(run[0].strip()) <= BUTTON
