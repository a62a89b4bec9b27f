"""What a <title> says: the headline, then the channel and the site."""

from __future__ import annotations

import re
import unicodedata

from newsparse.lexicon import pattern

# What stands between the headline, the channel and the site. A plain hyphen or dash counts with space or CJK beside.
_SEPARATOR = re.compile(
    r"\s*(?:_+|\s[-–—|｜·:：]+\s|-{2,}|—{2,}|[|｜]|[-–—](?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff”）)!！?？])[-–—])\s*"
)
# A channel or site name is short: "地方频道", "某某新闻网 - 全国重点新闻网站".
_LONGEST_SUFFIX = 24
# A channel, a tag or a brand between the headline and the site, without a word that tells it.
_CHANNEL = re.compile(r".{1,6}|[A-Za-z0-9]{1,12}")
# The least that is left of a headline.
_SHORTEST = 4
_SHORTEST_SEGMENT = 8


def squeeze(text: str) -> str:
    """The text as it is compared: compatibility forms unified (NFKC), white space and lower-case marks dropped.

    >>> squeeze("“两年突破”　见初心")
    '“两年突破”见初心'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def strip_site(title: str, site_name: str | None = None) -> str:
    """The headline of a <title>: trailing segments that name a site or a channel are cut.

    >>> strip_site("老街改造收尾_新闻中心_某某网")
    '老街改造收尾'
    >>> strip_site("人工智能|十问十答看门道 - 某某日报", "某某日报")
    '人工智能|十问十答看门道'
    >>> strip_site("老街改造收尾 - BINCITY - 某某技术社区")
    '老街改造收尾'
    """
    cuts = [m.span() for m in _SEPARATOR.finditer(title)]
    end = len(title)
    for index in range(len(cuts) - 1, -1, -1):
        start, stop = cuts[index]
        suffix = title[stop:end].strip()
        if start < _SHORTEST or not _names_a_site(suffix, site_name, last=end == len(title)):
            break
        end = start
    return title[:end].strip()


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


def _names_a_site(suffix: str, site_name: str | None, *, last: bool) -> bool:
    if not suffix:
        return True
    if site_name and (suffix in site_name or site_name in suffix):
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
