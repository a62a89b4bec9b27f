"""``newsparse evaluate CASES``: how right the records of pages are, field by field, and what is wrong with them."""

from __future__ import annotations

import argparse
import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING

from newsparse.cli.atomic import check_file, write_file
from newsparse.cli.exits import Exit, RunError, UsageError
from newsparse.cli.output import printable, say, write_out
from newsparse.cli.page_options import common, options_of
from newsparse.cli.parser import ArgumentParser, Commands
from newsparse.cli.terminal import line_width, wants_colour
from newsparse.text.counted import counted

if TYPE_CHECKING:
    from newsparse.evaluate import Evaluation
    from newsparse.evaluate.against import Against

FORMATS = ("text", "json", "html")
# What fills in the addresses of cases.
_ADDRESSES = "Fill in the addresses of the cases: newsparse label INPUT -o {} --url https://HOST/ (or --url-from FROM)"
_TEXT = """Read the pages of cases, compare the records with what the cases say, and tell the figures and what
differs, the worst pages first. Cases are made by newsparse label; docs/evaluate.md says more.

  newsparse evaluate cases/
  newsparse evaluate cases/ -o report.html
  newsparse evaluate cases/ -o old.json
  newsparse evaluate cases/ --jieba --against old.json
  newsparse evaluate cases/ --options "jieba profiles=my_profiles"
  newsparse evaluate cases/ --min body=.97 --min title=1

exit codes:
  0 all well   1 could not run (no case is checked)   2 wrong usage
  3 a case is broken, or a page could not be read     4 a figure is below its --min
"""


def add_to(commands: Commands) -> None:
    parents = [common(addressed=False)]
    parser = commands.add_parser("evaluate", parents=parents, help="how right records are, by cases", description=_TEXT)
    parser.add_argument("cases", metavar="CASES", help="a folder of cases, a file of cases, lines of gold (.jsonl)")
    parser.add_argument("--pages", type=Path, metavar="DIR", help="where the pages are that a file of cases names")
    parser.add_argument("--format", choices=FORMATS, help="what to write (by the extension of OUT, else text)")
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help="the file to write (standard output)")
    compared = parser.add_mutually_exclusive_group()
    compared.add_argument("--against", type=Path, metavar="OLD", help="tell what rose and fell since OLD (JSON)")
    compared.add_argument(
        "--options", metavar="OPTIONS",
        help="read the pages with these options, too, and tell what rises and falls by them: 'jieba profiles=DIR'",
    )  # fmt: skip
    parser.add_argument(
        "--min", type=_bound, action="append", default=[], metavar="FIGURE=X",
        help="exit code 4 where a figure is below X (body=.97); may be given several times",
    )  # fmt: skip
    parser.add_argument("--unchecked", action="store_true", help="count cases that nobody has checked, too")
    parser.add_argument("--each", action="store_true", help="tell all pages, not only the worst, and all that differs")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from newsparse.evaluate import each_case, evaluate
    from newsparse.evaluate.against import against, read_evaluation

    format = _format_of(args)
    if args.output is not None:
        check_file(args.output)
    old = None if args.against is None else read_evaluation(args.against)
    options = options_of(args)
    if args.options is not None:
        args = _with_options(args)
        other, options = options, options_of(args)
        old = evaluate(each_case(args.cases, args.pages), options=other, unchecked=args.unchecked).to_json()
    evaluation = evaluate(each_case(args.cases, args.pages), options=options, unchecked=args.unchecked)
    for line in evaluation.broken:
        say(line)
    if args.unchecked:
        say("Cases that nobody has checked hold what newsparse read itself: of these nothing can differ.")
    if not evaluation.pages:
        raise RunError(_why_nothing(args.cases, evaluation))
    if args.profiles:
        from newsparse.cli.url_report import say_unaddressed

        without = sum(not page.site for page in evaluation.pages)
        say_unaddressed(without, len(evaluation.pages), "page", _ADDRESSES.format(printable(args.cases)))
    changed = None if old is None else against(old, evaluation)
    text = _shown(evaluation, changed, format, each=args.each, to_screen=args.output is None)
    if args.output is None:
        write_out(text)
    else:
        write_file(args.output, text)
        say(f"{_summary(evaluation)} → {printable(args.output)}")
    return _exit(evaluation, dict(args.min))


