"""Outputs, filters, duplicates, summary, stats and diff: what is written of the pages that were read."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import random
import shutil
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import opencc
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

import dumps
import newsparse
from newsparse.cli.dump_options import FORMATS as NAMED
from newsparse.dumps import target
from newsparse.dumps.batch import read_batch
from newsparse.dumps.dedup import ALIKE, likeness, signature_of
from newsparse.dumps.faults import DumpError
from newsparse.dumps.filters import FIELDS, Filters
from newsparse.dumps.inputs import inputs_of
from newsparse.dumps.job import Job
from newsparse.dumps.outputs import FORMATS
from newsparse.dumps.outputs.file_names import Names, file_name
from newsparse.dumps.outputs.row_file import Kept, Rows, check_kept
from newsparse.dumps.outputs.to_csv import inert
from newsparse.dumps.pages import RawPage
from newsparse.dumps.progress import Bar
from newsparse.dumps.records import read_records
from newsparse.dumps.resume import Progress, RunFolder
from newsparse.dumps.summary import Tally
from newsparse.dumps.target import FolderTarget
from newsparse.dumps.worker import work_on
from newsparse.read.profile_files import digests_of
from sample import KEYS, ROOT, Run, lines, names

LIST = (
    "<html><title>新闻列表_滨城网</title><ul>"
    + "".join(f"<li><a href='/{n}.html'>滨城石桥第{n}次检修完成</a></li>" for n in range(40))
    + "</ul></html>"
)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    folder = dumps.folder(tmp_path / "in", dumps.pages(6))
    (folder / "list.html").write_text(LIST, encoding="utf-8")
    return folder


def needs(name: str) -> None:
    for sign, module in (("zst", "zstandard"), ("parquet", "pyarrow")):
        if sign in name:
            pytest.importorskip(module)


# Formats


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.parquet"])
def test_records_are_the_same_in_every_format(name: str, given: Path, tmp_path: Path, run: Run) -> None:
    needs(name)
    wanted = lines(run("extract", given)[1])
    assert run("extract", given, "-o", tmp_path / name)[0] == 0
    records = list(read_records(tmp_path / name))
    if name.endswith("parquet"):
        records = [{key: value for key, value in record.items() if key != "carried"} for record in records]
    assert records == wanted


def test_parquet_has_the_types_of_the_record(given: Path, tmp_path: Path, run: Run) -> None:
    needs("parquet")
    import pyarrow.parquet as pq

    assert run("extract", given, "-o", tmp_path / "a.pq", "--dedup")[0] == 0
    schema = pq.read_schema(tmp_path / "a.pq")
    assert [name for name in schema.names if not name.endswith("_local")] == ["file", "duplicate_of", *KEYS, "carried"]
    assert str(schema.field("credits").type) == (
        "list<element: struct<name: string, role: string, organization: string>>"
    )
    assert str(schema.field("provenance").type).startswith("map<string, struct<rule: string")
    assert str(schema.field("sections").type).startswith("list<element: struct<heading: string, level: int32, blocks")


def test_parquet_of_nothing_and_of_some_fields(tmp_path: Path, run: Run) -> None:
    needs("parquet")
    import pyarrow.parquet as pq

    (tmp_path / "none").mkdir()
    assert run("extract", tmp_path / "none", "-o", tmp_path / "a.parquet", "--fields", "title,provenance")[0] == 0
    assert pq.read_table(tmp_path / "a.parquet").column_names == ["file", "title", "provenance", "carried"]


def test_csv_is_read_back(given: Path, tmp_path: Path, run: Run) -> None:
    assert run("extract", given, "-o", tmp_path / "a.csv", "--kind", "article")[0] == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8"), newline="")))
    records = lines(run("extract", given, "--kind", "article")[1])
    assert [row["text"] for row in rows] == [record["text"] for record in records]
    assert [row["authors"] for row in rows] == [" | ".join(record["authors"]) for record in records]
    some = run("extract", given, "--to", "csv", "--fields", "title,kind")[1]
    assert some.splitlines()[0] == "file,kind,title"
    some = run("extract", given, "--to", "csv", "--fields", "title,carried,kind", "--dedup")[1]
    assert some.splitlines()[0] == "file,kind,title,carried,duplicate_of"
    assert run("extract", given, "-o", tmp_path / "a.csv.gz")[0] == 0
    assert gzip.decompress((tmp_path / "a.csv.gz").read_bytes()).startswith(b"file,url,")


@pytest.mark.parametrize(("to", "begins"), [("markdown", "---\ntitle: "), ("text", "滨城石桥修好了0")])
def test_a_folder_of_texts(to: str, begins: str, given: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "corpus"
    assert run("extract", given, "-o", out, "--to", to)[0] == 0
    end = {"markdown": "md", "text": "txt"}[to]
    files = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    assert files == [".newsparse", *(f"00/{n:04}.html.{end}" for n in range(6))]
    assert (out / "00" / f"0000.html.{end}").read_text(encoding="utf-8").startswith(begins)
    assert run("extract", given, "-o", out, "--to", to, "--min-chars", 999)[0] == 0  # a folder of ours is replaced
    assert [path.name for path in out.iterdir()] == [".newsparse"]
    (out / ".newsparse").rename(out / "mine.txt")
    code, _, err = run("extract", given, "-o", out, "--to", to)
    assert code == 1
    assert "other files in it" in err


@pytest.mark.parametrize("broken_off", [False, True])
@pytest.mark.parametrize("to", ["markdown", "text"])
def test_what_a_text_has_no_place_for(
    to: str, broken_off: bool, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records with warnings: in a file of the folder, which no page's file takes, and in the summary."""
    deep = dumps.page(1).replace(b"<h1>", b"<b><i>" * 9 + b"<h1>")
    some = [{"html": data.decode()} for data in (dumps.page(0), deep, dumps.page(2), deep.replace(b"1", b"7"))]
    given, out = tmp_path / "warnings.jsonl", tmp_path / "corpus"
    given.write_text("".join(json.dumps(row) + "\n" for row in some), encoding="utf-8")
    args = ["extract", given, "-o", out, "--to", to, "--max-depth", "12", "--summary", tmp_path / "s.json"]
    if broken_off:
        with monkeypatch.context() as patch:
            patch.setattr(target, "put", _interrupted)
            assert run(*args)[0] == 130
        args.append("--resume")
    code, _, err = run(*args)
    assert code == 0
    assert f"2 with warnings (see {out / 'warnings.jsonl'})." in err
    assert "  warned      2\n" in err
    assert json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))["warned"] == 2
    told = lines((out / "warnings.jsonl").read_text(encoding="utf-8"))
    assert [line["file"] for line in told] == ["warnings.jsonl#2", "warnings.jsonl#4"]
    assert all("max_depth=12" in line["warnings"][0] for line in told)
    assert all((out / line["written"]).read_text(encoding="utf-8") for line in told)
    assert run("extract", given, "-o", out, "--to", to)[0] == 0
    assert not (out / "warnings.jsonl").exists()


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


