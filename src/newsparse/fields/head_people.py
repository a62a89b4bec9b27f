"""Persons that the page's data names for roles that the page itself shows nobody for: scripts, JSON-LD, meta tags."""

from __future__ import annotations

from newsparse.article import WRITER_ROLES
from newsparse.lexicon import pattern, words
from newsparse.page.lines import NEAR
from newsparse.page.page import Page
from newsparse.page.rows import is_name, is_of_a_writer
from newsparse.page.site import own_names
from newsparse.text.people.byline_names import names_in_byline, pen_name
from newsparse.text.people.credit_lines import FoundCredit, credits_from_text
from newsparse.text.people.name_rows import split_names
from newsparse.text.people.persons import LONGEST_NAME, may_be_nickname, plausible_person

# Who takes the pictures writes as often: a template's "author" that is shown in another role is not the author.
_WRITE_AS_WELL = ("photographer",)


def people_of_head(page: Page, found: list[FoundCredit]) -> list[FoundCredit]:
    """Those whom the page's data names, where ``found`` has nobody of their role."""
    ld, facts, head = page.head.ld, page.head.facts, page.head
    roles = {c.role for c in found}
    desk = {c.name for c in found if c.role not in _WRITE_AS_WELL}
    out: list[FoundCredit] = []
    if not roles & WRITER_ROLES:
        said = [(name, kind == "Person") for kind, name in (ld.authors if ld else ()) if kind in ("Person", "")]
        said += [(name, False) for name in (facts.authors if facts else ())]
        said += [(head.first(*words("bylines.author_metas")), False)]
        said += [(head.first(*words("bylines.byline_metas")), True)]
        out += [c for name, person in said for c in _named(page, name, "author", person=person) if c.name not in desk]
        if not out:
            out = [FoundCredit(name, "author", None, name, 0, len(name), False) for name in _of_weblog(page)]
    if "editor" not in roles:
        said = [(name, False) for name in [*(facts.editors if facts else ()), *(ld.editors if ld else ())]]
        said += [(head.first(*words("bylines.editor_metas")), False)]
        out += [c for name, _ in said for c in _named(page, name, "editor") if c.name not in desk]
    return out


def people_named(page: Page) -> set[str]:
    """Pen names of the article's writers, as the page's JSON-LD or a weblog's elements give them."""
    ld, own = page.head.ld, own_names(page)
    named = {pen for kind, name in (ld.authors if ld else ()) if kind == "Person" and (pen := pen_name(name, own))}
    return named.union(_of_weblog(page))


def _of_weblog(page: Page) -> list[str]:
    """Who keeps a weblog, as lines between headline and body in elements for writers name him."""
    known: list[str] | None = page.readings.get(("weblog", 0))
    if known is None:
        known = page.readings["weblog", 0] = _read_weblog(page)
    return known


def _read_weblog(page: Page) -> list[str]:
    headline, body = page.first("headline"), page.body_line()
    if headline is None or body is None or not pattern("bylines.weblog").search(page.head.first("generator")):
        return []
    near = page.blocks[headline.index + 1 : min(body.index, headline.index + 1 + NEAR)]
    lines = [b for b in near if not b.labels and len(b.text) <= LONGEST_NAME and is_of_a_writer(page, b)]
    return [b.text for b in lines if is_name(b.text) and (may_be_nickname(b.text) or pen_name(b.text, own_names(page)))]


def _named(page: Page, text: str, role: str, *, person: bool = False) -> list[FoundCredit]:
    """The people in a value of the page's data; it may bring its label ("责编：张三"), a site, a title, a handle.

    Args:
        person: the data says that the value is a person's: a pen name will do.
    """
    if labelled := credits_from_text(text, zone="foot"):
        return labelled
    own = own_names(page)
    if named := names_in_byline(text, own):
        return [FoundCredit(n.name, role, n.organization, text, 0, len(text), False) for n in named]
    likely = [name for name in split_names(text) if plausible_person(name) and name not in own]
    names = [name for name in likely if not name.isascii() or pen_name(name, own)]  # no News Team
    if not names and person and (pen := pen_name(text, own)):
        names = [pen]
    return [FoundCredit(name, role, None, text, 0, len(text), False) for name in names]
