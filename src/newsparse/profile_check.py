"""How a file of site profiles does on pages: which of its hosts and rules match, and which never do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from newsparse.options import Options, Parser
from newsparse.page.page import Page
from newsparse.read.coerce import markup_of
from newsparse.read.markup import read_html
from newsparse.read.profile_files import selector_fault
from newsparse.read.profiles import PATTERN_TIMEOUT, Profile, first_for, host_of

_EXAMPLE = 80  # characters of what a rule found that are kept, enough to see whether it is right
_PARSERS: tuple[Parser, ...] = ("lexbor", "lxml")


@dataclass(slots=True)
class RuleCheck:
    """A selector, a pattern, a path or a constant.

    Attributes:
        rule: as the file has it.
        pages: how many of the site's pages it found something on; a constant: on how many it was the value.
        empty: on how many its element, its group or its place in the data is there and holds no value.
        slow: on how many it took too long, and gave nothing.
        example: what it found first, cut.
        fault: what one of the two parsers has against a selector that the other can read.
    """

    rule: str
    pages: int = 0
    empty: int = 0
    slow: int = 0
    example: str | None = None
    fault: str | None = None

    def saw(self, value: str | None, *, enough: bool = False) -> None:
        """Count a page on which it found ``value``; ``enough``: finding it at all is what it is for."""
        if not value and not enough:
            self.empty += 1
            return
        self.pages += 1
        self.example = self.example or (value or "")[:_EXAMPLE]

    def why_never(self) -> str:
        """Why it gave nothing on any page, where that is known."""
        if self.slow:
            return f" (took more than {PATTERN_TIMEOUT:g} s on {self.slow})"
        return f" (found, but empty, on {self.empty})" if self.empty else ""

    def to_json(self) -> dict[str, Any]:
        names = ("rule", "pages", "empty", "slow", "example", "fault")
        return {name: getattr(self, name) for name in names}


@dataclass(slots=True)
class SiteCheck:
    """A [[site]] of the file.

    Attributes:
        number: which of the file's it is, from 1.
        profile: as it was read.
        pages: how many of the pages it was tried on.
        hosts: host → pages whose address is at it or below it.
        rules: key ("select.body", "match.source") → how it did.
    """

    number: int
    profile: Profile
    pages: int = 0
    hosts: dict[str, int] = field(default_factory=dict)
    rules: dict[str, RuleCheck] = field(default_factory=dict)

    def never(self) -> Iterator[str]:
        """What of it matched on no page."""
        for host, pages in self.hosts.items():
            if not pages:
                yield f"[[site]] {self.number}: host {host}"
        for key, rule in self.rules.items():
            if not rule.pages:
                yield f"[[site]] {self.number}: {key}{rule.why_never()}"

    def to_json(self) -> dict[str, Any]:
        rules = {key: rule.to_json() for key, rule in self.rules.items()}
        return {"site": self.number, "pages": self.pages, "hosts": self.hosts, "rules": rules}


class ProfileCheck:
    """Profiles of one file, and what they did on the pages seen so far.

    Attributes:
        sites: one for each profile.
        pages: how many pages were seen.
        unaddressed: names of those whose address is not known: no profile is found for them.
        others: names of those that are of none of the sites.
    """

    def __init__(self, profiles: Iterable[Profile], parser: Parser = "lexbor") -> None:
        self.sites = [_site(number, profile) for number, profile in enumerate(profiles, 1)]
        self.pages = 0
        self.unaddressed: list[str] = []
        self.others: list[str] = []
        self._parser = parser

    def see(self, name: str, page: bytes | str, url: str | None = None, content_type: str | None = None) -> None:
        """Try the profile on a page that `newsparse.parse` would take for it.

        A page without an address is tried with the profile of a file that has only one: what else could be meant?

        Raises:
            InputError: the page is none.
        """
        text, claimed = markup_of(page, content_type)
        self.pages += 1
        host = host_of(url or claimed or "")
        profile = first_for(host, (site.profile for site in self.sites)) if host else None
        if not host:
            self.unaddressed.append(name)
            if len(self.sites) == 1:
                profile = self.sites[0].profile
        elif profile is None:
            self.others.append(name)
        site = next((site for site in self.sites if site.profile is profile), None)
        if site is None:
            return
        if own := site.profile.host_of(host):
            site.hosts[own] += 1
        self._try(site, text, url)

    def _try(self, site: SiteCheck, text: str, url: str | None) -> None:
        site.pages += 1
        selectors = replace(site.profile, match={}, data={}, constants={})
        made = read_html(text, url, Options(parser=self._parser), selectors)
        for key, ranges in made.picked.items():
            holds = key == "drop" or _holds_blocks(ranges)
            site.rules[f"select.{key}"].saw(_text_of(made, ranges), enough=holds)
        for key, value in made.head.given.items():
            site.rules[f"select.{key}"].saw(value)
        found = site.profile.matches(text)
        for key, value in found.values.items():
            site.rules[f"match.{key}"].saw(value)
        for key in found.slow:
            site.rules[f"match.{key}"].slow += 1
        data = site.profile.found_in_data(made.head.scripts)
        for key, held in data.items():
            site.rules[f"data.{key}"].saw(held)
        for key, constant in site.profile.constants.items():
            if not (made.head.given.get(key) or found.values.get(key) or data.get(key)):
                site.rules[f"set.{key}"].saw(constant)

    def never(self) -> list[str]:
        """What matched on no page, each with its site."""
        return [what for site in self.sites for what in site.never()]

    def to_json(self) -> dict[str, Any]:
        """All of it, in JSON types."""
        return {
            "pages": self.pages,
            "unaddressed": self.unaddressed,
            "others": self.others,
            "sites": [site.to_json() for site in self.sites],
            "never": self.never(),
        }


def _site(number: int, profile: Profile) -> SiteCheck:
    rules = {f"select.{key}": RuleCheck(str(to), fault=_fault(to.css)) for key, to in profile.select.items()}
    rules |= {f"match.{key}": RuleCheck(pattern.pattern) for key, pattern in profile.match.items()}
    rules |= {f"data.{key}": RuleCheck(path.written) for key, path in profile.data.items()}
    rules |= {f"set.{key}": RuleCheck(value) for key, value in profile.constants.items()}
    return SiteCheck(number, profile, hosts=dict.fromkeys(profile.hosts, 0), rules=rules)


def _fault(selector: str) -> str | None:
    """What one of the parsers has against a selector: lxml reads trees, and what it cannot read it refuses."""
    faults = {parser: selector_fault(selector, parser) for parser in _PARSERS}
    return next((f"{parser} cannot read it: {fault}" for parser, fault in faults.items() if fault), None)


def _text_of(page: Page, ranges: list[tuple[int, int]]) -> str:
    """The first words that ranges of blocks hold."""
    return next((block.text for first, end in ranges for block in page.blocks[first:end] if block.text), "")


def _holds_blocks(ranges: list[tuple[int, int]]) -> bool:
    return any(end > first for first, end in ranges)
