"""Cases scored: `evaluate`, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

import newsparse
from newsparse.dumps.batch import Outcome, read_batch
from newsparse.dumps.job import Job
from newsparse.dumps.pages import RawPage
from newsparse.errors import DataError
from newsparse.evaluate.cases import EVALUATION, Case
from newsparse.evaluate.differences import Difference, differences
from newsparse.evaluate.score import FIGURES, OF_BODY, Figure, Row, figures, good, score_page, value_of
from newsparse.evaluate.sites import SiteScore, by_site, site_of_case
from newsparse.options import Options

# The version of what `Evaluation.to_json` writes.
EVALUATION_VERSION = 1
# Digits of a figure that are written: less is less than a character of a page.
DIGITS = 4


@dataclass(frozen=True, slots=True)
class PageScore:
    """A page and its figures.

    Attributes:
        name: the case's name.
        where: the file that the case is from.
        row: its figures, see `score_page`.
        differences: what is wrong, field by field.
        error: why newsparse could not read the page; then nothing of it is right.
        site: see `newsparse.evaluate.sites.site_of_case`.
    """

    name: str
    where: str
    row: Row
    differences: tuple[Difference, ...] = ()
    error: str | None = None
    site: str | None = None

    def goodness(self) -> float:
        """How good the page is, from 0 to 1: the mean of its figures."""
        values = {name: value_of(self.row, name) for name in FIGURES if name not in OF_BODY}
        found = [good(name, value) for name, value in values.items() if value is not None]
        return sum(found) / len(found)

    def to_json(self) -> dict[str, Any]:
        """In JSON types; values that are not there are left out."""
        made: dict[str, Any] = {"file": self.name, "case": self.where, "figures": row_to_json(self.row)}
        if self.site is not None:
            made["site"] = self.site
        if self.error is not None:
            made["error"] = self.error
        made["differences"] = [_difference(each) for each in self.differences]
        return made


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What newsparse makes of cases.

    Attributes:
        pages: the pages that count, the worst first.
        figures: over all of them, in the order of `FIGURES`; one that no page says anything about is missing.
        unchecked: how many cases were left out, as no person has checked them.
        broken: what is wrong with cases that cannot be read; they count in nothing.
        options: how the pages were read.
    """

    pages: tuple[PageScore, ...]
    figures: dict[str, Figure]
    unchecked: int = 0
    broken: tuple[str, ...] = ()
    options: Options = Options()

    @property
    def failed(self) -> int:
        """How many pages newsparse could not read."""
        return sum(page.error is not None for page in self.pages)

    @property
    def sites(self) -> list[SiteScore]:
        """The figures of each site, the worst first."""
        return by_site(self.pages)

    def to_json(self) -> dict[str, Any]:
        """All of it in JSON types. A later evaluation can be compared with it (`newsparse evaluate --against`)."""
        return {
            EVALUATION: EVALUATION_VERSION,
            "newsparse": newsparse.__version__,
            "options": set_options(self.options),
            "counted": len(self.pages),
            "unchecked": self.unchecked,
            "failed": self.failed,
            "broken": list(self.broken),
            "figures": _figures(self.figures),
            "sites": {each.site: {"pages": each.pages, "figures": _figures(each.figures)} for each in self.sites},
            "pages": [page.to_json() for page in self.pages],
        }


def evaluate(cases: Iterable[Case | DataError], *, options: Options = Options(), unchecked: bool = False) -> Evaluation:
    """Read the pages of cases, one at a time, and score what comes out.

    Args:
        cases: of `read_cases`; or of `each_case`, whose errors are kept as what is broken.
        options: how the pages are read.
        unchecked: count cases as well that no person has checked.

    Returns:
        The figures, and for each page what differs. A page that newsparse cannot read has nothing right, and counts.

    Raises:
        OptionsError, DataError: the options, or site profiles that they name, are not as they must be.
    """
    newsparse.parse("<p>1</p>", options=options)  # what is wrong with the options is no page's fault
    scored: dict[str, PageScore] = {}
    broken: list[str] = []
    left_out = 0
    for case in cases:
        if isinstance(case, DataError):
            broken.append(str(case))
        elif not (case.checked or unchecked):
            left_out += 1
        elif case.name in scored:
            broken.append(f"{case.where}: {case.name} has another case in {scored[case.name].where}. Keep one.")
        else:
            try:
                scored[case.name] = _score(case, options)
            except DataError as error:  # its page is not there, or another
                broken.append(str(error))
    pages = sorted(scored.values(), key=lambda page: (page.goodness(), page.name))
    return Evaluation(tuple(pages), figures(page.row for page in pages), left_out, tuple(broken), options)


def set_options(options: Options) -> dict[str, Any]:
    """The options that are not as they are by default, in JSON types."""
    usual, plain = Options(), (bool, int, float, str, type(None))
    given = {each.name: getattr(options, each.name) for each in fields(options)}
    return {
        name: value if isinstance(value, plain) else list(value) if isinstance(value, tuple) else str(value)
        for name, value in given.items()
        if value != getattr(usual, name)
    }


def row_to_json(row: Row) -> dict[str, Any]:
    """A page's figures in JSON types, those it says nothing about left out."""
    made: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, tuple):
            made[name] = list(value)
        elif value is not None:
            made[name] = round(value, DIGITS) if isinstance(value, float) else value
    return made


def _score(case: Case, options: Options) -> PageScore:
    page = RawPage(case.name, case.page, url=case.url, content_type=case.content_type, fetched=case.fetched)
    outcome: Outcome = next(read_batch([page], Job(options=options)))
    row = score_page(case.gold, outcome.record)
    site = site_of_case(case, outcome.record)
    if outcome.fault is not None:
        return PageScore(case.name, case.where, row, error=f"{outcome.fault.error}: {outcome.fault.reason}", site=site)
    return PageScore(case.name, case.where, row, differences(case.gold, outcome.record, row), site=site)


def _figures(found: dict[str, Figure]) -> dict[str, list[float]]:
    return {name: [round(value, DIGITS), of] for name, (value, of) in found.items()}


def _difference(difference: Difference) -> dict[str, Any]:
    return dict(_parts(difference))


def _parts(difference: Difference) -> Iterator[tuple[str, Any]]:
    yield "field", difference.field
    if difference.field != "body":
        yield "want", difference.want
        yield "got", difference.got
    if difference.lines:
        yield "lines", [f"{line.sign} {line.text}" for line in difference.lines]
