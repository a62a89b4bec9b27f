"""The checks: each asks the stories of one host for one thing that looks wrong. A list of small functions.

A check gives findings with their weight and does not say how much is enough; `audit` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsparse.dumps.auditing.findings import LEAST, Example, Finding, least_share, shortened, weight_of
from newsparse.dumps.auditing.kept import Kept
from newsparse.dumps.auditing.mending import mended
from newsparse.dumps.auditing.series import Told, of_one_kind
from newsparse.dumps.auditing.story_facts import FIELDS, has_time
from newsparse.text.counted import counted
from newsparse.text.sentences import is_sentence

# Of one check on one host.
_MOST = 20
# Stories of a host that series are told by, and of those that share a line.
_SAMPLE = 400
# More than half of the stories: no column has that.
_MOSTLY = 0.5
# A line of so few letters (“谢谢。”), and one that is no sentence and hardly longer (a signature), are in many texts by
# right: they weigh half.
_SHORT_LINE = 6
_SIGNATURE = 12
_HALF = 0.5
# How sure it is that an empty field should have a value: the share of the host's stories that have one, to this power.
# A source that half of the stories name is missing from the others by right (.95 to the 8th is .66, .75 is .1); a day
# every story has, but not every page that passes for one.
_ALWAYS = ("title", "text", "published")
_SHARPNESS, _SHARPNESS_ALWAYS = 8, 2
# A day has begun elsewhere, and clocks are wrong.
_TOLERANCE = timedelta(days=1)
# Days by which the one in the address may differ: it is that of the first draft.
_NEAR = 3
# A text is far shorter if it has less than an eighth of the middle one's letters, and less than all but one in 200 have
# where texts are spread as the middle half is (2.58 of 1.35 standard deviations, on the scale of logarithms).
_SHARE = 8
_SPREAD = 2.58 / 1.35
# Stories under two addresses are the site's doing, not the extractor's.
_NOT_OURS = 0.5


@dataclass(frozen=True, slots=True)
class Host:
    """What a check may ask: the facts, the host's name, its stories, the time that the future begins."""

    kept: Kept
    name: str
    stories: int
    now: datetime

    def examples(self, where: str, *values: object, says: str = "title") -> tuple[Example, ...]:
        """The first stories that a condition is true of."""
        query = f"SELECT file, url, {says} FROM story WHERE host = ? AND {where} ORDER BY id LIMIT 3"  # noqa: S608 - ours
        found = self.kept.ask(query, self.name, *values)
        return tuple(Example(file, url, shortened(said)) for file, url, said in found)

    def rules(self, column: str, where: str, *values: object) -> dict[str, int]:
        """The rules that gave the values, the most frequent first."""
        query = (
            f"SELECT {column}, count(*) FROM story WHERE host = ? AND {where} AND {column} IS NOT NULL"  # noqa: S608 - ours
            " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5"
        )
        return dict(self.kept.ask(query, self.name, *values))

    def sample(self, where: str, *values: object) -> list[Told]:
        """Title and author of some stories, taken by a hash: wherever they stand in the run."""
        query = f"SELECT title, author FROM story WHERE host = ? AND {where} ORDER BY text_key LIMIT ?"  # noqa: S608 - ours
        return list(self.kept.ask(query, self.name, *values, _SAMPLE))

    def count(self, where: str, *values: object) -> int:
        query = f"SELECT count(*) FROM story WHERE host = ? AND {where}"  # noqa: S608 - ours
        return int(self.kept.one(query, self.name, *values))


Check = Callable[[Host], Iterator[Finding]]


