"""The outlet that a text came from, read off a line: 来源：滨城晚报, or an outlet's bare name beside the date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from newsparse.lexicon import alternation, load, pattern, words
from newsparse.text.flat import as_shown, flat
from newsparse.text.outlets.outlet_names import is_column, is_outlet, outlet_like
from newsparse.text.outlets.source_values import WINDOW, FoundSource, ends_value, one_name, source_at, trim
from newsparse.text.outlets.verb_labels import is_told_otherwise, needs_outlet
from newsparse.text.people.persons import is_person

__all__ = ["FoundSource", "outlet_like", "source_after_date", "source_before_date", "source_from_text"]

# So many labels are tried in one line: a row has one or two.
_MOST_LABELS = 6


class _Words(NamedTuple):
    label: re.Pattern[str]
    any_label: re.Pattern[str]  # in a line that is not flat yet: without one it names no source
    verbs: frozenset[str]
    after_date: re.Pattern[str]
    account: re.Pattern[str]
    mention: re.Pattern[str]
    table: re.Pattern[str]
    attribution: tuple[str, ...]


@cache
def _words() -> _Words:
    data = load("outlets")
    labels = [entry["word"] for entry in data["label"]["entries"]]
    before = [entry["word"] for entry in data["label_before"]["entries"]]
    after = data["after_date"]
    open_verbs = [verb for verb in data["label_verb"]["words"] if verb not in data["label_verb"]["sign_needed"]]
    mentioned = [*data["account"]["words"], *data["account"]["mentioned"]]
    account, verbs = data["account"], alternation(data["label_verb"]["words"])
    telling = (*labels, *account["alone"], *data["table_label"]["words"], *data["granted"]["by"])
    return _Words(
        label=re.compile(
            rf"(?P<before>{alternation(before)}{{1,2}})?"
            rf"(?:(?P<label>{alternation(labels)})(?P<sign>\s*[:|/]\s*|\s+)|(?P<verb>{alternation(open_verbs)}))"
        ),
        any_label=re.compile(as_shown(telling)),
        verbs=frozenset(data["label_verb"]["words"]),
        after_date=re.compile(
            rf"(?:[\s|·\-()\[\]]|{alternation(after['weekday'])}[{after['weekdays']}](?!\w)"
            rf"|{alternation(after['words'])}(?!\w)|\d{{1,2}}:\d\d(?::\d\d)?)*"
        ),
        # 来自微信公众号：滨城夜话（ID：…）, or 公众号：滨城夜话 that opens the line.
        account=re.compile(
            rf"(?:(?:(?P<label>{alternation(labels)})\s*[:|/]?|(?P<verb>{verbs}))\s*{alternation(account['words'])}|"
            rf"\A\s*(?P<alone>{alternation(account['alone'])}))\s*(?P<sign>[:|]\s*[“「《]?|[“「《]|\s)"
            rf"(?P<name>[^\s:|“”「」《》()\[\],、。;!?]{{2,20}})(?![^\s,、。;!?“”「」《》()\[\]])[”」》]?\s*(?:\([^()]{{0,40}}\))?"
        ),
        # 本文来自新浪微博@滨城夜话, all of a line.
        mention=re.compile(
            rf"\s*{alternation(before)}?{alternation(open_verbs)}\s*(?:{alternation(mentioned)}\s*:?)?\s*"
            r"@(?P<name>[^\s@:|,。;!?]{2,20})\s*。?\s*"
        ),
        table=re.compile(
            rf"\s*{alternation(data['table_label']['words'])}\s*[:|/]\s*(?P<name>[^\s:]{{2,20}}?)(?:/[a-z]{{1,3}})?\s*"
        ),
        attribution=words("roles.attribution"),
    )


def source_from_text(text: str) -> FoundSource | None:
    """The source that a line, its white space as it is, names with a label (来源, 稿源, 来自 …).

    >>> source_from_text("2021-11-08 17:27  来源：人民网－滨城频道 作者：林小满").value
    '人民网－滨城频道'
    >>> source_from_text("图片来源：滨城图库"), source_from_text("来源：网络")
    (None, None)
    """
    words = _words()
    if "》" in text and (printed := pattern("outlets.imprint").search(text)):
        return FoundSource(printed["name"], printed[0].strip(), *printed.span())
    if words.any_label.search(text) is None:
        return None
    line = flat(text)
    if (found := _account(text, line) or _table(text, line)) is not None:
        return found
    for label in _labels(line):
        if line[: label.start()].endswith(_QUOTES):
            continue  # 凡注明“来源：…”的作品: what others are to write
        word, sign = label["label"] or label["verb"], (label["sign"] or "").strip()
        named = needs_outlet(word, sign, in_row=bool(label.start() or label["before"]))
        found = source_at(text, line, label.end(), start=label.start(), named=named)
        if found and not (word in words.verbs and is_told_otherwise(flat(found.value))):
            return found
    return None


_QUOTES = ("“", "「", '"')


def begins_with_label(text: str) -> bool:
    """Whether a text begins with a label of sources; if `source_from_text` finds none in it, it names none.

    >>> begins_with_label("来源：网络"), begins_with_label("滨城晚报")
    (True, False)
    """
    return _words().any_label.match(text.lstrip("（([【 ")) is not None


# Accounts and tables name themselves near the start of a line.
_OPENING = 200


def _account(text: str, line: str) -> FoundSource | None:
    """The account in 本文来自微信公众号：滨城夜话（ID：…）; alone, 公众号：… must be the whole of a line."""
    if found := _words().mention.fullmatch(line):
        begin, end = found.span("name")
        return FoundSource(text[begin:end], text[:end], 0, end)
    found = _words().account.search(line, 0, _OPENING)
    if found is None or ends_value(line, found.start("name")):
        return None
    if found["sign"].isspace() and (found["alone"] or found["verb"]):
        return None
    if found["sign"] in ("“", "「", "《") and not (found["verb"] or found["label"] in _words().verbs):
        return None  # 来源：微信公众号“滨城夜话” is shown as it is
    if found["alone"] and line[found.end() :].strip():
        return None
    start, (begin, end) = found.start(), found.span("name")
    return FoundSource(text[begin:end], text[start:end], start, end)


def _table(text: str, line: str) -> FoundSource | None:
    """資料來源：濱城晚報, alone in its line: of a table unless it names an outlet; 本文由濱城晚報授權轉載."""
    found = _words().table.fullmatch(line) or pattern("outlets.granted").search(line, 0, _OPENING)
    if found is None or not is_outlet(found["name"]):
        return None
    start, end = found.span("name")
    return FoundSource(text[start:end], text[found.start() : end], found.start(), end)


def source_before_date(text: str, moment_start: int) -> FoundSource | None:
    """The outlet whose bare name a date follows in a byline row: 滨城晚报 | 2021-11-08, 滨城快讯／林小满 2021-11-08.

    None where a person, a label or a column's name stands there.

    Args:
        text: the line.
        moment_start: where the date begins in it.

    >>> source_before_date("滨城手机报 11-08 20:12", 6).value
    '滨城手机报'
    >>> source_before_date("林小满 2021-11-08", 4), source_before_date("财经频道 2021-11-08", 5)
    (None, None)
    """
    floor = max(0, moment_start - WINDOW)
    line = flat(text[floor:moment_start])
    words = [(m.start(), m.end()) for m in _BESIDE.finditer(line)]
    if not words or line.rstrip().endswith(":"):
        return None
    if len(words) > 1 and is_person(line[slice(*words[-1])]):
        words.pop()  # 滨城网 林小满 2021-11-08
    start, end = words[-1]
    if len(words) > 1 and text[floor + words[-2][1] : floor + start] == " ":
        name, word = line[slice(*words[-2])], line[start:end]
        start = words[-2][0] if one_name(name, word) and is_outlet(line[words[-2][0] : end]) else start
    start, end = trim(line, start, end)
    name = line[start:end]
    if not is_outlet(name) or is_column(name) or name.startswith(_words().attribution) or is_person(name):
        return None
    start, end = start + floor, end + floor
    return FoundSource(text[start:end], text[start:end], start, end)


# The words beside a date: a bar, a slash or white space parts them.
_BESIDE = re.compile(r"[^\s|/,、。;!?<>\[\]]+(?:\([^\s()]*\))?")


def source_after_date(text: str, moment_end: int) -> FoundSource | None:
    """The outlet whose bare name follows a date: 2005年03月31日03:18 滨城晚报.

    Args:
        text: the line.
        moment_end: where the date ends in it.
    """
    tail = text[moment_end : moment_end + WINDOW]
    line = flat(tail)
    begin = _words().after_date.match(line)
    at = begin.end() if begin else 0
    found = source_at(tail, line, at, start=at, named=True)
    if found is None:
        return None
    return found._replace(start=found.start + moment_end, end=found.end + moment_end)


def _labels(line: str) -> Iterator[re.Match[str]]:
    """The source labels of a line: words of their own, not the end of another (图片来源, 资金来源)."""
    tried = 0
    for label in _words().label.finditer(line):
        before = line[label.start() - 1] if label.start() else " "
        after_date = before in _DATE_SIGNS and line[label.start() - 2 : label.start() - 1].isdigit()
        if label[0][0].isascii() and _LATIN_WORD.search(line, max(0, label.start() - _NEXT), label.start()):
            continue  # Photo source: …
        if before.isdigit() or not before.isalnum() or after_date:
            yield label
            tried += 1
            if tried == _MOST_LABELS:
                return


_DATE_SIGNS = "月日时分秒"
_LATIN_WORD, _NEXT = re.compile(r"[A-Za-z]\s*\Z"), 3  # characters
