"""Values found in the data of scripts, read as what a field needs: a name, a time, names, a body.

Every reader takes any JSON value and gives None, () or "" for what is not such a value.
"""

from __future__ import annotations

import re
from html import escape, unescape

from newsparse.lexicon import lazily, words
from newsparse.text.visible import visible

MIN_BODY_HAN = 50  # Han characters; summaries and captions under a body's key are mostly shorter
MAX_ITEMS = 50  # of a list of names or pictures
MAX_BLOCKS = 2000  # of a body that is a list
_BODY_DEPTH = 5  # sections → section → blocks → block → value
_MAX_NAME = 40  # characters; longer values are sentences under a name's key
# Unix stamps from 1990 to 2096, in seconds and in milliseconds.
_SECONDS = range(631_152_000, 4_000_000_000)
_MILLISECONDS = range(631_152_000_000, 4_000_000_000_000)

_TAG = re.compile(r"<[^<>]{0,2000}>")
_ANY_TAG = re.compile(r"<(?:p|div|br|span|img|section|figure|h[1-6]|ul|ol|table|strong|b|a)\b", re.I)
# Markup that was escaped once too often: &lt;p&gt; or <img src&#x3D;&quot;…
_ESCAPED_TAG = re.compile(r"&lt;(?:p|div|br|span|img|section|figure|strong)\b|&#x3D;|=&quot;", re.I)
_ENOUGH_HAN = lazily(rf"(?:[^\u3400-\u9fff]*+[\u3400-\u9fff]){{{MIN_BODY_HAN}}}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SPACES = re.compile(r"\s+")
_NAME_BREAK = re.compile(r"[、,，;；/|]")
_IDENTIFIER = re.compile(r"[a-z0-9_\-]+")
_ADDRESS = re.compile(r"(?:https?:)?//|/[^/]", re.I)
_PICTURE_KEYS = (
    *("cdn_url", "url", "src", "original", "originalUrl", "imgurl", "imgUrl", "imageUrl", "image", "img"),
    "contentUrl",
)
_NAME_KEYS = ("name", "realName", "penName", "nickname", "nickName", "userName", "title")


def plain(value: object, limit: int) -> str | None:
    """A line of text without markup and character references; None if it is longer, empty or an address.

    >>> plain("<em>小镇</em>通车&nbsp; 三年", 40), plain("//a.cn/b", 40), plain(7, 40)
    ('小镇通车 三年', None, None)
    """
    if not isinstance(value, str) or not value or len(value) > 20 * limit:
        return None
    if "&" in value:
        value = unescape(value)
    if "<" in value:
        value = _TAG.sub("", value)
    value = _SPACES.sub(" ", visible(value)).strip()
    return value if 0 < len(value) <= limit and not _ADDRESS.match(value) else None


def outlet(value: object) -> str | None:
    """The name of an outlet or account; lower-case identifiers (``pc_web``) are channel codes, no names.

    >>> outlet("测试晚报"), outlet("pc_web"), outlet("TestForce")
    ('测试晚报', None, 'TestForce')
    """
    name = plain(value, _MAX_NAME)
    return name if name and not _IDENTIFIER.fullmatch(name) else None


def stamp(value: object) -> str | int | None:
    """The words of a time, or a Unix stamp; None for what holds no year (``3小时前``, ``02:15``).

    >>> stamp("1551482110"), stamp(1551482110000), stamp("2019-03-02 07:15"), stamp("02:15"), stamp(0)
    (1551482110, 1551482110000, '2019-03-02 07:15', None, None)
    """
    if isinstance(value, str):
        value = value.strip()
        if value.isdecimal() and len(value) in (9, 10, 12, 13):
            return stamp(int(value))
        return value if len(value) <= _MAX_NAME and _YEAR.search(value) else None
    if isinstance(value, float):
        value = int(value) if abs(value) < _MILLISECONDS.stop else 0
    if isinstance(value, int) and not isinstance(value, bool) and (value in _SECONDS or value in _MILLISECONDS):
        return value
    return None


def _named(item: object, keys: tuple[str, ...]) -> object:
    """The first of these keys that an object has a value for; any other value as it is."""
    if isinstance(item, dict):
        return next((item[key] for key in keys if item.get(key)), None)
    return item


def name_list(value: object) -> tuple[str, ...]:
    """Names, whether in one string, in a list, or in objects.

    >>> name_list("李青禾、王小舟"), name_list([{"name": "李青禾"}, "王小舟"])
    (('李青禾', '王小舟'), ('李青禾', '王小舟'))
    """
    items = value if isinstance(value, list) else [value]
    out: list[str] = []
    for item in items[:MAX_ITEMS]:
        text = plain(_named(item, _NAME_KEYS), 10 * _MAX_NAME)
        out.extend(_NAME_BREAK.split(text) if text else ())
    return tuple(dict.fromkeys(part.strip() for part in out if 0 < len(part.strip()) <= _MAX_NAME))[:MAX_ITEMS]


def _image_urls(value: object) -> tuple[str, ...]:
    """Addresses of pictures, as written.

    >>> _image_urls([{"url": "//img.cn/1.jpg"}, "https://img.cn/2.jpg", "封面"])
    ('//img.cn/1.jpg', 'https://img.cn/2.jpg')
    """
    items = value if isinstance(value, list) else [value]
    urls = [_named(item, _PICTURE_KEYS) for item in items[:MAX_ITEMS]]
    return tuple(
        dict.fromkeys(unescape(url.strip()) for url in urls if isinstance(url, str) and _ADDRESS.match(url.strip()))
    )


def body_html(value: object) -> str | None:
    """The body of an article as HTML, if it has at least `MIN_BODY_HAN` Han characters; plain lines become paragraphs.

    >>> body_html({"contentList": [{"type": "text", "data": "小镇通车了。" * 12}]})[:10]
    '<p>小镇通车了。小'
    >>> body_html("小镇通车了。")
    """
    html = _markup(value, _BODY_DEPTH)
    return html if html and _ENOUGH_HAN.match(html) else None


def markup(value: object) -> str:
    """A body or a list of pictures as HTML, however short."""
    return _markup(value, _BODY_DEPTH)


def _markup(value: object, depth: int) -> str:
    if isinstance(value, str):
        return _string_markup(value)
    if depth and isinstance(value, list):
        return "".join(_item_markup(item, depth - 1) for item in value[:MAX_BLOCKS])
    if depth and isinstance(value, dict):
        by_key = {key.replace("_", "").lower(): item for key, item in value.items() if item}
        parts = (_markup(by_key[key], depth - 1) for key in words("state.field.content.keys") if key in by_key)
        return next((part for part in parts if part), "")
    return ""


def _item_markup(item: object, depth: int) -> str:
    """One block of a body that is a list: a text, or an object with a text or a picture."""
    html = _markup(item, depth) or _joined(item)
    if html or not isinstance(item, dict):
        return html
    pictures = _image_urls(_named(item, _PICTURE_KEYS))
    return "".join(f'<img src="{escape(url)}">' for url in pictures)


def _joined(item: object) -> str:
    """A paragraph whose words are set in pieces, one for each way they look."""
    pieces = item.get("children") if isinstance(item, dict) else None
    texts = [_named(piece, ("text",)) for piece in pieces[:MAX_BLOCKS]] if isinstance(pieces, list) else []
    return _string_markup("".join([text for text in texts if isinstance(text, str)]))


def _string_markup(text: str) -> str:
    if _ESCAPED_TAG.search(text):
        text = unescape(text)
    if _ANY_TAG.search(text):
        return text
    return "".join(f"<p>{escape(unescape(line.strip()))}</p>" for line in text.splitlines() if line.strip())
