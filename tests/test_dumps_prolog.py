"""Feeds and pages behind long comments, declarations and document types; titles of entries that are markup."""

from __future__ import annotations

from pathlib import Path

import pytest

import dumps
import newsparse
import tables
from newsparse.dumps.inputs.feed_entry import page_of_entry
from newsparse.dumps.inputs.pagelike import looks_like_html, only_begins
from newsparse.dumps.pages import RawPage
from newsparse.errors import InputError
from newsparse.read.prolog import prolog_of
from test_dumps_silence import seen
from test_dumps_tables import PLACES, put

_LICENCE = "本页由滨城网编辑部制作 <b> > ]> " * 400
_ENTITIES = "".join(f'<!ENTITY e{number} "&#{number};">\n' for number in range(100, 500))
BEFORE = {
    "comment": f"<!--{_LICENCE}-->\n",
    "comments": "<!-- 滨城网 -->\n" * 500,
    "style sheet": f'<?xml-stylesheet href="{_LICENCE.replace(">", "")}"?>\n',
    "document type": f"<!DOCTYPE {{}} [\n{_ENTITIES}]>\n",
    "all of them": f"<!-- a --><?x {'y' * 3000}?>{'<!-- b -->' * 20}<!DOCTYPE {{}} [{_ENTITIES}] >{' ' * 5000}\n",
}
_FEED = tables.rss([dumps.page(number).decode() for number in range(3)])
_PAGE = dumps.page(3).decode().removeprefix("<!DOCTYPE html>")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", BEFORE)
def test_a_feed_behind_what_is_long(kind: str, place: str, tmp_path: Path) -> None:
    declaration, _, rest = _FEED.partition("?>")
    made = f"{declaration}?>{BEFORE[kind].replace('{}', 'rss')}{rest}"
    given, _ = put(place, "feed.dat", made.encode(), tmp_path)
    assert seen(given) == ([0, 1, 2], "")
    with pytest.raises(InputError, match="It is a feed"):
        newsparse.parse(made)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("kind", BEFORE)
def test_a_page_behind_what_is_long(kind: str, codec: str, tmp_path: Path) -> None:
    made = f"{BEFORE[kind].replace('{}', 'html')}{_PAGE}".encode(codec)
    given, _ = put("folder", "3", made, tmp_path)
    assert seen(given) == ([3], "")
    assert looks_like_html(made)


@pytest.mark.parametrize("kind", BEFORE)
def test_what_is_no_page_behind_what_is_long(kind: str, tmp_path: Path) -> None:
    made = f"{BEFORE[kind].replace('{}', 'note')}<note><item>桥</item></note>".encode()
    given, _ = put("folder", "3", made, tmp_path)
    assert seen(given) == ([], "")
    assert not looks_like_html(made)


@pytest.mark.parametrize(
    ("head", "begins"),
    [("<!-- a", True), ("<!DOCTYPE html [ <!ENTITY", True), ("<?xml", True), (" <!-- a --> ", True), ("<?x >", True),
     ("<p>", False), ("<!-- a --><p", False), ("<!>", False), ("text <!--", False), ("", False), ("<!DOCTYPE>", False)],
)  # fmt: skip
def test_the_first_element_is_still_to_come(head: str, begins: bool) -> None:
    assert only_begins(head.encode()) == begins
    assert only_begins(head.encode("utf-16")) == begins


@pytest.mark.parametrize("piece", ["<!---->", "<!-->", "<?x?>", "<?xml ?>", "<!DOCTYPE a>", "<!DOCTYPE a []>"])
def test_each_piece_is_gone_behind_once(piece: str) -> None:
    assert prolog_of(piece * 50_000).end == 50_000 * len(piece)


# Titles of entries: as they stand in the feed, and as a reader sees them.
TITLES = {
    "<title>石桥 &amp; 老街</title>": "石桥 & 老街",
    '<title type="text">石桥 &amp;lt; 老街</title>': "石桥 &lt; 老街",
    '<title type="html">&lt;b&gt;石桥&lt;/b&gt; &amp;amp; 老&amp;#34903;</title>': "石桥 & 老街",
    '<title type="html"><![CDATA[<em>石桥</em>&nbsp;老街]]></title>': "石桥 老街",
    '<title type="html">石桥老街</title>': "石桥老街",
    '<title type="text/html">&lt;span class="x"&gt;石桥&lt;/span&gt;</title>': "石桥",
    '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><i>石桥</i> &amp; 老街</div></title>': "石桥 & 老街",
    "<title><![CDATA[<strong>石桥</strong>&#8220;老街&#8221;]]></title>": "石桥“老街”",
    "<title>石桥&amp;quot;老街&amp;quot;</title>": '石桥"老街"',
    "<title>a &lt; b，&lt;石桥&gt; 与 &lt;T&gt;</title>": "a < b，<石桥> 与 <T>",
    "<title/><title> 石桥 </title>": "石桥",
}


@pytest.mark.parametrize("title", TITLES)
def test_the_title_of_an_entry_is_text(title: str) -> None:
    entry = f"<entry>{title}<content>{'石桥昨天修好了，居民走上新路。' * 9}</content></entry>"
    page = page_of_entry("f#1", entry.encode(), b'<feed xmlns="http://www.w3.org/2005/Atom">', None)
    assert isinstance(page, RawPage)
    assert (page.carried or {})["title"] == TITLES[title]
    assert newsparse.parse(page.body or "").title == TITLES[title]
