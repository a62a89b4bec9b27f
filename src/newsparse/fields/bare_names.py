"""Who wrote, by the place alone: names without a label in the byline row, beside it, in elements named for writers."""

from __future__ import annotations

from newsparse.lexicon import words
from newsparse.options import Options
from newsparse.page.block import Block
from newsparse.page.lines import FEW, NEAR
from newsparse.page.page import Page
from newsparse.page.readings import credits_of, label_above
from newsparse.page.rows import is_name, is_of_a_writer, row_text, row_tokens, row_words, signed_words
from newsparse.page.site import own_names
from newsparse.text.flat import flat
from newsparse.text.people.byline_names import BylineName, names_in_byline
from newsparse.text.people.credit_lines import FoundCredit
from newsparse.text.people.name_rows import persons, split_names
from newsparse.text.people.persons import is_listed_name, may_be_nickname, plausible_person

# A name of four characters without a label is an account's more often than a person's.
_LONGEST_BARE = 3
_LONGEST_FOREIGN = 6


def bare_names(page: Page, options: Options) -> list[FoundCredit]:
    """A person's name without a label in the byline row, in an element of its own, with who that is beside it; in one
    named for those who write, a foreign name or a nickname, too."""
    return [
        FoundCredit(named.name, named.role, named.organization, token, 0, len(token), False)
        for block in _rows(page)
        if label_above(page, block) is None  # <td>摄影</td><td>秦晓禾</td>
        for token in _tokens(page, block)
        for named in _names(page, block, token, options)
        if named.name not in {credit.name for credit in credits_of(page, block, "byline")}
    ]


def _tokens(page: Page, block: Block) -> list[str]:
    """The words of a row that may be names; all of its words where it holds persons and nothing else."""
    text, own = row_text(block), own_names(page)
    if names_in_byline(text, own):
        return [text]
    bare = row_tokens(block)
    named = (word for word in row_words(block) if word in bare or names_in_byline(word, own))
    told = words("roles.told")  # 口述 秦晓禾: told it, did not write it
    return [word for word in named if all(map(is_name, split_names(word)[:1])) and not flat(word).startswith(told)]


def _names(page: Page, block: Block, token: str, options: Options) -> list[BylineName]:
    signed = token in signed_words(block) or is_of_a_writer(page, block)
    named = [found for found in names_in_byline(token, own_names(page)) if is_name(found.name)]
    if named and (signed or len(named[0].name) <= _LONGEST_BARE):
        return named
    return [
        BylineName(name)
        for name in split_names(token) or [token]
        if ((len(name) <= _LONGEST_BARE or signed) and plausible_person(name))
        or (len(name) <= _LONGEST_FOREIGN and token in signed_words(block) and may_be_nickname(name))
        or (options.jieba and len(name) <= _LONGEST_FOREIGN and _is_person_to_jieba(name))
    ]


def _rows(page: Page) -> list[Block]:
    """The byline rows; the short lines right beside one, and those in elements for writers, under the headline."""
    rows = page.labelled("byline")
    headline, body = page.labelled("headline"), page.body_line()
    if not headline or body is None:
        return rows
    start, end = headline[-1].index + 1, body.index
    near = {index for row in rows for index in (row.index - 1, row.index + 1) if start <= index < end}
    beside = [page.blocks[index] for index in sorted(near.union(range(start, min(start + NEAR, end))))]
    return [*rows, *(b for b in beside if not b.labels and b.text and _holds_names(page, b, beside=b.index in near))]


def _holds_names(page: Page, block: Block, *, beside: bool) -> bool:
    """Whether a line holds bare names and nothing else but who these are."""
    signed = is_of_a_writer(page, block)
    if not (signed or beside):
        return False
    text = block.text
    if (signed or len(text) <= _LONGEST_BARE * FEW) and 0 < len(persons(text)) <= 2:
        return True
    if signed and _are_writers(text):
        return True
    return bool(names_in_byline(row_text(block), own_names(page)))


def _are_writers(text: str) -> bool:
    """Whether a line in an element for those who write names several of them, one by a surname: 林小满, 何以."""
    names = split_names(text)
    odd = [name for name in names if not plausible_person(name)]
    return 0 < len(odd) < len(names) <= FEW and all(is_listed_name(flat(n)) and may_be_nickname(n) for n in odd)


def _is_person_to_jieba(name: str) -> bool:
    """Whether jieba's tagger takes the words for a person's name (loads its dictionary)."""
    from newsparse.jieba_words import cut

    tags = cut(name)
    return len(tags) == 1 and tags[0][1].startswith("nr")
