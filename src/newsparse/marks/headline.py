"""Which block is the headline: the page's own titles say its words, the blocks say where they stand."""

from __future__ import annotations

from newsparse.lexicon import pattern
from newsparse.marks.headline_look import Headline, headline_by_look
from newsparse.page.block import HEADLINE_TAGS, Block
from newsparse.page.lines import LONGEST_LINE, SHORTEST_HEADLINE, is_linked
from newsparse.page.page import Page
from newsparse.text.outlets.source_lines import outlet_like
from newsparse.text.sentences import SHORTEST_PROSE
from newsparse.text.titles import segments_of, squeeze, strip_site

# Headlines of the corpus have 6 to 90 characters; "要闻" or "正文" alone is a channel.
_SHORTEST = 4
# A block that covers less of the <title> is a channel or an outlet named in it, not the headline.
_LEAST_COVER = 0.4
# A headline is broken into so many lines at most.
_MOST_LINES = 4
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
    titles = page.head.titles
    titled = _by_lines(page, titles) or _by_titles(page, titles)
    best = titled or headline_by_look(page)
    if best is None:
        return
    lines, rule, evidence = best
    page.mark_all(lines, "headline", rule, evidence, "titled" if titled else "")
    words = squeeze("".join(line.text for line in lines))
    first, marked = lines[0].text[:1], [line.index for line in lines]
    for other in [block for block in page.blocks if block.text.startswith(first)]:
        if len(other.text) < len(words) * 2 and other.index not in marked and squeeze(other.text) == words:
            page.mark(other, "repeat", "headline.repeat", other.text)


def _by_lines(page: Page, names: list[str]) -> Headline | None:
    """A headline set in two to four lines, each ended by a <br>, that together are (the start of) a title."""
    broken = [block for block in page.blocks if block.broken and 2 <= len(block.text) <= LONGEST_LINE]
    if not broken:
        return None
    titles = [squeeze(t) for name in names for t in (name, strip_site(name))]
    for block in broken:
        if not any(t.startswith(squeeze(block.text)) for t in titles):
            continue
        lines = [block]
        words = squeeze(block.text)
        for after in page.blocks[block.index + 1 : block.index + _MOST_LINES]:
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
    titles = [squeeze(name) for name in names]
    segments = {squeeze(s) for name in names for s in segments_of(name)}
    stripped = [squeeze(strip_site(name)) for name in names]
    shortest = min(map(len, stripped))
    best: tuple[float, Block] | None = None
    raw = "\n".join([*titles, *names])
    pairs = {raw[at : at + 2] for at in range(len(raw) - 1)}
    # Nine lines in ten neither begin nor end as some words of the title do: told before the words are compared.
    for block in [b for b in page.blocks if b.text[:2] in pairs or b.text[-2:] in pairs]:
        text = block.text
        if not _SHORTEST <= len(text) <= LONGEST_LINE or (block.hidden and best is not None):
            continue
        words = squeeze(text)
        cover = 1.0 if words in segments else _cover(words, titles, shortest)
        if block.tag == "h1" and not cover and any(len(s) > _LEAST_JOINED and words.endswith(s) for s in stripped):
            cover = 1.0  # a badge opens it
        if cover < _LEAST_COVER:
            continue
        score = cover
        if block.tag in HEADLINE_TAGS:
            score += _SIGN * (2 if block.tag == "h1" else 1)
        if pattern("titles.headline_names").search(block.name):
            score += _SIGN
        if is_linked(block):
            score -= _AGAINST
        if block.hidden:
            score -= _AGAINST
        if best is None or score > best[0]:
            best = (score, block)
    return ([best[1]], "headline.title", page.head.title or titles[0]) if best and best[0] >= _LEAST_COVER else None


def _cover(words: str, titles: list[str], shortest: int) -> float:
    """How much of the title the words are (1: all of it but for the site's name), 0 where they are not in it."""
    for title in titles:
        if words in title:
            return min(1.0, len(words) / max(shortest, 1))
        start = title.rstrip(".…")
        if len(start) >= _SHORTEST and (
            words.startswith(start) or (start in words and len(words) <= len(start) * _WITH_BADGE)
        ):
            return 1.0
    return 0.0
