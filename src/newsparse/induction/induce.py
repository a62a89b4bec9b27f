"""Profiles from cases: for each field that is wrong somewhere the rules are sought that mend it and harm nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import newsparse
from newsparse.evaluate import Case, Evaluation, Figure, evaluate
from newsparse.evaluate.score import FIGURES, Row, better, value_of
from newsparse.fields.given_credits import GIVEN_ROLES
from newsparse.induction.answers import FIGURES_OF, is_wrong, judge_of
from newsparse.induction.bodies import bodies, drops
from newsparse.induction.candidates import Candidate, joined, selected
from newsparse.induction.data_paths import in_data
from newsparse.induction.delimiters import delimited
from newsparse.induction.profile_text import Rule, profile_text
from newsparse.induction.samples import Sample, samples_of
from newsparse.options import Options
from newsparse.read.profile_files import SETTABLE
from newsparse.text.counted import counted

# Rules for a field that are tried on all cases of a site, the best first.
MOST_TRIES = 6
# What is said of a profile that no second page has confirmed.
OF_ONE_PAGE = "Made from one page: what holds there need not hold for the site. Try it on more pages before you use it."
# So many cases with one and the same value make a constant likely.
_FEWEST_OF_CONSTANT = 5
# What a page is worse by, "whole" after what it is made of. A body that is better as a whole may lose a line.
_COMPARED = (*(name for name in FIGURES if name not in ("whole", "precision", "recall", "clean")), "whole")
# What is no difference: figures are sums of counts; of a long body a line is about so much.
_LEAST, _LEAST_OF_BODY = 1e-9, 0.005

# A case that a rule makes worse: name, figure, before, after.
Harm = tuple[str, str, float, float]


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule that was tried on all cases of the site.

    Attributes:
        field: what it is for.
        rule: table, field of the profile, rule.
        gained: names of the cases that it makes better.
        harmed: of each case that it makes worse: name, figure, before, after.
    """

    field: str
    rule: Rule
    gained: tuple[str, ...]
    harmed: tuple[Harm, ...]

    @property
    def taken(self) -> bool:
        return bool(self.gained) and not self.harmed


@dataclass(slots=True)
class SiteProfile:
    """What was made for a site.

    Attributes:
        host: the site's.
        cases: how many cases it was made from, and tried on.
        broken: what is wrong with cases that could not be used.
        rules: of the profile; none where nothing was found, or nothing was wrong.
        trials: what was tried, in order.
        wrong: field → names of cases that it was wrong on without the profile.
        left: field → names of cases that it is wrong on with it.
        before, after: the figures without and with the profile.
    """

    host: str
    cases: int
    broken: tuple[str, ...] = ()
    rules: list[Rule] = field(default_factory=list)
    trials: list[Trial] = field(default_factory=list)
    wrong: dict[str, list[str]] = field(default_factory=dict)
    left: dict[str, list[str]] = field(default_factory=dict)
    before: dict[str, Figure] = field(default_factory=dict)
    after: dict[str, Figure] = field(default_factory=dict)

    def text(self) -> str:
        """The [[site]] as TOML."""
        caution = f"# {OF_ONE_PAGE}\n" if self.cases == 1 else ""
        return caution + profile_text(self.host, self.why(), self.rules)

    def why(self) -> str:
        """What it was made from."""
        fields = dict.fromkeys("body" if name == "drop" else name for _, name, _ in self.rules)
        told = [f"{name} (wrong on {len(self.wrong[name])}, with this on {len(self.left[name])})" for name in fields]
        return f"Made from {counted(self.cases, 'case')} by newsparse {newsparse.__version__}: {', '.join(told)}."


def induce(host: str, cases: Sequence[Case]) -> SiteProfile:
    """Make a profile for a site from cases of it.

    Args:
        host: the site's.
        cases: pages of that host, and what is right for each.

    Raises:
        DataError: a case's page is not there, or another.
    """
    with TemporaryDirectory() as folder:
        search = _Search(host, cases, Path(folder))
        for name in FIGURES_OF:
            search.mend(name)
        return search.finish()