PAGES = st.one_of(
    st.text(st.sampled_from("桥éÉab/.#!\\:* \0"), max_size=30),
    st.sampled_from(
        [
            "CON.html",
            "a/nul",
            "Com1.x/a",
            "a.md/b",
            "Warnings.jsonl/b",
            ".newsparse/x",
            ".NEWSPARSE",
            "x. ",
            "e\u0301/a",
            "b" * 300,
        ]
    ),
    st.builds("/".join, st.lists(st.just("桥" * 90), min_size=20, max_size=30)),
)


@examples(PAGES, st.sampled_from([".md", ".txt"]))
def test_file_names_stay_in_the_folder(page: str, extension: str) -> None:
    path = file_name(page, extension)
    parts = path.split("/")
    assert ".." not in parts
    assert "" not in parts
    assert all(len(part.encode()) <= 255 for part in parts)
    assert len(path.encode()) < 1500
    assert not any(part.split(".")[0].strip().upper() in ("CON", "NUL", "COM1") for part in parts)
    assert not any(part != part.rstrip(". ") for part in parts)


@examples(st.lists(PAGES, max_size=12))
def test_no_two_files_meet(pages: list[str]) -> None:
    names = Names(".md")
    files = [unicodedata.normalize("NFC", names.of(page)).casefold() for page in pages]
    names.close()
    assert len(set(files)) == len(files)
    folders = {"/".join(file.split("/")[:depth]) for file in files for depth in range(1, file.count("/") + 1)}
    assert not folders & {*files, ".newsparse", "warnings.jsonl"}


