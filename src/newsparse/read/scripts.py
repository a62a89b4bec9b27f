"""What the scripts of a page hold: JSON-LD objects and the data that JavaScript is given (``window.X = {…}``).

Scripts are most of a page's bytes and nearly all of them are programs. So `might_hold` asks first, at the cost of a
substring search, whether a script says a title at all; `states` then looks at assignments only, and decodes only what
can be an article's data. Nothing is run, nothing raises, the cost is linear.
"""

from __future__ import annotations

import json
import re
from functools import cache, cached_property
from html import unescape
from urllib.parse import unquote

from newsparse.lexicon import load, word_set, words
from newsparse.read.javascript import read
from newsparse.read.javascript_tokens import NotDataError
from newsparse.text.state.facts import normal_key

# Characters. Inline scripts of 5 MB occur; what is larger is left unread.
MAX_SCRIPT = 5_000_000
# Reading JavaScript costs up to 1.5 µs a character where JSON costs 0.01; states that are no JSON stay below 0.5 MB.
MAX_JAVASCRIPT = 1_000_000
# Values tried in one script; the richest of 166 pages (a WeChat article) has 9. A try that fails costs a look at the
# whole script (json counts the lines before an error).
MAX_VALUES = 300
MAX_OBJECTS = 1000  # objects of one JSON-LD script

# A title in Chinese given as a string: "title":"小…, var msg_title = '小…', title: "\\u5c0f…, title%22%3A%22%E5%B0%8F…
# Some say headline; text shares of WeChat have none.
_TITLE = ("itle", "TITLE", "eadline", "noencode")
_CHINESE = re.compile(
    r"""(?:[\\"' \t]|%5C|%22)*+(?:[:=]|%3A)(?:&quot;|[^,;\n]){0,80}?(?:[\u3400-\u9fff]|\\u[4-9]|%E[4-9])"""
)
# Nuxt's state, whose values are the arguments of the function.
_FUNCTION = "__NUXT__=(function"
# An equals sign before something that can be a value. Names are looked at afterwards, backwards: a pattern that begins
# with one character runs ten times faster than one that begins with a name.
_EQUALS = re.compile(
    r"""=(?![=>])\s*+(?P<value>(?P<object>[{(\[]|JSON\.parse\(|decodeURIComponent\(|[\w$.]{1,60}+\s*+\|\|\s*+\{|["'](?:%7B|[{\[]))"""
    r"""|["'\d]|\w{0,20}ecode\w{0,20}\(|\w{1,20}\s*+\?)"""
)
_NAME_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$."
_LONGEST_NAME = 60  # characters, as in the pattern above
_UNDEFINED = re.compile(r"(?<=[:,\[])(\s*)undefined(?=\s*[,}\]])")
_BRACKET = re.compile(r"[{\[]")
_DECODER = json.JSONDecoder(strict=False)


@cache
def _variables() -> frozenset[str]:
    """Names that are read whatever stands beside them (``[[variable]]`` of data/state.toml)."""
    return frozenset(entry["name"] for entry in load("state.variable"))


@cache
def _strings() -> frozenset[str]:
    """Normalised names of variables that hold one string of the article (``var msg_title = "…"``)."""
    return frozenset(name for field in load("state.field").values() for name in field["variables"])


def _is_known(name: str) -> bool:
    return not _variables().isdisjoint(name.split("."))


def _target(text: str, equals: int) -> tuple[str, bool]:
    """What is assigned to: the name before the equals sign, and whether it is a variable of the page.

    A variable is declared (``var a =``, ``, a =``) or a property of ``window``. "" where no statement starts.

    >>> _target("var msg_title =", 14), _target("link.title =", 11), _target("<a title=", 8)
    (('msg_title', True), ('link.title', False), ('', False))
    """
    before = text[max(0, equals - _LONGEST_NAME - 20) : equals].rstrip(" \t\"']")
    head = before.rstrip(_NAME_CHARACTERS)
    name = before[len(head) :]
    if head.endswith(("window['", 'window["')):
        return name, True
    if name.startswith(("window.", "self.")):
        return name.partition(".")[2], True
    bare = head.rstrip()
    declared = bare.endswith(("var", "let", "const", ","))
    starts = declared or bare[-1:] in ("", ";", "{", "}") or "\n" in head[len(bare) :]
    if not starts or len(name) > _LONGEST_NAME:
        return "", False
    return name, declared and "." not in name


def might_hold(text: str) -> bool:
    """Whether `states` can find anything in the text of a script. Costs a search for a short substring.

    A script of ASCII only, without ``\\u`` and without percent-encoded JSON, holds no Chinese title: three of four
    scripts, a third of their characters. 99 of the 3124 scripts of 166 pages pass.

    >>> might_hold("var newsTitle = '小镇通车';"), might_hold("document.title.length")
    (True, False)
    """
    if text.isascii() and "\\u" not in text and "%7B" not in text:
        return False
    return _FUNCTION in text or any(_last(text, word, _CHINESE) >= 0 for word in _TITLE)


def _last(text: str, word: str, behind: re.Pattern[str]) -> int:
    """Where ``word`` stands last with ``behind`` right behind it, -1 for nowhere.

    For a known word a search of substrings takes a tenth of what a pattern takes.
    """
    at = text.rfind(word)
    while at >= 0 and behind.match(text, at + len(word)) is None:
        at = text.rfind(word, 0, at)
    return at


