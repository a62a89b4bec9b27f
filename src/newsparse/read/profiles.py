"""Site profiles: data for what no general rule can know of a site. See docs/profiles.md.

A profile names hosts, and for a field a CSS selector (resolved by the reader) or a pattern over the page's markup.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from newsparse.errors import DataError
from newsparse.options import Options

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

# What a selector may point at: the body's element, what is not the article's, and the fields of one line.
SELECTABLE = ("body", "drop", "title", "kicker", "subtitle", "published", "source", "authors", "editors")
# What a pattern's first group may give.
MATCHABLE = ("title", "published", "source", "authors", "editors")
# A pattern is a stranger's: it gets so long (seconds) on a page.
_TIMEOUT = 0.2


@dataclass(frozen=True)
class Profile:
    """One site's profile.

    Attributes:
        hosts: the site's hosts; a host below one of them counts too.
        why: what general rules cannot know.
        select: field → CSS selector.
        match: field → regular expression (of the `regex` module) over the markup; its first group is the value.
    """

    hosts: tuple[str, ...]
    why: str
    select: Mapping[str, str]
    match: Mapping[str, str]

    def matches(self, markup: str) -> dict[str, str]:
        """field → value, of the patterns that match the markup in time."""
        import regex

        out: dict[str, str] = {}
        for field, pattern in self.match.items():
            try:
                found = regex.search(pattern, markup, timeout=_TIMEOUT, concurrent=True)
            except TimeoutError:
                continue
            if found and found[1]:
                out[field] = found[1]
        return out


def profile_for(url: str | None, options: Options) -> Profile | None:
    """The profile for a page's address: the caller's own first, then the built-in ones.

    Raises:
        DataError: a profile file of the caller's is not as it must be.
    """
    if not options.profiles or not url:
        return None
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return None
    for folder in (*options.profile_dirs, ""):
        for profile in _profiles(folder):
            if any(host == h or host.endswith("." + h) for h in profile.hosts):
                return profile
    return None


@lru_cache(64)
def _profiles(folder: str) -> tuple[Profile, ...]:
    """The profiles of a folder; "" is that of newsparse."""
    from importlib.resources import files  # not at the top: it takes as long to import as five modules of ours

    root = _folder(folder) if folder else files("newsparse") / "data" / "profiles"
    found = sorted((p for p in root.iterdir() if p.name.endswith(".toml")), key=lambda p: p.name)
    return tuple(profile for p in found for profile in read_profiles(p.read_text(encoding="utf-8"), str(p)))


def _folder(name: str) -> Traversable:
    """A folder of profiles, or the package that holds them ("my_crawler.profiles").

    Raises:
        DataError: there is neither.
    """
    from importlib.resources import files

    if Path(name).is_dir():
        return Path(name)
    try:
        return files(name)
    except (ImportError, ValueError, TypeError) as error:
        raise DataError(
            f"{name}: no such folder, and no package of that name. Give what holds the *.toml files of your profiles."
        ) from error


def read_profiles(text: str, origin: str) -> list[Profile]:
    """The profiles of one TOML text.

    Raises:
        DataError: it is no TOML, or an entry has no hosts, no reason, or a field that cannot be given.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{origin}: not readable as TOML: {error}.") from error
    return [_profile(entry, origin) for entry in data.get("site", ())]


def _profile(entry: Mapping[str, Any], origin: str) -> Profile:
    hosts, why = entry.get("hosts"), entry.get("why")
    if not hosts or not isinstance(hosts, list) or not why:
        raise DataError(f'{origin}: a [[site]] needs hosts = ["…"] and why = "…".')
    select, match = entry.get("select", {}), entry.get("match", {})
    _check(select, SELECTABLE, f"{origin}: {hosts[0]}: select")
    _check(match, MATCHABLE, f"{origin}: {hosts[0]}: match")
    return Profile(tuple(h.lower() for h in hosts), why, select, match)


def _check(given: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    for field, value in given.items():
        if field not in known:
            raise DataError(f"{where}.{field}: no such field. Known are {', '.join(known)}.")
        if not isinstance(value, str):
            raise DataError(f"{where}.{field}: must be text.")
