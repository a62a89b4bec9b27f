"""What an address says of the page behind it, before the page is fetched. Pure functions over str."""

from __future__ import annotations

import re
from html import unescape
from itertools import islice
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urljoin, urlsplit, urlunsplit

from newsparse.lexicon import pattern, word_set
from newsparse.remembered import remembered
from newsparse.text.dates.codes import moment_in_url

# What an address looks like: that of an article by its date or by its number, a page of its own, a list, a service of
# the site, another site's front page, nothing to fetch; "plain" where nothing tells.
AddressKind = Literal["dated", "numbered", "page", "plain", "list", "service", "file", "nowhere"]

# A number with so many figures is an article's; columns have numbers of four at most (node_1204).
_SERIAL = re.compile(r"\d{5,}")
# Letters and figures mixed, eight or more: the key of a database (EOLVB1NK00018AOR, 7pWm2KxQd81).
_KEY = re.compile(r"(?=[A-Za-z_-]*\d)(?=\d*[A-Za-z])[A-Za-z0-9_-]{8,}")
# A folder that is an article's: /group/6763067898/, /a6763067898/.
_FOLDER = re.compile(r"[a-z]{0,2}\d{5,}")
_EXTENSION = re.compile(r"\.(\w{1,5})$")
_FIGURES = re.compile(r"\d+")
# Below these, owners register a third label: example.com.cn, example.org.tw.
_SHARED = frozenset("ac co com edu gov gob idv net or org".split())
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}", re.I)
_LONGEST = 2048  # characters; browsers and servers refuse longer ones


_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# Browsers drop these before they read a scheme, so "java\nscript:" is one.
_DROPPED = re.compile(r"[\x00-\x20\x7f]+")
_LONGEST_SCHEME = 64  # characters; the longest in use has 36
# Percent-encoding in entities in percent-encoding: who unpacks an address more often is not looking for a page.
_UNPACKED = 3


def is_harmless(url: str) -> bool:
    """Whether an address leads to a page or a picture: http, https or relative.

    What is not is a script, data, a file of the reader's own (javascript:, vbscript:, data:, file:, blob:), however it
    is written: in capitals, with characters in it that browsers drop, with signs encoded that someone may decode.

    >>> [is_harmless(url) for url in ("https://news.example.com/1.html", "//img.example.com/1.jpg", "b.jpg?at=12:30")]
    [True, True, True]
    >>> [is_harmless(url) for url in ("Java\\tScript:go(1)", "&#106;avascript:go(1)", "data%3Atext/html,x", "file:///a")]
    [False, False, False, False]
    """
    if url.startswith(("http://", "https://", "/")) or not (":" in url or "%" in url or "&" in url):
        return True
    for _ in range(_UNPACKED):
        scheme = _SCHEME.match("".join(islice(filter(_is_read, url), _LONGEST_SCHEME)))
        if scheme and scheme[0].lower() not in ("http:", "https:"):
            return False
        url = unescape(unquote(url))
    return True


def _is_read(char: str) -> bool:
    """Whether a character counts in a scheme: what is not printed is dropped by browsers, or by whoever copies it."""
    return char != " " and char.isprintable()


def safe_url(url: str | None) -> str | None:
    """``url`` for output that a browser opens: as it is if it is harmless, with no white space in it; else None.

    >>> safe_url("https://news.example.com/1.html"), safe_url("/a b.jpg")
    ('https://news.example.com/1.html', '/a%20b.jpg')
    >>> safe_url("java\\nscript:alert(1)"), safe_url("data:text/html,x"), safe_url("")
    (None, None, None)
    """
    return (_DROPPED.sub("%20", url.strip()) or None) if url and is_harmless(url) else None


def join_address(base: str, href: str) -> str:
    """An address resolved against a base; as written where either is none ("http://["), or longer than addresses are.

    >>> join_address("https://news.example.com/a/1.html", "../b.jpg"), join_address("http://[", "b.jpg")
    ('https://news.example.com/b.jpg', 'b.jpg')
    """
    href = href.strip()
    if len(href) > _LONGEST:  # and the standard library keeps what it joined
        return href
    try:
        return urljoin(base, href)
    except ValueError:
        return href


