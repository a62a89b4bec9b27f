"""newsparse side by side with other extractors: accuracy and speed in one table.

    python tools/peers.py                    install the others, measure, print the table
    python tools/peers.py --write            also write docs/benchmark.md's table and docs/benchmark.svg
    python tools/peers.py --no-install       measure what .venv-peers holds, install nothing
    python tools/peers.py --only gne,goose3  these rows
    python tools/peers.py --corpus DIR       a folder with pages/ and gold.jsonl (default: ../shared/corpus)

Each extractor has an environment of its own in .venv-peers and is given the same decoded text: finding the encoding
is not compared. One that cannot be installed is named and left out. tools/peers/adapters.py says how each is used.

Speed is the extractor's time as a ratio to that of the bare lxml.html parse of the same text in the same process:
one thread, for each page the least of N passes, summed over the pages.

The corpus of real pages is not part of the project. Where it is not present, say so and stop.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quality import CORPUS, FIGURES, ROOT, Corpus, figures_of

from newsparse.evaluate import score_page
from newsparse.read.decode import decode

sys.path.insert(0, str(Path(__file__).parent / "peers"))
from adapters import ADAPTERS, EVERYONE
from environments import PEERS, Peer, PeerError, python_of, version_of, work
from plot import Point, plot

REPORT = ROOT / "docs" / "benchmark.md"
PICTURE = ROOT / "docs" / "benchmark.svg"
_CHARSET = re.compile(r"""(<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?\s*)[\w-]+""", re.I)
START = "<!-- peers: written by make bench-peers -->"
END = "<!-- end of peers -->"


@dataclass(frozen=True)
class Result:
    """What was measured of one extractor."""

    name: str
    version: str
    ratio: float  # to the bare parse
    figures: dict[str, float]  # those that the extractor can be asked for
    failed: int  # pages


def decoded(data: bytes) -> str:
    """A page's text, which says of itself that it is UTF-8: goose3 encodes text back as the page declares."""
    return _CHARSET.sub(r"\1utf-8", decode(data).text)


def measure(peer: Peer, corpus: Corpus, folder: Path, passes: int, install: bool) -> tuple[Result, list[Any]]:
    """Run one extractor over the pages and score it: the result, and what the worker wrote.

    Raises:
        PeerError: it cannot be installed or imported.
    """
    python = python_of(peer, install)
    version = version_of(peer, python)
    lines: list[Any] = work(peer, python, folder / "pages.jsonl", folder / "results.jsonl", passes)
    rows = [score_page(corpus.gold[line["file"]], line["record"]) for line in lines]
    adapter = ADAPTERS[peer.name]
    asked = (*EVERYONE, *adapter.figures) if adapter.figures else ()
    figures = {key: value for key, value in figures_of(rows).items() if key in asked}
    seconds, bare = (sum(line[key] for line in lines) for key in ("seconds", "bare_seconds"))
    return Result(peer.name, version, seconds / bare, figures, sum(line["error"] is not None for line in lines)), lines


def label(result: Result) -> str:
    """The name with the version, before what tells two rows of one extractor apart."""
    if result.name == "bare":
        return f"lxml.html parse alone ({result.version})"
    name, bracket, rest = result.name.partition(" (")
    return f"{name} {result.version}{bracket}{rest}"


def table(results: list[Result]) -> str:
    """A Markdown table: a line per extractor, the best body first."""
    lines = ["| extractor | time | " + " | ".join(FIGURES) + " | failed |", "|---|" + "---:|" * (len(FIGURES) + 2)]
    for result in sorted(results, key=lambda result: -result.figures.get("body", 0)):
        cells = [f"{result.figures[key]:.3f}" if key in result.figures else "–" for key in FIGURES]
        failed = str(result.failed) if result.figures else "–"
        lines.append(f"| {label(result)} | {result.ratio:.2f} | " + " | ".join(cells) + f" | {failed} |")
    return "\n".join(lines)


def report(results: list[Result], skipped: dict[str, str], pages: int, passes: int) -> str:
    """The generated part of docs/benchmark.md."""
    said = (
        f"{pages} pages, least of {passes} passes, Python {platform.python_version()}. time: ratio to the bare "
        "`lxml.html` parse. failed: pages on which the extractor raised or took too long. –: it has no such field."
    )
    left_out = [f"- {name}: {reason}" for name, reason in skipped.items()]
    return "\n\n".join([said, table(results), *(["Not measured:", "\n".join(left_out)] if left_out else [])])


def write(text: str, results: list[Result]) -> None:
    """Put the report between its marks in docs/benchmark.md, and draw the picture."""
    points = [Point(r.name, r.ratio, r.figures["body"], r.name.startswith("newsparse")) for r in results if r.figures]
    PICTURE.write_text(plot(points), encoding="utf-8")
    old = REPORT.read_text(encoding="utf-8") if REPORT.is_file() else ""
    head, start, rest = old.partition(START)
    _, end, tail = rest.partition(END)
    if not (start and end):
        missing = f"lacks the lines {START} and {END}" if old else "is missing"
        print(f"peers: {REPORT} {missing}: the table is only printed. The picture is written.", file=sys.stderr)
        return
    REPORT.write_text(f"{head}{START}\n\n{text}\n\n{END}{tail}", encoding="utf-8")


def chosen(parser: argparse.ArgumentParser, only: str | None) -> list[Peer]:
    """The rows that are asked for."""
    names = [peer.name for peer in PEERS]
    wanted = [name.strip() for name in only.split(",")] if only else names
    for name in wanted:
        if name not in names:
            parser.error(f"--only: no row {name!r}; there are {', '.join(names)}.")
    return [peer for peer in PEERS if peer.name in wanted]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--only", metavar="NAME[,NAME]", help="measure these rows")
    parser.add_argument("--no-install", action="store_true", help="use only what .venv-peers holds")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="write every extractor's records there (JSONL)")
    parser.add_argument("--write", action="store_true", help="write docs/benchmark.md and docs/benchmark.svg")
    args = parser.parse_args()
    peers = chosen(parser, args.only)
    if args.write and args.only:
        parser.error("--write takes all rows: leave out --only.")
    if args.passes < 1:
        parser.error("--passes: at least 1.")
    if not (args.corpus / "gold.jsonl").is_file():
        print(f"peers: no corpus at {args.corpus}; nothing measured. Give its folder with --corpus.", file=sys.stderr)
        return 0
    corpus = Corpus(args.corpus)
    results: list[Result] = []
    skipped: dict[str, str] = {}
    kept: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = [{"file": file, "url": None, "text": decoded(data)} for file, data in corpus.pages.items()]
        (folder / "pages.jsonl").write_text("".join(f"{json.dumps(page)}\n" for page in pages), encoding="ascii")
        for peer in peers:
            print(f"peers: {peer.name} ...", file=sys.stderr)
            try:
                result, lines = measure(peer, corpus, folder, args.passes, not args.no_install)
            except PeerError as reason:
                skipped[peer.name] = str(reason)
                continue
            results.append(result)
            kept += [json.dumps({"extractor": label(result), **line}, ensure_ascii=False) for line in lines]
    text = report(results, skipped, len(pages), args.passes)
    print(text)
    if args.keep:
        args.keep.write_text("\n".join([*kept, ""]), encoding="utf-8", errors="replace")
    if args.write:
        write(text, results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
