"""What is fuzzed: functions of bytes that raise only where newsparse breaks a promise, and what each begins with."""

from __future__ import annotations

import json
import tempfile
import tomllib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, get_args

import newsparse
from mutants import ROOT, holds, made, seeds
from mutants.holds import Broken
from newsparse.dumps.batch import read_batch
from newsparse.dumps.inputs import inputs_of, read_inputs
from newsparse.dumps.inputs.opened import Context
from newsparse.dumps.job import Job
from newsparse.read.decode import decode
from newsparse.read.profile_files import read_profiles
from newsparse.text.datelines import dateline_from_text
from newsparse.text.dates.codes import roc_code
from newsparse.text.dates.find import find_moments, parse_moment
from newsparse.text.outlets.source_lines import source_from_text
from newsparse.text.people.credit_lines import Zone, credits_from_text
from newsparse.text.scrub import is_clean

_URL = "https://news.example.com/2021/1108/1.html"
_TYPES = (None, "text/html; charset=utf-8", "text/html; charset=gbk", "text/html; charset=big5", "text/html; charset=")
_CASES = ROOT / "tests" / "cases"


class Target(NamedTuple):
    """What is fuzzed, and the inputs that it begins with."""

    run: Callable[[bytes], object]
    seeds: Callable[[], Iterable[bytes]]


def _decode(data: bytes) -> None:
    """The first byte chooses the Content-Type."""
    read = decode(data[1:], _TYPES[data[0] % len(_TYPES)] if data else None)
    read.text.encode("utf-8")


def _html(data: bytes, parser: str) -> None:
    holds.page(made.Page(data, _URL, None, {"parser": parser, "input": "html"}))


def _text(data: bytes) -> None:
    holds.page(made.Page(_str(data), None, None, {"input": "text"}))


def _dates(data: bytes) -> None:
    text = _str(data)
    for moment in find_moments(text, limit=9):
        if moment.raw != text[moment.start : moment.end]:
            raise Broken("a moment that is not in its text", moment)
    parse_moment(text)
    roc_code(text)


def _credits(data: bytes) -> None:
    text = _str(data)
    for zone in get_args(Zone):
        for credit in credits_from_text(text, zone=zone):
            if credit.raw != text[credit.start : credit.end]:
                raise Broken("a credit that is not in its text", credit)
    source_from_text(text)
    dateline_from_text(text)


def _profiles(data: bytes) -> None:
    try:
        found = read_profiles(_str(data), "fuzzed.toml")
    except newsparse.NewsparseError:
        return
    for profile in found:
        profile.matches("<title>老街亮灯</title><p class=a>来源：某某晚报</p>")


def _record(data: bytes) -> None:
    """JSON that says that it is a record."""
    try:
        article = newsparse.Article.from_dict(json.loads(data))
    except (newsparse.NewsparseError, ValueError):
        return
    if not is_clean(article.to_json()):
        raise Broken("a character that no file may hold", "")


def _container(data: bytes, ending: str) -> None:
    """A file of its kind by its name and by its content: its pages, each read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        path.write_bytes(data)
        items = read_inputs(inputs_of([path]), (), Context())
        try:
            for outcome in read_batch((item.page for item in items), Job()):
                if outcome.fault is not None and outcome.fault.error in holds.BUGS:
                    raise Broken(f"a fault that says {outcome.fault.error}", outcome.fault)
                if outcome.record is not None:
                    holds.row(outcome.record)
        except newsparse.NewsparseError:
            return


def _str(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _lines_of(*names: str) -> Iterable[bytes]:
    """Every text in files of cases."""
    for name in names:
        yield from (text.encode() for text in _texts(tomllib.loads((_CASES / name).read_text(encoding="utf-8"))))


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def _small_pages() -> Iterable[bytes]:
    return (page for page in seeds.pages() if len(page) < 12_000)


def _chosen() -> Iterable[bytes]:
    for at, page in enumerate(_small_pages()):
        yield bytes([at % len(_TYPES)]) + page[:2000]


def _profile_files() -> Iterable[bytes]:
    head = '[[site]]\nhosts = ["a.example"]\nwhy = "x"\n'
    yield f'{head}select = {{title = "h1"}}\nmatch = {{source = "来源：(.+?)<"}}'.encode()
    yield from (file.read_bytes() for file in (ROOT / "src/newsparse/data/profiles").glob("*.toml"))


def _records() -> Iterable[bytes]:
    return (file.read_bytes() for file in (ROOT / "fixtures").glob("*/article.json"))


def _containers() -> dict[str, Target]:
    targets = {}
    for kind, (ending, make, packings) in seeds.CONTAINERS.items():
        if kind != "page":
            targets[kind] = Target(partial(_container, ending=ending), lambda make=make: [make(1), make(2)])
        for packing in packings if kind in ("page", "jsonl") else ():
            pack = seeds.PACKINGS[packing]
            begin = partial(_packed, make, pack)
            targets[f"{kind}.{packing}"] = Target(partial(_container, ending=f"{ending}.{packing}"), begin)
    return targets


def _packed(make: Callable[[int], bytes], pack: Callable[[bytes], bytes]) -> list[bytes]:
    return [pack(make(1))]


TARGETS: dict[str, Target] = {
    "decode": Target(_decode, _chosen),
    "html by lexbor": Target(partial(_html, parser="lexbor"), _small_pages),
    "html by libxml2": Target(partial(_html, parser="lxml"), _small_pages),
    "text": Target(_text, lambda: _lines_of("whole_text.toml", "marks.toml")),
    "dates": Target(_dates, lambda: _lines_of("dates.toml")),
    "credits": Target(_credits, lambda: _lines_of("credits.toml", "people.toml", "source.toml", "dateline.toml")),
    "profiles": Target(_profiles, _profile_files),
    "record": Target(_record, _records),
    **_containers(),
}
