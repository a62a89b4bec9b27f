"""An evaluation for a terminal: the figures, what rose and fell, the worst pages and what differs on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from newsparse.cli.diff import where_they_part
from newsparse.cli.terminal import Style, cut, painted, screen_width, visible
from newsparse.evaluate.against import Against, by_page
from newsparse.evaluate.differences import Difference, Line
from newsparse.evaluate.evaluation import Evaluation, PageScore
from newsparse.evaluate.score import FIGURES, OF_BODY, good
from newsparse.evaluate.sites import SiteScore
from newsparse.text.counted import counted

# What is told where not all is asked for: as much as one reads at a sitting.
_PAGES, _LINES = 10, 12
_UNITS = {"authors": "name", "editors": "name", "headings": "heading"}
_STYLES = {"-": (Style.YELLOW,), "+": (Style.GREEN,), " ": (Style.DIM,), "…": (Style.DIM,)}


class Screen(NamedTuple):
    """Where the text goes."""

    columns: int
    colour: bool

    def title(self, text: str) -> str:
        return painted(cut(visible(text), self.columns), Style.BOLD, colour=self.colour)

    def line(self, text: str, *styles: Style) -> str:
        return painted(cut(visible(text), self.columns), *styles, colour=self.colour)


def evaluation_text(evaluation: Evaluation, changed: Against | None, screen: Screen, *, each: bool) -> Iterator[str]:
    """The lines of it; ``each``: all pages, and all that differs on them."""
    yield from _head(evaluation, screen)
    yield from _figures(evaluation, changed, screen)
    if changed is not None:
        yield from _against(changed, screen, each=each)
    yield from _sites(evaluation, screen, each=each)
    yield from _pages(evaluation, screen, each=each)


def _head(evaluation: Evaluation, screen: Screen) -> Iterator[str]:
    yield screen.title(counted(len(evaluation.pages), "page"))
    if evaluation.unchecked:
        yield screen.line(f"not counted: {counted(evaluation.unchecked, 'case')} not checked")
    if evaluation.broken:
        yield screen.line(f"not counted: {counted(len(evaluation.broken), 'broken case')}", Style.YELLOW)
    if evaluation.failed:
        yield screen.line(f"nothing right: {counted(evaluation.failed, 'page')} that could not be read", Style.YELLOW)


def _figures(evaluation: Evaluation, changed: Against | None, screen: Screen) -> Iterator[str]:
    for name in FIGURES:
        figure = evaluation.figures.get(name)
        old, new = (None, None) if changed is None else changed.figures.get(name, (None, None))
        if figure is None and old is None:
            continue
        shown = "   –  " if figure is None else f"{figure.value:.4f}  of {counted(figure.of, _UNITS.get(name, 'page'))}"
        note = "  (less is better)" if name == "source_spurious" else ""
        styles: tuple[Style, ...] = ()
        if changed is not None and old != new:
            note += f"  was {'–' if old is None else f'{old:.4f}'}"
            if old is not None and new is not None:
                styles = (Style.GREEN,) if good(name, new) > good(name, old) else (Style.YELLOW,)
        yield screen.line(f"  {name:15} {shown}{note}", *styles)


def _against(changed: Against, screen: Screen, *, each: bool) -> Iterator[str]:
    if changed.old_options != changed.new_options:
        yield screen.line(f"  options were {_options(changed.old_options)}, are {_options(changed.new_options)}")
    for what, names in (("only before", changed.only_old), ("only now", changed.only_new)):
        if names:
            yield screen.line(f"  {counted(len(names), 'page')} {what}: {', '.join(names)}")
    if not changed.fell and not changed.rose:
        yield screen.title("No page rose or fell")
    for what, found, style in (("Fell", changed.fell, Style.YELLOW), ("Rose", changed.rose, Style.GREEN)):
        pages = list(by_page(found))
        if not pages:
            continue
        yield screen.title(f"{what} ({counted(len(pages), 'page')})")
        shown = pages if each else pages[:_PAGES]
        yield from (screen.line(f"  {page}: {told}", style) for page, told in shown)
        if left := len(pages) - len(shown):
            yield f"  and {counted(left, 'more page')} (--each tells all)"


def _options(options: Any) -> str:
    return ", ".join(f"{name}={value}" for name, value in options.items()) or "as by default"


def _sites(evaluation: Evaluation, screen: Screen, *, each: bool) -> Iterator[str]:
    """What is not all right on each of several sites, and how many pages are of none."""
    sites = evaluation.sites
    wrong = [site for site in sites if _wrong(site)]
    if len(sites) < 2 or not wrong:
        return
    yield screen.title(f"{counted(len(sites), 'site')}, the worst first")
    shown = wrong if each else wrong[:_PAGES]
    for site in shown:
        yield screen.line(f"  {site.site}  {counted(site.pages, 'page')}: {', '.join(_wrong(site))}")
    if left := len(wrong) - len(shown):
        yield f"  and {counted(left, 'more site')} (--each tells all)"
    if of_none := sum(page.site is None for page in evaluation.pages):
        yield screen.line(f"  {counted(of_none, 'page')} without an address not among them")


def _wrong(site: SiteScore) -> list[str]:
    """The figures that are not perfect, "whole" first, then the worst."""
    told = {name: figure.value for name, figure in site.figures.items() if name not in OF_BODY}
    worst = sorted(told, key=lambda name: (name != "whole", good(name, told[name])))
    return [f"{name} {told[name]:.3f}" for name in worst if good(name, told[name]) < 1]


def _pages(evaluation: Evaluation, screen: Screen, *, each: bool) -> Iterator[str]:
    wrong = [page for page in evaluation.pages if page.differences or page.error is not None]
    if not wrong:
        yield screen.title("Nothing differs on any page")
    shown = evaluation.pages if each else wrong[:_PAGES]
    if shown:
        yield screen.title("Pages, the worst first (- asked for, + given)")
    for page in shown:
        yield from _page(page, screen, most=None if each else _LINES)
    if not each and len(shown) < len(wrong):
        yield f"and {counted(len(wrong) - len(shown), 'more page')} on which something differs (--each tells all)"


def _page(page: PageScore, screen: Screen, most: int | None) -> Iterator[str]:
    body = f"  body {page.row['body']:.3f}" if "body" in page.row else ""
    right = "" if page.differences or page.error is not None else "  nothing differs"
    yield screen.title(f"{page.name}{body}{right}  ({page.where})")
    if page.error is not None:
        yield screen.line(f"  not read: {page.error}", Style.YELLOW)
    for difference in page.differences:
        yield from _difference(difference, screen, most)


def _difference(difference: Difference, screen: Screen, most: int | None) -> Iterator[str]:
    if difference.field in ("body", "headings"):
        yield f"  {difference.field}"
        shown = difference.lines if most is None else difference.lines[:most]
        yield from _lines(shown, screen)
        if len(shown) < len(difference.lines):
            yield f"    and {counted(len(difference.lines) - len(shown), 'more line')}"
        return
    yield screen.line(f"  {difference.field}")
    yield screen.line(f"    - {_shown(difference.want)}", *_STYLES["-"])
    yield screen.line(f"    + {_shown(difference.got)}", *_STYLES["+"])


def _lines(lines: tuple[Line, ...], screen: Screen) -> Iterator[str]:
    for at, line in enumerate(lines):
        text = visible(line.text)
        before = lines[at - 1] if at else None
        after = lines[at + 1] if at + 1 < len(lines) else None
        if line.sign == "-" and after is not None and after.sign == "+":
            text = where_they_part(text, visible(after.text), screen_width() // 2)[0]
        elif line.sign == "+" and before is not None and before.sign == "-":
            text = where_they_part(visible(before.text), text, screen_width() // 2)[1]
        if line.sign == "…":
            text = f"({counted(int(line.text), 'right line')})"
        yield screen.line(f"    {line.sign} {text}", *_STYLES[line.sign])


def _shown(value: Any) -> str:
    if value is None or value in ("", []):
        return "nothing"
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
