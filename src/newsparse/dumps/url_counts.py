"""What came of --url-from: how many pages got an address by it, and how many of these claim another one themselves."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

# What servers call the page of an address that ends in a slash.
_FOLDERS_PAGES = ("index.html", "index.htm", "index.shtml")


class GivenUrl(NamedTuple):
    """Of a page for which --url-from was asked: the address that it gave, if any, and the one that the page claims."""

    url: str | None
    claimed: str | None


@dataclass(slots=True)
class UrlCounts:
    """Counts of such pages. Two add up to one (`add`).

    Attributes:
        found: pages with an address by --url-from.
        missing: pages for which it has none.
        contradicted: pages among those found that claim an address with another path.
        missing_as: the name of the first page without one.
        contradicted_as: the first page that contradicts: its name, the address given, the one that it claims.
    """

    found: int = 0
    missing: int = 0
    contradicted: int = 0
    missing_as: str = ""
    contradicted_as: list[str] = field(default_factory=list)

    def count(self, name: str, given: GivenUrl) -> None:
        if given.url is None:
            self.add(UrlCounts(missing=1, missing_as=name))
        elif given.claimed is not None and contradict(given.url, given.claimed):
            self.add(UrlCounts(found=1, contradicted=1, contradicted_as=[name, given.url, given.claimed]))
        else:
            self.add(UrlCounts(found=1))

    def add(self, other: UrlCounts) -> None:
        self.found += other.found
        self.missing += other.missing
        self.contradicted += other.contradicted
        self.missing_as = self.missing_as or other.missing_as
        self.contradicted_as = self.contradicted_as or other.contradicted_as

    def to_json(self) -> dict[str, Any]:
        """The counts in JSON types, as `UrlCounts(**…)` takes them."""
        return asdict(self)


def contradict(given: str, claimed: str) -> bool:
    """Whether two addresses cannot be of one page: their paths differ. (A portal has a page on several hosts, and many
    claim the front page for all pages: that says nothing.)

    >>> contradict("https://a.example/0001.html", "https://a.example/news/38291.html")
    True
    >>> contradict("https://m.a.example/b/", "http://www.a.example/b/index.html")
    False
    >>> contradict("https://a.example/b/1.html", "https://a.example/")
    False
    """
    path = _path(claimed)
    return path not in ("", _path(given))


def _path(address: str) -> str:
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return ""
    folder, _, name = path.rpartition("/")
    return folder if name in _FOLDERS_PAGES else path.rstrip("/")
