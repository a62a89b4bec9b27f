"""Which records are wanted, and which of their keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from newsparse.article import Article
from newsparse.errors import OptionsError
from newsparse.record import Key, keys_of

FIELDS = tuple(key.name for key in keys_of(Article))
# What may be asked for besides: what the input's other columns said.
CARRIED = "carried"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a record must be to be written. What is not set lets everything pass.

    Attributes:
        kinds: "article", "list", "other".
        languages: tags; "zh" means zh-Hans and zh-Hant.
        min_chars: least characters of the text, white space not counted.
        since, until: first and last day of publication (the page's local day). A page without a date does not pass.
        sites: hosts; "example.com" means its subdomains too. A page without an address does not pass.
        fields: the keys of the record that are written (besides ``file``), and ``carried``; none: all.

    Raises:
        OptionsError: a field that no record has.
    """

    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    min_chars: int = 0
    since: date | None = None
    until: date | None = None
    sites: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        unknown = [name for name in self.fields if name not in (*FIELDS, CARRIED)]
        if unknown:
            raise OptionsError(f"No record has a field {unknown[0]}. The fields are {', '.join(FIELDS)}.")

    def against(self, record: Mapping[str, Any]) -> str | None:
        """The first filter that the record does not pass, the cheapest asked first; None for one that is wanted."""
        if self.kinds and record["kind"] not in self.kinds:
            return "kind"
        if self.languages and not self._has_language(record["language"]):
            return "lang"
        if self.sites and not self._has_site(site_of(record)):
            return "site"
        if (self.since or self.until) and not self._has_day(record["published"]):
            return "date"
        if self.min_chars and len("".join(record["text"].split())) < self.min_chars:
            return "min-chars"
        return None

    def wanted(self) -> tuple[Key, ...]:
        """The keys that are wanted, in the record's order."""
        return tuple(key for key in keys_of(Article) if not self.fields or key.name in self.fields)

    def chosen(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """The record with the keys that are wanted, in the record's order."""
        return {key.name: record[key.name] for key in self.wanted()}

    def _has_language(self, language: str) -> bool:
        return any(f"{language}-".lower().startswith(f"{tag}-".lower()) for tag in self.languages)

    def _has_site(self, host: str | None) -> bool:
        below = (site.lower().removeprefix("www.") for site in self.sites)
        return host is not None and any(f".{host}".endswith(f".{site}") for site in below)

    def _has_day(self, published: str | None) -> bool:
        day = date.fromisoformat(published[:10]) if published else None
        return day is not None and (self.since or day) <= day <= (self.until or day)


def site_of(record: Mapping[str, Any]) -> str | None:
    """The host of a record's address, else of the address that the page claims, without www.

    >>> site_of({"url": "https://www.Example.com:80/1.html"})
    'example.com'
    """
    for name in ("url", "canonical_url"):
        if address := record.get(name):
            try:
                host: str | None = urlsplit(address).hostname
            except ValueError:
                continue
            if host:
                return host.removeprefix("www.")
    return None