def test_every_page_gets_its_file(tmp_path: Path, run: Run) -> None:
    shown = [
        "a.html.md/b.html",
        "a.html",
        "A.html",
        ".newsparse/x.html",
        "CON.html",
        "x/#1.html",
        "x#/1.html",
        "n" * 240 + ".html",
    ]
    for number, name in enumerate(shown):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(dumps.page(number))
    assert run("extract", tmp_path / "in", "-o", tmp_path / "out", "--to", "markdown")[0] == 0
    made = [path for path in (tmp_path / "out").rglob("*.md") if path.is_file()]
    assert len({path.read_text(encoding="utf-8") for path in made}) == len(shown)


@pytest.mark.parametrize("begins", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "＠x", "'=1", "''-1"])
def test_no_cell_is_run(begins: str) -> None:
    cell = inert(begins)
    assert cell == f"'{begins}"
    assert inert(cell) == f"''{begins}"


@pytest.mark.parametrize("plain", ["2021-11-08", "'90年代", "桥", "", "a=1", "1-2"])
def test_other_cells_stay(plain: str) -> None:
    assert inert(plain) == plain


@pytest.mark.parametrize("again", [False, True], ids=["removed", "replaced"])
def test_a_run_folder_that_is_gone_is_told(again: bool, tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "out.jsonl", {}, [])
    assert folder.open(resume=False) is not None
    folder.rows.write_bytes(b"")
    folder.check()
    folder.path.rename(tmp_path / "elsewhere")
    if again:
        folder.path.mkdir()
        folder.rows.write_bytes(b"")
    with pytest.raises(DumpError, match=r"out\.jsonl\.run was removed or replaced"):
        folder.check()
    folder.close()


def _overwrite(path: Path) -> None:
    """Other bytes, as many as there were."""
    path.write_bytes(bytes(path.stat().st_size))


