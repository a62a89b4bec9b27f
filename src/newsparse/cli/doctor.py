"""``newsparse doctor``: what is installed, whether it works, and what to do where it does not."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from newsparse import __version__
from newsparse.cli.exits import Exit
from newsparse.cli.output import printable, write_out
from newsparse.cli.parser import Commands
from newsparse.cli.terminal import Style, painted, wants_colour
from newsparse.options import Parser
from newsparse.text.counted import counted

_TEXT = """Show the versions of newsparse and of all it uses, and try each: parsers, encodings, the dictionary,
temporary files, processes. The exit code is 1 where something that newsparse needs does not work.
"""
# What is tried with each parser and each encoding: characters that all of them have.
_TITLE = "老街通行"
_PAGE = f"<title>{_TITLE}</title><h1>{_TITLE}</h1><p>昨日上午，老街的石板路通行了，有人一早就到了街口。</p>"
_ENCODINGS = ("utf-8", "gb18030", "big5hkscs")
# Less room than this in the folder of temporary files (bytes) and large archives cannot be unpacked.
_LITTLE_ROOM = 1 << 30
# The libraries of each extra, as they are imported where they are used.
_OPTIONAL = ("dumps", "scrapy", "crawlee", "spark", "rjieba", "completion")


class Finding(NamedTuple):
    """Something that was looked at.

    Attributes:
        name: what it is.
        state: "ok", "missing" (an extra that is not installed), "fails".
        text: its version, or what is wrong and what to do.
    """

    name: str
    state: str
    text: str


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("doctor", help="what is installed, and whether it works", description=_TEXT)
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    found = [*_core(), *_extras(), *_system()]
    if args.json:
        write_out(json.dumps([finding._asdict() for finding in found], ensure_ascii=False, indent=2) + "\n")
    else:
        colour, room = wants_colour(), max(len(finding.name) for finding in found)
        for finding in found:
            style = {"ok": Style.GREEN, "missing": Style.DIM}.get(finding.state, Style.YELLOW)
            state = painted(f"{finding.state:<7}", style, colour=colour)
            write_out(f"{state}  {finding.name:<{room}}  {finding.text}\n")
    return Exit.CANNOT_RUN if any(finding.state == "fails" for finding in found) else Exit.OK


def _core() -> Iterator[Finding]:
    """newsparse itself, and what it needs."""
    import platform

    yield Finding("newsparse", "ok", f"{__version__}, in {printable(Path(__file__).parent.parent)}")
    yield Finding("Python", "ok", f"{platform.python_version()}, {platform.platform()}, {printable(sys.executable)}")
    yield _tried("parser lexbor", partial(_parses, "lexbor", "selectolax"))
    yield _tried("parser lxml", partial(_parses, "lxml", "lxml"))
    for encoding in _ENCODINGS:
        yield _tried(f"encoding {encoding}", partial(_decodes, encoding))
    yield _tried("data files", _reads_data)
    yield _tried("dictionary", _has_dictionary)


def _extras() -> Iterator[Finding]:
    """The libraries of the extras, by extra."""
    from importlib import metadata  # here and below: it takes as long to import as twenty modules of ours

    from newsparse.installs import install_line

    try:
        metadata.requires("newsparse")
    except metadata.PackageNotFoundError:
        yield Finding("extras", "missing", "newsparse is not installed (it runs from its sources): not looked for")
        return
    for extra in _OPTIONAL:
        found, missing = [], []
        for name in _libraries(extra):
            try:
                found.append(f"{name} {metadata.version(name)}")
            except metadata.PackageNotFoundError:
                missing.append(name)
        if missing:
            text = f"without {', '.join(missing)}: {install_line(extra)}"
            yield Finding(
                f"extra {extra}", "missing", "; ".join([text, *([f"has {', '.join(found)}"] if found else [])])
            )
        else:
            yield Finding(f"extra {extra}", "ok", ", ".join(found))


def _libraries(extra: str) -> list[str]:
    """The distributions of an extra, and of those that it names; read from what pip wrote at the installation."""
    from importlib import metadata

    names = []
    for line in metadata.requires("newsparse") or ():
        wanted, _, marker = line.partition(";")
        if f'"{extra}"' not in marker.replace("'", '"'):
            continue
        name = wanted.split("[")[0].split("<")[0].split(">")[0].split("=")[0].strip()
        names += _libraries("dumps") if name == "newsparse" else [name]
    return names


def _system() -> Iterator[Finding]:
    yield _tried("temporary files", _writes)
    yield _tried("processes", _starts)


def _tried(name: str, attempt: Callable[[], str]) -> Finding:
    """What an attempt says; whatever it raises is what is wrong."""
    try:
        return Finding(name, "ok", attempt())
    except Exception as error:  # what is broken may raise anything, and it is what is looked for
        return Finding(name, "fails", f"{type(error).__name__}: {error}".partition("\n")[0])


def _parses(parser: Parser, library: str) -> str:
    from importlib import metadata

    import newsparse

    _same(newsparse.parse(_PAGE, options=newsparse.Options(parser=parser)).title)
    return f"{library} {metadata.version(library)}"


def _decodes(encoding: str) -> str:
    import newsparse

    article = newsparse.parse(f'<meta charset="{encoding}">{_PAGE}'.encode(encoding))
    _same(article.title)
    return f"read as {article.encoding}"


def _same(title: str | None) -> None:
    if title != _TITLE:
        raise ValueError(f"a page's title {_TITLE} was read as {title}. Install newsparse and its libraries anew.")


def _reads_data() -> str:
    from newsparse.lexicon import load

    names = sorted(path.stem for path in (Path(__file__).parent.parent / "data").glob("*.toml"))
    for name in names:
        load(name)
    return counted(len(names), "file")


def _has_dictionary() -> str:
    import importlib.util
    from importlib import metadata

    found = importlib.util.find_spec("jieba")
    if found is None or found.origin is None or not Path(found.origin).with_name("dict.txt").is_file():
        raise FileNotFoundError("jieba has no dict.txt. Install it anew: pip install --force-reinstall jieba")
    return f"jieba {metadata.version('jieba')} (loaded by --jieba, --keywords and extract_keywords only)"


def _writes() -> str:
    import tempfile

    with tempfile.NamedTemporaryFile() as file:
        file.write(b"1")
        file.flush()
        folder = Path(file.name).parent
    room = shutil.disk_usage(folder).free
    few = "" if room >= _LITTLE_ROOM else "; large archives need more: set TMPDIR"
    return f"{printable(folder)}, {room / (1 << 30):.1f} GiB free{few}"


def _starts() -> str:
    from newsparse.dumps.processes import start_context

    context = start_context()
    ours, theirs = context.Pipe()
    process = context.Process(target=theirs.send, args=(1,))
    process.start()
    if not ours.poll(60):
        process.kill()
        raise TimeoutError("a process that was started says nothing. extract --workers 0 works without.")
    process.join()
    return f"extract reads in processes of their own ({context.get_start_method()})"
