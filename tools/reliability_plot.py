"""How often values are right against how sure they were, as an SVG picture for light and dark pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

SIZE, LEFT, TOP, BELOW, RIGHT = 420, 76, 52, 60, 250  # SVG units: pixels at full size
LOW = 0.0  # where both axes begin
COLOURS = ("ours", "other", "third")
STYLE = """
  .paper { fill: #ffffff } .grid { stroke: #dde1e6 } .axis { stroke: #57606a } .even { stroke-dasharray: 5 4 }
  text { fill: #1f2328; font: 14px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif }
  .small { font-size: 13px; fill: #57606a } .title { font-size: 16px; font-weight: 600 }
  .ours { fill: #0969da; stroke: #0969da } .other { fill: #8a4b00; stroke: #8a4b00 }
  .third { fill: #1a7f37; stroke: #1a7f37 }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117 } .grid { stroke: #2a313a } .axis { stroke: #9198a1 }
    text { fill: #e6edf3 } .small { fill: #9198a1 }
    .ours { fill: #58a6ff; stroke: #58a6ff } .other { fill: #e3a253; stroke: #e3a253 }
    .third { fill: #3fb950; stroke: #3fb950 }
  }
"""


class Series(NamedTuple):
    """Points of one colour: mean confidence, share right, its interval's ends, how many values."""

    name: str
    points: Sequence[tuple[float, float, float, float, int]]


def plot(series: Sequence[Series]) -> str:
    """The picture as SVG text."""
    width, height = LEFT + SIZE + RIGHT, TOP + SIZE + BELOW
    parts = [*_axes(), *(part for n, each in enumerate(series) for part in _series(n, each))]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="Share of values that are right against their confidence">\n<style>{STYLE}</style>\n'
        f'<rect class="paper" width="{width}" height="{height}" rx="8"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _x(share: float) -> float:
    return LEFT + (max(share, LOW) - LOW) / (1 - LOW) * SIZE


def _y(share: float) -> float:
    return TOP + SIZE - (max(share, LOW) - LOW) / (1 - LOW) * SIZE


def _axes() -> Iterator[str]:
    for step in range(6):
        share = LOW + (1 - LOW) * step / 5
        yield _line("grid", _x(share), TOP, _x(share), TOP + SIZE)
        yield _line("grid", LEFT, _y(share), LEFT + SIZE, _y(share))
        yield _text("small", _x(share), TOP + SIZE + 20, f"{share:.1f}")
        yield _text("small", LEFT - 10, _y(share) + 4.5, f"{share:.1f}", "end")
    yield _line("axis even", _x(LOW), _y(LOW), _x(1), _y(1))
    yield _text("title", LEFT, 30, "How often values are right, by their confidence, on sites left out", "start")
    yield _text("small", LEFT + SIZE / 2, TOP + SIZE + 46, "confidence")
    turned = f' transform="rotate(-90 22 {TOP + SIZE / 2})"'
    yield _text("small", 22, TOP + SIZE / 2, "share right, with its 95 % interval", "middle", turned)


def _series(number: int, series: Series) -> Iterator[str]:
    colour = COLOURS[number]
    aside = (number - 1) * 4  # intervals of two series must not lie on one another
    for sure, right, low, high, many in series.points:
        x = _x(sure) + aside
        yield _line(colour, x, _y(low), x, _y(high))
        title = f"<title>{escape(series.name)}: {right:.3f} of {many}, confidence {sure:.2f}</title>"
        yield f'<circle class="{colour}" cx="{x:.1f}" cy="{_y(right):.1f}" r="5">{title}</circle>'
    place = TOP + 20 + 24 * number
    yield f'<circle class="{colour}" cx="{LEFT + SIZE + 30}" cy="{place}" r="5"/>'
    yield _text("", LEFT + SIZE + 42, place + 4.5, series.name, "start")


def _line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(kind: str, x: float, y: float, text: str, anchor: str = "middle", more: str = "") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(text)}</text>'