class _Search:
    """A site's profile as far as it is made, and the evaluation with it."""

    def __init__(self, host: str, cases: Sequence[Case], folder: Path) -> None:
        self.cases, self.folder, self.tried = cases, folder, 0
        self.evaluation = evaluate(cases, unchecked=True)
        self.made = SiteProfile(host, len(self.evaluation.pages), self.evaluation.broken)
        self.made.before = self.evaluation.figures
        self.samples: list[Sample] | None = None

    def mend(self, name: str) -> None:
        """Look for rules for a field that is wrong somewhere, and take those that help."""
        wrong = self.wrong(name)
        if not wrong:
            return
        self.made.wrong[name] = wrong
        if self.samples is None:
            read = {page.name for page in self.evaluation.pages if page.error is None}
            self.samples = samples_of(case for case in self.cases if case.name in read)
        taken: set[tuple[str, str]] = set()
        for key, candidate in self.candidates(name):
            if (candidate.table, key) in taken or self.tried_out(name) >= MOST_TRIES:
                continue
            if self.try_out(name, (candidate.table, key, candidate.rule), self.unasked(name, candidate)):
                taken.add((candidate.table, key))
            if not self.wrong(name):
                break
        self.made.left[name] = self.wrong(name)

    def candidates(self, name: str) -> Iterator[tuple[str, Candidate]]:
        """Rules that may mend a field, with the profile's name for it: those of a kind together, the best first."""
        samples = self.samples or []
        golds = [sample.case.gold for sample in samples]
        if name == "body":
            yield from (("body", one) for one in bodies(samples, golds)[: MOST_TRIES // 2])
            texts = [self.text_of(sample.case) for sample in samples]
            yield from (("drop", one) for one in drops(samples, golds, texts))
            return
        judges = [judge_of(name, gold) for gold in golds]
        found = selected(samples, judges, name)
        together = joined(found)
        places = [*([together] if together else []), *found[: MOST_TRIES // 2]]
        places += in_data(samples, judges)[:1] + delimited(samples, judges, golds, name)[:2]
        places += self.constant(name, samples)
        # A box of rows gives all whom it names: where the next page has a photographer, he is an editor.
        last = name in GIVEN_ROLES
        ordered = sorted(places, key=lambda one: (last and one.loose, 2 * one.wrong - one.right))
        yield from ((name, one) for one in ordered)

    def constant(self, name: str, samples: Sequence[Sample]) -> list[Candidate]:
        """The value that all cases have, if they are many."""
        said = [sample.case.gold.get(name) for sample in samples]
        values = {value if isinstance(value, str) else "、".join(value or ()) for value in said}
        if len(said) < _FEWEST_OF_CONSTANT or len(values) != 1 or not (value := values.pop()):
            return []
        return [Candidate("set", value, (), loose=True)] if name in SETTABLE else []

    def unasked(self, name: str, candidate: Candidate) -> list[Harm]:
        """The articles that a rule gives a date though they say none: no figure counts these."""
        if name != "published":
            return []
        tried = zip(self.samples or (), candidate.verdicts, strict=False)  # a constant has no verdicts
        golds = [(sample.case.name, sample.case.gold) for sample, verdict in tried if verdict is False]
        return [(at, name, 1.0, 0.0) for at, gold in golds if gold["kind"] == "article" and not gold.get(name)]

    def try_out(self, name: str, rule: Rule, unasked: Sequence[Harm]) -> bool:
        """Read all cases with a rule more; keep it if a case gets better by it and none gets worse."""
        with_rule = self.read_with([*self.made.rules, rule])
        trial = _compared(name, rule, self.evaluation, with_rule)
        trial = replace(trial, harmed=(*trial.harmed, *unasked))
        self.made.trials.append(trial)
        if trial.taken:
            self.made.rules.append(rule)
            self.evaluation = with_rule
        return trial.taken

    def read_with(self, rules: Sequence[Rule]) -> Evaluation:
        """The cases, read with a profile of these rules; in a folder of its own, for those are read once."""
        self.tried += 1
        folder = self.folder / str(self.tried)
        folder.mkdir()
        (folder / "site.toml").write_text(profile_text(self.made.host, "Tried.", rules), encoding="utf-8")
        return evaluate(self.cases, options=Options(profile_dirs=(str(folder),)), unchecked=True)

    def wrong(self, name: str) -> list[str]:
        return [page.name for page in self.evaluation.pages if page.error is None and is_wrong(name, page.row)]

    def tried_out(self, name: str) -> int:
        return sum(trial.field == name for trial in self.made.trials)

    def text_of(self, case: Case) -> str:
        """The text of a case's record as it is without the profile."""
        return newsparse.parse(case.page, case.url, content_type=case.content_type).text

    def finish(self) -> SiteProfile:
        self.made.left = {name: self.wrong(name) for name in self.made.wrong}
        self.made.after = self.evaluation.figures
        return self.made


def _compared(name: str, rule: Rule, before: Evaluation, after: Evaluation) -> Trial:
    old: dict[str, Row] = {page.name: page.row for page in before.pages}
    gained, harmed = [], []
    for page in after.pages:
        for figure in _COMPARED:
            was, now = _value(old[page.name], figure), _value(page.row, figure)
            change = better(figure, now, was)
            if figure in FIGURES_OF[name] and change > (_LEAST_OF_BODY if figure == "body" else _LEAST):
                gained.append(page.name)
            elif change < -_LEAST:
                harmed.append((page.name, figure, was, now))
    return Trial(name, rule, tuple(dict.fromkeys(gained)), tuple(harmed))


def _value(row: Row, figure: str) -> float:
    """A figure of a page; where it says nothing of it, what is right."""
    value = value_of(row, figure)
    return value if value is not None else float(figure != "source_spurious")
