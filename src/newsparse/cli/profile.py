"""``newsparse profile``: ``new`` (`profile_new`), and ``check PROFILE INPUT``: what of a profile matches on pages."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from newsparse.cli import profile_new
from newsparse.cli.dump_options import add_url_from, check_addresses
from newsparse.cli.exits import Exit
from newsparse.cli.output import printable, say, write_out
from newsparse.cli.page_options import as_text, read_page
from newsparse.cli.parser import Commands
from newsparse.cli.terminal import Style, cut, line_width, painted, visible, wants_colour, width
from newsparse.text.counted import counted

if TYPE_CHECKING:
    from newsparse.dumps.pages import Fault
    from newsparse.profile_check import ProfileCheck, RuleCheck, SiteCheck

_TEXT = """Work on site profiles.

  newsparse profile new cases/ -o my_profiles/a.toml
  newsparse profile check my_profiles/a.toml pages/*.html
"""
_CHECK = """Read a file of site profiles and try it on pages: files, folders, archives, WARC, tables.
For each host, selector, pattern, path and constant: on how many pages it matched, and what it found first.

  newsparse profile check my_profiles/a.toml pages/*.html
  newsparse profile check my_profiles/a.toml dump.warc.gz --json

exit codes:
  0 everything matched somewhere   1 PROFILE is none   3 something never matched, or a page could not be read
"""
# Columns of a key, and of a rule as the file has it.
_KEY, _RULE = 20, 30
_NAMES = 5  # of pages that are named in a line; --json names all


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("profile", help="make site profiles, try them on pages", description=_TEXT)
    actions: Commands = parser.add_subparsers(dest="action", metavar="ACTION", title="actions", required=True)
    check = actions.add_parser("check", help="what of a profile matches on pages", description=_CHECK)
    check.add_argument("file", metavar="PROFILE", help="a TOML file of site profiles")
    check.add_argument(
        "pages",
        metavar="INPUT",
        nargs="+",
        help="a page (- for standard input), a folder, an archive, a table; any number",
    )
    check.add_argument("--url", type=as_text, help="the address of all pages; else each page's own, where it says one")
    add_url_from(check)
    check.add_argument("--parser", choices=("lexbor", "lxml"), default="lexbor", help="what builds the tree (lexbor)")
    check.add_argument("--json", action="store_true", help="as JSON, all pages named")
    check.add_argument("--debug", action="store_true", help="show the traceback of an internal error")
    check.set_defaults(run=run)
    profile_new.add_to(actions)


def run(args: argparse.Namespace) -> int:
    from newsparse.profile_check import ProfileCheck
    from newsparse.read.profile_files import read_file

    check_addresses(args)
    checked = ProfileCheck(read_file(Path(args.file), args.parser), args.parser)
    faults = list(_see_all(checked, args.pages, args.url, args.url_from))
    if args.json:
        failed = [{"file": fault.name, "error": fault.error, "reason": fault.reason} for fault in faults]
        shown = {"file": printable(args.file), **checked.to_json(), "failed": failed}
        write_out(json.dumps(shown, ensure_ascii=False, indent=2) + "\n")
    else:
        write_out("\n".join(_lines(checked, faults)) + "\n")
    return Exit.SOME_FAILED if faults or checked.never() or not checked.sites else Exit.OK


def _see_all(checked: ProfileCheck, names: list[str], url: str | None, url_from: str | None) -> Iterator[Fault]:
    """Show it all pages; give what could not be read."""
    from newsparse.dumps.batch import opened
    from newsparse.dumps.inputs import inputs_of, read_inputs
    from newsparse.dumps.inputs.opened import Context
    from newsparse.dumps.inputs.page_urls import page_urls
    from newsparse.dumps.pages import Fault, RawPage, fault_of

    pages: list[RawPage | Fault] = [RawPage("-", read_page("-"))] if "-" in names else []
    inputs, context = inputs_of([name for name in names if name != "-"]), Context()
    if url_from is not None:
        context.urls = page_urls(url_from, context.room)
    for page in (*pages, *(item.page for item in read_inputs(inputs, (), context))):
        if isinstance(page, Fault):
            yield page
            continue
        try:
            whole = opened(page)
            checked.see(page.name, whole.body or b"", url or whole.url, whole.content_type)
        except Exception as error:  # one page must not end it, not even by a bug of ours: it is told as a fault
            yield fault_of(page.name, error)
    for line in context.passed_over.lines():
        say(visible(line))


def _lines(checked: ProfileCheck, faults: list[Fault]) -> Iterator[str]:
    columns, colour = line_width(), wants_colour()
    for site in checked.sites:
        head = f"[[site]] {site.number}: tried on {counted(site.pages, 'page')}"
        yield painted(head, Style.BOLD, colour=colour)
        for found, line in _of_site(site):
            yield painted(cut(line, columns), *(() if found else (Style.YELLOW,)), colour=colour)
    if not checked.sites:
        yield "There is no [[site]] in the file."
    yield f"{counted(checked.pages, 'page')} read"
    yield from _named("without an address (give --url or --url-from), so no profile is found", checked.unaddressed)
    yield from _named("of other sites", checked.others)
    for fault in faults:
        yield visible(f"  not read: {fault.name}: {fault.reason}")
    never = checked.never()
    if never:
        yield painted("Never matched:", Style.BOLD, colour=colour)
        yield from (visible(f"  {what}") for what in never)


def _of_site(site: SiteCheck) -> Iterator[tuple[bool, str]]:
    """A line for each host, selector and pattern, with whether it matched."""
    for host, pages in site.hosts.items():
        yield bool(pages), f"  {'host':{_KEY}} {_padded(host)} {counted(pages, 'page') if pages else 'never'}"
    for key, rule in site.rules.items():
        yield bool(rule.pages), f"  {key:{_KEY}} {_padded(rule.rule)} {_found(rule, site.pages)}"
        if rule.fault:
            yield False, f"  {'':{_KEY}} {visible(rule.fault)}"


def _padded(rule: str) -> str:
    shown = cut(visible(rule), _RULE)
    return shown + " " * (_RULE - width(shown))


def _found(rule: RuleCheck, pages: int) -> str:
    if not pages:
        return "not tried: no page is of this site"
    if not rule.pages:
        return f"never{rule.why_never()}"
    return f"{rule.pages} of {counted(pages, 'page')}  {visible(rule.example or '')}"


def _named(what: str, names: list[str]) -> Iterator[str]:
    if names:
        more = ", …" if len(names) > _NAMES else ""
        yield visible(f"  {len(names)} {what}: {', '.join(names[:_NAMES])}{more}")
