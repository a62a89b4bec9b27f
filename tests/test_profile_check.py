"""``newsparse profile check``: what matched on the pages given, and what never did."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from sample import PAGE, Run, filled

SITE = '[[site]]\nhosts = ["news.example.com"]\nwhy = "The date is only in a script."\n'
ALL_MATCH = SITE + "[site.select]\nbody = 'div'\ntitle = 'h1'\n[site.match]\nsource = '来源：(.{4})'\n"
HEAD = '<link rel="canonical" href="https://{}/1.html"></head>'


def page_of(host: str | None) -> bytes:
    return PAGE.replace("</head>", HEAD.format(host) if host else "</head>").encode()


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    hosts = {
        "a.html": "news.example.com",
        "b.html": "m.news.example.com",
        "c.html": "other.example.org",
        "d.html": None,
    }
    return filled(tmp_path / "pages", {name: page_of(host) for name, host in hosts.items()})


def checked(run: Run, tmp_path: Path, profile: str, *given: str | Path) -> tuple[int, dict[str, Any]]:
    file = filled(tmp_path, {"mine.toml": profile.encode()}) / "mine.toml"
    code, out, err = run("profile", "check", file, *given, "--json")
    assert err == ""
    return code, json.loads(out)


# (what is added to the profile that matches in all, what is said of it)
NEVER = {
    "a host": (
        ALL_MATCH.replace('"news.example.com"', '"news.example.com", "old.example.com"'),
        "host old.example.com",
    ),
    "a host misspelt": (ALL_MATCH.replace("news.", "nevvs."), "host nevvs.example.com"),
    "a selector": (ALL_MATCH.replace("'h1'", "'h1.none'"), "select.title"),
    "an element that is empty": (ALL_MATCH.replace("'h1'", "'link'"), "select.title (found, but empty, on 2)"),
    "a body that holds nothing": (ALL_MATCH.replace("'div'", "'link'"), "select.body (found, but empty, on 2)"),
    "a pattern": (ALL_MATCH.replace("来源：", "出处："), "match.source"),
    "a pattern that takes too long": (
        ALL_MATCH.replace("'来源：(.{4})'", "'(?:.*x){20}(q)'"),
        "match.source (took more than 0.2 s on 3)",
    ),
    "a site behind another of its host": (
        ALL_MATCH + SITE.replace("news.", "m.news."),
        "[[site]] 2: host m.news.example.com",
    ),
}


@pytest.mark.parametrize("name", NEVER)
def test_what_never_matches(name: str, tmp_path: Path, pages: Path, run: Run) -> None:
    profile, said = NEVER[name]
    if "long" in name:
        for page in pages.iterdir():
            page.write_bytes(page.read_bytes() + b"<!--" + b"ex" * 20_000 + b"-->")
    code, found = checked(run, tmp_path, profile, pages)
    assert code == 3
    assert [what for what in found["never"] if said in what]
    _, out, _ = run("profile", "check", tmp_path / "mine.toml", pages)
    assert said in out.partition("Never matched:")[2]


def test_what_matches(tmp_path: Path, pages: Path, run: Run) -> None:
    code, found = checked(run, tmp_path, ALL_MATCH, pages / "a.html", pages / "b.html")
    assert (code, found["never"], found["pages"], found["failed"]) == (0, [], 2, [])
    [site] = found["sites"]
    assert site["hosts"] == {"news.example.com": 2}
    assert {key: (rule["pages"], rule["example"][:4]) for key, rule in site["rules"].items()} == {
        "select.body": (2, "滨城晚报"),
        "select.title": (2, "石桥修好"),
        "match.source": (2, "滨城晚报"),
    }


def test_pages_of_other_sites_and_of_none_are_named(tmp_path: Path, pages: Path, run: Run) -> None:
    code, found = checked(run, tmp_path, ALL_MATCH, pages)
    assert (code, found["others"], found["unaddressed"]) == (0, ["c.html"], ["d.html"])
    assert found["sites"][0]["pages"] == 3, "one of no known address is tried where there is one profile"
    code, found = checked(run, tmp_path, ALL_MATCH, pages / "d.html")
    assert (code, found["never"]) == (3, ["[[site]] 1: host news.example.com"])
    code, found = checked(run, tmp_path, ALL_MATCH, pages / "d.html", "--url", "https://news.example.com/1")
    assert (code, found["never"]) == (0, [])


def test_pages_have_their_addresses_of_a_table(tmp_path: Path, pages: Path, run: Run) -> None:
    table = filled(tmp_path, {"urls.csv": b"file,url\nd.html,https://old.example.com/4\n"}) / "urls.csv"
    profile = ALL_MATCH.replace('"news.example.com"', '"news.example.com", "old.example.com"')
    file = filled(tmp_path, {"mine.toml": profile.encode()}) / "mine.toml"
    code, out, _ = run("profile", "check", file, pages, "--url-from", table, "--json")
    found = json.loads(out)
    assert (code, found["unaddressed"], found["sites"][0]["hosts"]["old.example.com"]) == (0, [], 1)


def test_attributes_paths_and_constants(tmp_path: Path, pages: Path, run: Run) -> None:
    profile = SITE + (
        "[site.select]\ntitle = 'link@href'\nkicker = 'link@title'\n"
        "[site.data]\npublished = 'T.at'\nsubtitle = 'T.none'\nauthors = 'T.o'\n"
        "[site.set]\nsource = '滨城'\nsite_name = '滨城网'\n[site.match]\nsource = '来源：(滨城晚报)'\n"
    )
    page = (pages / "a.html").read_text(encoding="utf-8").replace("</head>", "<script>T={at: '2021', o: {}}</script>")
    (pages / "a.html").write_text(page, encoding="utf-8")
    code, found = checked(run, tmp_path, profile, pages / "a.html")
    rules = found["sites"][0]["rules"]
    assert code == 3
    assert [key for key, rule in rules.items() if rule["pages"]] == [
        *("select.title", "match.source", "data.published", "set.site_name"),
    ]
    assert [rules[key]["rule"] for key in ("select.title", "data.published")] == ["link@href", "T.at"]
    assert rules["select.title"]["example"] == "https://news.example.com/1.html"
    assert found["never"] == [
        "[[site]] 1: select.kicker (found, but empty, on 1)",
        "[[site]] 1: data.subtitle",
        "[[site]] 1: data.authors (found, but empty, on 1)",
        "[[site]] 1: set.source",
    ]


@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
def test_both_parsers(parser: str, tmp_path: Path, pages: Path, run: Run) -> None:
    code, found = checked(run, tmp_path, ALL_MATCH, pages / "a.html", "--parser", parser)
    assert (code, found["never"]) == (0, [])


def test_a_selector_of_one_parser_alone(tmp_path: Path, pages: Path, run: Run) -> None:
    profile = ALL_MATCH.replace("'h1'", "'h1:read-only'")
    code, found = checked(run, tmp_path, profile, pages / "a.html")
    assert code == 0
    assert found["sites"][0]["rules"]["select.title"]["fault"].startswith("lxml cannot read it")
    file = tmp_path / "mine.toml"
    code, out, err = run("profile", "check", file, pages / "a.html", "--parser", "lxml")
    assert (code, out) == (1, "")
    assert "mine.toml: [[site]] 1 (news.example.com): select.title" in err


def test_pages_in_a_container_and_pages_that_are_none(tmp_path: Path, pages: Path, run: Run) -> None:
    with zipfile.ZipFile(tmp_path / "pages.zip", "w") as archive:
        archive.write(pages / "a.html", "a.html")
        archive.writestr("empty.html", b"")
    code, found = checked(run, tmp_path, ALL_MATCH, tmp_path / "pages.zip")
    assert (code, found["pages"], found["never"]) == (3, 1, [])
    assert [fault["error"] for fault in found["failed"]] == ["EmptyPage"]


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["profile"], 2, "ACTION"),
        (["profile", "chek"], 2, "did you mean check"),
        (["profile", "check", "{dir}/mine.toml"], 2, "INPUT"),
        (["profile", "check", "{dir}/none.toml", "{dir}/pages"], 1, "none.toml: there is no such file"),
        (["profile", "check", "{dir}", "{dir}/pages"], 1, "is a folder"),
        (["profile", "check", "{dir}/mine.toml", "{dir}/none.html"], 1, "none.html"),
        (["profile", "check", "{dir}/bad.toml", "{dir}/pages"], 1, "bad.toml"),
        (["profile", "check", "{dir}/blank.toml", "{dir}/pages"], 3, ""),
    ],
)
@pytest.mark.usefixtures("pages")
def test_errors(args: list[str], code: int, says: str, tmp_path: Path, run: Run) -> None:
    filled(tmp_path, {"mine.toml": ALL_MATCH.encode(), "bad.toml": b"[[site", "blank.toml": b""})
    found, _, err = run(*(arg.replace("{dir}", str(tmp_path)) for arg in args))
    assert found == code
    assert says in err
    assert "Internal error" not in err
