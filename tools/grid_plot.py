"""Counts in rows and columns as an SVG picture, for light and dark pages: the greater, the stronger the colour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

CELL, HIGH, TOP, GAP = 52, 34, 84, 20  # SVG units: pixels at full size
# Width of a letter of the rows' names, and of a Chinese character.
NARROW, WIDE = 8, 15
# The title is larger than these.
TITLE = 1.3
STYLE = """
  .paper { fill: #ffffff } .cell { fill: #0969da } .none { fill: #eef1f4 }
  text { fill: #1f2328; font: 14px system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif }
  .small { fill: #57606a; font-size: 13px } .title { font-size: 16px; font-weight: 600 } .on { fill: #ffffff }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117 } .cell { fill: #58a6ff } .none { fill: #1b2129 }
    text { fill: #e6edf3 } .small { fill: #9198a1 } .on { fill: #0d1117 }
  }
"""


def grid(
    title: str, rows: Sequence[str], columns: Sequence[str], counts: Mapping[tuple[str, str], int], across: str = ""
) -> str:
    """The picture as SVG text.

    Args:
        title: what it shows.
        rows, columns: names, in their order.
        counts: by row and column; what is missing is none.
        across: what the columns are.
    """
    left = GAP * 2 + max(map(_wide, rows))
    width = max(left + CELL * len(columns) + GAP, GAP * 2 + round(TITLE * _wide(title)))
    height = TOP + HIGH * len(rows) + GAP
    parts = [_text("title", GAP, 32, title, "start"), _text("small", left - GAP, TOP - 12, across, "end")]
    parts += [_text("small", left + CELL * (at + 0.5), TOP - 12, name) for at, name in enumerate(columns)]
    most = max(counts.values())
    for at, row in enumerate(rows):
        parts.append(_text("", left - GAP, TOP + HIGH * (at + 0.5) + 5, row, "end"))
        parts += _cells(left, TOP + HIGH * at, [counts.get((row, column), 0) for column in columns], most)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(title)}">\n<style>{STYLE}</style>\n'
        f'<rect class="paper" width="{width}" height="{height}" rx="8"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _cells(left: int, top: int, values: Sequence[int], most: int) -> Iterator[str]:
    for at, value in enumerate(values):
        x, share = left + CELL * at, value / most
        kind = f'class="cell" fill-opacity="{0.15 + 0.85 * share:.2f}"' if value else 'class="none"'
        yield f'<rect {kind} x="{x + 2}" y="{top + 2}" width="{CELL - 4}" height="{HIGH - 4}" rx="4"/>'
        if value:
            yield _text("on" if share > 0.7 else "", x + CELL / 2, top + HIGH / 2 + 5, str(value))


def _wide(name: str) -> int:
    return sum(NARROW if sign < "\u2e80" else WIDE for sign in name)


def _text(kind: str, x: float, y: float, text: str, anchor: str = "middle") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
