"""Files of site profiles: found, read, and everything in them checked, so that no page meets a profile that is none.

What is wrong is a `DataError` that names the file and the place: the line, or the entry and its key.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsparse.article import LINE
from newsparse.errors import DataError
from newsparse.options import Parser
from newsparse.read.profile_patterns import compiled
from newsparse.read.profiles import NAMES, ONE_LINE, RANGES, Profile, Target
from newsparse.read.script_paths import ScriptPath, script_path

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

# What a selector may point at: the body's element, what is not the article's, and the fields of one line.
SELECTABLE = (*RANGES, *ONE_LINE, *NAMES)
# What a pattern's first group, or a path into a script's data, may give.
MATCHABLE = (*ONE_LINE, *NAMES)
# What can be the same on all pages of a site.
SETTABLE = ("source", "site_name", *NAMES)
_KEYS = ("hosts", "why", "select", "match", "data", "set")
# An attribute behind a selector: no selector ends so.
_ATTRIBUTE = re.compile(r"[\w:.-]*")

# A site takes 300 to 600 bytes: this is two thousand of them. What is greater is another file, or no end of one.
MOST_FILE_BYTES = 1 << 20
# Characters. Parsers of CSS take time and stack by length; the longest selector of the built-in profiles has 30.
MOST_SELECTOR = 1000
# Keys joined by dots (a.b.c) deeper than this: no profile has three, and the TOML reader's memory grows by the square.
_DEEPEST = 32
_PART = r"(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')"
_DEEP = re.compile(rf"(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{_DEEPEST}}}")
_HOST = re.compile(r"[^\s/:@?#*.]+(?:\.[^\s/:@?#*.]+)*")
_SHOWN = 60  # characters of a value that is shown in a message


def read_folder(folder: Traversable, parser: Parser) -> Iterator[Profile]:
    """The profiles of all files of a folder, in the order of their names.

    Raises:
        DataError: there is none, or one is not as it must be.
    """
    try:
        found = sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)
    except OSError as error:
        raise DataError(f"{folder}: cannot be read as a folder of profiles: {error.strerror or error}.") from error
    if not found:
        raise DataError(f"{folder}: there is no *.toml file in it. Give the folder that holds your profiles.")
    for path in found:
        yield from read_file(path, parser)


def digests_of(folders: Iterable[str]) -> dict[str, str]:
    """What tells whether the files of some folders of profiles are still the same: 16 characters of each, by its path.

    Raises:
        DataError: one cannot be read.
    """
    found = {}
    for name in folders:
        for path in folder_at(name).iterdir():
            if path.name.endswith(".toml"):
                shown = f"{name}/{path.name}".encode(errors="surrogateescape").decode(errors="replace")
                found[shown] = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return found


def folder_at(name: str) -> Traversable:
    """A folder of profiles, or the package that holds them ("my_crawler.profiles").

    Raises:
        DataError: there is neither.
    """
    from importlib.resources import files  # not at the top: it takes as long to import as five modules of ours

    try:
        path = Path(name)
        if name and path.is_dir():
            return path
        if path.exists():
            raise DataError(f"{name}: is a file. Give the folder that it lies in.")
        return files(name)
    except DataError:
        raise
    except Exception as error:  # what a package does while it is imported is its own: it may raise anything
        raise DataError(
            f"{name or 'profile_dirs'}: no such folder, and no package of that name. "
            "Give what holds the *.toml files of your profiles."
        ) from error


def read_file(path: Traversable, parser: Parser) -> list[Profile]:
    """The profiles of one file.

    Raises:
        DataError: it cannot be read, or is not as it must be.
    """
    try:
        if not path.is_file():  # a pipe would be waited for, a device has no end
            what = "is a folder" if path.is_dir() else "there is no such file"
            raise DataError(f"{path}: {what}. A profile is a TOML file.")
        with path.open("rb") as file:
            data = file.read(MOST_FILE_BYTES + 1)
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror or error}.") from error
    if len(data) > MOST_FILE_BYTES:
        raise DataError(f"{path}: has more than {MOST_FILE_BYTES >> 20} MiB. Divide it into several files.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DataError(f"{path}: line {line}: is not UTF-8. Save the file as UTF-8.") from error
    return read_profiles(text, str(path), parser)


def read_profiles(text: str, origin: str, parser: Parser = "lexbor") -> list[Profile]:
    """The profiles of one TOML text, which ``origin`` names in messages.

    Raises:
        DataError: it is no TOML, or an entry is not as it must be.
    """
    data = _toml(text, origin)
    _known(data, ("site",), origin)
    sites = data.get("site", [])
    if not isinstance(sites, list):
        raise DataError(f"{origin}: site: is {_type(sites)}. Begin each site's entry with [[site]].")
    return [_profile(entry, f"{origin}: [[site]] {number}", parser) for number, entry in enumerate(sites, 1)]


def _toml(text: str, origin: str) -> dict[str, Any]:
    if deep := _DEEP.search(text):
        line = text.count("\n", 0, deep.start()) + 1
        raise DataError(f"{origin}: line {line}: keys joined by more than {_DEEPEST} dots. No profile has such keys.")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise DataError(f"{origin}: not readable as TOML: its values are nested too deeply.") from error
    except ValueError as error:  # TOMLDecodeError is one, and so is that of a number of 5,000 figures
        raise DataError(f"{origin}: not readable as TOML: {str(error).rstrip('.')}.") from error


def _profile(entry: Any, where: str, parser: Parser) -> Profile:
    if not isinstance(entry, dict):
        raise DataError(f"{where}: is {_type(entry)}. Begin each site's entry with [[site]].")
    for key in ("hosts", "why"):
        if key not in entry:
            raise DataError(f'{where}: has no {key}. A [[site]] needs hosts = ["…"] and why = "…".')
    hosts = _hosts(entry["hosts"], f"{where}: hosts")
    where = f"{where} ({hosts[0]})"
    _known(entry, _KEYS, where)
    why = _text(entry["why"], f"{where}: why")
    select = _table(entry, "select", SELECTABLE, where)
    match = _table(entry, "match", MATCHABLE, where)
    data = _table(entry, "data", MATCHABLE, where)
    return Profile(
        hosts,
        why,
        {field: _target(field, selector, f"{where}: select.{field}", parser) for field, selector in select.items()},
        {field: compiled(pattern, f"{where}: match.{field}") for field, pattern in match.items()},
        {field: _path(path, f"{where}: data.{field}") for field, path in data.items()},
        _constants(entry, where),
        where,
    )


def _hosts(given: Any, where: str) -> tuple[str, ...]:
    if not isinstance(given, list) or not given:
        raise DataError(f'{where}: is {_type(given)}. Write a list of hosts: ["news.example.com"].')
    for number, host in enumerate(given, 1):
        if not _HOST.fullmatch(_text(host, f"{where}: {number}").rstrip(".")):
            raise DataError(
                f"{where}: {_shown(host)} is no host, so no page would match it. "
                "Write it without https://, port, path or *: hosts below it count too."
            )
    return tuple(host.lower().rstrip(".") for host in given)


def _table(entry: Mapping[str, Any], key: str, fields: Iterable[str], where: str) -> dict[str, str]:
    given = entry.get(key, {})
    if not isinstance(given, dict):
        raise DataError(f"{where}: {key}: is {_type(given)}. It must be a table: [site.{key}].")
    _known(given, fields, f"{where}: {key}")
    return {field: _text(value, f"{where}: {key}.{field}") for field, value in given.items()}


def _constants(entry: Mapping[str, Any], where: str) -> dict[str, str]:
    found = _table(entry, "set", SETTABLE, where)
    for field, value in found.items():
        if len(value) > LINE:
            raise DataError(f"{where}: set.{field}: has more than {LINE} characters.")
    return found


def _path(written: str, where: str) -> ScriptPath:
    try:
        return script_path(written)
    except ValueError as error:
        raise DataError(f"{where}: {_shown(written)} is no path into a script's data: it {error}.") from error


def _target(field: str, selector: str, where: str, parser: Parser) -> Target:
    """What a selector points at, checked."""
    css, at, attribute = (part.strip() for part in selector.rpartition("@"))
    if not at or not _ATTRIBUTE.fullmatch(attribute):
        _check_selector(selector, where, parser)
        return Target(selector)
    if field in RANGES:
        raise DataError(f"{where}: {_shown(selector)} points at an attribute; {field} is made of elements.")
    if not css or not attribute:
        raise DataError(f"{where}: {_shown(selector)} is no attribute of an element: write meta[name=x]@content.")
    _check_selector(css, where, parser)
    return Target(css, attribute.lower())


def _check_selector(selector: str, where: str, parser: Parser) -> None:
    if len(selector) > MOST_SELECTOR:
        raise DataError(f"{where}: has more than {MOST_SELECTOR} characters.")
    if fault := selector_fault(selector, parser):
        raise DataError(f"{where}: {_shown(selector)} is no CSS selector for {parser}: {fault.rstrip('.')}.")


def selector_fault(selector: str, parser: Parser) -> str | None:
    """What is wrong with a selector, for one of the two parsers; None if nothing is."""
    if parser == "lxml":
        from newsparse.read.lxml_walk import fault_in
    else:
        from newsparse.read.lexbor_walk import fault_in
    return fault_in(selector)


def _known(given: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    for key in given:
        if key not in known:
            raise DataError(f"{where}: {_shown(key)} is not known here. Known are {', '.join(known)}.")


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise DataError(f"{where}: is {_type(value)}. It must be text.")
    if not value.strip():
        raise DataError(f"{where}: is empty.")
    return value


def _type(value: Any) -> str:
    """What a value is, for a message."""
    names = {dict: "a table", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}
    return "empty" if value in ([], "") else names.get(type(value), "a time")


def _shown(value: str) -> str:
    return repr(value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…")
