"""Lines that are wrapped in a page's source."""

from __future__ import annotations

from newsparse.lexicon import lazily
from newsparse.page.block import Run
from newsparse.text.visible import visible

# A line break of the source between Chinese characters is no space; what has no shape is nobody's to read.
_HAN = r"[\u2014\u2018-\u201d\u2026\u3001-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60]"
_WRAP = lazily(rf"(?<={_HAN})[ \t\r]*\n\s*(?={_HAN})")
# Stands for a character that is taken out.
_UNSEEN = "\u200b"


def unwrapped(runs: list[Run]) -> list[Run]:
    """The runs, as seen, without the line breaks of the source between Chinese characters.

    >>> [text for text, _, _ in unwrapped([("青河渡口\\n", ("", "", ""), 0), ("  换了新船", ("b", "", ""), 0)])]
    ['青河渡口', '换了新船']
    """
    raw = _WRAP.sub(lambda wrap: _UNSEEN * len(wrap[0]), "".join([run[0] for run in runs]))
    out: list[Run] = []
    begin = 0
    for text, inline, flags in runs:
        end = begin + len(text)
        out.append((visible(raw[begin:end]), inline, flags))
        begin = end
    return out