def _with_options(args: argparse.Namespace) -> argparse.Namespace:
    """What the command line asks for with the words of --options in it; they may be written without their dashes."""
    import shlex  # nothing else needs it

    try:
        words = shlex.split(args.options)
    except ValueError as error:
        raise UsageError(f"--options {printable(args.options)}: {error}.") from error
    if not words:
        raise UsageError("--options: no option is named. Write them as --options 'jieba profiles=DIR'.")
    if not words[0].startswith("-"):
        words = [f"--{word}" for word in words]
    parser = ArgumentParser(prog="newsparse evaluate", add_help=False, parents=[common(addressed=False)])
    return parser.parse_args(words, copy.copy(args))


def _shown(evaluation: Evaluation, changed: Against | None, format: str, *, each: bool, to_screen: bool) -> str:
    if format == "json":
        made = evaluation.to_json() | ({} if changed is None else {"against": changed.to_json()})
        return json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if format == "html":
        from newsparse.evaluate.evaluation_html import evaluation_html

        return evaluation_html(evaluation, changed)
    from newsparse.cli.evaluation_text import Screen, evaluation_text

    screen = Screen(line_width(to_screen=to_screen), colour=to_screen and wants_colour())
    return "\n".join(evaluation_text(evaluation, changed, screen, each=each)) + "\n"


def _exit(evaluation: Evaluation, least: dict[str, float]) -> int:
    """The exit code; what is below its bound is told."""
    from newsparse.evaluate.score import SPURIOUS, good

    below = []
    for name, bound in least.items():
        figure = evaluation.figures.get(name)
        if figure is None:
            if name not in SPURIOUS:
                below.append(f"{name}: no case says anything about it, so it cannot reach {bound:g}")
        elif good(name, figure.value) < good(name, bound):
            below.append(f"{name} is {figure.value:.4f}, {'above' if name in SPURIOUS else 'below'} {bound:g}")
    for line in below:
        say(f"--min: {line}.")
    if below:
        return Exit.BELOW
    return Exit.SOME_FAILED if evaluation.broken or evaluation.failed else Exit.OK


def _format_of(args: argparse.Namespace) -> str:
    if args.format is not None or args.output is None:
        return args.format or "text"
    by_name = {".json": "json", ".html": "html", ".htm": "html", ".txt": "text"}
    format = by_name.get(args.output.suffix.lower())
    if format is None:
        raise UsageError(f"-o {printable(args.output)}: say with --format what to write: {', '.join(FORMATS)}.")
    return format


def _why_nothing(cases: str, evaluation: Evaluation) -> str:
    shown = printable(cases)
    if evaluation.unchecked:
        return (
            f"None of {counted(evaluation.unchecked, 'case')} in {shown} is checked. "
            'Look at each page, correct its .json, set "checked" to true.\n--unchecked counts them as they are.'
        )
    if evaluation.broken:
        return f"No case in {shown} can be read. What is wrong stands above."
    return f"There is no case in {shown}. Make some: newsparse label INPUT -o CASES"


def _summary(evaluation: Evaluation) -> str:
    """The figures in a line."""
    shown = ", ".join(f"{name} {figure.value:.3f}" for name, figure in evaluation.figures.items())
    return f"{counted(len(evaluation.pages), 'page')}: {shown}"


def _bound(text: str) -> tuple[str, float]:
    from newsparse.evaluate.score import FIGURES

    name, _, number = text.partition("=")
    if name not in FIGURES:
        raise argparse.ArgumentTypeError(f"{printable(name)!r} is no figure; the figures are {', '.join(FIGURES)}")
    try:
        value = float(number)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{printable(text)!r}: write {name}=.97 (a number from 0 to 1)")
    return name, value
