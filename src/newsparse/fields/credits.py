"""credits: who did what, from the byline row, the lines after the body, and the body's first and last lines."""

from __future__ import annotations

from collections.abc import Iterable

from newsparse.article import WRITER_ROLES, Credit
from newsparse.fields.given_credits import with_given
from newsparse.fields.rule import FieldRule, Found
from newsparse.lexicon import pattern, words
from newsparse.options import Options
from newsparse.page.block import Block
from newsparse.page.lines import FAR, FEW, LONGEST_ROW, NEAR, SHORTEST_HEADLINE, is_linked
from newsparse.page.page import Page
from newsparse.page.readings import credits_of, line_of
from newsparse.page.rows import is_of_a_product, row_tokens
from newsparse.text.people.credit_lines import FoundCredit, Zone, credits_from_text
from newsparse.text.people.name_rows import persons, split_names
from newsparse.text.people.persons import may_be_nickname, plausible_person

# How many of the body's first lines may hold a byline.
_LEAD = 2
# What closes a signature in brackets.
_CLOSES = ("）", ")", "】", "]")
# Lines after the body that are not its foot.
_OTHERS = ("related", "teaser", "comments", "caption", "disclaimer")
# A name of four characters without a label is an account's more often than a person's.
_LONGEST_BARE = 3
_LONGEST_FOREIGN = 6


def collect(page: Page, options: Options) -> Found | None:
    """Every credit that the page shows: byline row, foot, lead, tail; then what its head says of roles not shown.

    One rule, not several: credits add up, where for other fields the first value wins.
    """
    body = [b for b in page.labelled("body") if b.text]
    found: list[FoundCredit] = []
    found += _read(page, page.labelled("byline"), "byline")
    if not body:
        found += _read(page, page.labelled("credit"), "foot")
    else:
        last = body[-1].index
        end = _next_article(page, last)
        found += _read(page, _credit_lines(page, last, end), "foot")
        after = page.blocks[last + 1 : min(last + 1 + NEAR, end)]
        after = [b for b in after if not b.has(*_OTHERS) and not _heads_another(b)]
        found += _read(page, after, "foot")
        for block in body[:_LEAD]:
            found += _read(page, [block], "lead" if "。" in block.text else "byline", longest=None)
        signed = [body[0]] if body[0].text.endswith(_CLOSES) else []  # the text above a gallery
        found += _read(page, [*signed, *body[-FEW:]], "tail", longest=None)
        found += _photographers(page, last)
    if not any(c.role in WRITER_ROLES for c in found):
        named = {c.name for c in found}  # <td>编辑</td><td>方若溪</td>: the label stands in another element
        found += [c for c in _elements(page, options) if c.name not in named]
    found += _from_head(page, found)
    found = with_given(page, found)
    return Found(_unique(found), " · ".join(dict.fromkeys(c.raw for c in found)), 0.9) if found else None


def _photographers(page: Page, last: int) -> list[FoundCredit]:
    """Who took the pictures of the body, by the lines under these."""
    headline = page.first("headline")
    first = headline.index if headline else 0
    captions = [b for b in page.labelled("caption") if first < b.index <= last + FEW]
    read = _read(page, captions, "foot") + _read(page, captions, "tail")
    return [c for c in read if c.role == "photographer"]


def _credit_lines(page: Page, last: int, end: int) -> list[Block]:
    """The lines of credits before ``end``: pages and buttons come between them and the body, no list of articles."""
    after = [b.index for b in page.labelled("related", "comments", "teaser") if b.index > last]
    reach = max(last + NEAR, min([last + FAR, *after[:1]]))
    return [b for b in page.labelled("credit") if b.index <= reach and b.index < end]


def _next_article(page: Page, last: int) -> int:
    """The line that heads another article, where a page goes on with it below the body; else the number of lines."""
    heads = [b.index for b in page.blocks[last + 1 :] if b.tag == "h1" and b.text]
    return heads[0] if heads else len(page.blocks)


def _heads_another(block: Block) -> bool:
    """Whether the line is another article's linked headline, with its writer beside."""
    return block.link >= SHORTEST_HEADLINE and is_linked(block)


def _read(page: Page, blocks: Iterable[Block], zone: Zone, longest: int | None = LONGEST_ROW) -> list[FoundCredit]:
    out: list[FoundCredit] = []
    for block in blocks:
        text = line_of(page, block)
        if text and (longest is None or len(text) <= longest):
            found = credits_of(page, block, zone)
            if found and (block.has("byline") or not is_of_a_product(page, block)):
                out += found
    return out