@pytest.mark.parametrize("harm", [Path.unlink, partial(os.truncate, length=1)], ids=["removed", "cut"])
@pytest.mark.parametrize("packing", [None, "gz"])
def test_rows_that_others_take_away_are_told(packing: str | None, harm: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "rows"
    rows = Rows(path, packing=packing)
    rows.add(b"1")
    kept = rows.sync()
    with suppress(PermissionError):  # Windows: nobody takes away what is open
        harm(path)
        rows.add(b"2")
        with pytest.raises(DumpError, match="removed, cut or written to"):
            rows.sync()
    rows.close()
    if path.exists():
        harm(path)
    with pytest.raises(DumpError, match="removed, cut or written to"):
        check_kept(path, kept)  # --resume: NUL bytes would stand there


@pytest.mark.parametrize("packing", [None, "gz", "zst"])
def test_rows_that_others_overwrite_are_told(packing: str | None, tmp_path: Path) -> None:
    if packing == "zst":
        pytest.importorskip("zstandard")
    path = tmp_path / "rows"
    kept = Kept()
    for line in (b"1", b"2"):  # the second part goes on with the checksum of the first
        rows = Rows(path, kept, packing)
        rows.add(line)
        kept = rows.sync()
        rows.add(b"behind the checkpoint")
        rows.close()
    check_kept(path, kept)
    _overwrite(path)
    with pytest.raises(DumpError, match="removed, cut or written to"):
        check_kept(path, kept)


def _append(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"{}\n")


@pytest.mark.parametrize(
    ("harm", "when"),
    [(_overwrite, "before --resume"), (_overwrite, "at the end"), (_overwrite, "before the output is made again"),
     (_append, "before the output is made again")],
)  # fmt: skip
@pytest.mark.parametrize("harmed", ["rows", "errors.jsonl"])
@pytest.mark.parametrize("to", ["jsonl", "csv.gz", "parquet", "markdown"])
def test_a_run_whose_rows_others_write_to(
    to: str, harmed: str, harm: Callable[[Path], None], when: str, tmp_path: Path
) -> None:
    needs(to)
    job, errors = Job(to=to), tmp_path / "errors"
    folder = RunFolder(tmp_path / "out", {}, [])
    progress = folder.open(resume=False) or Progress()
    target = FolderTarget(folder, job, progress, errors)
    target.row(b'["a.html", "b", []]')
    target.error(b"{}")
    progress.read = when == "before the output is made again"
    target.checkpoint(progress)
    harm(folder.path / harmed)
    if when != "at the end":
        target.close()
        folder = RunFolder(tmp_path / "out", {}, [])
        progress = folder.open(resume=True) or Progress()
    with pytest.raises(DumpError, match=rf"out\.run/{harmed} was removed, cut or written to by others"):
        (FolderTarget(folder, job, progress, errors) if when != "at the end" else target).finish(progress)
    folder.close()
    assert not folder.output.exists()
    assert not errors.exists()


@pytest.mark.parametrize("to", ["jsonl", "csv.gz", "parquet", "markdown"])
@pytest.mark.parametrize("begun", ["now", "earlier"])
def test_rows_that_are_gone_when_the_output_is_made(to: str, begun: str, tmp_path: Path) -> None:
    needs(to)
    job = Job(to=to)
    folder = RunFolder(tmp_path / "out", {}, [])
    progress = folder.open(resume=False) or Progress()
    progress.read = begun == "earlier"
    target = FolderTarget(folder, job, progress, tmp_path / "errors")
    close = target.close_files
    target.close_files = lambda: (close(), shutil.rmtree(folder.path))[0]  # type: ignore[method-assign,func-returns-value]
    with pytest.raises(DumpError, match=r"out\.run was removed or replaced"):
        target.finish(progress)
    folder.close()


def test_a_run_with_other_profiles_is_not_gone_on_with(tmp_path: Path) -> None:
    profiles = tmp_path / "profiles"
    profiles.mkdir()
    (profiles / "a.toml").write_text("[[site]]", encoding="utf-8")
    begun = RunFolder(tmp_path / "out.jsonl", {"site profiles": digests_of([str(profiles)])}, [])
    assert begun.open(resume=False) is not None
    begun.save(Progress())
    begun.close()
    (profiles / "a.toml").write_text("[[site]] ", encoding="utf-8")
    again = RunFolder(tmp_path / "out.jsonl", {"site profiles": digests_of([str(profiles)])}, [])
    with pytest.raises(DumpError, match="had other site profiles"):
        again.open(resume=True)


def test_numbers_that_json_does_not_know(tmp_path: Path, run: Run) -> None:
    page = json.dumps(dumps.page(1).decode())
    given = tmp_path / "in.jsonl"
    given.write_text(
        "".join(f'{{"html": {page}, "n": {n}}}\n' for n in ("1e400", "-1e400", "NaN", "[1e999]")), encoding="utf-8"
    )
    out = run("extract", given)[1]
    assert [json.loads(line, parse_constant=pytest.fail)["carried"]["n"] for line in out.splitlines()] == [
        "inf",
        "-inf",
        None,
        ["inf"],
    ]


def test_what_cannot_go_to_standard_output(given: Path, run: Run) -> None:
    for to in ("parquet", "markdown"):
        needs(to)
        code, out, err = run("extract", given, "--to", to)
        assert (code, out) == (1, "")
        assert "-o OUT" in err


def test_the_command_line_names_all_formats() -> None:
    assert tuple(FORMATS) == NAMED


# Filters

CASES: list[tuple[list[str], list[int]]] = [
    (["--kind", "article"], [0, 1, 2, 3, 4, 5]),
    (["--kind", "list,other"], []),
    (["--lang", "zh", "--kind", "article"], [0, 1, 2, 3, 4, 5]),
    (["--lang", "zh-Hant"], []),
    (["--since", "2021-03-01", "--until", "2021-04-30"], [2, 3]),
    (["--min-chars", "5000"], []),
    (["--site", "example.com", "--kind", "article"], [0, 1, 2, 3, 4, 5]),
    (["--site", "www.news.example.com,e.org", "--kind", "article"], [0, 1, 2, 3, 4, 5]),
    (["--site", "ample.com", "--kind", "article"], []),
]


@pytest.mark.parametrize(("options", "wanted"), CASES, ids=lambda value: " ".join(map(str, value)))
def test_filters(options: list[str], wanted: list[int], given: Path, run: Run) -> None:
    code, out, _ = run("extract", given, *options)
    assert code == 0
    assert [name for name in names(out) if name != "list.html"] == [f"00/{number:04}.html" for number in wanted]


def test_fields(given: Path, run: Run) -> None:
    record = lines(run("extract", given, "--fields", "text,title")[1])[0]
    assert list(record) == ["file", "title", "text"]
    code, _, err = run("extract", given, "--fields", "titel")
    assert code == 2
    assert "No record has a field titel" in err
    assert list(FIELDS) == KEYS


@pytest.mark.parametrize(
    "options",
    [
        ["--since", "soon"], ["--kind", "page"], ["--min-chars", "-1"], ["--worker-memory", "1M"],
        ["--page-timeout", "0"], ["--workers", "two"], ["--lang", ","], ["--to", "xml"],
    ],
)  # fmt: skip
def test_values_that_mean_nothing(options: list[str], given: Path, run: Run) -> None:
    code, out, err = run("extract", given, *options)
    assert (code, out) == (2, "")
    assert options[0] in err


# Duplicates


def report(dice: random.Random, sentences: int = 9) -> list[str]:
    words = "石桥 渡口 书院 菜场 码头 水厂 花圃 校车 灯塔 居民 工人 检修 完成 开放 昨日 明年 三月 两处 新路".split()
    words += list("说在了和为")
    return ["".join(dice.choice(words) for _ in range(dice.randint(9, 22))) + "。" for _ in range(sentences)]


def test_copies_are_alike_and_others_are_not() -> None:
    dice = random.Random(5)  # noqa: S311 - no secret
    reports = [report(dice, dice.randint(4, 20)) for _ in range(60)]
    for number, each in enumerate(reports):
        copy = ["滨城晚报讯 ", *each, f"（责任编辑：{'林小满方若溪'[number % 2 * 3 :][:3]}）"]
        assert likeness(signature_of("".join(each)), signature_of("".join(copy))) > 0.7
        assert likeness(signature_of("".join(each)), signature_of("".join(reports[number - 1]))) < 0.5


@examples(st.text(st.sampled_from("石桥修好了，。 a"), max_size=40))
def test_a_text_is_like_itself(text: str) -> None:
    signature = signature_of(text)
    assert len(signature) == 64 + 16 * 8
    assert likeness(signature, signature) == 1.0


def wire(number: int, outlet: str) -> bytes:
    return dumps.page(number).replace("晚报　".encode(), f"{outlet}　".encode()).replace(b"news.example", b"w.example")


@pytest.mark.parametrize("workers", [0, 2])
def test_dedup_marks_the_later_ones(workers: int, tmp_path: Path, run: Run) -> None:
    some = [(f"{n:02}.html", wire(n % 10, "日报" if n >= 10 else "晚报")) for n in range(30)]
    folder = dumps.folder(tmp_path / "in", some)
    code, out, _ = run("extract", folder, "--dedup", "--workers", workers)
    assert code == 0
    marks = {record["file"]: record["duplicate_of"] for record in lines(out)}
    assert marks == {f"{n:02}.html": None if n < 10 else f"{n % 10:02}.html" for n in range(30)}
    assert list(lines(out)[0])[:3] == ["file", "duplicate_of", "schema_version"]
    rows = list(csv.DictReader(io.StringIO(run("extract", folder, "--dedup", "--to", "csv")[1])))
    assert [row["duplicate_of"] for row in rows] == [name or "" for name in marks.values()]
    assert run("extract", folder, "--dedup", "--to", "text", "-o", tmp_path / "texts")[0] == 0
    assert len(list((tmp_path / "texts").glob("*.txt"))) == 10


@pytest.mark.parametrize("to", ["jsonl", "csv", "text"])
def test_dedup_drops_the_later_ones(to: str, tmp_path: Path, run: Run) -> None:
    folder = dumps.folder(tmp_path / "in", [(f"{n:02}.html", wire(n % 4, f"{n // 4}报")) for n in range(8)])
    summary = tmp_path / "s.json"
    assert run("extract", folder, "--dedup", "drop", "--to", to, "-o", tmp_path / "out", "--summary", summary)[0] == 0
    assert json.loads(summary.read_text())["duplicates"] == 4
    if to == "text":
        assert sorted(path.name for path in (tmp_path / "out").glob("*.txt")) == [f"{n:02}.html.txt" for n in range(4)]
    else:
        rows = (tmp_path / "out").read_text(encoding="utf-8")
        names = [row["file"] for row in (lines(rows) if to == "jsonl" else csv.DictReader(io.StringIO(rows)))]
        assert names == [f"{n:02}.html" for n in range(4)]


@pytest.mark.parametrize("workers", [0, 2])
def test_pages_that_are_no_articles_are_copies_if_they_are_the_same(workers: int, tmp_path: Path, run: Run) -> None:
    """Of a list that grew by a title, and of one whose links lead elsewhere, the page is another one."""
    grown = LIST.replace("</ul>", "<li><a href='/99.html'>老街的路灯昨晚亮了</a></li></ul>")
    moved = LIST.replace("/1.html", "/100.html")
    empty = "<html><head><title>图</title></head><body><img src='/1.jpg'></body></html>"
    some = {"a": LIST, "b": grown, "c": moved, "d": LIST, "e": grown, "f": empty, "g": empty}
    folder = dumps.folder(tmp_path / "in", [(f"{name}.html", text.encode()) for name, text in some.items()])
    out = lines(run("extract", folder, "--dedup", "--workers", workers)[1])
    marks = {record["file"]: record["duplicate_of"] for record in out if record["duplicate_of"]}
    assert marks == {"d.html": "a.html", "e.html": "b.html", "g.html": "f.html"}
    left = run("extract", folder, "--dedup", "drop", "--workers", workers)[1]
    assert names(left) == ["a.html", "b.html", "c.html", "f.html"]


@pytest.mark.parametrize("variant", ["s2t", "s2tw", "s2hk", "s2twp"])
def test_a_copy_in_the_other_script_is_a_copy(variant: str) -> None:
    """Taiwan's own words (s2twp: 軟體 for 软件) part a copy further than its characters do."""
    convert = opencc.OpenCC(variant).convert
    pages = sorted((ROOT / "fixtures").glob("*/page.html"))
    texts = [article.text for page in pages if (article := newsparse.parse(page.read_bytes())).language == "zh-Hans"]
    texts = [text for text in texts if len(text) > 200]
    assert len(texts) > 15
    alike = [likeness(signature_of(text), signature_of(convert(text))) for text in texts]
    assert sum(each >= ALIKE for each in alike) >= len(alike) * 0.9


# Summary and bar


def test_summary(given: Path, tmp_path: Path, run: Run) -> None:
    (given / "empty.html").write_bytes(b"")
    code, _, err = run("extract", given, "-o", tmp_path / "a.jsonl", "--summary", tmp_path / "s.json")
    assert code == 3
    summary = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert (summary["pages"], summary["articles"], summary["failed"]) == (8, 6, 1)
    assert summary["errors"] == {"EmptyPage": 1}
    assert summary["fields"]["title"] == 6
    assert summary["resumed"] == 0
    assert summary["slowest"]
    assert "articles    6, lists" in err
    assert "failed      EmptyPage 1" in err
    code, _, err = run("extract", given, "--summary", tmp_path / "none" / "s.json")
    assert code == 1  # before the run, not after it
    assert "its folder is not there" in err
    code, _, err = run("extract", given, "--summary", tmp_path)
    assert (code, err) == (1, f"newsparse: {tmp_path} is a folder. Name a file in it.\n")


def test_the_summary_takes_the_place_of_a_file_with_its_permissions(given: Path, tmp_path: Path, run: Run) -> None:
    old, link = tmp_path / "s.json", tmp_path / "link.json"
    old.write_text("old", encoding="utf-8")
    old.chmod(0o640)
    link.symlink_to(old)
    assert run("extract", given, "-o", tmp_path / "a.jsonl", "--summary", link)[0] == 0
    assert link.is_symlink()
    assert json.loads(old.read_text(encoding="utf-8"))["pages"] == 7
    assert old.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".tmp")] == []
    assert run("extract", given, "-o", tmp_path / "a.jsonl", "--summary", "/dev/null")[0] == 0


