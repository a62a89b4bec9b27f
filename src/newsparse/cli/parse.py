"""``newsparse parse PAGE``: one page to standard output, or to a file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from newsparse.api import parse
from newsparse.article import Article
from newsparse.cli.atomic import check_file, write_file
from newsparse.cli.exits import Exit, UsageError
from newsparse.cli.output import printable, say, write_out
from newsparse.cli.page_options import common, field_names, read_by
from newsparse.cli.parser import Commands
from newsparse.cli.terminal import is_terminal, obeyed_by_none, screen_width, wants_colour
from newsparse.render import FORMATS

_TEXT = """Read one page and print its record: in brief on a terminal, else as JSON.

  newsparse parse page.html
  newsparse parse page.html -o page.json
  curl -sL ADDRESS | newsparse parse - --url ADDRESS --format text
"""
# What the extension of -o says.
_EXTENSIONS = {".json": "json", ".txt": "text", ".md": "markdown", ".html": "html", ".htm": "html"}


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("parse", parents=[common(words=True)], help="read one page", description=_TEXT)
    parser.add_argument("file", metavar="PAGE", help="a file, or - for standard input")
    parser.add_argument("-o", "--output", metavar="OUT", help="the file to write, instead of standard output")
    parser.add_argument(
        "--format", choices=("brief", *FORMATS), help="what to print (brief on a terminal, what OUT ends in, else json)"
    )
    parser.add_argument("--fields", type=field_names, metavar="NAMES", help="keys of the JSON to print: title,text")
    parser.add_argument("--front-matter", action="store_true", help="Markdown with title, url ... as YAML in front")
    parser.add_argument("--compact", action="store_true", help="JSON in one line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    name = args.format or _wanted(args)
    if name != "json" and (args.fields or args.compact):
        raise UsageError(f"--fields and --compact are for JSON, not for {name}.")
    if name != "markdown" and args.front_matter:
        raise UsageError(f"--front-matter is for Markdown, not for {name}: --format markdown")
    out = None if args.output in (None, "-") else Path(args.output)
    if out is not None:
        check_file(out)
    article = read_by(parse, args)
    if name not in ("json", "brief"):  # these have a place for them
        for said in article.warnings:
            say(f"Warning: {said}")
    if out is not None:
        write_file(out, _shown(article, name, args))
        return Exit.OK
    text = _shown(article, name, args)
    write_out(obeyed_by_none(text) if is_terminal() and name not in ("json", "brief") else text)
    if args.format is None and name == "brief":
        page = "PAGE" if args.file == "-" else printable(args.file)
        say(f"All of it as JSON: newsparse parse {page} --format json (or -o FILE.json)")
    return Exit.OK


def _wanted(args: argparse.Namespace) -> str:
    """The format, where no option names it."""
    if args.fields or args.compact:
        return "json"
    if args.output in (None, "-"):
        return "brief" if is_terminal() else "json"
    extension = Path(args.output).suffix.lower()
    if extension not in _EXTENSIONS:
        raise UsageError(
            f"-o {printable(args.output)}: say the --format; what ends in {', '.join(_EXTENSIONS)} says it."
        )
    return _EXTENSIONS[extension]


def _shown(article: Article, name: str, args: argparse.Namespace) -> str:
    if name == "brief":
        from newsparse.cli.brief import brief

        return brief(article, screen_width(), colour=args.output is None and wants_colour())
    if name == "markdown":
        return article.to_markdown(front_matter=args.front_matter)
    if name != "json":
        return FORMATS[name](article)
    if args.fields:
        some = {key: value for key, value in article.to_dict().items() if key in args.fields}
        return json.dumps(some, ensure_ascii=False, indent=None if args.compact else 2) + "\n"
    return article.to_json() + "\n" if args.compact else FORMATS[name](article)
