"""What is done with each page: the same for every worker, and for every part of a run that is resumed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from newsparse.dumps.bombs import ArchiveLimits
from newsparse.dumps.filters import Filters
from newsparse.options import Options

# Options that the command line calls otherwise.
_CALLED = {
    "kind": "--as",
    "kinds": "--kind",
    "languages": "--lang",
    "sites": "--site",
    "profile_dirs": "--profiles",
    "profiles": "--no-profiles",
    "front_matter": "--no-front-matter",
}


@dataclass(frozen=True, slots=True)
class Job:
    """How pages are read and what becomes of them.

    Attributes:
        options: how a page is read.
        url, content_type: of every page that brings none itself.
        url_from: where such pages have addresses of their own from: "path", or a CSV file (see `page_urls`).
        filters: which records are wanted.
        to: the output's format, a key of `newsparse.dumps.outputs.FORMATS`.
        front_matter: Markdown begins with it.
        bom: the file begins with a byte order mark (CSV).
        dedup: mark articles that are nearly the same as an earlier one, and other pages that are the same …
        drop_copies: … or leave them out.
        html_column: the column of tables that holds the pages.
        follow_links: read what links in a folder point to outside it.
        archives: what archives may hold.
        debug: keep the traceback of a bug.
    """

    options: Options = field(default_factory=Options)
    url: str | None = None
    content_type: str | None = None
    url_from: str | None = None
    filters: Filters = field(default_factory=Filters)
    to: str = "jsonl"
    front_matter: bool = True
    bom: bool = False
    dedup: bool = False
    drop_copies: bool = False
    html_column: str | None = None
    follow_links: bool = False
    archives: ArchiveLimits = field(default_factory=ArchiveLimits)
    debug: bool = False

    @property
    def preload(self) -> tuple[str, ...]:
        """Modules that every worker needs, and whose import takes long."""
        options = self.options
        keywords = options.keywords > 0 and options.segmenter == "jieba"
        needed = {"preload_jieba": options.jieba, "preload_keywords": keywords}
        return tuple(f"newsparse.dumps.{name}" for name, needs in needed.items() if needs)

    def identity(self) -> dict[str, str]:
        """What must be the same for a run to be resumed: options, as the command line calls them, with their values as
        a person reads them. (How much is told of bugs need not.)

        >>> Job(url_from="path", dedup=True).identity()["--url-from"], Job(dedup=True).identity()["--dedup"]
        ('path', 'mark')
        """
        values = asdict(self)
        del values["debug"]
        for group in ("options", "filters", "archives"):
            values |= values.pop(group)
        values["dedup"] = "drop" if values.pop("drop_copies") else "mark" if self.dedup else None
        return dict(_told(name, value) for name, value in values.items())


def _told(name: str, value: object) -> tuple[str, str]:
    """An option and its value, for a person.

    >>> _told("profiles", True), _told("kinds", ("article", "list"))
    (('--no-profiles', 'not given'), ('--kind', 'article,list'))
    """
    option = _CALLED.get(name, f"--{name.replace('_', '-')}")
    if isinstance(value, bool):
        return option, "given" if value is not option.startswith("--no-") else "not given"
    if isinstance(value, tuple):
        value = ",".join(map(str, value))
    return option, "not given" if value in (None, "", {}) else str(value)
