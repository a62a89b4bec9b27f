"""Figures site by site: a mean over all pages hides the site on which a field is never right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from newsparse.dumps.filters import site_of
from newsparse.evaluate.score import Figure, figures

if TYPE_CHECKING:
    from newsparse.evaluate.cases import Case
    from newsparse.evaluate.evaluation import PageScore


class SiteScore(NamedTuple):
    """A site and its figures.

    Attributes:
        site: its host without www, or what the case calls it.
        pages: how many pages it has.
        figures: over these, see `newsparse.evaluate.score.figures`.
    """

    site: str
    pages: int
    figures: dict[str, Figure]


def site_of_case(case: Case, record: Mapping[str, Any] | None) -> str | None:
    """What the case calls the site, else the host of its address, else of the one that the page claims."""
    return case.site or site_of({"url": case.url, "canonical_url": (record or {}).get("canonical_url")})


def by_site(pages: Iterable[PageScore]) -> list[SiteScore]:
    """The sites, the one with the worst pages first; pages of no site are left out."""
    sites: dict[str, list[PageScore]] = {}
    for page in pages:
        if page.site is not None:
            sites.setdefault(page.site, []).append(page)

    def goodness(item: tuple[str, list[PageScore]]) -> tuple[float, str]:
        return sum(page.goodness() for page in item[1]) / len(item[1]), item[0]

    ordered = sorted(sites.items(), key=goodness)
    return [SiteScore(site, len(found), figures(page.row for page in found)) for site, found in ordered]
