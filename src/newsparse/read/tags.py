"""What a walk does at an element, by its tag."""

from __future__ import annotations

from newsparse.page.block import CENTRED, HEADING_TAGS, LINK, STRONG

# What a walk does at an element. A tag that is in none of the lists is inline.
SKIP, BREAK, IMAGE, AREA, HEAD, FORMULA, INERT, PLAYER, HOLDER, LINE, INLINE = range(11)
KINDS: dict[str, int] = {
    # Elements that hold no text of the page, or how its characters are read (rt). <form> and <label> are not among
    # them: ASP.NET wraps pages in a form.
    **dict.fromkeys(
        "script style select option datalist textarea input svg canvas applet noframes button rt rp "
        "-comment !doctype".split(),
        SKIP,
    ),
    # Elements whose start and end are the edge of a line, and that hold lines …
    **dict.fromkeys(
        "html body article aside blockquote center dd details dialog dir div dl fieldset figcaption figure footer form "
        "frameset header hgroup li main menu nav ol section pre table tbody td tfoot th thead tr ul".split(),
        HOLDER,
    ),
    # … or are lines.
    **dict.fromkeys("p h1 h2 h3 h4 h5 h6 dt caption legend summary address hr".split(), LINE),
    **dict.fromkeys("meta link title base".split(), HEAD),
    # Markup that is not rendered: it may hold the page's body, and the originals of pictures that load late.
    **dict.fromkeys(("noscript", "template"), INERT),
    # What may play a video or a sound. <video> is not among them: where it is never closed it holds the page's rest.
    **dict.fromkeys(("iframe", "object", "embed", "audio"), PLAYER),
    "br": BREAK,
    "img": IMAGE,
    "area": AREA,
    "math": FORMULA,
}
# What a tag says of the text in it.
TAG_FLAGS = {"a": LINK, "center": CENTRED, **dict.fromkeys("b strong h1 h2 h3 h4 h5 h6 big th".split(), STRONG)}
# What is known of a tag: what a walk does there, its name, what it says of the text in it.
Tag = tuple[int, str, int]


# Elements that hold words and no boxes.
HOLD_WORDS = ("p", *HEADING_TAGS)
# Custom elements (https://html.spec.whatwg.org/#custom-elements: a hyphen in the name) are boxes, but for those
# that are named for words in a line. AMP's are known one by one.
_OF_WORDS = ("-text", "-icon", "-label", "-link", "-span", "-time")


def tag_of(name: str) -> Tag:
    """What is known of a tag, by its name.

    >>> [tag_of(name)[0] == HOLDER for name in ("uni-view", "uni-text", "amp-img", "font")]
    [True, False, False, False]
    """
    box = "-" in name and not name.startswith("amp-") and not name.endswith(_OF_WORDS)
    return KINDS.get(name, HOLDER if box else INLINE), name, TAG_FLAGS.get(name, 0)
