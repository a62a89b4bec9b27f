"""What an audit keeps of a record: a few numbers and short texts. Pure: a record in, facts out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any, NamedTuple

from newsparse.dumps.grouping import host_of
from newsparse.record import EMPTY
from newsparse.text.dates.codes import moment_in_url
from newsparse.text.dates.moments import CHINA_TIME
from newsparse.text.scrub import scrub
from newsparse.text.sentences import is_sentence
from newsparse.text.titles import squeeze

# Keys that are read of a record.
NEEDED = (
    "file", "url", "canonical_url", "site_name", "kind", "access", "title", "published", "source", "authors", "editors",
    "text", "headings", "images", "provenance", "duplicate_of",
)  # fmt: skip
# Fields whose lack is looked at, each with the bit that it has among a page's facts.
FIELDS = {name: 1 << bit for bit, name in enumerate(("title", "text", "published", "source", "authors", "editors"))}
# Lines of a text that are looked at, from its beginning and from its end: what a template adds stands there, and a
# hostile text may have millions.
_LINES = 100
# Characters of a line, a title, an address that are kept.
_LONGEST = 500
# A line that is no sentence and no longer, with more text below it, is a heading of a standing column as often as not.
_HEADING = 16
_DAY = len("2024-06-01")


class Line(NamedTuple):
    """A line of a text.

    Attributes:
        key: a hash of host and line; the same line of another host is another one.
        letters: its length without white space.
        text: the line, cut at 500 characters.
    """

    key: int
    letters: int
    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """A story as an audit sees it. What a record does not have is None, or 0.

    Attributes:
        host: that of its address, else the portal's name, else its folder.
        published: as ISO 8601, as the record has it; moment: the same in seconds since 1970.
        url_day: the day that its address names.
        known, filled: bits of `FIELDS`: the record has the key; it has a value.
        letters: of the text, without white space.
        text_key: a hash of host and text.
        plain: it has no picture and is no part behind a gate, which are reasons for a short text.
        copy_of: the page that `--dedup` found it to be a copy of.
    """

    host: str
    file: str
    url: str | None
    title: str | None
    title_rule: str | None
    author: str | None
    published: str | None
    published_rule: str | None
    moment: float | None
    url_day: str | None
    known: int
    filled: int
    letters: int
    text_key: int
    plain: bool
    copy_of: str | None
    lines: tuple[Line, ...]


def is_story(record: Mapping[str, Any]) -> bool:
    """Whether a record is an article; one without a kind counts as such."""
    return (record.get("kind") or "article") == "article"


def facts_of(record: Mapping[str, Any]) -> Facts:
    """The facts of a record. A value of a type that it must not have counts as none."""
    host, text = host_of(record), _text(record, "text") or ""
    title, published = _text(record, "title"), _text(record, "published")
    url = _text(record, "url") or _text(record, "canonical_url")
    named = moment_in_url(url) if url else None
    moment = _moment(published)
    lines = tuple(_lines(host, text, record))
    return Facts(
        host=host,
        file=_text(record, "file") or "",
        url=url[:_LONGEST] if url else None,
        title=title[:_LONGEST] if title else None,
        title_rule=_rule(record, "title"),
        author=_first(record, "authors"),
        published=published if moment is not None else None,
        published_rule=_rule(record, "published"),
        moment=moment,
        url_day=named.when.date().isoformat() if named else None,
        known=sum(bit for name, bit in FIELDS.items() if name in record),
        filled=sum(bit for name, bit in FIELDS.items() if record.get(name) not in EMPTY),
        letters=len("".join(text.split())),
        text_key=_key(host, text),
        plain=not record.get("images") and record.get("access") != "partial",
        copy_of=_text(record, "duplicate_of"),
        lines=lines,
    )


def has_time(published: str) -> bool:
    """Whether it is more than a day; midnight is what a database fills in."""
    return len(published) > _DAY and published[_DAY + 1 : _DAY + 6] != "00:00"


def _lines(host: str, text: str, record: Mapping[str, Any]) -> Iterator[Line]:
    """The lines that may be a template's: each once; no headings, no rows of tables."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 2 * _LINES:
        lines = [*lines[:_LINES], *lines[-_LINES:]]
    headings = record.get("headings")
    known = {heading for heading in headings if isinstance(heading, str)} if isinstance(headings, list) else set()
    seen = set()
    for place, line in enumerate(lines):
        shown = " ".join(line.split())
        last = place == len(lines) - 1  # a heading has text below it
        if shown in seen or "\t" in line or (not last and (line in known or _like_heading(shown))):
            continue
        seen.add(shown)
        yield Line(_key(host, shown), len(squeeze(shown)), shown[:_LONGEST])


def _like_heading(line: str) -> bool:
    return len(line) <= _HEADING and not is_sentence(line)


def _key(host: str, text: str) -> int:
    made = blake2b(f"{host}\0{text}".encode(), digest_size=8)
    return int.from_bytes(made.digest(), signed=True)


def _moment(published: str | None) -> float | None:
    try:
        when = datetime.fromisoformat(published or "")
        return (when if when.tzinfo else when.replace(tzinfo=CHINA_TIME)).timestamp()
    except (ValueError, OverflowError):
        return None


def _first(record: Mapping[str, Any], name: str) -> str | None:
    values = record.get(name)
    return _text({name: values[0]}, name) if isinstance(values, list) and values else None


def _rule(record: Mapping[str, Any], name: str) -> str | None:
    provenance = record.get("provenance")
    found = provenance.get(name) if isinstance(provenance, dict) else None
    return _text(found, "rule") if isinstance(found, dict) else None


def _text(record: Mapping[str, Any], name: str) -> str | None:
    value = record.get(name)
    return scrub(value) if isinstance(value, str) and value else None
