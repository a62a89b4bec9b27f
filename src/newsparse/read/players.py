"""What of a page may play a video or a sound: <video>, <audio>, frames and plug-ins. Which are the article's is not
decided here: see `newsparse.fields.media`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from newsparse.page.block import Player
from newsparse.text.visible import visible

# The elements inside one that may say its address.
INSIDE = ("source", "embed", "param")
# Where the address is, the most telling first: frames load late, too; <object> has it in data, <param> in value.
_SRC = ("data-src", "data-original", "data-url", "src", "data")
# The names of a <param> that holds it.
_PARAM = frozenset(("movie", "src", "url", "filename"))
_TITLE = ("title", "data-video-title", "data-title", "aria-label")

_Attributes = Mapping[str, str | None]


class Players(list[Player]):
    """The players of a page, in order."""

    def take(self, tag: str, attrs: _Attributes, inside: Iterable[_Attributes], at: int) -> None:
        """Add one, with the elements in it, behind ``at`` blocks."""
        src = _first(attrs, _SRC) or next(filter(None, map(_inner, inside)), "")
        poster = _first(attrs, ("poster", "data-poster", "data-cover"))
        self.append(Player(tag, src, at, poster, visible(_first(attrs, _TITLE))))

    def source(self, attrs: _Attributes) -> None:
        """Take in a <source>: the first of a <video> that has no address of its own says it."""
        if self and self[-1].tag == "video" and not self[-1].src:
            self[-1] = self[-1]._replace(src=_first(attrs, _SRC))


def _inner(attrs: _Attributes) -> str:
    if (name := attrs.get("name")) and name.lower() in _PARAM and (value := attrs.get("value")):
        return value.strip()
    return _first(attrs, _SRC)


def _first(attrs: _Attributes, names: Iterable[str]) -> str:
    return next((value.strip() for name in names if (value := attrs.get(name)) and value.strip()), "")
