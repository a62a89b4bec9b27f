"""Fit how likely the values of the fields are right, and say how well that holds on sites left out.

    python tools/fit_confidence.py             fit, validate, print
    python tools/fit_confidence.py --write     and write data/confidence.toml, docs/confidence.svg and docs/quality.md

A rule says how sure its writer was; pages with labels correct that guess (see `newsparse.fields.confidence`): for the
field, for the rule, for each sign. Few pages are labelled, and rules were made by them, so all corrections are small
(L2) and signs may only speak against a value. Labelled are fixtures/shapes and the corpus of real pages, as they are
and as tools/perturb.py changes them; the corpus's later.txt names pages to leave out. Without the corpus nothing is
written.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "tools")]

import fit_kind  # noqa: E402
from confidence_report import Verdict, series, tables  # noqa: E402
from logistic import Case, Weights, chance, fit  # noqa: E402
from perturb import PERTURBATIONS  # noqa: E402
from reliability_plot import plot  # noqa: E402

from newsparse import Options  # noqa: E402
from newsparse.api import found_on, read_marked, winners_of  # noqa: E402
from newsparse.article import editors, writers  # noqa: E402
from newsparse.evaluate import score_page  # noqa: E402
from newsparse.fields.confidence import SIGNS, Judged, logit, signs_of  # noqa: E402
from newsparse.fields.rule import hundredth  # noqa: E402
from newsparse.read.decode import decode  # noqa: E402

CORPUS = ROOT.parent / "shared" / "corpus"
SHAPES = ROOT / "fixtures" / "shapes"
DATA = ROOT / "src" / "newsparse" / "data" / "confidence.toml"
REPORT, PLOT = ROOT / "docs" / "quality.md", ROOT / "docs" / "confidence.svg"
MARKERS = "<!-- confidence: written by tools/fit_confidence.py -->", "<!-- confidence: end -->"
FOLDS = 20
# What a weight costs: of the field, of a rule, of a sign. With half of it or twice as much each field reaches the bar,
# too; this much keeps a rule that was guessed to be right on 7 of 10 pages, and was on all of 20, below 9 of 10.
COSTS = {"constant": 4.0, "rule": 4.0, "sign": 1.0}
# What a page counts: rules were made by these pages, so that they speak too well of them; a copy says little more. The
# pages of one site count as much as the square root of their number.
WORTH = {"corpus": 0.5, "shapes": 1.0, "changed": 0.05}
FIELDS = tuple(SIGNS)
# A weight that is less adds nothing to a confidence, and is not written.
LEAST = 0.005
_HEAD = """# What corrects the guesses of the rules (`newsparse.fields.confidence`), in the logarithm of the odds: for a
# field ("constant"), for a rule, for a sign. Written by tools/fit_confidence.py.
"""


class Row(NamedTuple):
    """A value of a labelled page: where it is from, what speaks for it, whether it is right."""

    group: str
    site: str
    name: str
    field: str
    rule: str
    guess: float
    signs: Mapping[str, float]
    right: bool


def rows(corpus: Path) -> Iterator[Row]:
    """Each value that labels tell of."""
    for group, folder in (("corpus", corpus), ("shapes", SHAPES)):
        for label in labels(folder) if folder.is_dir() else ():
            data = (folder / "pages" / label["file"]).read_bytes()
            site = label.get("site", label["file"])
            yield from values_of(data, label, group, site)
            for change in PERTURBATIONS.values():
                yield from values_of(change(decode(data).text, random.Random(1)), label, "changed", site)


def labels(folder: Path) -> Iterator[dict[str, Any]]:
    """The labels of the articles in a folder, but for the pages that nobody may read."""
    later = folder / "later.txt"
    unread = set(later.read_text(encoding="utf-8").split()) if later.is_file() else set()
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if label["file"] not in unread and label["kind"] == "article":
            yield label


def values_of(data: bytes, label: Mapping[str, Any], group: str, site: str) -> Iterator[Row]:
    """The values that a page is given, each with its signs."""
    options = Options(profiles=False, input="html")
    page = read_marked(data, None, None, options)
    winners = winners_of(found_on(page, options))
    given = {field: value.settled[field] for field, value in winners.items() if value.settled.get(field)}
    if credited := given.get("credits"):
        given |= {"authors": writers(credited), "editors": editors(credited)}
    right = which_are_right(given, label)
    for field in FIELDS:
        if given.get(field) and (is_right := right.get(field)) is not None:
            value = winners["credits" if field in ("authors", "editors") else field]
            signs = signs_of(field, Judged(page, value.rule, value.found, given[field]))
            yield Row(group, site, label["file"], field, value.rule, value.found.confidence, signs, is_right)


def which_are_right(given: Mapping[str, Any], label: Mapping[str, Any]) -> dict[str, bool | None]:
    """Whether each value is what the label says, `published` to the day; None where it says nothing of it."""
    record = {field: given.get(field) for field in ("title", "source")}
    record |= {field: [credit.name for credit in given.get(field, ())] for field in ("authors", "editors")}
    record["published"] = given["published"].isoformat() if "published" in given else None
    row = score_page(label, record)
    spurious = row.get("source_spurious", False)
    return {**row, "published": row.get("day"), "source": row.get("source", not spurious)}


def weights_of(known: Sequence[Row], field: str) -> Weights:
    """What is to be added to the odds of a field's guesses, by these rows."""
    of = [row for row in known if row.field == field]
    many = Counter((row.group, row.site, row.name) for row in of)
    sites = Counter((group, site) for group, site, _ in many)
    cases = [
        Case(
            {"constant": 1.0, row.rule: 1.0, **row.signs},
            row.right,
            WORTH[row.group] / sqrt(sites[row.group, row.site]),
            logit(row.guess),
        )
        for row in of
    ]
    rules = sorted({row.rule for row in of})  # a single one is the field
    costs = {"constant": COSTS["constant"], **dict.fromkeys(rules if len(rules) > 1 else (), COSTS["rule"])}
    costs |= dict.fromkeys(SIGNS[field], COSTS["sign"])
    return fit(cases, costs, dict.fromkeys(SIGNS[field], -1))


