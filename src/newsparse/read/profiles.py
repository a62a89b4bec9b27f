"""Site profiles: data for what no general rule can know of a site. See docs/profiles.md.

A profile names hosts, and for a field where its value is: a CSS selector (resolved by the reader), a pattern over the
page's markup, a path into the data of its scripts, or the value itself.
How they are read from files, and what is no profile, is in `newsparse.read.profile_files`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from newsparse.article import ADDRESS, LINE, ROLES
from newsparse.options import Options, Parser
from newsparse.text.state.values import plain

if TYPE_CHECKING:
    from regex import Pattern

    from newsparse.page.page import Script
    from newsparse.read.script_paths import ScriptPath

# A pattern is a stranger's: it gets so long (seconds) on a page.
PATTERN_TIMEOUT = 0.2
# The fields of one line, and those that hold names. "authors" and "editors" are the record's, the others its roles.
ONE_LINE = ("title", "published", "source", "kicker", "subtitle", "site_name", "main_image")
NAMES = ("authors", "editors", *ROLES)
# What a selector points at to be kept, or to be left out.
RANGES = ("body", "drop")
# Fields that are told in several elements as often as in one: their words must not run into one another.
_APART = frozenset({"published", *NAMES})
# Characters of a value: addresses have the most of all fields. What is longer is another thing in its place.
_LONGEST = ADDRESS
# Characters as JavaScript writes them; those beyond the first plane are two units.
_UNITS = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")


class Target(NamedTuple):
    """What a selector of a profile points at: elements, or an attribute of theirs (``meta[name=x]@content``)."""

    css: str
    attribute: str = ""

    def __str__(self) -> str:
        return f"{self.css}@{self.attribute}" if self.attribute else self.css


class Matches(NamedTuple):
    """What a profile's patterns gave on a page: field → value, and the fields whose pattern took too long."""

    values: dict[str, str]
    slow: tuple[str, ...]

    def warnings(self) -> Iterator[str]:
        """What the record says of patterns that took too long."""
        for field in self.slow:
            yield (
                f"The site profile's pattern for {field} took more than {PATTERN_TIMEOUT:g} s on this page "
                "and gave nothing."
            )


@dataclass(frozen=True)
class Profile:
    """One site's profile.

    Attributes:
        hosts: the site's hosts, in lower case; a host below one of them counts too.
        why: what general rules cannot know.
        select: field → CSS selector.
        match: field → regular expression (of the `regex` module) over the markup; its first group is the value.
        data: field → path into what the page's scripts hold.
        constants: field → its value on pages where none of the others gives one.
        origin: its file, and which entry of it.
    """

    hosts: tuple[str, ...]
    why: str
    select: Mapping[str, Target]
    match: Mapping[str, Pattern[str]]
    data: Mapping[str, ScriptPath]
    constants: Mapping[str, str]
    origin: str = ""

    def named(self, table: str, field: str) -> str:
        """What a person finds a rule by: table, field, the rule as the file has it, the file, the entry."""
        if table == "match":
            rule = self.match[field].pattern
        elif table == "data":
            rule = self.data[field].written
        else:
            rule = str(self.select[field]) if table == "select" else self.constants[field]
        return f"{table}.{field} = {rule} in {self.origin}"

    def matches(self, markup: str) -> Matches:
        """What the patterns find in the markup in time."""
        values: dict[str, str] = {}
        slow: list[str] = []
        for field, pattern in self.match.items():
            try:
                found = pattern.search(markup, timeout=PATTERN_TIMEOUT, concurrent=True)
            except TimeoutError:
                slow.append(field)
                continue
            if found and found[1] and (value := _as_shown(found[1], field)):
                values[field] = value
        return Matches(values, tuple(slow))

    def found_in_data(self, scripts: Iterable[Script]) -> dict[str, str | None]:
        """What the paths find in the page's scripts: field → value, None where what is there is no value."""
        if not self.data:
            return {}
        from newsparse.read.script_paths import Scripts  # what pages without profiles need not load

        held = Scripts(scripts)
        values = {field: held.at(path) for field, path in self.data.items()}
        return {field: _as_shown(value, field) for field, value in values.items() if value is not None}

    def host_of(self, host: str) -> str | None:
        """The one of the profile's hosts that a page's host is, or lies below."""
        return next((own for own in self.hosts if host == own or host.endswith("." + own)), None)


def first_said(field: str, read: Callable[[str], Iterable[str]]) -> str:
    """The first of an element's texts or attributes that is not empty, on one line; "" where all are.

    Args:
        field: the field that the values are for.
        read: gives the values of the elements, their pieces joined by its argument.
    """
    texts = (" ".join(text[:_LONGEST].split()) for text in read(" " if field in _APART else ""))
    return next((text for text in texts if text), "")


def _as_shown(value: str, field: str) -> str | None:
    """A value that stands in markup or in a script as a reader would see it."""
    if field == "main_image":
        return unescape(value).replace("\\/", "/").strip()
    units = _UNITS.sub(lambda units: bytes.fromhex(units[0].replace("\\u", "")).decode("utf-16-be", "replace"), value)
    return plain(units, LINE)


def profile_for(url: str | None, options: Options, parser: Parser) -> Profile | None:
    """The profile for a page's address: the caller's own first, then the built-in ones.

    Args:
        parser: the library that resolves the selectors.

    Raises:
        DataError: a profile of the caller's is not as it must be, whatever the page's address.
    """
    if not options.profiles:
        return None
    groups = [profiles_in(str(folder), parser) for folder in options.profile_dirs]
    host = host_of(url) if url else ""
    if not host:
        return None
    return first_for(host, (profile for group in (*groups, built_in(parser)) for profile in group))


def first_for(host: str, profiles: Iterable[Profile]) -> Profile | None:
    """The first of these profiles that is for a host."""
    return next((profile for profile in profiles if profile.host_of(host)), None)


def check_profiles(options: Options) -> None:
    """See that all profiles of ``options`` can be used, before the work begins that needs them.

    Raises:
        DataError: one cannot.
    """
    profile_for(None, options, options.parser)


def host_of(url: str) -> str:
    """The host of an address, in lower case; "" where it has none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


@lru_cache(64)
def profiles_in(folder: str, parser: Parser) -> tuple[Profile, ...]:
    """The profiles of a folder or a package, checked for a parser.

    Raises:
        DataError: one is not as it must be.
    """
    from newsparse.read.profile_files import folder_at, read_folder  # what pages without profiles need not load

    return tuple(read_folder(folder_at(folder), parser))


@lru_cache(2)
def built_in(parser: Parser) -> tuple[Profile, ...]:
    """The profiles that come with newsparse."""
    from importlib.resources import files

    from newsparse.read.profile_files import read_folder

    return tuple(read_folder(files("newsparse") / "data" / "profiles", parser))
