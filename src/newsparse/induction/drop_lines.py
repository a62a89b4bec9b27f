"""Selectors for lines that stand in the texts of a site's stories and are none of theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

import newsparse
from newsparse.errors import DataError, InputError
from newsparse.evaluate import Case
from newsparse.evaluate.score import plain
from newsparse.induction.candidates import find, text_within
from newsparse.induction.profile_text import profile_text
from newsparse.induction.samples import Sample, sample_of
from newsparse.induction.selectors import selectors_for
from newsparse.options import Options
from newsparse.read.coerce import markup_of

# Selectors that are tried for a line, the plainest first: each costs that the pages are read once more.
_MOST_TRIES = 6
# Characters of an element that may be such a line.
_LONGEST = 2000
# What a line that was cut for its reader ends in.
_CUT = "…"


def drop_lines(host: str, pages: Sequence[bytes], lines: Sequence[str]) -> str | None:
    """A selector for ``drop`` of a site profile, by which the texts of pages lose lines and nothing else.

    Args:
        host: the site's.
        pages: some of its pages that have the lines.
        lines: those lines; one that ends in "…" stands for all that begin so.

    Returns:
        A selector, or several with commas between them, for as many of the lines as can be pointed at on all of the
        pages; None where none can.
    """
    samples = [sample for page in pages if (sample := _sample(page)) is not None]
    if not samples:
        return None
    taken: list[str] = []
    with TemporaryDirectory() as folder:
        trials = _Trials(host, samples, Path(folder))
        for line in lines:
            selectors = islice(_selectors(samples, line), _MOST_TRIES)
            taken += islice((css for css in selectors if trials.drops_only(css, line)), 1)
    return ", ".join(dict.fromkeys(taken)) or None


def _sample(page: bytes) -> Sample | None:
    try:
        newsparse.parse(page)
        return sample_of(Case("", "", Path(), {"kind": "article"}, checked=False), markup_of(page, None)[0])
    except InputError:  # no page, or not any more
        return None


def _selectors(samples: Sequence[Sample], line: str) -> Iterator[str]:
    """Selectors that point on every page at elements with this line and at no others, those of outer ones first."""
    met: set[str] = set()
    for element in samples[0].root.iter(etree.Element):
        for css in selectors_for(element) if _is(line, text_within(element, _LONGEST)) else ():
            if css not in met and all(_points_at(sample, css, line) for sample in samples):
                yield css
            met.add(css)


def _points_at(sample: Sample, css: str, line: str) -> bool:
    found = find(sample.root, css)
    return bool(found) and all(_is(line, text_within(element, _LONGEST)) for element in found)


def _is(line: str, text: str) -> bool:
    if line.endswith(_CUT):
        return plain(text).startswith(plain(line.removesuffix(_CUT)))
    return plain(text) == plain(line)


class _Trials:
    """The texts of pages, and what a selector takes from them."""

    def __init__(self, host: str, samples: Sequence[Sample], folder: Path) -> None:
        self._host, self._samples, self._folder, self._tried = host, samples, folder, 0
        self._before = self._texts(Options())

    def drops_only(self, css: str, line: str) -> bool:
        """Whether the texts, read with it, lack the line and nothing else."""
        self._tried += 1
        folder = self._folder / str(self._tried)  # profiles of a folder are read once
        folder.mkdir()
        profile = profile_text(self._host, "Tried.", [("select", "drop", css)])
        (folder / "site.toml").write_text(profile, encoding="utf-8")
        wanted = [[each for each in text if not _is(line, each)] for text in self._before]
        try:
            return wanted != self._before and self._texts(Options(profile_dirs=(str(folder),))) == wanted
        except DataError:  # no selector to the parser that reads pages
            return False

    def _texts(self, options: Options) -> list[list[str]]:
        url = f"https://{self._host}/"
        return [newsparse.parse(each.markup, url, options=options).text.splitlines() for each in self._samples]