def sure(weights: Weights, row: Row) -> float:
    """How likely a value is right, as the package says it."""
    odds = logit(row.guess) + weights["constant"] + weights.get(row.rule, 0.0)
    return hundredth(chance(odds + sum(weights.get(name, 0.0) * value for name, value in row.signs.items())))


def validate(known: Sequence[Row]) -> list[Verdict]:
    """How sure each value is by weights that were fitted without its site."""
    sites = sorted({row.site for row in known})
    random.Random(1).shuffle(sites)
    fold = {site: n % FOLDS for n, site in enumerate(sites)}
    out = []
    for n in range(FOLDS):
        others = [row for row in known if fold[row.site] != n]
        models = {field: weights_of(others, field) for field in FIELDS}
        left = [row for row in known if fold[row.site] == n]
        out += [Verdict(row.group, row.field, sure(models[row.field], row), row.right, row.guess) for row in left]
    return out


def verdicts_on_kind(corpus: Path) -> list[Verdict]:
    """How sure the kind of each page is by weights that were fitted without its site (see tools/fit_kind.py)."""
    judged = fit_kind.validate(list(fit_kind.rows(corpus)))
    shown = [entry for entry in judged if entry[0].group in fit_kind.PAGES]
    return [Verdict("pages of a kind", "kind", hundredth(sure), page.kind == kind, sure) for page, kind, sure in shown]


def written(models: Mapping[str, Weights]) -> str:
    """The weights as tables of TOML."""
    out = [_HEAD]
    for field, weights in models.items():
        lines = "".join(
            f'"{name}" = {value:.2f}\n'
            for name, value in sorted(weights.items())
            if name == "constant" or abs(value) >= LEAST
        )
        out.append(f"[{field}]\n{lines}")
    return "\n".join(out)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    args = parser.parse_args()
    known = list(rows(args.corpus))
    models = {field: weights_of(known, field) for field in FIELDS}
    print(written(models))
    verdicts = [*validate(known), *verdicts_on_kind(args.corpus)]
    print(tables(verdicts, FIELDS))
    if args.write and not args.corpus.is_dir():
        print(f"fit_confidence: no corpus at {args.corpus}: nothing is written.", file=sys.stderr)
        return 1
    if args.write:
        DATA.write_text(written(models), encoding="utf-8")
        PLOT.write_text(plot(series(verdicts)), encoding="utf-8")
        start, end = map(re.escape, MARKERS)
        text = f"{MARKERS[0]}\n\n{tables(verdicts, FIELDS)}\n\n{MARKERS[1]}"
        page = REPORT.read_text(encoding="utf-8")
        REPORT.write_text(re.sub(f"{start}.*?{end}", lambda _: text, page, flags=re.DOTALL), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
