"""newsparse extract --url-from: an address for each page of a folder or an archive; newsparse stats by host."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import dumps
from newsparse.cli.stats import WAYS as NAMED
from newsparse.dumps import fill
from newsparse.dumps.fill import Groups, coverage
from newsparse.dumps.grouping import WAYS
from newsparse.dumps.inputs.path_urls import url_of_path
from newsparse.dumps.job import Job
from sample import PAGE, ROOT, Run, filled, lines

# Above the input, the path from there, the address.
PATHS = [
    ("", "news.example.com/2024/1.html", "https://news.example.com/2024/1.html"),
    ("", "mirror/News.Example.com/1.html", "https://news.example.com/1.html"),
    ("data/mirror", "a.example/b.example/1.html", "https://a.example/b.example/1.html"),
    ("old.example/a.example", "2024/1.html", "https://a.example/2024/1.html"),
    ("old.example", "a.example/1.html", "https://a.example/1.html"),
    ("", "http/a.example/1.html", "http://a.example/1.html"),
    ("https", "a.example/1.html", "https://a.example/1.html"),
    ("", "a.example:8080/1.html", "https://a.example:8080/1.html"),
    ("", "a.example+8080/1.html", "https://a.example:8080/1.html"),
    ("", "a.example/index.html", "https://a.example/"),
    ("", "a.example/b/index.html", "https://a.example/b/"),
    ("", "a.example/b/index.html?page=2", "https://a.example/b/?page=2"),
    ("", "a.example/v.php?id=3&p=桥", "https://a.example/v.php?id=3&p=%E6%A1%A5"),
    ("", "a.example/v.php?id=3.html", "https://a.example/v.php?id=3"),
    ("", "a.example/v.php?to=%2Fb?c", "https://a.example/v.php?to=%2Fb?c"),
    ("", "a.example/v.php.html", "https://a.example/v.php"),
    ("", "a.example/1.html.gz", "https://a.example/1.html"),
    ("", "a.example/老 街/100%.html", "https://a.example/%E8%80%81%20%E8%A1%97/100%25.html"),
    ("", "a.example/%E6%A1%A5.html", "https://a.example/%E6%A1%A5.html"),
    ("", "a.example/\\xc7\\xc5.html", "https://a.example/%C7%C5.html"),
    ("", "a.example/a#b.html", "https://a.example/a%23b.html"),
    ("", "a.zip!/a.example/1.html", "https://a.example/1.html"),
    ("b.example", "a.tar!/x/b.zip!/a.example/1.html", "https://a.example/1.html"),
    ("b.example", "a.zip!/1.html", None),
    ("", "2024/1.html", None),
    ("", "1.html", None),
    ("", "", None),
    ("a.example", "d.jsonl#12", None),
    ("a.example", "d.warc.gz#0.3", None),
]


@pytest.mark.parametrize(("above", "path", "url"), PATHS)
def test_the_address_that_a_path_says(above: str, path: str, url: str | None) -> None:
    assert url_of_path(above.split("/") if above else [], path) == url


def _plain(name: str = "") -> bytes:
    """A page that does not say where it is from, but for its portal's name."""
    return PAGE.replace("_滨城网", f"{name}_滨城网").encode()


def _urls(out: str) -> dict[str, str | None]:
    return {record["file"]: record["url"] for record in lines(out)}


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    folder = filled(tmp_path / "mirror", {"a.example/1.html": _plain(), "a.example/b/index.html": _plain()})
    dumps.zip_of(folder / "b.zip", [("c.example/2.html", _plain()), ("3.html", _plain())])
    (folder / "d.jsonl").write_bytes(dumps.jsonl_bytes([("", _plain())]))
    return folder


@pytest.mark.parametrize("workers", ["0", "1"])
def test_addresses_of_paths(workers: str, mirror: Path, run: Run) -> None:
    code, out, _ = run("extract", mirror, "--url-from", "path", "--workers", workers)
    assert code == 0
    assert _urls(out) == {
        "a.example/1.html": "https://a.example/1.html",
        "a.example/b/index.html": "https://a.example/b/",
        "b.zip!/c.example/2.html": "https://c.example/2.html",
        "b.zip!/3.html": None,
        "d.jsonl#1": "https://e.com/0",  # its own
    }
    said = {record["file"]: record["warnings"] for record in lines(out) if record["warnings"]}
    assert said == {"b.zip!/3.html": ["No folder that the page lies in is named as a host (--url-from path)."]}