def test_tallies_add_up_and_are_read_back() -> None:
    pages = [RawPage(name, data) for name, data in dumps.pages(6)] + [RawPage("x.html", b"")]
    whole = work_on(pages, Job()).tally
    parts = Tally()
    parts.add(work_on(pages[:2], Job()).tally)
    parts.add(work_on(pages[2:], Job()).tally)
    assert {**parts.to_json(), "slowest": 0} == {**whole.to_json(), "slowest": 0}
    assert Tally.from_json(json.loads(json.dumps(whole.to_json()))) == whole


def test_bar(given: Path) -> None:
    written: list[str] = []
    bar = Bar(inputs_of([given]), written.append, 100)
    bar._counter.join()
    tally = Tally(pages=3)
    tally.errors["EmptyPage"] = 1
    bar.at(tally, 1000)
    bar._shown = 0
    tally.pages = 6
    bar.at(tally, 2000)
    bar.close()
    assert "6 pages" in written[1]
    assert "ETA 0:00:0" in written[1]
    assert "1 failed" in written[1]
    assert all(len(text) <= 101 for text in written)


# The plain function


def test_a_batch_is_read_by_a_plain_function() -> None:
    job = Job(filters=Filters(min_chars=10))
    outcomes = list(read_batch([RawPage("a", dumps.page(1)), RawPage("b", b""), RawPage("c", b"<p>x")], job))
    assert [outcome.name for outcome in outcomes] == ["a", "b", "c"]
    assert outcomes[0].record is not None
    assert outcomes[1].fault is not None
    assert outcomes[2].filtered == "min-chars"


