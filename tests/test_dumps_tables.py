"""Tables, feeds and saved pages: read as their pages or refused by name, wherever they lie; never made rubbish of."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest

import dumps
import newsparse
import tables
from newsparse.dumps import run as dump_run
from newsparse.dumps.inputs import inputs_of, read_inputs
from newsparse.dumps.inputs.json_split import Splitter
from newsparse.dumps.inputs.opened import Context
from newsparse.dumps.job import Job
from newsparse.dumps.pages import Fault
from newsparse.dumps.plan import Interrupted, Plan
from sample import Run, lines, names
from tables import COUNT, READ, REFUSED, SAVED, TEXTS, TITLES
from test_dumps_inputs import check_positions

BESIDE = dumps.page(77)
PLACES = ["named", "folder", "gz", "zip", "tar.xz", "zip in tar"]


def put(place: str, name: str, data: bytes, path: Path) -> tuple[Path, str]:
    """A file in a place: what is named on the command line, and what the names of its pages begin with."""
    folder = path / "in"
    (folder / "sub").mkdir(parents=True)
    some = [("a.html", BESIDE), (f"sub/{name}", data)]
    match place:
        case "named":
            (folder / name).write_bytes(data)
            return folder / name, name
        case "gz":
            (folder / f"{name}.gz").write_bytes(gzip.compress(data))
            return folder / f"{name}.gz", f"{name}.gz"
        case "zip":
            return dumps.zip_of(path / "d.zip", some), f"d.zip!/sub/{name}"
        case "tar.xz":
            (path / "d.tar.xz").write_bytes(dumps.PACKINGS["xz"](dumps.tar_bytes(some)))
            return path / "d.tar.xz", f"d.tar.xz!/sub/{name}"
        case "zip in tar":
            inner = dumps.zip_of(path / "i.zip", some).read_bytes()
            return dumps.tar_of(path / "d.tar", [("i.zip", inner)]), f"d.tar!/i.zip!/sub/{name}"
    dumps.folder(folder, some)
    return folder, f"sub/{name}"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", READ)
def test_each_page_of_a_table_is_read(name: str, place: str, tmp_path: Path, run: Run) -> None:
    given, shown = put(place, name, READ[name](TEXTS), tmp_path)
    code, out, err = run("extract", given, "--workers", "0")
    assert code == 0, err
    own = [record for record in lines(out) if record["file"].startswith(shown)]
    assert [record["title"] for record in own] == TITLES
    assert [record["file"] for record in own] == [f"{shown}#{n}" for n in range(1, COUNT + 1)]
    assert all(len(record["text"]) > 100 for record in own)
    assert len(lines(out)) - len(own) == (place not in ("named", "gz"))


@pytest.mark.parametrize("name", READ)
def test_every_position_of_a_table_is_one_to_go_on_from(name: str, tmp_path: Path) -> None:
    check_positions(put("named", name, READ[name](TEXTS), tmp_path)[0])
    check_positions(put("folder", name, READ[name](TEXTS), tmp_path / "more")[0])


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", SAVED)
def test_a_saved_page_is_the_page(name: str, place: str, tmp_path: Path, run: Run) -> None:
    given, shown = put(place, name, SAVED[name], tmp_path)
    code, out, err = run("extract", given, "--workers", "0")
    assert code == 0, err
    own = [record for record in lines(out) if record["file"].startswith(shown)]
    assert [record["title"] for record in own] == TITLES[:1]
    assert own[0]["text"].startswith("滨城石桥的第0次检修")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", REFUSED)
def test_a_table_without_pages_is_named_with_its_columns(name: str, place: str, tmp_path: Path, run: Run) -> None:
    data, more, words = REFUSED[name]
    given, shown = put(place, name, data, tmp_path)
    out, summary = tmp_path / "out.jsonl", tmp_path / "s.json"
    code, _, err = run("extract", given, "-o", out, "--summary", summary, "--workers", "0", *more)
    errors = tmp_path / "out.jsonl.errors.jsonl"
    told = err
    if code == 3:
        told = "\n".join(json.dumps(row, ensure_ascii=False) for row in lines(errors.read_text(encoding="utf-8")))
        assert json.loads(summary.read_text(encoding="utf-8"))["failed"] >= 1
        beside = [name for name in names(out.read_text(encoding="utf-8")) if not name.startswith(shown)]
        assert len(beside) == (place not in ("named", "gz"))
        assert names(out.read_text(encoding="utf-8")) == beside
    else:
        assert (code, out.exists()) == (1, False)
        assert place in ("named", "gz")
    assert [word for word in [shown, *words] if word not in told] == []


# Tables of the pages' addresses: what lies beside pages.
_META = [
    {"file": f"a/{n}.html", "url": f"https://news.example.com/{n}/{'0' * 120}.html", "题": "石桥修好了"} for n in "12"
]
BESIDE_PAGES = {
    **{
        name: "\n".join(sign.join(row) for row in (_META[0], *(row.values() for row in _META))).encode()
        for name, sign in (("urls.csv", ","), ("urls.tsv", "\t"))
    },
    "head.csv": b"file,url\n",
    "urls.jsonl": "".join(json.dumps(row) + "\n" for row in _META).encode(),
    "urls.json": json.dumps({"pages": _META}).encode(),
}


# What is no such list: there may be stories in it.
MAY_HOLD = {
    "short.csv": ("题,文\n石桥,%s\n" % ("石桥修好了。" * 20)).encode(),
    "deep.jsonl": b'{"file": "1.html", "story": {"a": "b"}}\n' * 2,
    "round.json": json.dumps({"text": "石桥修好了。" * 20, "images": [{"url": "/1.jpg", "caption": "桥"}]}).encode(),
    "other.json": json.dumps({"a": [{"text": "石桥修好了。" * 20}], "b": [{"c": 1}] * 9}).encode(),
}


@pytest.mark.parametrize("name", MAY_HOLD)
def test_a_table_that_may_hold_stories_is_an_error(name: str, tmp_path: Path, run: Run) -> None:
    given, shown = put("folder", name, MAY_HOLD[name], tmp_path)
    code, out, err = run("extract", given, "--workers", "0")
    assert (code, len(names(out)), shown in err, "Passed over" in err) == (3, 1, True, False)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", BESIDE_PAGES)
@pytest.mark.parametrize("workers", ["0", "1"])
def test_a_list_of_the_pages_is_passed_over_and_named(
    name: str, place: str, workers: str, tmp_path: Path, run: Run
) -> None:
    given, shown = put(place, name, BESIDE_PAGES[name], tmp_path)
    out, summary = tmp_path / "out.jsonl", tmp_path / "s.json"
    code, _, err = run("extract", given, "-o", out, "--summary", summary, "--workers", workers)
    if place in ("named", "gz"):
        assert (code, out.exists()) == (1, False)
        assert [word for word in (shown, "file, url", "--html-column") if word not in err] == []
        return
    assert (code, len(names(out.read_text(encoding="utf-8")))) == (0, 1)
    assert f"newsparse: Passed over, a table without pages: {shown}. No column holds pages." in err
    told = json.loads(summary.read_text(encoding="utf-8"))
    assert (told["failed"], told["passed_tables"], [table["file"] for table in told["tables"]]) == (0, 1, [shown])


def test_many_lists_of_pages_are_counted(tmp_path: Path, run: Run) -> None:
    some = [(f"{n:03}.csv", BESIDE_PAGES["urls.csv"]) for n in range(40)]
    folder, summary = dumps.folder(tmp_path / "in", [("a.html", BESIDE), *some]), tmp_path / "s.json"
    for command in (
        ("extract", folder, "--summary", summary),
        ("label", folder, "-o", tmp_path / "cases"),
        ("explain", folder, "--html", tmp_path / "report"),
    ):
        code, _, err = run(*command)
        assert (code, err.count("a table without pages: ")) == (0, 3)
        assert "Passed over, 37 more tables without pages." in err
    told = json.loads(summary.read_text(encoding="utf-8"))
    assert (told["passed_tables"], len(told["tables"])) == (40, 20)


def test_what_is_named_as_a_page_and_is_none_is_an_error(tmp_path: Path, run: Run) -> None:
    some = {"a.html": BESIDE, "f.html": READ["full.rss"](TEXTS), "g.htm": READ["list.json"](TEXTS)}
    some["m.html"] = tables.mhtml(b"").replace(b"text/html", b"text/css")
    dumps.folder(tmp_path / "in", list(some.items()))
    code, out, err = run("extract", tmp_path / "in", "--workers", "0")
    assert (code, names(out)) == (3, ["a.html"])
    assert [json.loads(line)["file"] for line in err.splitlines()[:-1]] == ["f.html", "g.htm", "m.html"]
    assert [word for word in ("feed", "JSON", "no page") if word not in err] == []


@pytest.mark.parametrize("text", ["[]", "{}", "null", "[1, 2]", " [ null ]\n", '[{}, {"a": null}]'])
@pytest.mark.parametrize("name", ["d.json", "d.jsonl", "d.txt", "d.html"])
def test_json_without_a_row_is_no_page(name: str, text: str, tmp_path: Path, run: Run) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    code, out, err = run("extract", tmp_path / name, "--workers", "0")
    assert (code in (1, 3), out) == (True, "")
    assert name in err


def test_json_that_breaks_off_in_its_first_row_is_told(tmp_path: Path, run: Run) -> None:
    dumps.folder(tmp_path / "in", [("a.html", BESIDE), ("d.json", b'[{"html":"<p>')])
    code, out, err = run("extract", tmp_path / "in", "--workers", "0")
    assert (code, names(out)) == (3, ["a.html"])
    assert "d.json" in err


def test_a_column_of_parquet_that_is_not_there(tmp_path: Path, run: Run) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "in").mkdir()
    dumps.parquet_of(tmp_path / "in" / "d.parquet", dumps.pages(3))
    code, out, err = run("extract", tmp_path / "in" / "d.parquet", "--html-column", "htlm")
    assert (code, out) == (1, "")
    assert [word for word in ("d.parquet", "htlm", "html", "link") if word not in err] == []
    (tmp_path / "in" / "a.html").write_bytes(BESIDE)
    code, out, err = run("extract", tmp_path / "in", "--html-column", "htlm", "--workers", "0")
    assert (code, names(out)) == (3, ["a.html"])
    assert [word for word in ("d.parquet", "htlm", "html", "link") if word not in err] == []


ROWS = tables.rows(TEXTS)


def _typed(root: str, feed: str) -> str:
    """A feed behind a document type that declares entities."""
    declaration, _, rest = feed.partition("?>")
    start, rest = (declaration + "?>", rest) if rest else ("", feed)
    return f'{start}<!DOCTYPE {root} [<!ENTITY nbsp "&#160;"><!ENTITY x SYSTEM "file:///etc/passwd">]>{rest}'


BROKEN: dict[str, tuple[bytes, int, list[int]]] = {
    # what is in it, rows that are read, numbers of those that are told as errors
    "first.jsonl": (b'{"html": "<p>\n' + tables.jsonl_of(TEXTS).encode(), 5, [1]),
    "last.jsonl": (tables.jsonl_of(TEXTS).encode()[:-9], 4, [5]),
    "first.json": (tables.json_of(TEXTS).encode().replace(b'"id": 0', b'"id": x', 1), 4, [1]),
    "middle.json": (tables.json_of(TEXTS).encode().replace(b'"id": 2', b'"id" 2', 1), 4, [3]),
    "cut.json": (tables.json_of(TEXTS).encode()[:-900], 4, [-1]),
    "number.json": (json.dumps([*ROWS[:2], 7, {"html": None}, *ROWS[2:]]).encode(), 5, [3, 4]),
    "nothing_first.json": (json.dumps([None, 7, *ROWS]).encode(), 5, [1, 2]),
    "cut_answer.json": (tables.answer_of(TEXTS, "data").encode()[:-2], 5, [-1]),
    "short.csv": (tables.csv_of(TEXTS).replace("1,https://e.com/1,城乡,", "1,a\r\n1,x,y,").encode(), 5, [2]),
    "long.csv": (tables.csv_of(TEXTS).replace("1,https://e.com/1,", "1,https://e.com/1,a,").encode(), 4, [2]),
    "open.csv": (tables.csv_of(TEXTS)[:-40].encode(), 4, [5]),
    "cut.rss": (tables.rss(TEXTS).encode()[:-200], 4, [-1]),
    "cut_cdata.rss": (tables.rss(TEXTS).replace("]]></content:encoded></item></channel></rss>", "").encode(), 4, [-1]),
    "no_end.rss": (tables.rss(TEXTS).replace("</channel></rss>", "").encode(), 5, [-1]),
    "misspelt_end.rss": (tables.rss(TEXTS).replace("</item>", "</itm>", 1).encode(), 5, []),
    "no_ends.rss": (tables.rss(TEXTS).replace("</item>", "").encode(), 4, [-1]),
    "misspelt_end.atom": (tables.atom(TEXTS).replace("</entry>", "</enty>", 2).encode(), 5, []),
    "entities.rss": (_typed("rss", tables.rss(TEXTS)).encode(), 5, []),
    "entities.atom": (_typed("feed", tables.atom(TEXTS)).encode(), 5, []),
    "empty_item.rss": (tables.rss([*TEXTS[:2], "", *TEXTS[2:]]).encode(), 5, [3]),
    "tags.atom": (tables.atom(TEXTS).replace("<id>urn:1</id>", "<id>urn:1</i> < & &x;").encode(), 5, []),
    "tag.atom": (tables.atom(TEXTS).replace("<id>urn:1</id>", "<b><c d>").encode(), 4, [2]),
    "deep.atom": (tables.atom(TEXTS, "xhtml").replace("<h1>柳河", "<b>" * 300 + "<h1>柳河").encode(), 4, [2]),
}  # fmt: skip


@pytest.mark.parametrize("place", ["named", "folder", "gz", "zip"])
@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_costs_itself_and_is_told(name: str, place: str, tmp_path: Path, run: Run) -> None:
    data, count, faults = BROKEN[name]
    given, shown = put(place, name, data, tmp_path)
    code, out, err = run("extract", given, "--workers", "0")
    own = [record for record in lines(out) if record["file"].startswith(shown)]
    assert len(own) == count
    assert {record["title"] for record in own} <= set(TITLES)
    errors = [json.loads(line)["file"] for line in err.splitlines() if line.startswith("{")]
    assert errors == [shown if number < 0 else f"{shown}#{number}" for number in faults]
    assert code == (3 if faults else 0)
    check_positions(given)


def test_what_a_table_says_of_its_pages(tmp_path: Path, run: Run) -> None:
    for name in ("comma.csv", "gbk.csv", "excel_text.csv", "list.json", "gbk.json", "deep_answer.json", "gbk.jsonl"):
        (tmp_path / name).write_bytes(READ[name](TEXTS))
        record = lines(run("extract", tmp_path / name)[1])[1]
        assert record["url"] == "https://e.com/1"
        assert {key: str(value) for key, value in record["carried"].items()} == {
            "id": "1", "link": "https://e.com/1", "栏目": "城乡",
        }  # fmt: skip


def test_what_a_feed_says_of_its_entries(tmp_path: Path, run: Run) -> None:
    items = (
        "<item><title>石桥修好了</title><link>/1.html</link><pubDate>Mon, 08 Nov 2021 17:27:00 +0800</pubDate>"
        "<dc:creator>林小满</dc:creator><category>城乡</category><description>居民少绕两公里。</description>"
        "<content:encoded><![CDATA[<p>古镇的石桥昨日恢复通行，居民出行少绕两公里。</p><p>工匠给每块石头编了号，"
        "再按原样砌回去，用了三个月。</p>]]></content:encoded></item>"
        '<item><title>菜场搬家</title><guid isPermaLink="false">x</guid><author>a@e.com (方若溪)</author>'
        "<description>老菜场下月搬到河西。\n\n摊主说，新址多了三十个车位。&amp;nbsp;</description></item>"
    )
    data = tables.rss([]).replace("</channel>", items + "</channel>").replace(
        "<rss ", '<rss xmlns:dc="http://purl.org/dc/elements/1.1/" '
    )  # fmt: skip
    (tmp_path / "f.xml").write_text(data, encoding="utf-8")
    one, two = lines(run("extract", tmp_path / "f.xml")[1])
    assert (one["title"], one["url"], one["authors"]) == ("石桥修好了", "https://e.com/1.html", ["林小满"])
    assert one["published"].startswith("2021-11-08T17:27")
    assert (
        one["text"]
        == "古镇的石桥昨日恢复通行，居民出行少绕两公里。\n工匠给每块石头编了号，再按原样砌回去，用了三个月。"
    )
    assert one["carried"] == {
        "title": "石桥修好了",
        "published": "Mon, 08 Nov 2021 17:27:00 +0800",
        "author": "林小满",
        "categories": ["城乡"],
    }
    assert (two["title"], two["url"], two["published"]) == ("菜场搬家", None, None)
    assert two["text"] == "老菜场下月搬到河西。\n摊主说，新址多了三十个车位。"
    assert two["carried"] == {"title": "菜场搬家", "author": "方若溪", "id": "x"}


def test_a_feed_cannot_make_the_parser_load_or_unfold_anything(tmp_path: Path, run: Run) -> None:
    (tmp_path / "secret").write_text("密", encoding="utf-8")
    doctype = (
        f'<!DOCTYPE rss [<!ENTITY s SYSTEM "file://{tmp_path}/secret"><!ENTITY a "{"笑" * 1000}">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 9}">' for n in range(1, 9))
        + ']><!--'
    ).removesuffix("<!--")  # fmt: skip
    data = tables.rss(TEXTS, head=doctype).replace("石桥 &amp;", "&s;&a8;石桥 &amp;")
    (tmp_path / "f.xml").write_text(data, encoding="utf-8")
    code, out, _ = run("extract", tmp_path / "f.xml")
    assert (code, [record["title"] for record in lines(out)]) == (0, TITLES)
    assert "密" not in out
    assert "笑笑" not in out


@pytest.mark.parametrize(
    "name", ["comma.csv", "list.json", "deep_answer.json", "wrapped.jsonl", "full.rss", "lines.txt"]
)
@pytest.mark.parametrize("place", ["named", "gz", "tar.xz"])
def test_a_table_that_is_broken_off_is_gone_on_with(
    name: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for bound in ("_SOONEST", "_LATEST"):  # a checkpoint after each batch
        monkeypatch.setattr(dump_run, bound, 0.0)
    texts = [data.decode() for _, data in dumps.pages(40)]
    given, _ = put(place, name, READ[name](texts), tmp_path)
    whole, parts = tmp_path / "whole.jsonl", tmp_path / "parts.jsonl"

    def done(out: Path, **more: Any) -> None:
        dump_run.extract(Plan((given,), Job(), out, workers=0, **more), print, print, parse=stopping)

    calls, stops = 0, 7

    def stopping(*args: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if out is parts and calls % stops == 0:
            raise KeyboardInterrupt
        return newsparse.parse(*args, **more)

    out = whole
    done(whole)
    out, stopped = parts, 0
    while not parts.exists():
        try:
            done(parts, resume=True)
        except Interrupted:
            stopped, stops = stopped + 1, stops + 5
    assert stopped > 1
    assert parts.read_bytes() == whole.read_bytes()
    assert len(whole.read_bytes().splitlines()) >= 40


def test_files_that_are_no_tables_are_passed_over_in_a_folder(tmp_path: Path, run: Run) -> None:
    some = [
        ("a.html", BESIDE), ("a.meta.json", b'{"url": "https://e.com/", "status": 200}'), ("b.json", b"{}\n"),
        ("c.json", b'{\n  "name": "x",\n  "tags": ["a", "b"]\n}'), ("d.json", b"[1, 2, 3]"), ("e.json", b"[]"),
        ("f.jsonl", b""), ("g.csv", b"\n"), ("h.js", b"[data-x]{}"), ("i.conf", b"[section]\nhtml = 1\n"),
        ("j.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'), ("k.log", b"Date: today, html, url\n"),
    ]  # fmt: skip
    dumps.folder(tmp_path / "in", some)
    code, out, err = run("extract", tmp_path / "in")
    assert (code, names(out), err.count("\n")) == (0, ["a.html"], 1)


def test_texts_are_pages_still(tmp_path: Path, run: Run) -> None:
    article = "石桥修好了\n古镇的石桥昨日恢复通行，居民出行少绕两公里。\n工匠给每块石头编了号，用了三个月。\n"
    some = [
        ("a.txt", article),
        ("b.txt", f"[图] {article}"),
        ("c.txt", f"HTML, CSS, 网页\n{article}"),
        ("d.txt", f"{{题}}{article}"),
    ]
    dumps.folder(tmp_path / "in", [(name, text.encode("gb18030")) for name, text in some])
    code, out, _ = run("extract", tmp_path / "in")
    assert (code, names(out)) == (0, [name for name, _ in some])
    assert all("居民出行少绕两公里" in record["text"] for record in lines(out))


def test_a_row_that_is_too_long_is_not_read(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from newsparse.dumps.inputs import csv_rows, feeds, json_rows, json_split

    for module in (csv_rows, feeds, json_rows, json_split):
        monkeypatch.setattr(module, "MOST_BYTES", 40_000)
    monkeypatch.setattr(json_split.Splitter.value, "__defaults__", (40_000,))
    texts = [*TEXTS[:2], TEXTS[0].replace("</body>", f"<!--{'x' * 300_000}--></body>"), *TEXTS[2:]]
    for name, count in (("list.json", 5), ("comma.csv", 2), ("full.rss", 2)):
        (tmp_path / name).write_bytes(READ[name](texts))
        code, out, err = run("extract", tmp_path / name, "--workers", 0)  # in this process, whose limit is changed
        assert (code, len(lines(out))) == (3, count)
        assert "MiB" in err
        assert name in err


class Dripping(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    few = 1

    def read(self, _size: int | None = -1, /) -> bytes:
        return super().read(self.few)


@pytest.mark.parametrize("few", [1, 2, 3, 7, 1000])
def test_json_is_split_wherever_the_pieces_end(few: int) -> None:
    values = [{"a": 'x"\\', "b": [1, -2.5e3, None, True]}, '\\"]}', [], {}, [[{}]], 12, "", {"é": "桥\n"}]
    stream = Dripping(json.dumps(values).encode())
    stream.few = few
    split = Splitter(stream)
    split.step(b"[")
    found = []
    while split.sign() != b"]":
        found.append(json.loads(split.value() or b""))
    assert found == values


def test_memory_does_not_grow_with_a_table(tmp_path: Path) -> None:
    import tracemalloc

    for name in ("comma.csv", "list.json", "answer.json", "full.rss", "lines.jsonl"):
        path = tmp_path / name
        path.write_bytes(READ[name](TEXTS * 1000))
        tracemalloc.start()
        count = sum(not isinstance(item.page, Fault) for item in read_inputs(inputs_of([path]), (), Context()))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert count == 5000
        assert peak < path.stat().st_size / 2


QUOTES = {
    "sound": ('id,html\n1,"{0}"\n2,"{1}"\n', 2, 0),
    "not closed": ('id,html\n1,"{0}\n2,"{1}"\n', 1, 1),
    "not doubled": ('id,html\n1,"<p title="a">{0}"\n2,"{1}"\n', 2, 1),
    "in a value without any": ('id;html\n1;{0}<p title="a">\n2;{1}\n', 2, 0),
}


@pytest.mark.parametrize("case", QUOTES)
def test_rows_whose_quotation_marks_are_wrong(case: str, tmp_path: Path, run: Run) -> None:
    """Such a page may be cut, or have swallowed the next row: it says so."""
    table, count, doubtful = QUOTES[case]
    pages = [dumps.page(number).decode().replace('"', "'") for number in (1, 2)]
    path = tmp_path / "a.csv"
    path.write_text(table.format(*pages), encoding="utf-8")
    code, out, _ = run("extract", path, "--workers", "0")
    assert (code, len(lines(out))) == (0, count)
    assert sum("quotation mark" in str(row["warnings"]) for row in lines(out)) == doubtful


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_a_row_in_no_known_encoding_says_so(name: str, tmp_path: Path, run: Run) -> None:
    row = b'{"html": "<html><title>\xff\x81</title><p>caf\xe9 \x81 du pont</p>"}'
    (tmp_path / name).write_bytes(row if name == "a.jsonl" else b"[%s]" % row)
    code, out, _ = run("extract", tmp_path / name, "--workers", "0")
    assert code == 0
    assert "is a guess" in str(lines(out)[0]["warnings"])
