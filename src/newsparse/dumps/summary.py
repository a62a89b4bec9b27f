"""What a run did: counted while it goes, told at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from newsparse.dumps.batch import Outcome
from newsparse.dumps.passed_over import PassedOver
from newsparse.dumps.url_counts import UrlCounts
from newsparse.record import EMPTY
from newsparse.text.counted import counted

# Pages that are named as the slowest.
_SLOWEST = 5
# Fields that are worth a line: what a reader of news asks for. The summary as JSON has all.
_TOLD = ("title", "published", "source", "authors", "editors", "text")


@dataclass(slots=True)
class Tally:
    """Counts of pages. Two tallies add up to one (`add`); JSON types hold one (`to_json`).

    Attributes:
        pages: pages and faults that were dealt with.
        kinds: records written, by kind.
        errors: pages that failed, by the kind of error.
        filtered: records held back, by filter.
        fields: for each field, in how many of the articles written it has a value.
        duplicates: records marked as duplicates, or left out as such.
        warned: records with warnings (limits, a body that is cut off …).
        urls: what came of --url-from.
        unaddressed: articles written that say no address: no site profile is found for them.
        slowest: (seconds, name), the slowest first.
        last: the name of the last page, for who watches the run.
    """

    pages: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    filtered: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    duplicates: int = 0
    warned: int = 0
    slowest: list[tuple[float, str]] = field(default_factory=list)
    urls: UrlCounts = field(default_factory=UrlCounts)
    unaddressed: int = 0
    last: str = field(default="", compare=False)

    @property
    def failed(self) -> int:
        return self.errors.total()

    def count(self, outcome: Outcome) -> None:
        self.pages += 1
        self.last = outcome.name
        if outcome.given_url is not None:
            self.urls.count(outcome.name, outcome.given_url)
        if outcome.fault is not None:
            self.errors[outcome.fault.error] += 1
        elif outcome.filtered is not None:
            self.filtered[outcome.filtered] += 1
        elif outcome.record is not None:
            self.kinds[outcome.record["kind"] or "other"] += 1
            self.warned += bool(outcome.record["warnings"])
            if outcome.record["kind"] == "article":
                self.unaddressed += not (outcome.record["url"] or outcome.record["canonical_url"])
                self.fields.update([name for name, value in outcome.record.items() if value not in EMPTY])
        if outcome.seconds:
            self.slowest = sorted([*self.slowest, (round(outcome.seconds, 3), outcome.name)], reverse=True)[:_SLOWEST]

    def add(self, other: Tally) -> None:
        self.pages += other.pages
        self.kinds += other.kinds
        self.errors += other.errors
        self.filtered += other.filtered
        self.fields += other.fields
        self.duplicates += other.duplicates
        self.warned += other.warned
        self.unaddressed += other.unaddressed
        self.urls.add(other.urls)
        self.last = other.last or self.last
        self.slowest = sorted([*self.slowest, *other.slowest], reverse=True)[:_SLOWEST]

    def to_json(self) -> dict[str, Any]:
        """The counts in JSON types."""
        return {
            "pages": self.pages,
            "articles": self.kinds["article"],
            "lists": self.kinds["list"],
            "others": self.kinds["other"],
            "failed": self.failed,
            "errors": dict(self.errors.most_common()),
            "filtered": dict(self.filtered.most_common()),
            "duplicates": self.duplicates,
            "warned": self.warned,
            "unaddressed": self.unaddressed,
            "urls": self.urls.to_json(),
            "fields": dict(self.fields.most_common()),
            "slowest": [{"seconds": seconds, "file": name} for seconds, name in self.slowest],
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Tally:
        kinds = {"article": values["articles"], "list": values["lists"], "other": values["others"]}
        return cls(
            values["pages"],
            Counter({kind: count for kind, count in kinds.items() if count}),
            Counter(values["errors"]),
            Counter(values["filtered"]),
            Counter(values["fields"]),
            values["duplicates"],
            values["warned"],
            [(entry["seconds"], entry["file"]) for entry in values["slowest"]],
            UrlCounts(**values["urls"]),
            values["unaddressed"],
        )


@dataclass(slots=True)
class Summary:
    """A run at its end.

    Attributes:
        tally: all pages of the output, those of earlier parts of the run included.
        seconds: the time of all parts.
        resumed: pages that were there already when this part began.
        passed: records that are no pages (pictures, redirects of a WARC file), in this part.
        passed_over: tables and files beside pages in which none were found, in this part.
        errors_file: where the errors are told, if anywhere.
        warnings_file: where warnings are told that have no place in the output.
        finished: nothing was left to do: an earlier part had come to the end.
        limited: a limit ended the run; it can be gone on with.
    """

    tally: Tally
    seconds: float
    resumed: int = 0
    passed: int = 0
    passed_over: PassedOver = field(default_factory=PassedOver)
    errors_file: str | None = None
    warnings_file: str | None = None
    finished: bool = False
    limited: bool = False

    def to_json(self) -> dict[str, Any]:
        """The summary in JSON types; docs/dumps.md names the keys."""
        seconds = round(self.seconds, 3)
        counts = self.tally.to_json()
        return {
            **counts,
            "resumed": self.resumed,
            "passed": self.passed,
            **self.passed_over.to_json(),
            "limited": self.limited,
            "seconds": seconds,
        }

    def line(self) -> str:
        tally = self.tally
        where = f" (see {self.errors_file})" if tally.failed and self.errors_file else ""
        failed = f", {tally.failed} failed{where}" if tally.failed else ""
        filtered = f", {tally.filtered.total()} filtered out ({_counts(tally.filtered)})" if tally.filtered else ""
        copies = f", {tally.duplicates:,} told as copies" if tally.duplicates else ""
        told = f"see {self.warnings_file}" if self.warnings_file else "in their records"
        warned = f", {tally.warned} with warnings ({told})" if tally.warned else ""
        limited = ", where --limit ended the run" if self.limited else ""
        parts = f" ({self.resumed:,} before, {tally.pages - self.resumed:,} now)" if self._is_gone_on() else ""
        rest = f"{copies}{filtered}{failed}{warned}{limited}"
        return f"{counted(tally.pages, 'page')}{parts} in {self.seconds:.1f} s{rest}."

    def _is_gone_on(self) -> bool:
        return self.resumed > 0 and not self.finished

    def lines(self) -> Iterator[str]:
        """More, for a person."""
        tally = self.tally
        rate = f", {tally.pages / self.seconds:.0f} a second" if self.seconds else ""
        resumed = f"; {self.resumed} of them were there already" if self.resumed else ""
        yield f"  pages       {tally.pages}{rate}{resumed}"
        yield f"  articles    {tally.kinds['article']}, lists {tally.kinds['list']}, others {tally.kinds['other']}"
        if tally.duplicates:
            yield f"  duplicates  {tally.duplicates}"
        if tally.filtered:
            yield f"  filtered    {_counts(tally.filtered)}"
        if tally.errors:
            yield f"  failed      {_counts(tally.errors)}"
        if tally.warned:
            yield f"  warned      {tally.warned}"
        if self.passed:
            yield f"  passed over {counted(self.passed, 'record')} without a page"
        if tables := self.passed_over.tables.count:
            yield f"  passed over {counted(tables, 'table')} without a page"
        if files := self.passed_over.files.count:
            yield f"  passed over {counted(files, 'file')} of text without a page"
        if articles := tally.kinds["article"]:
            shares = (f"{name} {tally.fields[name] / articles:.0%}" for name in _TOLD)
            yield f"  filled      {', '.join(shares)}"
        if tally.slowest:
            yield f"  slowest     {', '.join(f'{name} ({seconds:.1f} s)' for seconds, name in tally.slowest[:3])}"


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counter.most_common())