# stats and diff


@pytest.mark.parametrize("options", [[], ["--bom"]])
def test_csv_is_refused_by_what_reads_runs(options: list[str], given: Path, tmp_path: Path, run: Run) -> None:
    run("extract", given, "-o", tmp_path / "a.csv", *options)
    for command in (("stats",), ("audit",), ("diff", tmp_path / "a.csv")):
        code, _, err = run(*command, tmp_path / "a.csv")
        assert (code, err.startswith(f"newsparse: {tmp_path / 'a.csv'} is CSV, which is not read back")) == (1, True)


def test_stats(given: Path, tmp_path: Path, run: Run) -> None:
    run("extract", given, "-o", tmp_path / "a.jsonl")
    code, out, _ = run("stats", tmp_path / "a.jsonl", "--json")
    values = json.loads(out)
    assert code == 0
    assert values["groups"]["news.example.com"]["articles"] == 6
    assert values["groups"]["news.example.com"]["filled"]["editors"] == 1.0
    code, out, _ = run("stats", tmp_path / "a.jsonl", "--sites", "1")
    assert out.splitlines()[0].split()[:4] == ["host", "pages", "articles", "chars"]
    assert out.splitlines()[2].startswith("news.example.com")
    for wrong in (tmp_path / "none.jsonl", given, given / "list.html"):
        code, out, err = run("stats", wrong)
        assert (code, out) == (1, "")
        assert wrong.name in err