def states(text: str) -> list[tuple[str, object]]:
    """(variable, value) for each assignment of a script that can hold an article's data, in order.

    A value is a dict, a list or a str; that of a script that is one JSON document has no name.
    Function forms (``window.__NUXT__=(function(a,b){…})``) are left out.

    >>> states("var ct = '1631001600'; var msg_title = '小镇通车'.html(false); window.DATA = {media: '测试晚报'}")
    [('ct', '1631001600'), ('msg_title', '小镇通车'), ('DATA', {'media': '测试晚报'})]
    """
    if len(text) > MAX_SCRIPT or not might_hold(text):
        return []
    document = json_document(text)
    if document is not None:
        return [("", document)]
    return Assignments("\n" + text).read()


def json_document(text: str) -> object:
    """The value of a script that is one JSON document, plain or percent-encoded; else None."""
    head = text[:200].lstrip()[:3]
    if head in ("%7B", "%5B"):
        text = unquote(text.strip())
    elif not head.startswith(("{", "[")):
        return None
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


class Assignments:
    """One pass over the assignments of a script; what has been read as a value is not looked at again."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[tuple[str, object]] = []
        self.json_text: str | None = None
        self.tried = 0

    def read(self) -> list[tuple[str, object]]:
        pos = 0
        while self.tried < MAX_VALUES and (match := _EQUALS.search(self.text, pos)):
            start = match.start()
            pos = start + 1
            name, declared = _target(self.text, start)
            if name and self.wanted(name, declared, match["object"] is not None, start):
                pos = max(pos, self.keep(name, match.start("value"), _is_known(name)))
        return self.found

    def wanted(self, name: str, declared: bool, is_object: bool, start: int) -> bool:
        """Whether the variable's name, or its shape and what follows in the script, speak of an article."""
        if _is_known(name):
            return True
        key = normal_key(name)
        if is_object:
            return declared and len(key) > 2 and start <= self.last_marker
        return key in _strings() and (declared or key not in word_set("state.strings.common"))

    @cached_property
    def last_marker(self) -> int:
        """Where the last key stands that only an article's data has, -1 for none."""
        behind = re.compile(load("state.marker.after"))
        return max(_last(self.text, word, behind) for word in words("state.marker"))

    def keep(self, name: str, start: int, known: bool) -> int:
        self.tried += 1
        value, end = self.value_at(start, known)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value and isinstance(value, (dict, list, str)):
            self.found.append((name, value))
        return end

    def value_at(self, start: int, known: bool) -> tuple[object, int]:
        """The value at ``start`` and its end; a string of JSON is read where the variable is ``known`` to hold data."""
        value, end = self.decode(start, known)
        if isinstance(value, str) and known and value[:1] in ("{", "[", "%"):
            value = json_document(value) or value
        return value, end

    def decode(self, start: int, known: bool) -> tuple[object, int]:
        """The value at ``start`` and its end: by the JSON decoder, which is a hundred times faster, where it can."""
        if self.text[start] in "{[":
            try:
                return _DECODER.raw_decode(self.text, start)
            except json.JSONDecodeError as error:
                if self.text.startswith("undefined", error.pos):
                    return self.decode_with_undefined(start, known)
            except RecursionError:
                return self.decode_javascript(start, known)  # which knows where to stop
            except ValueError:
                return None, start
        return self.decode_javascript(start, known)

    def decode_with_undefined(self, start: int, known: bool) -> tuple[object, int]:
        """JSON but for ``undefined``, as frameworks print a store: put null of the same length there."""
        if self.json_text is None:
            self.json_text = _UNDEFINED.sub(r"\1null     ", self.text)
        try:
            return _DECODER.raw_decode(self.json_text, start)
        except (ValueError, RecursionError):
            return self.decode_javascript(start, known)

    def decode_javascript(self, start: int, known: bool) -> tuple[object, int]:
        if len(self.text) > MAX_JAVASCRIPT:
            return None, start
        try:
            return read(self.text, start, code=known)
        except NotDataError as stop:
            return None, int(stop.args[0])
        except RecursionError:
            return None, start


def json_ld(text: str) -> list[dict[str, object]]:
    """The objects of a JSON-LD script, arrays and ``@graph`` unfolded, in order; [] if there is nothing to read.

    Hand-made JSON-LD is taken as it comes: inside comments or CDATA, with trailing or forgotten commas, with line
    breaks or bare quotes inside strings, cut short, escaped as HTML.

    >>> json_ld('<!-- {"@graph": [{"@type": "NewsArticle", "headline": "他说"行"了",}]} -->')
    [{'@type': 'NewsArticle', 'headline': '他说"行"了'}]
    """
    if len(text) > MAX_SCRIPT:
        return []
    if "&quot;" in text and '"' not in text:
        text = unescape(text)
    return _unfold(_values(text.replace("<![CDATA[", "")))


def _values(text: str) -> list[object]:
    """The JSON values in a text, one or several in a row, whatever stands around them."""
    out: list[object] = []
    pos = 0
    while len(out) < MAX_OBJECTS and (match := _BRACKET.search(text, pos)):
        try:
            value, pos = _DECODER.raw_decode(text, match.start())
        except (ValueError, RecursionError):
            if len(text) > MAX_JAVASCRIPT:
                break
            try:
                value, pos = read(text, match.start(), loose=True)
            except (NotDataError, RecursionError):
                break
        out.append(value)
    return out


def _unfold(value: object) -> list[dict[str, object]]:
    """The objects of arrays and of ``@graph``, in reading order, without those that only wrap them."""
    out: list[dict[str, object]] = []
    waiting = [value]
    while waiting and len(out) < MAX_OBJECTS:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(reversed(item[:MAX_OBJECTS]))
        elif isinstance(item, dict):
            graph = item.get("@graph")
            rest = {key: part for key, part in item.items() if key not in ("@graph", "@context")}
            if rest:
                out.append(item)
            if isinstance(graph, (list, dict)):
                waiting.append(graph)
    return out
