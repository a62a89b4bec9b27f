"""A record on a screen: what a person wants to see first of a page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from newsparse.article import Article
from newsparse.cli.terminal import Style, painted, visible, wrapped
from newsparse.render.byline import byline
from newsparse.text.counted import counted

# So many headings of the outline, lines of the text, and rows of the screen that each of these takes.
_HEADINGS, _LINES, _ROWS = 12, 3, 3
_INDENT = "  "


def brief(article: Article, columns: int, *, colour: bool = False) -> str:
    """Headline, time, source and people; the outline; how the text begins; what to know of the reading."""
    parts = [*_head(article)], [*_outline(article)], [*_beginning(article)]
    warnings = [_Row(f"warning: {said}", Style.YELLOW) for said in article.warnings]
    shown = ["\n".join(row.shown(columns, colour) for row in rows) for rows in (*parts, warnings) if rows]
    return "\n\n".join(shown) + "\n"


class _Row:
    """A line of the record, wrapped to a few rows of the screen."""

    def __init__(self, text: str, *styles: Style, indent: str = "", rows: int = _ROWS) -> None:
        self.text, self.styles, self.indent, self.rows = text, styles, indent, rows

    def shown(self, columns: int, colour: bool) -> str:
        lines = wrapped(visible(self.text), columns - len(self.indent))
        first = list(islice(lines, self.rows))
        if next(lines, None) is not None:
            first[-1] = first[-1][: -len("…")] + "…"
        return "\n".join(self.indent + painted(line, *self.styles, colour=colour) for line in first)


def _head(article: Article) -> Iterator[_Row]:
    if article.kicker:
        yield _Row(article.kicker, Style.DIM)
    yield _Row(article.title or "(no title)", Style.BOLD, Style.CYAN)
    if article.subtitle:
        yield _Row(article.subtitle, Style.DIM)
    if entries := byline(article):
        yield _Row("　".join(entry.text for entry in entries))
    yield _Row(_counts(article), Style.DIM)
    if article.computed_keywords:  # there where --keywords asked for them
        yield _Row(f"keywords: {'、'.join(article.computed_keywords)}", Style.DIM)


def _counts(article: Article) -> str:
    """What kind of page it is, and how much of what is in it."""
    sure = article.provenance.get("kind")
    counts = {
        "heading": len(article.headings),
        "picture": len(article.images),
        "video": sum(media.type == "video" for media in article.media),
        "sound": sum(media.type == "audio" for media in article.media),
        "attachment": len(article.attachments),
    }
    kind = article.kind or "kind withheld"
    said = [f"{kind} ({sure.confidence:.2f})" if sure else kind, article.language]
    said.append(counted(len("".join(article.text.split())), "character"))
    said += [f"{count} {name}{'s' * (count > 1)}" for name, count in counts.items() if count]
    return " · ".join(said)


def _outline(article: Article) -> Iterator[_Row]:
    headed = [section for section in article.sections if section.heading is not None]
    for section in headed[:_HEADINGS]:
        yield _Row(section.heading or "", Style.CYAN, indent=_INDENT * section.level, rows=1)
    if len(headed) > _HEADINGS:
        yield _Row(f"… and {len(headed) - _HEADINGS} more", Style.DIM, indent=_INDENT)


def _beginning(article: Article) -> Iterator[_Row]:
    lines = [line for line in article.text.split("\n") if line not in article.headings]
    for line in lines[:_LINES]:
        yield _Row(line)
    if len(lines) > _LINES:
        yield _Row(f"… {counted(len(lines) - _LINES, 'more line')}", Style.DIM)
