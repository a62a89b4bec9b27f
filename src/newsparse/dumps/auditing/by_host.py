"""An audit of a run: records → findings, host by host, the worst first."""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from newsparse.dumps.auditing.checks import CHECKS, Host
from newsparse.dumps.auditing.findings import LEAST, Finding
from newsparse.dumps.auditing.kept import Kept
from newsparse.dumps.auditing.story_facts import facts_of, is_story
from newsparse.dumps.scratch import room_for
from newsparse.text.dates.moments import CHINA_TIME

# Hosts that are told of: what a person reads. Fewer stories than that prove little whatever they share.
HOSTS, MIN_PAGES = 30, 5


@dataclass(frozen=True, slots=True)
class HostAudit:
    """A host, its stories (copies left out), its findings, the worst first, and how many that weigh too little."""

    host: str
    stories: int
    findings: tuple[Finding, ...]
    weaker: int


@dataclass(frozen=True, slots=True)
class Audit:
    """What looks wrong in a run.

    Attributes:
        pages, stories: records, and articles among them.
        hosts: hosts with stories; small: hosts among them with fewer than were asked for, which were not looked at.
        suspect: hosts with findings.
        worst: the hosts with findings, the worst first, as many as were asked for.
        now: the time that dates were held against.
    """

    pages: int
    stories: int
    hosts: int
    small: int
    suspect: int
    worst: tuple[HostAudit, ...]
    now: datetime

    def to_json(self) -> dict[str, Any]:
        """In JSON types; docs/audit.md names the keys."""
        values = asdict(self)
        values["now"] = self.now.isoformat(timespec="minutes")
        for host in values["worst"]:
            for finding in host["findings"]:
                finding["rate"] = round(finding["count"] / finding["of"], 4)
                finding["least"], finding["weight"] = round(finding["least"], 4), round(finding["weight"], 4)
        return values


def audit(
    records: Iterable[Mapping[str, Any]], now: datetime, *, hosts: int | None = HOSTS, min_pages: int = MIN_PAGES
) -> Audit:
    """Look at the records of a run, in whatever order they are.

    What is kept of them lies in a temporary database on the disk: memory does not grow with the run.

    Args:
        records: as `newsparse.dumps.records.read_records` gives them; keys may be missing.
        now: dates more than a day later are of the future; a naive one is China's time.
        hosts: the worst are told, so many; None: all.
        min_pages: hosts with fewer stories are only counted.

    Raises:
        DumpError: the database cannot be written (a full disk).
    """
    now = now if now.tzinfo else now.replace(tzinfo=CHINA_TIME)
    # A database without a name is a file of SQLite's own, which is gone when it is closed.
    with room_for("the audit"), closing(sqlite3.connect("", isolation_level=None)) as database:
        return _audited(Kept(database), records, now, None if hosts is None else max(hosts, 0), max(min_pages, 1))


def _audited(
    kept: Kept, records: Iterable[Mapping[str, Any]], now: datetime, most: int | None, min_pages: int
) -> Audit:
    pages = stories = 0
    for record in records:
        pages += 1
        if is_story(record):
            stories += 1
            kept.add(facts_of(record))
    kept.settle()
    count = "SELECT host, count(*) FROM story GROUP BY host"
    total = kept.one(f"SELECT count(*) FROM ({count})")  # noqa: S608 - ours
    looked_at, suspect, worst = 0, 0, list[tuple[float, str, HostAudit]]()
    for name, size in kept.ask(f"{count} HAVING count(*) >= ?", min_pages):
        looked_at += 1
        found = _host(Host(kept, name, size, now))
        if not found.findings:
            continue
        suspect += 1
        # The host's name keeps two of one weight apart.
        heapq.heappush(worst, (found.findings[0].weight, name, found))
        if most is not None and len(worst) > most:
            heapq.heappop(worst)
    ordered = tuple(entry[2] for entry in sorted(worst, key=lambda entry: (-entry[0], entry[1])))
    return Audit(pages, stories, total, total - looked_at, suspect, ordered, now)


def _host(host: Host) -> HostAudit:
    found = [finding for check in CHECKS for finding in check(host)]
    told = sorted((f for f in found if f.weight >= LEAST), key=lambda f: -f.weight)
    return HostAudit(host.name, host.stories, tuple(told), len(found) - len(told))
