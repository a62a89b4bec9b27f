"""Which records are wanted, and which of their keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from newsparse.article import Article
from newsparse.errors import OptionsError
from newsparse.record import Key, keys_of

FIELDS = tuple(key.name for key in keys_of(Article))


@dataclass(frozen=True, slots=True)
class Filters:
    """What a record must be to be written. What is not set lets everything pass.

    Attributes:
        kinds: "article", "list", "other".
        languages: tags; "zh" means zh-Hans and zh-Hant.
        min_chars: least characters of the text, white space not counted.
        since, until: first and last day of publication (the page's local day). A page without a date does not pass.
        sites: hosts; "example.com" means its subdomains too. A page without an address does not pass.
        fields: the keys of the record that are written (besides ``file``); none: all.

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
        unknown = [name for name in self.fields if name not in FIELDS]
        if unknown:
            raise OptionsError(f"No record has a field {unknown[0]}. The fields are {', '.join(FIELDS)}.")

    def against(self, record: Mapping[str, Any]) -> str | None:
        """The first filter that the record does not pass; None for one that is wanted."""
        return next((name for name, passes in _FILTERS if not passes(self, record)), None)

    def wanted(self) -> tuple[Key, ...]:
        """The keys that are wanted, in the record's order."""
        return tuple(key for key in keys_of(Article) if not self.fields or key.name in self.fields)

    def chosen(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """The record with the keys that are wanted, in the record's order."""
        return {key.name: record[key.name] for key in self.wanted()}


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


def _kind(wanted: Filters, record: Mapping[str, Any]) -> bool:
    return not wanted.kinds or record["kind"] in wanted.kinds


def _language(wanted: Filters, record: Mapping[str, Any]) -> bool:
    language = record["language"].lower()
    return not wanted.languages or any(f"{language}-".startswith(f"{tag.lower()}-") for tag in wanted.languages)


def _length(wanted: Filters, record: Mapping[str, Any]) -> bool:
    return not wanted.min_chars or len("".join(record["text"].split())) >= wanted.min_chars


def _day(wanted: Filters, record: Mapping[str, Any]) -> bool:
    if wanted.since is None and wanted.until is None:
        return True
    if record["published"] is None:
        return False
    day = date.fromisoformat(record["published"][:10])
    return (wanted.since is None or day >= wanted.since) and (wanted.until is None or day <= wanted.until)


def _site(wanted: Filters, record: Mapping[str, Any]) -> bool:
    if not wanted.sites:
        return True
    host = site_of(record)
    return host is not None and any(
        f".{host}".endswith(f".{site.lower().removeprefix('www.')}") for site in wanted.sites
    )


_Filter = Callable[[Filters, Mapping[str, Any]], bool]
# The cheapest first; a record is counted under the first that it does not pass.
_FILTERS: tuple[tuple[str, _Filter], ...] = (
    ("kind", _kind),
    ("lang", _language),
    ("site", _site),
    ("date", _day),
    ("min-chars", _length),
)