def titles(host: Host) -> Iterator[Finding]:
    """A title that several stories share: the site's name, a channel's.

    A column (“早报”) has its title once a day; parts of a story have one title and one time. Such stories do not count,
    unless the title is that of most of the host's stories.
    """
    of = host.count("title IS NOT NULL")
    # Stories of one bare day, and such without a date, count each: whether they are parts of one is not known.
    groups = host.kept.ask(
        "SELECT title, count(*), count(DISTINCT iif(length(published) > 10, published, id)),"
        " count(DISTINCT substr(published, 1, 10)), sum(published IS NULL) FROM story"
        " WHERE host = ? AND title IS NOT NULL GROUP BY title HAVING count(*) > 1 ORDER BY 2 DESC, 1 LIMIT ?",
        host.name,
        _MOST,
    )
    for title, count, moments, days, undated in groups:
        # One of those without a date may be the column's of another day.
        crowded = moments - days - min(undated, 1)
        alike = count if least_share(count, of) >= _MOSTLY else crowded
        where = "title = ?"
        yield Finding(
            "titles",
            f"{count} of {of} stories have one title",
            shortened(title) or "",
            count,
            of,
            least_share(alike, of),
            weight_of(alike, of),
            host.rules("title_rule", where, title),
            host.examples(where, title),
            mend=mended(host.name, "title", f"{count} of {of} stories have the title {title}"),
        )


def lines(host: Host) -> Iterator[Finding]:
    """Lines that stand in the texts of many stories: what a template adds. A series' own sentences do not count."""
    all_of_host = host.sample("TRUE")
    of = host.count("letters > 0")
    for shared in host.kept.shared(host.name, _MOST):
        said = [host.kept.said(key) for key in shared.keys]
        inside = "id IN (SELECT page FROM stands WHERE key = ?)"
        if is_sentence(said[0]) and of_one_kind(host.sample(inside, shared.keys[0]), all_of_host):
            continue
        least, others = least_share(shared.pages, of), shared.lines - 1
        further = f", with {counted(others, 'more line')}" if others else ""
        yield Finding(
            "lines",
            f"a line stands in the texts of {shared.pages} of {of} stories{further}",
            shortened(said[0]) or "",
            shared.pages,
            of,
            least,
            weight_of(shared.pages, of) * (_HALF if _is_short(said[0]) else 1),
            examples=host.examples(inside, shared.keys[0]),
            more=tuple(shortened(line) or "" for line in said[1:]),
            mend=mended(host.name, "drop", f"in {shared.pages} of {of} texts: {said[0]}"),
        )


def fields(host: Host) -> Iterator[Finding]:
    """A field that is empty in some stories and has a value in the host's others."""
    for name, bit in FIELDS.items():
        of, empty = host.count(f"known & {bit}"), host.count(f"known & {bit} AND NOT filled & {bit}")
        if not empty or empty == of:
            continue
        sharpness = _SHARPNESS_ALWAYS if name in _ALWAYS else _SHARPNESS
        yield Finding(
            "fields",
            f"{name} is empty in {empty} of {of} stories, the others have it",
            name,
            empty,
            of,
            least_share(empty, of),
            weight_of(empty, of) * least_share(of - empty, of) ** sharpness,
            examples=host.examples(f"known & {bit} AND NOT filled & {bit}"),
            mend=mended(host.name, "body" if name == "text" else name, f"{name} is empty in {empty} of {of} stories"),
        )


def dates(host: Host) -> Iterator[Finding]:
    """Many stories with one date. Where their addresses name days, those count whose address names another.

    Stories are sent out together, and a run may be of one day's news. So dates must be alike in most stories to weigh,
    and such without a time in those of one host only.
    """
    of = host.count("published IS NOT NULL")
    same = "published = ?"
    other = f"{same} AND abs(julianday(url_day) - julianday(substr(published, 1, 10))) > {_NEAR}"
    groups = host.kept.ask(
        "SELECT published, count(*), count(url_day) FROM story WHERE host = ? AND published IS NOT NULL"
        " GROUP BY 1 HAVING count(*) > 1 ORDER BY 2 DESC, 1 LIMIT ?",
        host.name,
        _MOST,
    )
    for published, count, with_url_day in groups:
        where, alike, sure, but = same, count, least_share(count, of), ""
        if with_url_day:
            where, alike, sure, but = other, host.count(other, published), 1.0, ", which is not that of their address"
        elif not has_time(published):
            sure *= 0 if _day_of_the_run(host, published[:10]) else _HALF
        if not alike:
            continue
        says = f"{alike} of {of} dated stories have one date{but}"
        yield Finding(
            "dates",
            says,
            published,
            alike,
            of,
            least_share(alike, of),
            weight_of(alike, of) * sure,
            host.rules("published_rule", where, published),
            host.examples(where, published),
            mend=mended(host.name, "published", f"{says}: {published}"),
        )


