"""Rows with another sign than a colon between label and name, read as if they had one: 作者, 林小滿; 文·林小满."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from newsparse.lexicon import alternation, load, words
from newsparse.text.flat import as_shown
from newsparse.text.people.persons import plausible_person

# Short for a row of one label and one or two names.
_LONGEST_COMMA_ROW = 24


class _Words(NamedTuple):
    comma: re.Pattern[str]
    dot: re.Pattern[str]
    tag: re.Pattern[str]
    bracket: re.Pattern[str]
    short: re.Pattern[str]
    aside: re.Pattern[str]


@cache
def _words() -> _Words:
    data = load("roles")
    labels, short = data["comma"]["words"], words("roles.short")
    whose = rf"{alternation(words('roles.modifier'))}{{0,2}}"
    word = r"[^\s/|,、;()\[\]]"
    named = [word for role in data["role"] for word in words(f"roles.role.{role}")]
    return _Words(
        comma=re.compile(rf"\s*{whose}{alternation(labels)}\s?[,-]"),
        dot=re.compile(rf"(?<![\w·]){alternation([*labels, *short])}\s*(?P<dot>·)\s*(?P<name>[^\s/|,、)\]]+)"),
        tag=re.compile(  # the bracket that opens may be lost, at the very start
            rf"(?P<open>[(\[]|\A(?=\S))(?P<label>{whose}{alternation([*named, *words('roles.combined')])})[)\]]"
            rf"(?P<sign>\s*:)?(?P<name>\s*{word}+(?:\s{word}(?!{word}))?)"
        ),
        bracket=re.compile(
            rf"(?<!\w){whose}{alternation(labels)}\s*(?P<open>:?\s*[(\[])(?P<name>[^()\[\]]{{2,24}})[)\]]"
        ),
        short=re.compile(as_shown(short)),
        aside=re.compile(rf"\({alternation(data['trainee']['words'])}\)"),
    )


def with_colons(text: str, line: str) -> str:
    """The flat line of the text, as long as before, with a colon behind its labels and no asides behind its names."""
    line = _with_label(text, line)
    if "(" in line:  # （责编：林小满(实习生)、秦晓禾）
        line = _words().aside.sub(lambda found: " " * len(found[0]), line)
    return _after_comma(_in_brackets(_after_dots(_after_tags(line))))


def _with_label(text: str, line: str) -> str:
    """文 is set in an element of its own and a name alone follows."""
    label, tab, name = text.partition("\t")
    if not tab or len(label) > 1 or not plausible_person(name) or _words().short.match(label) is None:
        return line
    return f"{line[0]}:{line[2:]}"


def _after_dots(line: str) -> str:
    """文·林小满 编辑·方若溪: a dot behind a label; those inside a name stay."""
    if "·" not in line:
        return line
    for found in _words().dot.finditer(line):
        if plausible_person(found["name"]):
            line = f"{line[: found.start('dot')]}:{line[found.end('dot') :]}"
    return line


def _after_tags(line: str) -> str:
    """[记者]林小满 【编辑】：方若溪 (校对)戴知秋: the label in brackets; in round ones it leads its row, or it may tell
    of the name before it."""
    if "]" not in line and ")" not in line:
        return line
    leads = False
    for found in _words().tag.finditer(line):
        leads = leads or not line[: found.start()].strip()
        if (found["open"] != "(" or leads) and (found["sign"] or plausible_person(found["name"])):
            label = " " * len(found["open"]) + found["label"]
            sign = ":".ljust(found.start("name") - found.end("label"))
            line = f"{line[: found.start()]}{label}{sign}{line[found.start('name') :]}"
    return line


def _in_brackets(line: str) -> str:
    """作者【林小满】, 作者：（林小满）: the name in brackets."""
    for found in _words().bracket.finditer(line) if "(" in line or "[" in line else ():
        if plausible_person(found["name"]):
            sign = ":".ljust(len(found["open"]))
            line = f"{line[: found.start('open')]}{sign}{found['name']} {line[found.end() :]}"
    return line


def _after_comma(line: str) -> str:
    """作者, 林小滿 and 网站编辑 - 方若溪, alone in their row."""
    if (
        len(line) > _LONGEST_COMMA_ROW
        or not ("," in line or "-" in line)
        or (label := _words().comma.match(line)) is None
    ):
        return line
    at = label.end() - 1
    return f"{line[:at]}:{line[at + 1 :]}" if plausible_person(line[at + 1 :]) else line
