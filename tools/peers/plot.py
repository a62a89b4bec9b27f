"""Accuracy against speed as an SVG picture, in colours that fit light and dark pages."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

WIDTH, HEIGHT = 860, 520  # all lengths are SVG units: pixels at full size
LEFT, RIGHT, TOP, BOTTOM = 76, 24, 52, 64  # margins
LETTER, LINE = 7.6, 17  # a letter's greatest mean width, and a line's height, at the labels' 14 px
RADIUS = 6
GAP = 5  # between a point and its label

STYLE = """
  .paper { fill: #ffffff } .grid { stroke: #dde1e6 } .axis { stroke: #57606a }
  text { fill: #1f2328; font: 14px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif }
  .small { font-size: 13px; fill: #57606a } .title { font-size: 16px; font-weight: 600 }
  .ours { fill: #0969da } .other { fill: #8a4b00 } text.ours { font-weight: 600 } .leader { stroke: #57606a }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117 } .grid { stroke: #2a313a } .axis, .leader { stroke: #9198a1 }
    text { fill: #e6edf3 } .small { fill: #9198a1 } .ours { fill: #58a6ff } .other { fill: #e3a253 }
  }
"""


class Point(NamedTuple):
    """An extractor: how many bare parses its time is, its body F1, and whether it is newsparse."""

    name: str
    ratio: float
    body: float
    ours: bool


class Box(NamedTuple):
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    def hits(self, other: Box) -> bool:
        """Whether the two have a common part."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def inside(self, other: Box) -> bool:
        """Whether it lies in the other one."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


FIELD = Box(LEFT, TOP, WIDTH - RIGHT, HEIGHT - BOTTOM)


class Scales:
    """From ratios (on a log scale) and F1s to places in the picture."""

    def __init__(self, points: Sequence[Point]) -> None:
        # Room on either side of the outermost points, and the bare parse (1) always in sight.
        self.low = min(1.0, *(point.ratio for point in points)) / 1.3
        self.high = max(10.0, *(point.ratio for point in points)) * 1.6
        self.floor = math.floor(min(point.body for point in points) * 20 - 0.4) / 20

    def x(self, ratio: float) -> float:
        """Where a ratio is."""
        share = math.log(ratio / self.low) / math.log(self.high / self.low)
        return FIELD.left + share * (FIELD.right - FIELD.left)

    def y(self, body: float) -> float:
        """Where a body F1 is; 1 is a little below the top."""
        share = (body - self.floor) / (1.01 - self.floor)
        return FIELD.bottom - share * (FIELD.bottom - FIELD.top)

    def ratios(self) -> list[float]:
        """The ticks of x: 1, 2, 5 of each power of ten."""
        ticks = (digit * 10.0**power for power in range(-3, 5) for digit in (1, 2, 5))
        return [tick for tick in ticks if self.low <= tick <= self.high]

    def bodies(self) -> list[float]:
        """The ticks of y: every 0.05."""
        return [tick / 20 for tick in range(round(self.floor * 20), 21)]


def plot(points: Sequence[Point]) -> str:
    """The picture as SVG text; empty where there is nothing to show."""
    if not points:
        return ""
    scales = Scales(points)
    parts = [*_axes(scales), *_points(points, scales)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-label="Body F1 against time, by extractor">\n<style>{STYLE}</style>\n'
        f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}" rx="8"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _axes(scales: Scales) -> Iterable[str]:
    """Grid, ticks and titles."""
    for ratio in scales.ratios():
        x = scales.x(ratio)
        yield _line("grid", x, FIELD.top, x, FIELD.bottom)
        yield _text("small", x, FIELD.bottom + 20, f"{ratio:g}", "middle")
    for body in scales.bodies():
        y = scales.y(body)
        yield _line("grid", FIELD.left, y, FIELD.right, y)
        yield _text("small", FIELD.left - 10, y + 4.5, f"{body:.2f}", "end")
    yield _line("axis", FIELD.left, FIELD.bottom, FIELD.right, FIELD.bottom)
    yield _line("axis", FIELD.left, FIELD.top, FIELD.left, FIELD.bottom)
    middle = (FIELD.left + FIELD.right) / 2
    yield _text("title", FIELD.left, 30, "The text right (body F1) against the time it takes", "start")
    yield _text(
        "small", middle, HEIGHT - 16, "time, as a multiple of a bare lxml.html parse (log scale; less is better)"
    )
    turned = f' transform="rotate(-90 22 {(FIELD.top + FIELD.bottom) / 2})"'
    yield _text("small", 22, (FIELD.top + FIELD.bottom) / 2, "body F1 (more is better)", "middle", turned)


def _points(points: Sequence[Point], scales: Scales) -> Iterable[str]:
    """The points with their labels, each where it covers no other point and no label."""
    places = [(scales.x(point.ratio), scales.y(point.body)) for point in points]
    taken = [Box(x - RADIUS - 1, y - RADIUS - 1, x + RADIUS + 1, y + RADIUS + 1) for x, y in places]
    for point, (x, y) in zip(points, places, strict=True):
        kind = "ours" if point.ours else "other"
        box = _free(x, y, len(point.name) * LETTER, taken)
        taken.append(box)
        if _distance(box, x, y) > 2 * GAP + RADIUS:
            yield _line("leader", x, y, min(max(x, box.left), box.right), min(max(y, box.top), box.bottom))
        yield f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS}"/>'
        # A label left of its point ends there, so that its true width does not matter.
        anchor = "end" if box.right <= x else "start" if box.left >= x else "middle"
        place = {"end": box.right, "start": box.left, "middle": (box.left + box.right) / 2}[anchor]
        yield _text(kind if point.ours else "", place, box.bottom - 4.5, point.name, anchor)


def _free(x: float, y: float, width: float, taken: Sequence[Box]) -> Box:
    """The first free place for a label, near the point before far from it."""
    for away in range(0, 160, 8):
        near = RADIUS + GAP + away
        for left, top in (
            (x + RADIUS + GAP, y - LINE / 2 - away),
            (x + RADIUS + GAP, y - LINE / 2 + away),
            (x - RADIUS - GAP - width, y - LINE / 2 - away),
            (x - RADIUS - GAP - width, y - LINE / 2 + away),
            (x - width / 2, y - near - LINE),
            (x - width / 2, y + near),
        ):
            box = Box(left, top, left + width, top + LINE)
            if box.inside(FIELD) and not any(box.hits(other) for other in taken):
                return box
    return Box(x + RADIUS + GAP, y - LINE / 2, x + RADIUS + GAP + width, y + LINE / 2)


def _distance(box: Box, x: float, y: float) -> float:
    """How far a point is from a box."""
    return math.hypot(max(box.left - x, 0, x - box.right), max(box.top - y, 0, y - box.bottom))


def _line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(kind: str, x: float, y: float, text: str, anchor: str = "middle", more: str = "") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(text)}</text>'