@pytest.mark.parametrize(
    ("given", "name", "url"),
    [
        (["a.example"], "1.html", "https://a.example/1.html"),
        (["a.example/b"], "index.html", "https://a.example/b/"),
        (["a.example/1.html"], "1.html", "https://a.example/1.html"),
        (["b.zip"], "b.zip!/c.example/2.html", "https://c.example/2.html"),
        (["a.example/b", "a.example"], "a.example/b/index.html", "https://a.example/b/"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_the_host_in_the_input_itself(
    given: list[str], name: str, url: str, mirror: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(mirror)
    assert _urls(run("extract", *given, "--url-from", "path", "--workers", "0")[1])[name] == url
    monkeypatch.chdir(mirror / "a.example")
    assert _urls(run("extract", ".", "--url-from", "path", "--workers", "0")[1])["1.html"] == "https://a.example/1.html"
    assert _urls(run("extract", "1.html", "--url-from", "path", "--workers", "0")[1])["1.html"]


MANIFEST = """\ufefffile,crawled,url
a.example/1.html,2024-05-01,https://news.example/1
b.zip!/3.html,,"http://news.example/3?a=1,2"

./d.jsonl#1,,https://news.example/4
"""


@pytest.mark.parametrize("workers", ["0", "1"])
def test_addresses_of_a_table(workers: str, mirror: Path, run: Run) -> None:
    table = mirror / "urls.csv"  # no input, though it lies there
    table.write_text(MANIFEST, encoding="utf-8")
    code, out, _ = run("extract", mirror, "--url-from", table, "--workers", workers)
    assert code == 0
    assert _urls(out) == {
        "a.example/1.html": "https://news.example/1",
        "a.example/b/index.html": None,
        "b.zip!/3.html": "http://news.example/3?a=1,2",
        "b.zip!/c.example/2.html": None,
        "d.jsonl#1": "https://e.com/0",
    }
    said = {record["file"] for record in lines(out) if record["warnings"]}
    assert said == {"a.example/b/index.html", "b.zip!/c.example/2.html"}
    assert f"{table} has no address for the page (--url-from)." in out


@pytest.mark.usefixtures("mirror")
def test_names_in_a_table(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file may be called as from where the command is given; in one archive alone, as the archive calls it."""
    monkeypatch.chdir(tmp_path)
    table = tmp_path / "urls.csv"
    table.write_text("url,file\nhttps://a.example/1,mirror/a.example/1.html\n", encoding="utf-8")
    assert _urls(run("extract", "mirror", "--url-from", table)[1])["a.example/1.html"] == "https://a.example/1"
    table.write_text(f"url,file\nhttps://a.example/1,{tmp_path}/mirror/a.example/1.html\n", encoding="utf-8")
    assert (
        _urls(run("extract", tmp_path / "mirror", "--url-from", table)[1])["a.example/1.html"] == "https://a.example/1"
    )
    table.write_text("url,file\nhttps://a.example/3,3.html\n", encoding="utf-8")
    assert _urls(run("extract", "mirror/b.zip", "--url-from", table)[1])["b.zip!/3.html"] == "https://a.example/3"
    assert _urls(run("extract", "mirror", "--url-from", table)[1])["b.zip!/3.html"] is None
    assert set(_urls(run("extract", "mirror/b.zip", "mirror/a.example", "--url-from", table)[1]).values()) == {None}


def test_the_table_of_the_docs(tmp_path: Path, run: Run) -> None:
    folder = filled(tmp_path / "pages", {"2024/0001.html": _plain()})
    dumps.zip_of(folder / "a.zip", [("0002.html", _plain())])
    docs = (ROOT / "docs" / "dumps.md").read_text(encoding="utf-8")
    (tmp_path / "urls.csv").write_text(docs.split("```csv\n")[1].split("```")[0], encoding="utf-8")
    assert _urls(run("extract", folder, "--url-from", tmp_path / "urls.csv")[1]) == {
        "2024/0001.html": "https://news.example.com/a/38291.html",
        "a.zip!/0002.html": "https://news.example.com/a/38292.html",
    }


WRONG = {
    "": "Line 1 of {table} must name the columns file and url",
    "page,link\na,https://a.example/\n": "it is: page,link",
    "file,url\n1.html,https://a.example/\n2.html\n": "Line 3 of {table} has too few columns",
    '{"file": "1.html", "url": "https://a.example/"}\n': "{table} (--url-from) is JSON Lines",
    "file,url\n1.html,a.example/1\n": "Line 2 of {table} has no address",
    "file,url\n1.html,javascript:alert(1)\n": "Line 2 of {table} has no address",
    "file,url\n,https://a.example/\n": "Line 2 of {table} names no file",
    'file,url\n"a\nb",https://a.example/\n1.html,x\n': "Line 4 of {table}",
    "file,url\n1.html,https://a.example/\n\n1.html,https://a.example/2\n": "Line 4 of {table}: line 2 gives another",
    'file,url\n"1.html,https://a.example/\n': "Line 2 of {table} is no CSV",
    "file,url\n\udcc7\udcc5.html,https://a.example/\n": "Line 2 of {table} is not UTF-8",
}


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_a_table_with_a_fault(number: int, mirror: Path, tmp_path: Path, run: Run) -> None:
    text, says = list(WRONG.items())[number]
    table = tmp_path / "urls.csv"
    table.write_text(text, encoding="utf-8", errors="surrogateescape")
    code, out, err = run("extract", mirror, "-o", tmp_path / "a.jsonl", "--url-from", table)
    assert (code, out) == (1, "")
    assert says.format(table=table) in err
    assert not (tmp_path / "a.jsonl.run").exists()


def test_what_is_no_table(mirror: Path, tmp_path: Path, run: Run) -> None:
    code, _, err = run("extract", mirror, "--url-from", tmp_path / "none.csv")
    assert code == 1
    assert "none.csv (--url-from: a table, or the word path): No such file" in err
    assert run("extract", mirror, "--url-from", "path", "--url", "https://a.example/")[0] == 2


def test_a_run_with_another_table_is_not_gone_on_with(mirror: Path, tmp_path: Path, run: Run) -> None:
    table, out = tmp_path / "urls.csv", tmp_path / "a.jsonl"
    table.write_text("file,url\na.example/1.html,https://a.example/7\n", encoding="utf-8")
    given = ("extract", mirror, "-o", out, "--url-from", table)
    run(*given, "--limit", "1")
    table.write_text("file,url\na.example/1.html,https://a.example/8\n", encoding="utf-8")
    code, _, err = run(*given, "--resume")
    assert code == 1
    assert "had other lines of --url-from (changed since, come or gone: " in err
    assert run(*given)[0] == 0
    assert "https://a.example/8" in out.read_text(encoding="utf-8")


def test_a_table_that_names_no_page_is_told(mirror: Path, tmp_path: Path, run: Run) -> None:
    table, out = tmp_path / "urls.csv", tmp_path / "a.jsonl"
    table.write_text("file,url\n" + "".join(f"{n}.html,https://a.example/{n}\n" for n in range(9)), encoding="utf-8")
    err = run("extract", mirror, "-o", out, "--url-from", table)[2]
    said = f"newsparse: --url-from {table}: 4 of 4 pages that bring no address are not in it, as a.example/1.html.\n"
    assert err.count(said) == 1
    assert "The table names 0.html, 1.html, 2.html. It must call a page as the output does: a.example/1.html" in err
    table.write_text("file,url\na.example/1.html,https://a.example/7\n", encoding="utf-8")
    err = run("extract", mirror, "-o", out, "--url-from", table)[2]
    assert f"{table}: 3 of 4 pages that bring no address are not in it, as a.example/b/index.html." in err
    assert "The table names" not in err
    err = run("extract", mirror, "-o", out, "--url-from", "path")[2]
    assert (
        "--url-from path: 1 of 4 pages that bring no address lie in no folder that is named as a host, as b.zip" in err
    )
    assert "--url-from" not in run("extract", mirror / "a.example", "-o", out, "--url-from", "path")[2]


@pytest.mark.parametrize("workers", ["0", "1"])
def test_addresses_that_pages_contradict_are_told_once(workers: str, tmp_path: Path, run: Run) -> None:
    """Pages that a crawler numbered lie in a folder of their host: their paths are none of an address."""
    claims = [
        "https://a.example/news/38291.html",
        "https://a.example/news/38292.html",
        "http://www.a.example/0003.html",
    ]
    pages = {
        f"a.example/{n:04}.html": PAGE.replace("<head>", f'<head><link rel="canonical" href="{url}">').encode()
        for n, url in enumerate((*claims, "https://a.example/"), 1)
    }
    out, summary = tmp_path / "a.jsonl", tmp_path / "s.json"
    given = ("extract", filled(tmp_path / "in", pages), "-o", out, "--url-from", "path", "--workers", workers)
    run(*given, "--limit", "1")
    code, _, err = run(*given, "--resume", "--summary", summary)
    assert code == 0
    assert err.count("--url-from path: 2 of 4 pages say that they are at another address, as a.example/0001.html:") == 1
    assert err.count(claims[0]) == 1
    urls = json.loads(summary.read_text(encoding="utf-8"))["urls"]
    assert (urls["found"], urls["missing"], urls["contradicted"]) == (4, 0, 2)


def test_what_is_not_the_same_is_called_as_the_command_line_calls_it(tmp_path: Path, run: Run) -> None:
    known = run("extract", "--help")[1]
    assert [name for name in Job().identity() if name not in (*known.split(), "--parser")] == []
    given = (
        "extract",
        filled(tmp_path / "a.example", {"1.html": _plain(), "2.html": _plain()}),
        "-o",
        tmp_path / "a.jsonl",
    )
    run(*given, "--limit", "1", "--url-from", "path")
    changes = {
        (): "another --url-from (path, now not given)",
        ("--url-from", "path", "--fields", "title,url"): "another --fields (not given, now title,url)",
        ("--url-from", "path", "--no-profiles"): "another --no-profiles (not given, now given)",
        ("--url-from", "path", "--kind", "article,list"): "another --kind (not given, now article,list)",
        ("--url-from", "path", "--dedup", "drop"): "another --dedup (not given, now drop)",
        ("--url-from", "path", "--max-ratio", "7"): "another --max-ratio (200, now 7)",
    }
    for more, says in changes.items():
        code, _, err = run(*given, "--resume", *more)
        assert (code, says in err) == (1, True), err
    code, _, err = run(*given, "--resume", "--url-from", "path")
    assert (code, "1 page of the unfinished run is done; it is gone on with." in err) == (0, True)
    assert "2 pages (1 before, 1 now) in " in err


# stats


def test_stats_do_not_split_a_portal(tmp_path: Path, run: Run) -> None:
    """Some of its pages claim an address, the others only say the portal's name."""
    named = _plain("a").replace(b"<head>", b'<head><link rel="canonical" href="https://www.a.example/9.html">')
    pages = filled(tmp_path / "pages", {"1.html": named, "2.html": _plain(), "sub/3.html": _plain()})
    out, table = tmp_path / "a.jsonl", tmp_path / "urls.csv"
    run("extract", pages, "-o", out)
    assert len(json.loads(run("stats", out, "--json")[1])["groups"]) > 1
    table.write_text(
        "file,url\n1.html,https://www.a.example/9\n2.html,https://a.example/2\nsub/3.html,https://a.example/3\n",
        encoding="utf-8",
    )
    run("extract", pages, "-o", out, "--url-from", table)
    groups = json.loads(run("stats", out, "--json")[1])["groups"]
    assert {name: each["pages"] for name, each in groups.items()} == {"a.example": 3}
    (pages / "www.a.example").mkdir()
    for name in ("1.html", "2.html"):
        (pages / name).rename(pages / "www.a.example" / name)
    (pages / "sub").rename(pages / "www.a.example" / "sub")
    run("extract", pages, "-o", out, "--url-from", "path")
    groups = json.loads(run("stats", out, "--json")[1])["groups"]
    assert {name: each["pages"] for name, each in groups.items()} == {"a.example": 3}


OUTLETS = [("滨城晚报", "article"), ("青石日报", "article"), (None, "list")] * 20
RECORDS = [
    {
        "file": f"{number}.html",
        "url": f"https://n{number % 7}.example.com.cn/1",
        "source": outlet,
        "kind": kind,
        "text": "桥" * number,
    }
    for number, (outlet, kind) in enumerate(OUTLETS)
]


@pytest.mark.parametrize(
    ("by", "wanted"),
    [
        ("host", {"n0.example.com.cn": 9, "n6.example.com.cn": 8}),
        ("site", {"example.com.cn": 60}),
        ("source", {"滨城晚报": 20, "青石日报": 20, "(unknown)": 20}),
    ],
)
@pytest.mark.parametrize("held", [1, 3, 10_000])
def test_groups(by: str, wanted: dict[str, int], held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fill, "_HELD", held)
    with Groups() as groups:
        total = coverage(RECORDS, WAYS[by], groups)
        found = dict(groups.greatest())
        assert {name: each.counts["pages"] for name, each in found.items()}.items() >= wanted.items()
        assert len(groups) == len(found)
        assert total.counts["pages"] == 60
        assert sum((each.counts for each in found.values()), start=type(total.counts)()) == +total.counts
        assert [name for name, _ in groups.greatest(2)] == list(found)[:2]
        assert len(groups._held) == 0


def test_the_command_line_names_all_ways() -> None:
    assert tuple(WAYS) == NAMED


def test_stats_of_outlets(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in RECORDS), encoding="utf-8")
    out = run("stats", tmp_path / "a.jsonl", "--by", "source", "--sites", "1")[1]
    assert [line.split()[:2] for line in out.splitlines()] == [
        ["source", "pages"],
        ["(all)", "60"],
        ["(unknown)", "20"],
        ["(2", "more)"],
    ]