def test_diff(given: Path, tmp_path: Path, run: Run) -> None:
    run("extract", given, "-o", tmp_path / "a.jsonl")
    records = lines((tmp_path / "a.jsonl").read_text(encoding="utf-8"))
    code, out, _ = run("diff", tmp_path / "a.jsonl", tmp_path / "a.jsonl")
    assert (code, out) == (0, "7 pages in both, 0 of them changed\n")
    records[0]["source"] = None
    records[1]["source"] = None
    records[1]["title"] = "另一座桥"
    records[2]["summary"] = "石桥修好了。"
    new: list[dict[str, Any]] = [*reversed(records[:-1]), {**records[-1], "file": "new.html"}]
    (tmp_path / "b.jsonl").write_text("".join(json.dumps(each) + "\n" for each in new), encoding="utf-8")
    values = json.loads(run("diff", tmp_path / "a.jsonl", tmp_path / "b.jsonl", "--json")[1])
    assert list(values["fields"]) == ["source", "title", "summary"]
    assert {name: values["fields"]["source"][name] for name in ("lost", "changed", "gained")} == {
        "lost": 2,
        "changed": 0,
        "gained": 0,
    }
    assert (values["pages"], values["touched"]) == (6, 3)
    assert values["only_new"] == {"pages": 1, "examples": ["new.html"]}
    out = run("diff", tmp_path / "a.jsonl", tmp_path / "b.jsonl", "--examples", "1")[1]
    assert "source: 2 lost, 0 changed, 0 gained" in out
    assert "+ 另一座桥" in out
