"""``newsparse profile new CASES``: a first profile for each site of some cases, tried on all of them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from newsparse.cli.atomic import check_file, write_file
from newsparse.cli.exits import Exit, RunError
from newsparse.cli.output import printable, say, say_line, write_out
from newsparse.cli.page_options import as_text
from newsparse.cli.parser import Commands
from newsparse.text.counted import counted

if TYPE_CHECKING:
    from newsparse.evaluate import Case
    from newsparse.induction import SiteProfile
    from newsparse.induction.induce import Trial

_TEXT = """Make a first profile for each site of some cases. For each field that newsparse reads wrongly on a case, the
right value is looked for on the pages: in elements, attributes, script data, markup. What is found is tried
on all cases of the site, and left out where it makes one worse. Standard error tells what was tried.

  newsparse profile new cases/ -o my_profiles/site.toml
  newsparse evaluate cases/ --profiles my_profiles

exit codes:
  0 every field that was wrong is right now   1 could not run (no case is checked)   2 wrong usage
  3 a field is still wrong on a case, a case could not be used, or there was nothing to mend
"""
_HEAD = (
    "# A first profile, made by newsparse profile new. Try it on other pages: newsparse profile check PROFILE INPUT\n\n"
)
_NAMED = 3  # cases that are named in a line


def add_to(actions: Commands) -> None:
    parser = actions.add_parser("new", help="make a first profile from cases", description=_TEXT)
    parser.add_argument("cases", metavar="CASES", help="a folder of cases, a file of cases, lines of gold (.jsonl)")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="the profile to write (standard output)")
    parser.add_argument("--overwrite", action="store_true", help="write FILE anew if it is there")
    parser.add_argument("--pages", type=Path, metavar="DIR", help="where the pages are that a file of cases names")
    parser.add_argument("--host", type=as_text, help="the host of pages that do not say where they are from")
    parser.add_argument("--unchecked", action="store_true", help="use cases that nobody has checked, too")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an internal error")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from newsparse.induction import induce
    from newsparse.induction.samples import by_site

    if args.output is not None:
        check_file(args.output)
        if args.output.is_file() and not args.overwrite:  # somebody may have worked on it
            raise RunError(f"{printable(args.output)} is there. Name another file, or give --overwrite.")
    cases, broken = _cases(args)
    sites, homeless, faults = by_site(cases, args.host)
    for fault in faults:
        say(fault)
    if homeless:
        ways = "Give --host, or the cases theirs: newsparse label --url, or --url-from."
        say(f"No address is known of {_named(homeless)}. {ways}")
    # Hosts below others first: a host's profile is for those below it, too.
    made = [induce(host, sites[host]) for host in sorted(sites, key=lambda host: (-host.count("."), host))]
    for site in made:
        for line in _told(site):
            say_line(line)
    text = "\n".join(site.text() for site in made if site.rules)
    if text and args.output is not None:
        write_file(args.output, _HEAD + text)
        say(f"→ {printable(args.output)}")
    elif text:
        write_out(_HEAD + text)
    else:
        say("No profile was written." if args.output is None else f"{printable(args.output)} was not written.")
    lost = broken or homeless or faults or any(site.broken or any(site.left.values()) for site in made)
    return Exit.SOME_FAILED if lost or not text else Exit.OK


def _cases(args: argparse.Namespace) -> tuple[list[Case], int]:
    """The cases to be used, and how many others are broken.

    Raises:
        RunError: there are none.
    """
    from newsparse.errors import DataError
    from newsparse.evaluate import each_case

    found = list(each_case(args.cases, args.pages))
    broken = [case for case in found if isinstance(case, DataError)]
    for fault in broken:
        say(str(fault))
    cases = [case for case in found if not isinstance(case, DataError)]
    used = [case for case in cases if case.checked or args.unchecked]
    if left_out := len(cases) - len(used):
        say(f'Left out, as nobody has checked them ("checked": true): {left_out} of {counted(len(cases), "case")}.')
    if not used:
        way = "Check them, or say --unchecked." if cases else "Make some: newsparse label INPUT -o CASES"
        raise RunError(f"There is no case to use in {printable(args.cases)}. {way}")
    return used, len(broken)


def _told(site: SiteProfile) -> Iterator[str]:
    """What was tried for a site, and what it did."""
    from newsparse.induction.induce import OF_ONE_PAGE

    yield f"{site.host}: {counted(site.cases, 'case')}"
    yield from (f"  left out: {printable(said)}" for said in site.broken)
    if not site.wrong:
        yield "  nothing to mend: newsparse reads all of them right"
    for field, names in site.wrong.items():
        yield f"  {field}: wrong on {_named(names)}"
        trials = [trial for trial in site.trials if trial.field == field]
        yield from (f"    {_tried(trial)}" for trial in trials)
        if not trials:
            yield "    found in no place that the pages share"
        elif site.left[field]:
            yield f"    still wrong on {_named(site.left[field])}"
    if site.rules and site.cases == 1:
        yield f"  {OF_ONE_PAGE}"
    for figure, after in site.after.items() if site.rules else ():
        was, now = (f"{each.value:.3f}" for each in (site.before.get(figure, after), after))
        if was != now:
            yield f"  {figure} {was} → {now}"


def _tried(trial: Trial) -> str:
    table, key, rule = trial.rule
    shown = f"{table}.{key} = {printable(rule)}"
    if trial.taken:
        return f"taken: {shown} (mends {len(trial.gained)})"
    if not trial.harmed:
        return f"refused: {shown} mends nothing"
    name, figure, before, after = trial.harmed[0]
    harmed = len({name for name, *_ in trial.harmed})
    worse = f"makes {harmed} worse: {printable(name)} ({figure} {before:.3g} → {after:.3g})"
    return f"refused: {shown} {worse}" + (f"; mends {len(trial.gained)}" if trial.gained else "")


def _named(names: list[str]) -> str:
    more = ", …" if len(names) > _NAMED else ""
    return f"{len(names)}: {', '.join(map(printable, names[:_NAMED]))}{more}"
