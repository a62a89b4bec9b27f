"""source and source_url: the outlet that the text came from, as the page shows it. The site itself is not a source."""

from __future__ import annotations

from newsparse.fields.accounts import above_body, is_of_persons, labelled_credits, shown_accounts
from newsparse.fields.row_word import word_of_row
from newsparse.fields.rule import FieldRule, Found, given
from newsparse.lexicon import pattern, words
from newsparse.options import Options
from newsparse.page.block import Block, spaced
from newsparse.page.lines import LONGEST_LINE, LONGEST_ROW, NEAR
from newsparse.page.page import Page
from newsparse.page.readings import credits_of, line_of, source_of
from newsparse.page.rows import is_name, row_tokens
from newsparse.page.site import are_akin
from newsparse.text.dates.find import find_moments, find_times
from newsparse.text.flat import flat
from newsparse.text.outlets.attributed import attributed_source, closing_note
from newsparse.text.outlets.outlet_names import is_column
from newsparse.text.outlets.source_lines import (
    begins_with_label,
    outlet_like,
    source_after_date,
    source_before_date,
    source_from_text,
)
from newsparse.text.people.persons import is_office
from newsparse.text.people.role_labels import find_labels
from newsparse.text.titles import parts_of, site_of_title


def _labelled(page: Page, blocks: list[Block]) -> Found | None:
    for block in blocks:
        if block.text and len(block.text) <= LONGEST_ROW:
            found = source_of(page, block)
            if found is not None:
                return Found(found.value, found.raw or block.text, 0.95)
    return None


def byline(page: Page, options: Options) -> Found | None:
    """来源：… in the byline row."""
    return _labelled(page, page.labelled("byline"))


def _yields(page: Page, name: str, options: Options) -> bool:
    """Whether a name without a label is the site's own, and a labelled one at the foot tells the source."""
    return name in (page.head.site_name, site_of_title(page.head.title)) and foot(page, options) is not None


def after_date(page: Page, options: Options) -> Found | None:
    """An outlet's name without a label right after the date: "2005年03月31日03:18 某某晚报"."""
    for block in page.labelled("byline"):
        text = spaced(block)
        for moment in find_times(text, limit=1):
            found = source_after_date(text, moment.end)
            if found is not None and is_name(found.value) and not _yields(page, found.value, options):
                return Found(found.value, found.raw or text, 0.8)
    return None


def before_date(page: Page, options: Options) -> Found | None:
    """An outlet's name without a label right before the date: "某某手机报 09-27 20:12"."""
    for block in page.labelled("byline", "credit"):
        text = spaced(block)
        for moment in find_times(text, limit=1):
            found = source_before_date(text, moment.start)
            if found is not None and is_name(found.value) and not _yields(page, found.value, options):
                return Found(found.value, found.raw or text, 0.75)
    return None


def element(page: Page, options: Options) -> Found | None:
    """An outlet's name that stands in the byline row by itself: in an element of its own, or between spaces."""
    for block in page.labelled("byline"):
        tokens = row_tokens(block)
        for token in [*tokens, *_words_alone(block)]:
            known = outlet_like(token) and not is_column(flat(token))
            if (known or (token in tokens and _is_named_elsewhere(page, token))) and not _yields(page, token, options):
                return Found(token, block.text, 0.7)
    return None


def _words_alone(block: Block) -> list[str]:
    """The words of a row between white space, behind a bracket: 【频道】滨城网 录入：林小满."""
    words = [word.rsplit("】", 1)[-1] for word in block.text.split()]
    return [word for word in words if is_name(word)]


def _is_named_elsewhere(page: Page, name: str) -> bool:
    """Whether the page's people are credited to a name (滨城观察特约评论员 林小满), or its title says behind the
    headline that it is a part of the site (…_滨城生活_滨城网)."""
    rows = page.labelled("byline", "credit")
    if any(credit.organization == name for block in rows for credit in credits_of(page, block, "foot")):
        return True
    *_, channel, site = ["", "", *parts_of(page.head.title)]
    return name == channel and name[:2] == site[:2]


def foot(page: Page, options: Options) -> Found | None:
    """来源：… in the lines that follow the body, or in its last one."""
    return _labelled(page, _end(page))


def note(page: Page, options: Options) -> Found | None:
    """The outlet of a note in brackets that ends the body or a line below it: …。（据滨城晚报）"""
    for block in _end(page):
        if found := closing_note(block.text):
            return Found(found.value, block.text[-LONGEST_LINE:], 0.7)
    return None


def _end(page: Page) -> list[Block]:
    """Lines of credits, the lines that follow the body, and its last one."""
    body = page.labelled("body")
    if not body:
        return []
    last = body[-1].index
    after = [b for b in page.blocks[last + 1 : last + 1 + NEAR] if not b.has("related", "teaser", "comments")]
    return [*page.labelled("credit"), *after, body[-1]]


def _under_headline(page: Page) -> list[Block]:
    """The lines between headline and body that may say whose the text is."""
    near = (above_body(page) or range(0))[:NEAR]
    return page.blocks[near.start : near.stop]


