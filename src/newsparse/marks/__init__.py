"""The ordered list of marks: small rules that label blocks. None deletes, none reads a parser's node."""

from __future__ import annotations

from collections.abc import Callable

from newsparse.marks.asides import mark_asides
from newsparse.marks.body import mark_body
from newsparse.marks.bylines import mark_bylines, mark_credits, mark_summaries
from newsparse.marks.captions import mark_captions, mark_plain_captions
from newsparse.marks.gates import mark_gates
from newsparse.marks.headings import mark_headings
from newsparse.marks.headline import mark_headline
from newsparse.marks.notice import mark_notice
from newsparse.marks.others import mark_others
from newsparse.marks.phrases import (
    mark_dropped,
    mark_glued,
    mark_link_runs,
    mark_phrases,
    mark_pull_quotes,
    mark_repeated,
)
from newsparse.marks.tail import mark_tail
from newsparse.marks.teasers import mark_teasers
from newsparse.page.page import Page

Mark = Callable[[Page], None]

MARKS: tuple[Mark, ...] = (
    mark_dropped,  # a site profile's word comes first
    mark_gates,  # before phrases, which know some of their words by other names
    mark_phrases,  # by words alone: needs nothing
    mark_link_runs,
    mark_teasers,  # by structure alone
    mark_headline,
    mark_others,  # by the headline's shape; before bylines, which are sought among what is left
    mark_repeated,  # after the headline, which pages print again under pictures
    mark_bylines,  # round the headline
    mark_summaries,
    mark_credits,  # before captions: a logo stands beside "本文来源" on many pages
    mark_captions,
    mark_body,  # weighs what is left
    mark_notice,  # needs all of the body
    mark_pull_quotes,  # sentences of the body
    mark_glued,  # of lines that are the text's
    mark_asides,  # among those and round them
    mark_tail,  # below what is left
    mark_headings,  # inside the body, of lines that are the story's
    mark_plain_captions,  # after headings: both may be short lines
)