def fetchable(url: str) -> str | None:
    """The address without its fragment, if a crawler could fetch it: absolute, http or https; else None.

    >>> fetchable("HTTP://News.Example.cn:80/a.html#top"), fetchable("javascript:;"), fetchable("/a.html")
    ('http://news.example.cn/a.html', None, None)
    """
    split = _split(url)
    if split is None or not split.hostname:
        return None
    host = split.netloc.rpartition("@")[2].lower()
    port = ":443" if split.scheme == "https" else ":80"
    query = split.query.rstrip()
    path = split.path if query else split.path.rstrip()  # what stands at the end once query and fragment are gone
    return urlunsplit((split.scheme, host.removesuffix(port), path or "/", query, ""))


@remembered(4096)
def _split(url: str) -> SplitResult | None:
    if len(url) > _LONGEST:
        return None
    try:
        split = urlsplit(url.strip())
        _ = split.port  # raises where it is no number
    except ValueError:
        return None
    return split if split.scheme in ("http", "https") else None


def site_of(url: str) -> str:
    """The part of the host that its owner registered; an IP address as it is, with its port.

    >>> site_of("http://news.example.com.cn/1.html"), site_of("https://m.example.cn"), site_of("http://127.0.0.1:80/")
    ('example.com.cn', 'example.cn', '127.0.0.1:80')
    """
    split = _split(url)
    host = (split.hostname or "") if split else ""
    labels = host.split(".")
    if labels[-1].isdigit() or len(labels) < 2:
        return split.netloc if split else ""
    return ".".join(labels[-3:] if labels[-2] in _SHARED and len(labels[-1]) == 2 else labels[-2:])


def is_host(name: str) -> bool:
    """Whether a name, of a folder perhaps, may be a host's: labels and a top domain of letters.

    >>> is_host("news.example.com"), is_host("1.html/"), is_host("2024")
    (True, False, False)
    """
    return _HOST.fullmatch(name) is not None


def address_kind(url: str) -> AddressKind:
    """What the address looks like.

    >>> [address_kind("http://news.example.cn" + path) for path in (
    ...     "/2020/0512/4100.html", "/content_1183736.htm", "/s?id=1660400000", "/s/12.html", "/shehui/")]
    ['dated', 'numbered', 'numbered', 'page', 'list']
    >>> [address_kind(url) for url in ("http://a.cn/login?to=1", "http://a.cn/1.pdf", "mailto:a@b.cn", "http://a.cn/x")]
    ['service', 'file', 'nowhere', 'plain']
    """
    split = _split(url)
    if split is None or not split.hostname:
        return "nowhere"
    path = split.path
    folders = [part.lower() for part in path.split("/") if part]
    last = folders[-1] if folders else ""
    extension = _EXTENSION.search(last)
    stem = last[: extension.start()] if extension else last
    if extension and extension[1] in word_set("links.address.files"):
        return "file"
    if site_of(url).partition(".")[0] in word_set("links.address.social"):
        return "service"
    if split.hostname.partition(".")[0] in word_set("links.address.service_hosts"):
        return "service"
    if not word_set("links.address.services").isdisjoint([*folders, stem]):
        return "service"
    if not word_set("links.address.tag_folders").isdisjoint(folders[:-1]):
        return "list"
    keys = dict(parse_qsl(split.query))
    if not word_set("links.address.search_keys").isdisjoint(keys):
        return "service"
    number = _number_in(keys)
    if (not last or path.endswith("/") or pattern("links.list_stem").fullmatch(stem)) and not number:
        if not path.endswith("/") or not last:
            return "list"
        dated = moment_in_url(url) is not None
        if dated and (any(char.isalpha() for char in last) or _is_behind_a_day(url, last)):
            return "dated"  # /2014/12/12/taiwan/ and /2014/12/12/4821/ are articles', /2020/0512/ is not
        return "numbered" if _FOLDER.fullmatch(last) and not dated else "list"
    if moment_in_url(url) is not None:
        return "dated"
    name = (
        folders[-2]
        if stem in word_set("links.address.article_stems") and len(folders) > 1
        else path.rsplit("/", 1)[-1].partition(".")[0]
    )
    if number or _SERIAL.search(name) or _KEY.fullmatch(name):
        return "numbered"
    if not word_set("links.address.list_folders").isdisjoint(folders[:-1]):
        return "list"
    if not _FIGURES.search(stem) and not word_set("links.address.topic_folders").isdisjoint(folders[:-1]):
        return "list"
    return "page" if extension and _FIGURES.search(stem) else "plain"


