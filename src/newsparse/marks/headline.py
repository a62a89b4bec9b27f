"""Which block is the headline: the page's own titles say its words, the blocks say where they stand."""

from __future__ import annotations

from newsparse.lexicon import pattern
from newsparse.marks.headline_look import Headline, headline_by_look, is_below_prose, is_row
from newsparse.page.block import HEADLINE_TAGS, LINK, Block, name_of
from newsparse.page.lines import BUTTON, FEW, LONGEST_LINE, SHORTEST_HEADLINE
from newsparse.page.page import Page
from newsparse.page.site import is_logo, leads_away, own_words, site_names
from newsparse.text.outlets.source_lines import outlet_like
from newsparse.text.sentences import SHORTEST_PROSE
from newsparse.text.titles import ends_like_a_site, opening_of, segments_of, squeeze, strip_site

# A block that covers less of the <title> is a channel or an outlet named in it, not the headline.
_LEAST_COVER = 0.4
# A badge before the title, a date after it: the line is at most so many times as long.
_WITH_BADGE = 1.3
# A title shorter than this may begin like many a line; the words of joined lines must be all of it.
_LEAST_JOINED = SHORTEST_PROSE
# Points beside the share of the title that a line covers: for each sign of a headline (its element, its name), where
# two lines say as much; and against one that leads elsewhere or is not seen: a menu, a copy for another screen.
_SIGN, _AGAINST = 0.15, 0.5
# What stands between a headline and the site's name.
_AFTER_TITLE = ("", *"-_|–—·")


def mark_headline(page: Page) -> None:
    """Label the headline, and every line that prints it again."""
    titles = _titles(page)
    titled = _by_lines(page, titles) or _by_titles(page, titles)
    shown = _told_apart(page, titled) if titled else headline_by_look(page)
    best = shown or titled
    if best is None:
        return
    lines, rule, evidence = best
    page.mark_all(lines, "headline", rule, evidence, "" if shown else "titled")
    words = squeeze("".join(line.text for line in lines))
    first, marked = lines[0].text[:1], [line.index for line in lines]
    for other in [block for block in page.blocks if block.text.startswith(first)]:
        if len(other.text) < len(words) * 2 and other.index not in marked and squeeze(other.text) == words:
            page.mark(other, "repeat", "headline.repeat", other.text)


def _titles(page: Page) -> list[str]:
    """What the page calls itself: in its meta tags, its <title>, its data."""
    head = page.head
    said = [head.ld.headline if head.ld else None, head.facts.title if head.facts else None]
    return [*head.titles, *(title for title in said if title and title not in head.titles)]


def _told_apart(page: Page, titled: Headline) -> Headline | None:
    """The headline of the story where the line that the page's title says is no headline but a channel: it is short,
    ends as channels do or is a link, there or elsewhere, and a better one stands below it, without a row between."""
    line, words = titled[0][-1], squeeze("".join(own_words(line) for line in titled[0]))
    title = squeeze(page.head.title)
    if line.tag not in HEADLINE_TAGS and is_below_prose(page, line):
        return headline_by_look(page)  # the site's name in a footer
    channel = _is_channel(words, title)
    if len(words) >= SHORTEST_PROSE or (line.tag == "h1" and not channel):
        return None
    shown = headline_by_look(page, below=line.index)
    if shown is None:
        return None
    best = shown[0][0]
    if any(is_row(page, b) for b in _lines(page, line.index, best.index)):
        return None
    higher = best.tag in HEADLINE_TAGS and (line.tag not in HEADLINE_TAGS or best.tag < line.tag)
    if higher and (channel or best.tag == "h1"):
        return shown
    # An app names nothing but itself in its <title>; its bar is no neighbour of the headline, as a deck is.
    apps = words == title and _parent(page, line) != _parent(page, best)
    plain = (apps or leads_away(page, line) or _is_linked_above(page, line)) and not _looks_like_one(line)
    above = any(is_row(page, b) for b in _lines(page, best.index, len(page.blocks)))
    return shown if above and (channel or (plain and _looks_like_one(best))) else None


def _parent(page: Page, line: Block) -> int:
    """The element round the one that a line is."""
    box = page.containers[line.container]
    return box.parent if box.tag == line.tag and box.end - box.first == 1 else line.container


def _is_channel(words: str, title: str) -> bool:
    """Whether words are a channel's; a site's, if they are all of the <title>."""
    named = outlet_like(words) or pattern("titles.channel_words").search(words)
    return bool(named) or (words == title and ends_like_a_site(words))


def _looks_like_one(block: Block) -> bool:
    """Whether its element or its name says that a line is a headline."""
    return block.tag in HEADLINE_TAGS or bool(pattern("titles.headline_names").search(name_of(block)))


