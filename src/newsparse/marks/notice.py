"""Pages that are nothing but the site's own word to its reader: deleted, blocked, prove that you are human."""

from __future__ import annotations

from newsparse.lexicon import pattern
from newsparse.page.lines import LONGEST_NOTICE
from newsparse.page.page import Page
from newsparse.page.site import called


def mark_notice(page: Page) -> None:
    """Label the whole body "notice" where the page says so twice: by its own name, and by its few words.

    Both may be a report's on such pages: one that has a row of its own (a date, an outlet) is none.
    """
    body = page.labelled("body")
    if not body or page.labelled("byline") or sum([b.prose for b in body]) > LONGEST_NOTICE:
        return
    if not pattern("kinds.page_name").search(called(page)):
        return
    if found := pattern("kinds.notice").search("\n".join([b.text for b in body])):
        page.mark_all(body, "notice", "notice.page", found[0])
