"""Selectors that a made profile may use."""

from __future__ import annotations

from lxml import html

from newsparse.induction.selectors import selectors_for


def test_no_rule_counts_the_paragraphs_of_a_text() -> None:
    story = html.fromstring('<div class="story">' + "<p>石桥修好了</p>" * 4 + "<p>据滨城晚报</p></div>")
    assert not [css for css in selectors_for(story[-1]) if "nth-of-type" in css]
