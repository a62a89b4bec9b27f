"""An evaluation as a page for a browser: one file, no script, no request; no text of a news page becomes markup."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from typing import Any

import newsparse
from newsparse.evaluate.against import Against, by_page
from newsparse.evaluate.differences import Difference, Line
from newsparse.evaluate.evaluation import Evaluation, PageScore
from newsparse.evaluate.score import FIGURES, OF_BODY, good
from newsparse.evaluate.sites import SiteScore
from newsparse.text.counted import counted
from newsparse.text.scrub import scrub

_STYLE = """
:root { color-scheme: light dark; --paper: #fbfaf8; --ink: #23221f; --quiet: #6a675f; --line: #e3dfd6;
  --want: #9a5a12; --want-paper: #fdf0dc; --got: #14614a; --got-paper: #e3f3ea; }
@media (prefers-color-scheme: dark) { :root { --paper: #191a1c; --ink: #e2dfd8; --quiet: #9c998f; --line: #34363a;
  --want: #dfa863; --want-paper: #33291a; --got: #8ad9b4; --got-paper: #1c2f27; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem; background: var(--paper); color: var(--ink);
  font: 15px/1.6 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
h1 { font-size: 1.35rem; margin: 0 0 .5rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: .3rem 0; } .quiet { color: var(--quiet); }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .15rem 1.2rem .15rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
.wide { overflow-x: auto; } .wide th { white-space: nowrap; }
.fell { color: var(--want); } .rose { color: var(--got); }
details { border-top: 1px solid var(--line); padding: .4rem 0; }
summary { cursor: pointer; overflow-wrap: anywhere; } summary b { font-weight: 600; }
h3 { font-size: .95rem; margin: .7rem 0 .2rem; font-weight: 600; }
ul { list-style: none; margin: 0; padding: 0; }
li { overflow-wrap: anywhere; line-break: strict; padding: .05rem .5rem; border-left: 3px solid transparent; }
li.want { border-color: var(--want); background: var(--want-paper); }
li.got { border-color: var(--got); background: var(--got-paper); }
li.gap { color: var(--quiet); }
li.want::before { content: "− "; color: var(--want); } li.got::before { content: "+ "; color: var(--got); }
@media print { details { break-inside: avoid-page; } body { max-width: none; padding: 0; } }
"""
_OPEN = 12  # sites whose table is open: about a screen
_CLASSES = {"-": "want", "+": "got", " ": "right", "…": "gap"}


def evaluation_html(evaluation: Evaluation, changed: Against | None = None) -> str:
    """The whole page; of ``changed`` what rose and fell since an older evaluation."""
    return scrub("\n".join(_page_of(evaluation, changed)) + "\n")


def _page_of(evaluation: Evaluation, changed: Against | None) -> Iterator[str]:
    style = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"
    yield '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
    yield '<meta name="viewport" content="width=device-width"><title>Evaluation</title>'
    yield f"<style>{_STYLE}</style></head><body><main>"
    yield f"<h1>Evaluation of {counted(len(evaluation.pages), 'page')}</h1>"
    yield from _about(evaluation)
    yield from _figures(evaluation, changed)
    if changed is not None:
        yield from _changes(changed)
    if len(sites := evaluation.sites) > 1:
        yield from _sites(sites)
    yield from _pages(evaluation.pages)
    yield "</main></body></html>"


def _about(evaluation: Evaluation) -> Iterator[str]:
    made = evaluation.to_json()
    options = ", ".join(f"{name}={value}" for name, value in made["options"].items()) or "as by default"
    yield f'<p class="quiet">newsparse {newsparse.__version__}, options {escape(options)}</p>'
    if evaluation.unchecked:
        yield f"<p>Cases that are not checked and do not count: {evaluation.unchecked}</p>"
    if evaluation.broken:
        yield f"<p>Cases that are broken and do not count: {len(evaluation.broken)}</p><ul>"
        yield from (f"<li>{escape(line)}</li>" for line in evaluation.broken)
        yield "</ul>"


def _figures(evaluation: Evaluation, changed: Against | None) -> Iterator[str]:
    yield "<h2>Figures</h2><table><tr><th>figure</th><th>value</th><th>of</th>"
    yield "<th>was</th></tr>" if changed is not None else "</tr>"
    for name in FIGURES:
        figure = evaluation.figures.get(name)
        old, new = (None, None) if changed is None else changed.figures.get(name, (None, None))
        if figure is None and old is None:
            continue
        value, of = ("–", "") if figure is None else (_number(figure.value), str(figure.of))
        turn, was = ("", "") if changed is None else (_turn(name, old, new), f"<td>{_number(old)}</td>")
        yield f'<tr><td>{name}</td><td class="{turn}">{value}</td><td>{of}</td>{was}</tr>'
    yield '</table><p class="quiet">authors, editors, headings: F1 of all of them; source_spurious: less is better</p>'


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"


def _turn(name: str, old: float | None, new: float | None) -> str:
    if old is None or new is None or old == new:
        return ""
    return "rose" if good(name, new) > good(name, old) else "fell"


def _changes(changed: Against) -> Iterator[str]:
    for title, found, name in (("Fell", changed.fell, "fell"), ("Rose", changed.rose, "rose")):
        pages = list(by_page(found))
        yield f'<h2>{title} ({counted(len(pages), "page")})</h2><ul class="{name}">'
        yield from (f"<li>{escape(page)}: {told}</li>" for page, told in pages)
        yield "</ul>"
    for title, names in (("only before", changed.only_old), ("only now", changed.only_new)):
        if names:
            yield f"<p>Pages {title} ({len(names)}): {escape(', '.join(names))}</p>"


def _sites(sites: list[SiteScore]) -> Iterator[str]:
    """A table, the worst site first, closed where it is long; it scrolls by itself where the screen is narrow."""
    names = [name for name in FIGURES if name not in OF_BODY and any(name in site.figures for site in sites)]
    yield f"<h2>Sites ({len(sites)}), the worst first</h2>"
    yield f"<details{' open' if len(sites) <= _OPEN else ''}><summary>Figures of each</summary>"
    yield "<div class='wide'><table>"
    yield f"<tr><th>site</th><th>pages</th>{''.join(f'<th>{name}</th>' for name in names)}</tr>"
    for site in sites:
        values = (site.figures.get(name) for name in names)
        cells = "".join(f"<td>{'–' if value is None else f'{value.value:.3f}'}</td>" for value in values)
        yield f"<tr><td>{escape(site.site)}</td><td>{site.pages}</td>{cells}</tr>"
    yield "</table></div></details>"


def _pages(pages: tuple[PageScore, ...]) -> Iterator[str]:
    wrong = [page for page in pages if page.differences or page.error is not None]
    yield f"<h2>Pages on which something differs ({len(wrong)}), the worst first</h2>"
    yield '<p class="quiet">− asked for, + given, … right lines left out</p>'
    for page in wrong:
        body = f", body {page.row['body']:.3f}" if "body" in page.row else ""
        yield f"<details open><summary><b>{escape(page.name)}</b>{body}</summary>"
        yield f'<p class="quiet">{escape(page.where)}</p>'
        if page.error is not None:
            yield f'<p class="fell">not read: {escape(page.error)}</p>'
        for difference in page.differences:
            yield from _difference(difference)
        yield "</details>"
    right = [page for page in pages if page not in wrong]
    if right:
        yield f"<details><summary>Pages on which nothing differs ({len(right)})</summary><ul>"
        yield from (f"<li>{escape(page.name)}</li>" for page in right)
        yield "</ul></details>"


def _difference(difference: Difference) -> Iterator[str]:
    lines = difference.lines or (Line("-", _text(difference.want)), Line("+", _text(difference.got)))
    yield f'<h3>{difference.field}</h3><ul lang="zh">'
    for line in lines:
        text = f"… {line.text}" if line.sign == "…" else line.text
        yield f'<li class="{_CLASSES[line.sign]}">{escape(text)}</li>'
    yield "</ul>"


def _text(value: Any) -> str:
    if value is None or value in ("", []):
        return "nothing"
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
