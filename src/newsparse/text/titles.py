"""What a <title> says: the headline, then the channel and the site, or the other way round."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from newsparse.lexicon import pattern
from newsparse.text.outlets.outlet_names import outlet_like

# What stands between the headline, the channel and the site. A plain hyphen or dash counts with space or CJK beside.
# White space is taken from where it begins: else each of many would be the start of a search through the others.
_SEPARATOR = re.compile(
    r"(?:(?<!\s)\s+)?(?:_+|\s[-–—|｜·:：]+\s|-{2,}|—{2,}|[|｜]|[-–—](?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff”）)!！?？])[-–—])\s*"
)
_SIGNS = "-–—|｜_·"
# Separators that nothing follows.
_TRAILING = re.compile(rf"(?:\s+[{_SIGNS}]+|[-|｜_]+)+\s*$")
# A channel or site name is short: "地方频道", "某某新闻网 - 全国重点新闻网站".
_LONGEST_SUFFIX = 24
# A channel, a tag or a brand between the headline and the site, without a word that tells it.
_CHANNEL = re.compile(r".{1,6}|[A-Za-z0-9]{1,12}")
# The least that is left of a headline: 摆渡.
_SHORTEST = 2
_SHORTEST_SEGMENT = 8
# What stands before a channel is no shorter than so many characters, or than the channel.
_BARE = 4
# A title is no longer: what is, is cut where a part or a sentence of it ends, if one does in the last third.
LONGEST_TITLE = 300
_ENDS = re.compile(r".*(?:[。！？!?；;](?=.)|(?=[\s_|｜，,、]))", re.DOTALL)


def squeeze(text: str) -> str:
    """The text as it is compared: compatibility forms unified (NFKC), white space and lower-case marks dropped.

    >>> squeeze("“两年突破”　见初心")
    '“两年突破”见初心'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def tidy(title: str) -> str:
    """A title without separators that nothing follows, cut where it is too long.

    >>> tidy("老街改造收尾- -")
    '老街改造收尾'
    """
    title = title.strip()[: 2 * LONGEST_TITLE]  # the search for what trails is quadratic
    title = _TRAILING.sub("", title) or title
    if len(title) <= LONGEST_TITLE:
        return title
    part = _ENDS.match(title[: LONGEST_TITLE + 1])
    end = part.end() if part else 0
    return title[: min(end, LONGEST_TITLE) if end * 3 > LONGEST_TITLE * 2 else LONGEST_TITLE].strip()


def says_nothing(title: str) -> bool:
    """Whether a title is nothing but separators: those of a template that nobody filled.

    >>> says_nothing(" - | - "), says_nothing("？")
    (True, False)
    """
    return not title.strip(f"{_SIGNS} \t\r\n\u3000\xa0")


def strip_site(title: str, names: Iterable[str] = ()) -> str:
    """The headline of a <title>: segments at its ends that name a site (by the ``names`` that the page gives it,
    squeezed, or by their words) or a channel are cut.

    >>> strip_site("老街改造收尾_新闻中心_某某网")
    '老街改造收尾'
    >>> strip_site("人工智能|十问十答看门道 - 某某日报", ["某某日报"])
    '人工智能|十问十答看门道'
    >>> strip_site("老街改造收尾 - BINCITY - 某某技术社区")
    '老街改造收尾'
    >>> strip_site("某某学院 - 要闻 - 老街改造收尾", ["某某学院"])
    '老街改造收尾'
    """
    if says_nothing(title):
        return ""
    known = frozenset(names)
    cuts = [m.span() for m in _SEPARATOR.finditer(title)]
    begin = _after_site(title, cuts, known)
    end = len(title)
    for start, stop in reversed(cuts):
        suffix = title[stop:end].strip()
        last = end == len(title) or start - begin < min(len(suffix), _BARE)
        if start - begin < _SHORTEST or not _names_a_site(suffix, known, last=last):
            break
        end = start
    return title[begin:end].strip()


def _after_site(title: str, cuts: list[tuple[int, int]], known: frozenset[str]) -> int:
    """Where the first segment stands that does not name the site, or a channel behind it; 0 where none does before."""
    if not cuts:
        return 0
    first, last = title[: cuts[0][0]].strip(), title[cuts[-1][1] :].strip()
    if squeeze(first) not in known and (
        not outlet_like(first) or len(first) * 2 >= len(title) or _names_a_site(last, known, last=True)
    ):
        return 0
    begin = cuts[0][1]
    for start, stop in cuts[1:]:
        if not _CHANNEL.fullmatch(title[begin:start].strip()):
            break
        begin = stop
    return begin


def parts_of(title: str) -> list[str]:
    """All parts of a <title>, as they stand.

    >>> parts_of("老街改造收尾_新闻中心_某某网")
    ['老街改造收尾', '新闻中心', '某某网']
    """
    return [part for part in _SEPARATOR.split(title.strip()) if part]


def segments_of(title: str) -> list[str]:
    """The parts of a <title> that may be a headline: e-papers put the paper, the day and the page before it.

    >>> segments_of("某某日报--2023年11月21日--第03版--老街改造收尾 居民搬回新居")
    ['2023年11月21日', '老街改造收尾 居民搬回新居']
    """
    return [part for part in parts_of(title) if len(part) >= _SHORTEST_SEGMENT]


def opening_of(title: str) -> str:
    """The first part of a <title> with several: most pages put the headline there, however short.

    >>> opening_of("摆渡 - 某某新闻网 - 副刊"), opening_of("摆渡")
    ('摆渡', '')
    """
    found = _SEPARATOR.search(title)
    return title[: found.start()].strip() if found else ""


def ends_like_a_site(words: str) -> bool:
    """Whether words end as the names of sites and channels do.

    >>> [ends_like_a_site(words) for words in ("某某学院", "新闻动态", "台风登陆")]
    [True, True, False]
    """
    if pattern("titles.channel_words").search(words):
        return True
    return any(found.end() == len(words) for found in pattern("titles.site_words").finditer(words))


def _names_a_site(suffix: str, known: frozenset[str], *, last: bool) -> bool:
    if not suffix:
        return True
    words = squeeze(suffix)
    if any(name in words or (words in name and len(words) * 2 >= len(name)) for name in known):
        return True
    if len(suffix) > _LONGEST_SUFFIX:
        return False
    return bool(pattern("titles.site_words").search(suffix)) or (not last and bool(_CHANNEL.fullmatch(suffix)))


def site_of_title(title: str) -> str | None:
    """The site's name at the end of a <title>, None where the last segment is no name.

    >>> site_of_title("老街改造收尾_新闻中心_某某网")
    '某某网'
    """
    cuts = [m.span() for m in _SEPARATOR.finditer(title)]
    if not cuts:
        return None
    suffix = title[cuts[-1][1] :].strip()
    return suffix if 2 <= len(suffix) <= _LONGEST_SUFFIX and pattern("titles.site_words").search(suffix) else None
