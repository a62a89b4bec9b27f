"""Paths into the data of a page's scripts, to where the right values stand."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from itertools import islice

from newsparse.induction.answers import LONGEST_TEXT, Judge
from newsparse.induction.candidates import Candidate, judged, ranked
from newsparse.induction.samples import Sample
from newsparse.read.script_paths import ID, Scripts, script_path

# Values of a script that are looked at, and paths that are tried on all pages.
_MOST_VALUES, _MOST_PATHS = 5000, 40
# Variables of a script that are looked into.
_MOST_VARIABLES = 50
_OPENS = ("{", "[")
# A variable that is given an object, a list or a string.
_SET = re.compile(r"""(?<![\w$.])((?:window\.)?[^\W\d][\w$]{0,60})\s*+=\s*+(?=[{\["']|JSON\.parse)""")
_PLAIN_KEY = re.compile(r"""[^.\[\]"'\s]+""")


def in_data(samples: Sequence[Sample], judges: Sequence[Judge]) -> list[Candidate]:
    """Paths that give a field, the best first."""
    votes: Counter[str] = Counter()
    for sample, judge in zip(samples, judges, strict=True):
        votes.update(set(paths_in(sample, judge)))
    tried = [path for path, _ in votes.most_common(_MOST_PATHS) if _is_path(path)]
    return ranked(_scored(path, samples, judges) for path in tried)


def _scored(path: str, samples: Sequence[Sample], judges: Sequence[Judge]) -> Candidate:
    place = script_path(path)
    return Candidate("data", path, judged(lambda sample: sample.data.at(place) or "", samples, judges))


def paths_in(sample: Sample, judge: Judge) -> Iterator[str]:
    """Where the right value stands in the data of a page."""
    waiting = deque(_roots(sample))
    seen = 0
    while waiting and seen < _MOST_VALUES:
        path, value = waiting.popleft()
        seen += 1
        if isinstance(value, dict):
            waiting.extend((path + _step(key), item) for key, item in value.items())
        elif isinstance(value, list):
            waiting.extend((f"{path}[{index}]", item) for index, item in enumerate(value))
        elif isinstance(value, str | int) and len(text := str(value)) <= LONGEST_TEXT and judge(text):
            yield path


def _roots(sample: Sample) -> Iterator[tuple[str, object]]:
    """The data of scripts, by the variables that hold them and by the ids of those that are data."""
    for script in sample.scripts:
        marked = ID.search(script.attrs)
        if marked and script.text.lstrip()[:1] in _OPENS:
            yield from _named(f"#{next(filter(None, marked.groups()), '')}", sample.data)
        elif "ld+json" not in script.attrs:
            names = dict.fromkeys(found[1] for found in _SET.finditer(script.text))
            for name in islice(names, _MOST_VARIABLES):
                yield from _named(name, sample.data)


def _named(name: str, data: Scripts) -> Iterator[tuple[str, object]]:
    if _is_path(name):
        yield from ((name, value) for value in data.values(script_path(name)))


def _step(key: str) -> str:
    return f".{key}" if _PLAIN_KEY.fullmatch(key) else f'["{key}"]'


def _is_path(path: str) -> bool:
    try:
        script_path(path)
    except ValueError:
        return False
    return True
