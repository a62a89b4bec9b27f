"""Pages of cases, as they are searched: their markup, their tree, their scripts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml import etree
from lxml.etree import _Element

from newsparse.errors import DataError, InputError
from newsparse.evaluate.cases import Case
from newsparse.options import Options
from newsparse.page.page import Script
from newsparse.read.coerce import markup_of
from newsparse.read.limits import within_limits
from newsparse.read.prepare import prepare
from newsparse.read.profiles import host_of
from newsparse.read.script_paths import Scripts

# Pages of a site that are searched; what is found is tried on all. Places repeat: more pages show no more of them.
MOST_SAMPLES = 40


@dataclass(frozen=True, slots=True)
class Sample:
    """A page that is searched.

    Attributes:
        case: its case.
        markup: the page, decoded.
        root: its tree, as libxml2 builds it.
        scripts: its scripts.
        data: what they hold.
    """

    case: Case
    markup: str
    root: _Element
    scripts: list[Script]
    data: Scripts


def by_site(cases: Iterable[Case], host: str | None = None) -> tuple[dict[str, list[Case]], list[str], list[str]]:
    """The cases of each host, in order; the names of those that are of none; what is wrong with such as have no page.

    Args:
        host: the host of pages that do not say where they are from.
    """
    sites: dict[str, list[Case]] = {}
    homeless, broken = [], []
    for case in cases:
        try:
            own = host_of(case.url or _claimed(case) or "")
        except DataError as error:
            broken.append(str(error))
            continue
        if not own and host:
            own, case = host, replace(case, url=f"https://{host}/")
        if own:
            sites.setdefault(own, []).append(case)
        else:
            homeless.append(case.name)
    return sites, homeless, broken


def samples_of(cases: Iterable[Case]) -> list[Sample]:
    """The pages that can be searched, spread over the cases."""
    articles = [case for case in cases if case.gold["kind"] == "article"]
    step = max(1, -(-len(articles) // MOST_SAMPLES))
    found = (_sample(case) for case in articles[::step])
    return [sample for sample in found if sample is not None]


def _claimed(case: Case) -> str | None:
    try:
        return markup_of(case.page, case.content_type)[1]
    except InputError:  # no text: it is scored as a page that cannot be read
        return None


def _sample(case: Case) -> Sample | None:
    try:
        return sample_of(case, markup_of(case.page, case.content_type)[0])
    except InputError:
        return None


def sample_of(case: Case, text: str) -> Sample | None:
    """A page as it is searched; None where there is nothing in it.

    Args:
        case: its case.
        text: the page, decoded.
    """
    prepared, limits = prepare(text), Options()
    markup = within_limits(prepared.markup, limits.max_depth, limits.max_attributes)[0]
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(markup.encode("utf-8", "replace"), parser) if markup.strip() else None
    return None if root is None else Sample(case, text, root, prepared.scripts, Scripts(prepared.scripts))
