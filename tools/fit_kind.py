"""Fit what the signs of `newsparse.fields.kind_signs` are worth, and say how well they judge pages of sites left out.

    python tools/fit_kind.py             fit, validate, print
    python tools/fit_kind.py --ablate    and what each sign adds
    python tools/fit_kind.py --write     put the worth into src/newsparse/data/kinds.toml

Logistic regression, twice: articles against the rest, then lists against other pages. Few signs, small weights (L2),
and no sign may speak against what it means (`WAY`). Labelled are fixtures/, tests/cases/kinds.toml and kind_shapes.toml
and, where it is present, the corpus of real pages, as it is and as tools/perturb.py changes it; its later.txt names
pages to leave out.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from math import log
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "tools")]

import logistic  # noqa: E402
from perturb import PERTURBATIONS  # noqa: E402

from kind_pages import headline_pages, other_pages, shape_pages  # noqa: E402
from newsparse import Options  # noqa: E402
from newsparse.api import read_marked  # noqa: E402
from newsparse.fields import FIELDS  # noqa: E402
from newsparse.fields.kind_signs import SIGNS, signs_of  # noqa: E402
from newsparse.fields.rule import Found  # noqa: E402
from newsparse.read.decode import decode  # noqa: E402

CORPUS = ROOT.parent / "shared" / "corpus"
DATA = ROOT / "src" / "newsparse" / "data" / "kinds.toml"
FOLDS = 20
# How much a weight costs: chosen by the validation among .3, 1, 3.
L2 = 0.3
# What a page counts: written by one hand, or a copy of another, it is worth less than a page of a site of its own.
WORTH = {"corpus": 1.0, "changed": 0.15, "bare": 0.13, "fixtures": 1.0, "written": 1.0, "sparse": 0.3, "headlines": 0.1}
# Pages that stand for themselves; the others are copies, or one page under many headlines.
PAGES = ("corpus", "fixtures", "written")
# Of the labelled pages four in five are articles, of those that a crawler meets perhaps half: the others count more.
OTHERS = 1.5
# A page of which nobody can read more than its body: what stands round it is taken away.
ROUND = ("byline", "credits", "data", "dateline", "headline")
# What changes the evidence; the other perturbations are tests.
COPIES = ("cut the head", "drop metas", "replace h1")
# 1: may only speak for an article (a list); -1: only against. The others are free.
AGAINST = ("links", "teasers", "cut", "dates", "huge line", "controls", "notice", "page name", "channel")
WAY = {
    "article": {name: -1 if name in AGAINST else 1 for name in SIGNS},
    "list": {
        "links": 1,
        "teasers": 1,
        "cut": 1,
        "dates": 1,
        "controls": -1,
        "notice": -1,
        "channel": -1,
        "page name": -1,
    },
}


class Row(NamedTuple):
    """A labelled page: the group and the site that it is of, its kind, its signs."""

    name: str
    group: str
    site: str
    kind: str
    signs: dict[str, float]


Weights = logistic.Weights  # "constant" is among them


def row(name: str, group: str, site: str, kind: str, data: bytes | str, url: str | None = None) -> Row:
    """A page, read as `newsparse.parse` reads it."""
    options = Options(profiles=False, input="html")
    page = read_marked(data, url, None, options)
    found: dict[str, Found] = {}
    for field in FIELDS:
        value = next((value for rule in field.rules if (value := rule(page, options)) is not None), None)
        if value is not None:
            found[field.name] = value
    return Row(name, group, site, kind, signs_of(page, found))


def rows(corpus: Path) -> Iterator[Row]:
    """All labelled pages."""
    if corpus.is_dir():
        yield from _corpus(corpus)
    for folder in sorted((ROOT / "fixtures").glob("*/article.json")):
        kind = json.loads(folder.read_text(encoding="utf-8"))["kind"]
        data = (folder.parent / "page.html").read_bytes()
        yield row(folder.parent.name, "fixtures", folder.parent.name, kind, data)
    shapes = ROOT / "fixtures" / "shapes"
    for line in (shapes / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        data = (shapes / "pages" / label["file"]).read_bytes()
        yield row(label["file"], "fixtures", label["file"], label["kind"], data)
    for n, page in enumerate(headline_pages()):
        yield row(page.why, "headlines", f"shell {n % 5}", page.kind, page.html, page.url)
    for page in other_pages():
        yield row(page.why, "written", page.why, page.kind, page.html, page.url)
    for page in shape_pages():
        yield row(page.why, "sparse", page.shape, page.kind, page.html, page.url)


def _corpus(corpus: Path) -> Iterator[Row]:
    unread = set((corpus / "later.txt").read_text(encoding="utf-8").split())
    for line in (corpus / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if label["file"] in unread:
            continue
        data = (corpus / "pages" / label["file"]).read_bytes()
        yield (real := row(label["file"], "corpus", label["site"], label["kind"], data))
        yield real._replace(group="bare", signs={**real.signs, **dict.fromkeys(ROUND, 0.0)})
        for name in COPIES:
            copy = PERTURBATIONS[name](decode(data).text, random.Random(1))
            yield row(f"{label['file']}, {name}", "changed", label["site"], label["kind"], copy)


def chance(weights: Weights, signs: dict[str, float]) -> float:
    """How likely the signs make it."""
    return logistic.chance(weights["constant"] + sum(weights.get(name, 0.0) * value for name, value in signs.items()))


def fit(pages: Sequence[Row], way: dict[str, int], is_it: Callable[[Row], bool], without: str = "") -> Weights:
    """The weights that make the labels likeliest, within their way."""
    names = ["constant", *(name for name in SIGNS if name != without)]
    cases = [
        logistic.Case({"constant": 1.0, **p.signs}, is_it(p), WORTH[p.group] * (1 if p.kind == "article" else OTHERS))
        for p in pages
    ]
    return logistic.fit(cases, {name: L2 if name in SIGNS else 0.0 for name in names}, way)


def fit_both(pages: Sequence[Row], without: str = "") -> tuple[Weights, Weights]:
    """What makes an article, and what makes a list of a page that is none."""
    return (
        fit(pages, WAY["article"], lambda page: page.kind == "article", without),
        fit([p for p in pages if p.kind != "article"], WAY["list"], lambda page: page.kind == "list", without),
    )


def verdict(models: tuple[Weights, Weights], signs: dict[str, float]) -> tuple[str, float]:
    """The kind and how sure it is."""
    article, listed = (chance(model, signs) for model in models)
    if article >= 0.5:
        return "article", article
    return ("list", (1 - article) * listed) if listed >= 0.5 else ("other", (1 - article) * (1 - listed))


Judged = list[tuple[Row, str, float]]


def validate(pages: Sequence[Row], without: str = "") -> Judged:
    """The verdict on each page by weights that were fitted without its site."""
    sites = sorted({page.site for page in pages})
    random.Random(1).shuffle(sites)
    fold = {site: n % FOLDS for n, site in enumerate(sites)}
    judged = []
    for n in range(FOLDS):
        models = fit_both([page for page in pages if fold[page.site] != n], without)
        judged += [(page, *verdict(models, page.signs)) for page in pages if fold[page.site] == n]
    return judged


# How sure verdicts were, by steps.
STEPS = ((0, 0.6), (0.6, 0.75), (0.75, 0.9), (0.9, 0.97), (0.97, 1.01))


def report(judged: Judged) -> Iterator[str]:
    """Right verdicts by group, then by how sure they were."""
    for name in WORTH:
        of = [entry for entry in judged if entry[0].group == name]
        kept = [kind == "article" for page, kind, _ in of if page.kind == "article"]
        told = [kind != "article" for page, kind, _ in of if page.kind != "article"]
        right = f"right kind {sum(page.kind == kind for page, kind, _ in of)}/{len(of)}"
        yield f"{name:10} articles kept {sum(kept)}/{len(kept)}, others told {sum(told)}/{len(told)}, {right}"
    for name, groups in (("corpus", ("corpus",)), ("all", PAGES)):
        of = [entry for entry in judged if entry[0].group in groups]
        for low, high in STEPS:
            these = [(page.kind, kind) for page, kind, sure in of if low <= sure < high]
            if these:
                right = f"right {sum(want == got for want, got in these) / len(these):.3f}"
                apart = sum((want == "article") == (got == "article") for want, got in these) / len(these)
                yield f"{name}: sure {low:.2f} on: {len(these):4} pages, {right}, article or not {apart:.3f}"
        chances = [sure if page.kind == kind else 1 - sure for page, kind, sure in of]
        yield f"{name}: log loss {-sum(log(max(1e-6, each)) for each in chances) / max(1, len(of)):.4f}"


def written(models: tuple[Weights, Weights]) -> str:
    """The weights as tables of TOML."""
    out = []
    for name, model in zip(("article", "list"), models, strict=True):
        lines = "".join(f'"{sign}" = {value:.2f}\n' for sign, value in sorted(model.items()) if abs(value) >= 0.005)
        out.append(f"[weights.{name}]\n{lines}")
    return "\n".join(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ablate", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    args = parser.parse_args()
    pages = list(rows(args.corpus))
    judged = validate(pages)
    for page, kind, sure in judged:
        if page.group in PAGES and page.kind != kind:
            signs = ", ".join(f"{name} {value:.2f}" for name, value in page.signs.items() if value)
            print(f"  {page.kind} -> {kind} {sure:.2f} {page.name}: {signs}")
    print("\n".join(report(judged)))
    models = fit_both(pages)
    print(written(models))
    if args.ablate:
        for sign in SIGNS:
            print(f"\nwithout {sign}")
            print("\n".join(report(validate(pages, sign))))
    if args.write:
        text = DATA.read_text(encoding="utf-8")
        head = re.split(r"^\[weights\.article\]", text, maxsplit=1, flags=re.MULTILINE)[0]
        DATA.write_text(head + written(models), encoding="utf-8")


if __name__ == "__main__":
    main()
