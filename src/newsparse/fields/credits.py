"""credits: who did what, from the byline row, the lines after the body, and the body's first and last lines."""

from __future__ import annotations

from collections.abc import Iterable

from newsparse.article import WRITER_ROLES, Credit
from newsparse.fields.bare_names import bare_names
from newsparse.fields.given_credits import with_given
from newsparse.fields.head_people import people_of_head
from newsparse.fields.rule import FieldRule, Found
from newsparse.lexicon import lazily
from newsparse.options import Options
from newsparse.page.block import NOT_TEXT, Block
from newsparse.page.lines import BUTTON, FAR, FEW, LONGEST_ROW, NEAR, SHORTEST_HEADLINE, is_linked
from newsparse.page.page import Page
from newsparse.page.readings import credits_of, line_of, source_of
from newsparse.page.rows import is_of_a_product
from newsparse.text.flat import flat
from newsparse.text.people.byline_names import names_in_byline
from newsparse.text.people.credit_lines import FoundCredit, Zone
from newsparse.text.people.persons import is_office, signed_in_brackets

# How many of the body's first lines may hold a byline.
_LEAD = 2
# What closes a signature in brackets.
_CLOSES = ("）", ")", "】", "]")
_IN_BRACKETS = lazily(r"[（(][^（()）]*[）)]")
# What ends the sentence above a signature.
_ENDS = ("。", "！", "？", "”", "」", "…")
# Lines after the body that are not its foot.
_OTHERS = ("related", "teaser", "comments", "caption", "disclaimer")
# Whom a notice on rights names in its row; of writers it speaks.
_BESIDE_A_NOTICE = ("editor", "proofreader", "reviewer")


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
        notices = [b for b in page.labelled("disclaimer") if body[0].index < b.index <= last + FEW and b.index < end]
        found += [c for c in _read(page, notices, "foot") if c.role in _BESIDE_A_NOTICE]
        for block in body[:_LEAD]:
            found += _read(page, [block], "lead" if "。" in block.text else "byline", longest=None)
        signed = [body[0]] if body[0].text.endswith(_CLOSES) else []  # the text above a gallery
        for block in [*signed, *body[-FEW:]]:
            said = source_of(page, block)  # 本文来自公众号“…”，作者：…，经授权发布。
            found += _read(page, [block], "foot" if said and not said.start else "tail", longest=None)
        found += _photographers(page, last)
    if not any(c.role in WRITER_ROLES for c in found):
        desk = {c.name for c in found if c.role != "photographer"}  # who took the pictures writes as often
        found += [c for c in bare_names(page, options) if c.name not in desk]
    found += people_of_head(page, found)
    if not any(c.role in WRITER_ROLES for c in found):
        found += _signature(body)
    found = with_given(page, found)
    return Found(_unique(found), " · ".join(dict.fromkeys(c.raw for c in found)), 0.9) if found else None


def _signature(body: list[Block]) -> list[FoundCredit]:
    """Who signs the text below its last sentence."""
    return _signed_in_brackets(body) or _signed_bare(body)


def _signed_in_brackets(body: list[Block]) -> list[FoundCredit]:
    """A pen name in brackets that are the last line, and the only such one: plays and speeches have more."""
    last = body[-1].text if body else ""
    name = signed_in_brackets(last)
    if name is None or any(_IN_BRACKETS.fullmatch(line.text) for line in body[:-1]):
        return []
    return [FoundCredit(name, "author", None, last, 0, len(last), False)]


def _signed_bare(body: list[Block]) -> list[FoundCredit]:
    """A name in the last line, alone or behind an office, above words in brackets on its bearer or not."""
    lines = body[:-1] if body and body[-1].text.startswith("（") else body
    if len(lines) < FEW or len(lines[-1].text) > BUTTON * FEW or lines[-1].has(*NOT_TEXT, "heading"):
        return []
    above, signed = (line.text for line in lines[-2:])
    if not above.endswith(_ENDS):
        return []
    office, _, behind = signed.partition(" ")  # 长宁社区网格员 林小满
    names = names_in_byline(signed) or (names_in_byline(behind) if is_office(flat(office)) else [])
    return [FoundCredit(n.name, n.role, n.organization, signed, 0, len(signed), False) for n in names]


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


CREDITS: tuple[FieldRule, ...] = (collect,)


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