def credited(page: Page, options: Options) -> Found | None:
    """An outlet in a line that names who wrote, between headline and body, and nobody else: 文｜滨城晚报."""
    for block in _under_headline(page):
        text = line_of(page, block)
        # Before a name a bar or a slash is a label's sign, too; before an outlet it is taken for one here.
        signed = flat(text).replace("|", ":").replace("/", ":")
        labels = find_labels(signed, 0, len(text)) if len(text) <= LONGEST_ROW else []
        if len(labels) == 1 and labels[0].start == 0 and "author" in labels[0].roles:
            value = text[labels[0].end :].strip()
            if outlet_like(value) and not any(map(str.isspace, value)):
                return Found(value, block.text, 0.7)
    return None


def issuer(page: Page, options: Options) -> Found | None:
    """發布單位：… between headline and body: authorities and hospitals name the office that speaks."""
    for block in _under_headline(page):
        text = line_of(page, block)[:LONGEST_ROW]
        if found := pattern("outlets.issuer").search(flat(text)):
            return Found(text[slice(*found.span("name"))], text[slice(*found.span())].strip(), 0.8)
    return None


def state(page: Page, options: Options) -> Found | None:
    """The source in the page's JavaScript state."""
    value = page.head.facts.source if page.head.facts else None
    return Found(value, value, 0.8) if value else None


def meta(page: Page, options: Options) -> Found | None:
    """The source in the page's meta tags."""
    value = page.head.first(*words("bylines.source_metas"))
    if not value:
        return None
    found = source_from_text(value)
    return Found(found.value if found else value, value, 0.6)


def linked_data(page: Page, options: Options) -> Found | None:
    """sourceOrganization of the page's JSON-LD."""
    value = page.head.ld.source_organization if page.head.ld else None
    return Found(value, value, 0.75) if value else None


def account(page: Page, options: Options) -> Found | None:
    """The self-media account that published the text, as the page's JavaScript state names it."""
    value = page.head.facts.account if page.head.facts else None
    return Found(value, value, 0.7) if value else None


def account_element(page: Page, options: Options) -> Found | None:
    """The account's name as shown between headline and body, in an element named for it, or alone beside the date."""
    if (span := above_body(page)) is None:
        return None
    named = pattern("elements.account").search
    people = {credit.name for credit in labelled_credits(page)}
    for block in page.labelled("byline"):
        if block.index >= span.start and (block.kind("byline") == "short" or find_moments(block.text, limit=1)):
            for part in block.parts:
                token = part.text.strip()
                if not named(part.name) or is_of_persons(page, token) or token in people:
                    continue
                if pattern("elements.writer").search(part.name) and not (outlet_like(token) or is_office(flat(token))):
                    continue
                if token in row_tokens(block):
                    return Found(token, block.text, 0.5)
    return next((found for found, is_logo in shown_accounts(page) if not is_logo), None)


def logo(page: Page, options: Options) -> Found | None:
    """The site's own name right above the headline, in an element named for an account, where nothing else is one."""
    return next((found for found, is_logo in shown_accounts(page) if is_logo), None)


def signed_for(page: Page, options: Options) -> Found | None:
    """The outlet that the JSON-LD names as the author, where the page stands on a site of another name."""
    ld = page.head.ld
    own = [name for name in (page.head.site_name, *parts_of(page.head.title)[-1:]) if name]
    for kind, name in ld.authors if ld and page.head.site_name else ():
        if kind.endswith("Organization") and outlet_like(name) and not any(are_akin(name, site) for site in own):
            return Found(name, name, 0.5)
    return None


def lone_word(page: Page, options: Options) -> Found | None:
    """The account that is the one word beside the date, whatever its name ends in: 懂球帝 2021-11-08 17:27."""
    return word_of_row(page, options)


# Signs that stand in sentences: with one a profile points at a paragraph that is on some pages where others name it.
_OF_SENTENCES = "。，"


def source_given(text: str) -> str | None:
    """The source in a text that a site profile points at, labelled (来源：…, ——据…) or not; never a sentence."""
    found = source_from_text(text) or attributed_source(text)
    if found is not None:
        return found.value
    return None if begins_with_label(text) or any(sign in text for sign in _OF_SENTENCES) else text


SOURCE: tuple[FieldRule, ...] = (
    given("source", lambda _page, text: source_given(text)),
    byline,
    after_date,
    before_date,
    credited,
    foot,
    issuer,
    note,
    state,
    linked_data,
    element,
    meta,
    account,
    account_element,
    signed_for,
    lone_word,
    logo,
)


def link(page: Page, options: Options) -> Found | None:
    """The link that the source's name is set in."""
    for block in page.labelled("byline", "credit"):
        for part in block.parts or ():
            if (
                part.tag == "a"
                and not part.href.startswith("#")
                and outlet_like(part.text.strip())
                and (address := page.address(part.href))
            ):
                return Found(address, part.text.strip(), 0.8)
    return None


SOURCE_URL: tuple[FieldRule, ...] = (link,)
