"""Two evaluations side by side: what rose and what fell, over all pages and page by page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from newsparse.dumps.printable import printable
from newsparse.errors import DataError
from newsparse.evaluate.case_json import parse_json, read_text
from newsparse.evaluate.cases import EVALUATION
from newsparse.evaluate.evaluation import DIGITS, EVALUATION_VERSION, Evaluation, row_to_json
from newsparse.evaluate.score import COUNTED, FIGURES, OF_BODY, Row, better, value_of


class Change(NamedTuple):
    """A figure of a page that has changed."""

    page: str
    figure: str
    old: float
    new: float

    def gain(self) -> float:
        """By how much it is better than before; less than 0: worse."""
        return better(self.figure, self.new, self.old)


@dataclass(frozen=True, slots=True)
class Against:
    """An evaluation compared with an older one.

    Attributes:
        figures: figure → its old and its new value, None where there was or is none. Of all pages that each
            evaluation counted, so that pages only one of them has make a difference: see ``only_old``, ``only_new``.
        fell, rose: of pages in both, figures that got worse and better, the largest change first.
        only_old, only_new: pages that only one of them counted.
        old_options, new_options: how the pages were read, where not by default.
    """

    figures: dict[str, tuple[float | None, float | None]]
    fell: tuple[Change, ...]
    rose: tuple[Change, ...]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]
    old_options: Mapping[str, Any]
    new_options: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """In JSON types."""
        return {
            "figures": {name: list(values) for name, values in self.figures.items()},
            "fell": [change._asdict() for change in self.fell],
            "rose": [change._asdict() for change in self.rose],
            "only_old": list(self.only_old),
            "only_new": list(self.only_new),
            "old_options": dict(self.old_options),
            "new_options": dict(self.new_options),
        }


def read_evaluation(path: Path) -> dict[str, Any]:
    """What `newsparse evaluate --format json` wrote.

    Raises:
        DataError: it is something else, or of another version.
    """
    shown = printable(path)
    found = parse_json(read_text(path), shown)
    if not isinstance(found, dict) or EVALUATION not in found:
        raise DataError(f"{shown} is no evaluation. Write one with: newsparse evaluate CASES --format json -o OLD.json")
    if found[EVALUATION] != EVALUATION_VERSION:
        raise DataError(f"{shown}: version {found[EVALUATION]!r}; this newsparse reads {EVALUATION_VERSION}.")
    if not _has_figures(found):
        raise DataError(f"{shown}: its figures are not as newsparse writes them. Evaluate once more.")
    return found


def against(old: Mapping[str, Any], new: Evaluation) -> Against:
    """Compare an evaluation with an older one (`read_evaluation`)."""
    made = new.to_json()
    before = {page["file"]: page["figures"] for page in old["pages"]}
    after = {page["file"]: page["figures"] for page in made["pages"]}
    found = list(changes(before, after))
    return Against(
        figures=_both(old["figures"], made["figures"]),
        fell=tuple(sorted((change for change in found if change.gain() < 0), key=Change.gain)),
        rose=tuple(sorted((change for change in found if change.gain() > 0), key=Change.gain, reverse=True)),
        only_old=tuple(sorted(before.keys() - after.keys())),
        only_new=tuple(sorted(after.keys() - before.keys())),
        old_options=old.get("options", {}),
        new_options=made["options"],
    )


def changes(old: Mapping[str, Row], new: Mapping[str, Row]) -> Iterator[Change]:
    """Figures of pages in both that are not what they were, in the order of the pages' names."""
    for page in sorted(old.keys() & new.keys()):
        before, after = row_to_json(old[page]), row_to_json(new[page])
        for name in FIGURES:
            one, other = value_of(before, name), value_of(after, name)
            # Names that are asked for nowhere and given once: the figure is there on one side, and right on the other.
            one, other = _or_right(one, other, name), _or_right(other, one, name)
            if one is not None and other is not None and name not in OF_BODY and one != other:
                yield Change(page, name, round(one, DIGITS), round(other, DIGITS))


def by_page(changes: Iterable[Change]) -> Iterator[tuple[str, str]]:
    """Each page and what has changed on it, in words; the pages in the order of their first changes."""
    pages: dict[str, list[str]] = {}
    for change in changes:
        pages.setdefault(change.page, []).append(f"{change.figure} {change.old:.3g} → {change.new:.3g}")
    for page, told in pages.items():
        yield page, ", ".join(told)


def _or_right(value: float | None, other: float | None, name: str) -> float | None:
    return 1.0 if value is None and other is not None and name in COUNTED else value


def _both(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, tuple[float | None, float | None]]:
    names = [name for name in FIGURES if name in old or name in new]
    return {name: (old.get(name, [None])[0], new.get(name, [None])[0]) for name in names}


def _has_figures(found: Mapping[str, Any]) -> bool:
    """Whether what is compared is there, and numbers."""
    figures, pages = found.get("figures"), found.get("pages")
    if not isinstance(figures, dict) or not isinstance(pages, list):
        return False
    if not all(isinstance(value, list) and value and _is_number(value[0]) for value in figures.values()):
        return False
    return all(isinstance(page, dict) and isinstance(page.get("file"), str) and _is_row(page) for page in pages)


def _is_row(page: Mapping[str, Any]) -> bool:
    row = page.get("figures")
    return isinstance(row, dict) and all(
        len(value) == 3 and all(map(_is_number, value)) if isinstance(value, list) else _is_number(value)
        for value in row.values()
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)