def _elements(page: Page, options: Options) -> list[FoundCredit]:
    """A person's name without a label in the byline row, in an element of its own; in one named for those who write, a
    foreign name or a nickname, too."""
    return [
        FoundCredit(name, "author", None, token, 0, len(token), False)
        for block in _rows(page)
        for token in row_tokens(block)
        for name in split_names(token) or [token]
        if ((len(name) <= _LONGEST_BARE or token in _signed(block)) and plausible_person(name))
        or (len(name) <= _LONGEST_FOREIGN and token in _signed(block) and may_be_nickname(name))
        or (options.jieba and len(name) <= _LONGEST_FOREIGN and _is_person_to_jieba(name))
    ]


def _rows(page: Page) -> list[Block]:
    """The byline rows, and the short lines right beside one between headline and body."""
    rows = page.labelled("byline")
    headline, body = page.labelled("headline"), page.body_line()
    if not headline or body is None:
        return rows
    near = {index for row in rows for index in (row.index - 1, row.index + 1)}
    beside = [page.blocks[i] for i in sorted(near) if headline[-1].index < i < body.index]
    return [*rows, *(b for b in beside if not b.labels and _is_names(b))]


def _is_names(block: Block) -> bool:
    """Whether a line holds one or two bare names and nothing else."""
    text = block.text
    is_short = len(text) <= _LONGEST_BARE * FEW or text in _signed(block)
    return is_short and 0 < len(persons(text)) <= 2


def _signed(block: Block) -> set[str]:
    """The words that stand in an element or a link that the page names for those who write (class author)."""
    named = pattern("elements.writer").search
    return {p.text.strip() for p in block.parts if named(p.name) or named(p.href) or named(block.name)}


def _from_head(page: Page, found: list[FoundCredit]) -> list[FoundCredit]:
    """Persons that the page's JavaScript state, JSON-LD or meta tags name, for whom the page shows nobody."""
    ld, facts = page.head.ld, page.head.facts
    roles = {c.role for c in found}
    shown = {c.name for c in found}  # a template's "author" is often the editor
    out: list[FoundCredit] = []
    if not roles & WRITER_ROLES:
        names = [name for kind, name in (ld.authors if ld else ()) if kind in ("Person", "")]
        names += _several(facts.authors) if facts else ()
        names += split_names(page.head.first(*words("bylines.author_metas")))
        out += _persons(page, names, "author", shown)
    if "editor" not in roles:
        editors = [*(_several(facts.editors) if facts else ()), *(ld.editors if ld else ())]
        editors += split_names(page.head.first(*words("bylines.editor_metas")))
        out += _persons(page, editors, "editor", shown)
    return out


def _several(values: Iterable[str]) -> list[str]:
    """The values, those that hold several persons' names apart."""
    out: list[str] = []
    for value in values:
        out += persons(value) or [value]
    return out


def _persons(page: Page, names: list[str], role: str, shown: Iterable[str] = ()) -> list[FoundCredit]:
    """Those of the names that can be persons' and are not ``shown``; one may bring its label ("责编：张三")."""
    known = {page.head.site_name, page.head.ld.publisher if page.head.ld else None, *shown}
    out: list[FoundCredit] = []
    for name in names:
        labelled = credits_from_text(name, zone="foot")
        if labelled:
            out += labelled
        elif plausible_person(name) and name not in known:
            out.append(FoundCredit(name, role, None, name, 0, len(name), False))
    return out


CREDITS: tuple[FieldRule, ...] = (collect,)


def _is_person_to_jieba(name: str) -> bool:
    """Whether jieba's tagger takes the words for a person's name (loads its dictionary)."""
    from newsparse.jieba_words import cut

    tags = cut(name)
    return len(tags) == 1 and tags[0][1].startswith("nr")


def _unique(found: list[FoundCredit]) -> tuple[Credit, ...]:
    """One credit for each person and role, the first as found; who is a reporter is not called author as well."""
    out: dict[tuple[str, str], Credit] = {}
    for credit in found:
        key = (credit.name.replace(" ", ""), credit.role)
        known = out.get(key)
        if known is None or (known.organization is None and credit.organization):
            out[key] = Credit(credit.name, credit.role, credit.organization)
    closer = {name for name, role in out if role in ("reporter", "correspondent")}
    return tuple(c for (name, role), c in out.items() if role != "author" or name not in closer)
