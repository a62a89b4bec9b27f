"""The people that a site profile points at. For their role they take the place of whom the page's own lines name."""

from __future__ import annotations

from newsparse.article import ROLES, WRITER_ROLES
from newsparse.page.page import Page
from newsparse.text.people.credit_lines import FoundCredit, credits_from_text
from newsparse.text.people.name_rows import split_names
from newsparse.text.people.persons import may_be_nickname, plausible_person

# What a profile calls them: the role that a name has there, and the roles that it speaks for.
GIVEN_ROLES = {
    "authors": ("author", WRITER_ROLES),
    "editors": ("editor", frozenset({"editor"})),
    **{role: (role, frozenset({role})) for role in ROLES},
}


def with_given(page: Page, found: list[FoundCredit]) -> list[FoundCredit]:
    """The credits that were found, those of a profile in the place of those of their roles."""
    if not page.head.given:
        return found
    given: list[FoundCredit] = []
    for key, (role, roles) in GIVEN_ROLES.items():
        if named := people_in(page.head.given.get(key, ""), role, roles):
            names = {credit.name for credit in named}
            # Whom the page calls its reporter as well stays one.
            found = [credit for credit in found if credit.role not in roles or credit.name in names]
            given += named
    return [*given, *found]


def people_in(text: str, role: str, roles: frozenset[str]) -> list[FoundCredit]:
    """The people of a text that a profile points at: those whom its labels give one of ``roles``, else those who stand
    behind no label that is known, else all of them."""
    labelled = credits_from_text(text, zone="foot") if text else []
    if ours := [credit for credit in labelled if credit.role in roles]:
        return ours
    names = split_names(_without(text, labelled))
    # What stands alone is somebody's, as the profile says; of several words only those that look like names.
    alone = not labelled and len(names) == 1 and may_be_nickname(names[0])
    kept = names if alone else list(filter(plausible_person, names))
    if not kept:
        return [credit._replace(role=role) for credit in labelled]
    return [FoundCredit(name, role, None, name, 0, len(name), True) for name in kept]


def _without(text: str, labelled: list[FoundCredit]) -> str:
    """A text without its labels that are known and the names behind them."""
    for credit in labelled:
        text = text[: credit.start] + " " * (credit.end - credit.start) + text[credit.end :]
    return text