def _lines(page: Page, after: int, before: int) -> list[Block]:
    """The two lines of text behind a line, and before another."""
    return [b for b in page.blocks[after + 1 : min(before, after + 1 + BUTTON)] if b.text][:2]


def _is_linked_above(page: Page, line: Block) -> bool:
    """Whether a link above a line says the same: a menu's, a path's."""
    return any(
        text.strip() == line.text
        for block in page.blocks[: line.index]
        if block.link
        for text, _, flags in block.runs
        if flags & LINK
    )


def _by_lines(page: Page, names: list[str]) -> Headline | None:
    """A headline set in two to four lines, each ended by a <br>, that together are (the start of) a title."""
    broken = [block for block in page.blocks if block.broken and 2 <= len(block.text) <= LONGEST_LINE]
    if not broken:
        return None
    titles = [squeeze(t) for name in names for t in (name, strip_site(name))]
    for block in broken:
        lines = [block]
        words = squeeze(block.text)
        if not any(t.startswith(words) for t in titles) or any(_says_all(words, title) for title in titles):
            continue
        for after in page.blocks[block.index + 1 : block.index + 1 + FEW]:
            if after.container != block.container or not after.text:
                break
            words += squeeze(after.text)
            lines.append(after)
            if any(_says_all(words, title) for title in titles):
                return lines, "headline.lines", words
            if not any(t.startswith(words) for t in titles):
                break
    return None


def _says_all(words: str, title: str) -> bool:
    """Whether the words are all of a title, but for the site behind a separator, or all that is left of a cut one."""
    if title.startswith(words):
        return title[len(words) : len(words) + 1] in _AFTER_TITLE
    return len(title) > _LEAST_JOINED and words.startswith(title)


def _by_titles(page: Page, names: list[str]) -> Headline | None:
    """The block whose words are (part of) the page's title; heading elements and long covers win."""
    names = [name for name in names if len(name) >= SHORTEST_HEADLINE or not outlet_like(name)]
    if not names:
        return None
    said = [(squeeze(name), squeeze(strip_site(name, site_names(page)))) for name in names]
    segments = {squeeze(s) for name in names for s in segments_of(name)} | {stripped for _, stripped in said}
    openings = {squeeze(opening_of(name)) for name in names if not outlet_like(opening_of(name))}
    spaced = {squeeze(part) for name in names for part in name.split() if len(part) >= SHORTEST_HEADLINE}
    best: tuple[float, Block] | None = None
    raw = "\n".join([*(title for title, _ in said), *names])
    pairs = {raw[at : at + 2] for at in range(len(raw) - 1)}
    # Nine lines in ten neither begin nor end as some words of the title do: told before the words are compared.
    for block in [b for b in page.blocks if b.text[:2] in pairs or b.text[-2:] in pairs]:
        text = own_words(block)
        if not 2 <= len(text) <= LONGEST_LINE or text.isdecimal() or (block.hidden and best is not None):
            continue
        words = squeeze(text)
        opens = words in openings and (
            block.tag == "h1" or (block.tag in HEADLINE_TAGS and not ends_like_a_site(words))
        )
        opens = opens or (block.tag == "h1" and words in spaced and not ends_like_a_site(words))
        cover = 1.0 if words in segments or opens else _cover(words, said)
        if block.tag == "h1" and not cover and any(len(s) > _LEAST_JOINED and words.endswith(s) for _, s in said):
            cover = 1.0  # a badge opens it
        if cover < _LEAST_COVER or (cover < 1 and outlet_like(text)) or is_logo(page, block):
            continue
        score = cover
        if block.tag in HEADLINE_TAGS:
            score += _SIGN * (2 if block.tag == "h1" else 1)
        if pattern("titles.headline_names").search(name_of(block)):
            score += _SIGN
        if len(words) < BUTTON and score <= 1:
            continue  # a button, a channel
        if score <= 1 and block.prose and text.endswith("。"):
            continue  # a post without a title calls itself by its first sentence
        if leads_away(page, block):
            score -= _AGAINST
        if block.hidden:
            score -= _AGAINST
        if best is None or score > best[0]:
            best = (score, block)
    return ([best[1]], "headline.title", page.head.title or names[0]) if best and best[0] >= _LEAST_COVER else None


def _cover(words: str, said: list[tuple[str, str]]) -> float:
    """How much of a title the words are (1: all of it but for the site's name), 0 where they are not in it."""
    best = 0.0
    for title, stripped in said:
        if words in title and len(words) >= BUTTON:
            best = max(best, min(1.0, len(words) / max(len(stripped), 1)))
            continue
        start = title.rstrip(".…")
        if len(start) >= BUTTON and (
            words.startswith(start) or (start in words and len(words) <= len(start) * _WITH_BADGE)
        ):
            return 1.0
    return best