def _is_behind_a_day(url: str, last: str) -> bool:
    """Whether the last folder is a number behind a whole date: WordPress' addresses; two figures are a list's page."""
    return len(last) > 2 and moment_in_url(f"{url.partition('?')[0].rstrip('/')[: -len(last)]}") is not None


def _number_in(query: dict[str, str]) -> bool:
    """Whether a query names an article by its number or key."""
    return any(
        key.lower() in word_set("links.address.id_keys") and bool(_SERIAL.search(value) or _KEY.fullmatch(value))
        for key, value in query.items()
    )


def file_type(url: str) -> str:
    """The ending of the file that an address leads to, in lower case; "" where it has none. Cheap, for each link.

    >>> [file_type(url) for url in ("/a/1.PDF", "b.docx?v=2", "/down.jsp?file=3.xls", "http://a.example.com/", "c")]
    ['pdf', 'docx', 'xls', '', '']
    """
    ending = url.rpartition(".")[2].partition("?")[0].partition("#")[0].rstrip().lower()
    return ending if ending != url and ending.isalnum() else ""


def shape_of(url: str) -> str:
    """What addresses of one kind on one site have in common: host, folders and file with every number as 0.

    >>> shape_of("http://a.cn/n/2021/c12-7.html") == shape_of("http://a.cn/n/2020/c9-11.html")
    True
    """
    split = _split(url)
    if split is None:
        return ""
    folders, _, last = split.path.rpartition("/")
    last = "*" if _KEY.fullmatch(last.partition(".")[0]) else last
    keys = "&".join(key for key, _ in parse_qsl(split.query))
    return _FIGURES.sub("0", f"{split.netloc}{folders}/{last}?{keys}")


# How a further page is numbered behind the first page's name: c1_2.html, c1-2.html, c1(2).html, c1_p2.html, c1/2.html;
# and the page with all of it: c1_all.html, c1_full.html.
_BEHIND = re.compile(r"(?:[-_]p?|\(|/p?|/page/)(\d{1,3})\)?|[-_/](all|full|whole)", re.I)
_PAGE_KEYS = frozenset(("p", "page", "pn", "pageno", "pageindex", "pagenum", "currentpage", "cpage"))


def page_of(first: str, other: str) -> int | None:
    """The number of ``other`` as a further page, by its address, of what ``first`` shows; 0 for a page with all of it.

    >>> a = "http://a.cn/21/c12.html"
    >>> page_of(a, "http://a.cn/21/c12_2.html"), page_of(a, "http://a.cn/21/c12-all.html"), page_of(a, a + "?page=3")
    (2, 0, 3)
    >>> page_of(a, "http://a.cn/21/c13.html"), page_of("http://a.cn/list/", "http://a.cn/list/index_2.html")
    (None, 2)
    """
    one, two = _split(first), _split(other)
    if one is None or two is None or one.hostname != two.hostname or one.port != two.port:
        return None
    if one.path == two.path:
        return _page_in_query(one.query, two.query)
    stem, ending = _stem(one.path)
    stem_two, ending_two = _stem(two.path)
    if one.query != two.query or (ending and ending_two and ending != ending_two):
        return None
    # The name of page 1 where it is numbered itself: c12_1 → c12. A date's or an article's number stays.
    for base in dict.fromkeys((stem, re.sub(r"(?<=\w)_1$", "", stem))):
        behind = _BEHIND.fullmatch(stem_two, len(base)) if base and stem_two.startswith(base) else None
        if behind:
            return int(behind[1] or 0)
    return None


def _stem(path: str) -> tuple[str, str]:
    """The path without its extension, and the extension; a folder stands for its index."""
    if path.endswith("/") or not path:
        return f"{path or '/'}index", ""
    extension = _EXTENSION.search(path)
    return (path[: extension.start()], extension[1]) if extension else (path, "")


def _page_in_query(one: str, two: str) -> int | None:
    """The page's number where the queries differ in it alone."""
    first, second = dict(parse_qsl(one)), dict(parse_qsl(two))
    differing = {key for key in first.keys() | second.keys() if first.get(key) != second.get(key)}
    if len(differing) != 1 or (key := differing.pop()).lower() not in _PAGE_KEYS or key not in second:
        return None
    value = second[key]
    if value in ("all", "full"):
        return 0
    return int(value) if re.fullmatch(r"\d{1,3}", value) else None