def future(host: Host) -> Iterator[Finding]:
    """Dates after the run. Each is wrong by itself: its weight is the share, and never too little to be shown."""
    where, after = "moment > ?", (host.now + _TOLERANCE).timestamp()
    count, of = host.count(where, after), host.count("published IS NOT NULL")
    if not count:
        return
    says = f"{count} of {of} dated stories {'is' if count == 1 else 'are'} of a day after {host.now.date()}"
    examples = host.examples(where, after, says="published")
    yield Finding(
        "future",
        says,
        examples[0].says or "",
        count,
        of,
        least_share(count, of),
        max(count / of, LEAST),
        host.rules("published_rule", where, after),
        examples,
        mend=mended(host.name, "published", says),
    )


def short(host: Host) -> Iterator[Finding]:
    """Texts far shorter than the host's others; not those with pictures or behind a gate."""
    of = host.count("letters > 0")
    low, middle, high = (
        host.kept.one(
            "SELECT letters FROM story WHERE host = ? AND letters > 0 ORDER BY letters LIMIT 1 OFFSET ?",
            host.name,
            of * quarter // 4,
        )
        or 1
        for quarter in (1, 2, 3)
    )
    limit = min(middle / _SHARE, middle * (low / high) ** _SPREAD)
    where = "letters > 0 AND letters < ? AND plain"
    count = host.count(where, limit)
    if not count:
        return
    yield Finding(
        "short",
        f"{count} of {of} texts have less than {limit:.0f} letters; the middle one of all has {middle}",
        f"{limit:.0f}",
        count,
        of,
        least_share(count, of),
        weight_of(count, of),
        examples=host.examples(where, limit),
        mend=mended(host.name, "body", f"{count} of {of} texts are far shorter than the others"),
    )


def copies(host: Host) -> Iterator[Finding]:
    """Stories under two addresses: texts that are the same but for little."""
    count = host.kept.one("SELECT count(*) FROM double WHERE host = ?", host.name)
    if not count:
        return
    of = host.stories + count
    found = host.kept.ask("SELECT file, url, first FROM double WHERE host = ? LIMIT 3", host.name)
    yield Finding(
        "copies",
        f"{count} of {of} stories are there under another address, too",
        "",
        count,
        of,
        least_share(count, of),
        weight_of(count, of) * _NOT_OURS,
        examples=tuple(Example(file, url, f"as {first}") for file, url, first in found),
        advice="newsparse extract --dedup marks such stories",
    )


# In no order: findings are put in order by their weight.
CHECKS: tuple[Check, ...] = (titles, lines, fields, dates, future, short, copies)


def _is_short(line: str) -> bool:
    return len(line) <= (_SHORT_LINE if is_sentence(line) else _SIGNATURE)


def _day_of_the_run(host: Host, day: str) -> bool:
    """Whether most stories of the other hosts are of that day: then the run is of one day's news."""
    total, same = (
        host.kept.one(f"SELECT sum(stories) FROM day {where}", *values) or 0  # noqa: S608 - ours
        for where, values in (("", ()), ("WHERE day = ?", (day,)))
    )
    others = total - host.count("published IS NOT NULL")
    of_that_day = same - host.count("substr(published, 1, 10) = ?", day)
    return bool(others) and of_that_day >= _MOSTLY * others
