"""``newsparse audit``: what it shows of a run as text, JSON and HTML, and the line of it at the end of ``extract``."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from made_runs import rows, story
from newsparse.cli.audit import suspicion
from newsparse.dumps.auditing.by_host import HOSTS, MIN_PAGES
from newsparse.dumps.auditing.checks import CHECKS
from sample import ROOT, Run

NOW = datetime(2025, 1, 1, tzinfo=UTC)


def written(path: Path, some: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in some), encoding="utf-8")
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    return path


SPOILT = list(rows({"stories": 20, "spoilt": [{"count": 18, "title": "石桥新闻网"}]}))


def test_text(tmp_path: Path, run: Run) -> None:
    code, out, err = run("audit", written(tmp_path / "a.jsonl", SPOILT))
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "20 pages, 20 stories of 1 host; something looks wrong on 1"
    assert "18 of 20 stories have one title (90%, at least 70%)" in out
    assert "石桥新闻网" in out
    assert 'title = "SELECTOR"' in out
    code, out, _ = run("audit", written(tmp_path / "b.jsonl", [story(n) for n in range(20)]))
    assert (code, "Nothing looks wrong" in out) == (0, True)


def test_json(tmp_path: Path, run: Run) -> None:
    code, out, _ = run("audit", written(tmp_path / "a.jsonl", SPOILT), "--format", "json")
    values = json.loads(out)
    assert code == 0
    assert values["now"] == "2025-01-01T00:00+00:00"
    (finding,) = values["worst"][0]["findings"]
    assert (finding["check"], finding["count"], finding["of"], finding["rate"]) == ("titles", 18, 20, 0.9)


class Seen(HTMLParser):
    """Tags and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def test_html(tmp_path: Path, run: Run) -> None:
    """One file that loads nothing; no text, address or name of a page becomes markup."""
    harm = '</style><script>alert(1)</script><img src=x onerror="alert(1)">'
    some = [story(n) | {"title": harm, "file": f"{harm}{n}", "url": f"javascript:alert({n})"} for n in range(10)]
    some += [story(n) | {"title": harm, "url": f'https://a.example/"><script>{n}'} for n in range(10)]
    code, out, _ = run("audit", written(tmp_path / "a<b>.jsonl", some), "--format", "html", "-o", tmp_path / "a.html")
    assert (code, out) == (0, "")
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    seen = Seen(text)
    assert {"script", "img", "link", "iframe"}.isdisjoint(seen.tags)
    assert text.count("<style>") == 1
    assert all(not name.startswith("on") and name not in ("src", "style") for name, _ in seen.attributes)
    links = [value or "" for name, value in seen.attributes if name == "href"]
    assert links
    assert all(link.startswith(("https://a.example/", "#")) for link in links)
    assert "prefers-color-scheme: dark" in text


def test_what_a_page_says_cannot_command_a_terminal(tmp_path: Path, run: Run) -> None:
    some = [story(n) | {"title": "\x1b[31m石桥\r\n网", "url": None, "site_name": "\x1b]0;a\x07"} for n in range(9)]
    out = run("audit", written(tmp_path / "a.jsonl", some))[1]
    assert "\\x1b[31m石桥" in out
    assert all(char.isprintable() or char == "\n" for char in out)


@pytest.mark.parametrize(("options", "shown"), [((), True), (("--now", "2099-01-01"), False)])
def test_now_is_when_the_run_was_written(options: tuple[str, ...], shown: bool, tmp_path: Path, run: Run) -> None:
    some = [story(n) for n in range(20)] + [story(20) | {"published": "2025-02-01"}]
    out = run("audit", written(tmp_path / "a.jsonl", some), *options)[1]
    assert ("after 2025-01-01" in out) == shown


def test_how_many(tmp_path: Path, run: Run) -> None:
    some = [row | {"url": f"https://{host}.example/{n}"} for host in "abc" for n, row in enumerate(SPOILT)]
    path = written(tmp_path / "a.jsonl", some)
    assert "2 more hosts with findings: --hosts 3 shows all" in run("audit", path, "--hosts", "1")[1]
    assert "(3 of them of too few stories to be looked at)" in run("audit", path, "--min-pages", "21")[1]
    assert run("audit", path, "--hosts", "-1")[0] == 2
    told = run("audit", "--help")[1]
    assert f"worst hosts ({HOSTS})" in told
    assert f"fewer stories ({MIN_PAGES})" in told


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of pages that show the site's name where others show the headline."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for n in range(6):
        text = story(n)["text"].replace("\n", "</p><p>")
        (folder / f"{n}.html").write_text(
            f"<title>石桥新闻网</title><h1>石桥新闻网</h1><p>2024-03-05 08:1{n} 来源：滨城晚报</p><p>{text}</p>",
            encoding="utf-8",
        )
    return folder


EXTRACT = ("--workers", "0", "--as", "article", "--url", "https://a.example/")


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.parquet"])
def test_outputs_of_extract(name: str, pages: Path, tmp_path: Path, run: Run) -> None:
    assert run("extract", pages, "-o", tmp_path / name, *EXTRACT)[0] == 0
    assert "6 of 6 stories have one title" in run("audit", tmp_path / name)[1]


def test_beside_a_report(pages: Path, tmp_path: Path, run: Run) -> None:
    """explain makes it; made again it is the same, and elsewhere it does not lead to the report."""
    report = tmp_path / "report"
    assert run("explain", pages, "--html", report, *EXTRACT[2:])[0] == 0
    made = (report / "audit.html").read_text(encoding="utf-8")
    assert "6 of 6 stories have one title" in made
    links = [value or "" for name, value in Seen(made).attributes if name == "href"]
    address = "https://a.example/"
    assert links == ["index.html", *(link for n in range(3) for link in (f"index.html#file={n}.html", address))]
    assert run("audit", report, "-o", report / "audit.html") == (0, "", "")
    assert (report / "audit.html").read_text(encoding="utf-8") == made
    assert run("audit", report, "-o", tmp_path / "elsewhere.html")[0] == 0
    assert "index.html" not in (tmp_path / "elsewhere.html").read_text(encoding="utf-8")
    assert run("audit", report, "-o", report / "audit.json")[0] == 0
    assert (report / "audit.json").read_text(encoding="utf-8").startswith("{")


PROMOTION, OTHER = "渡口的居民都在下载滨城客户端，新用户另有好礼相送。", "还有更多老街故事，请到书店里去慢慢找。"


@pytest.mark.parametrize(("promoted", "selector"), [
    (f'<p class="ad">{PROMOTION}</p>', ".ad"),
    (f'<p class="ad" id="n{{n}}99"><b class="in">{PROMOTION}</b></p>', ".ad"),  # what is dropped are whole lines
    (f'<p class="ad">{PROMOTION}</p><div class="more"><p>{OTHER}</p></div>', ".ad, .more"),
    (f'<p class="ad">{PROMOTION}</p><p>{OTHER}</p>', ".ad, .ad + p"),
    (f'<p class="par">{OTHER}</p><p class="ad">{PROMOTION}</p>', ".ad"),  # one of two lines is better than none
    (f"<p>{PROMOTION}</p>", "SELECTOR"),
    (f'<p class="par">{PROMOTION}</p>', "SELECTOR"),  # so are the story's own
    (f'<p class="ad">{PROMOTION * 9}</p>', ".ad"),  # shown cut
])  # fmt: skip
def test_a_selector_that_the_pages_show(promoted: str, selector: str, tmp_path: Path, run: Run) -> None:
    """It is told only where it takes these lines from the texts and nothing else; used it does."""
    pages, out, profiles = tmp_path / "pages", tmp_path / "a.jsonl", tmp_path / "profiles"
    pages.mkdir()
    for n in range(8):
        record = story(n)
        text = "".join(f'<p class="par">{line}</p>' for line in record["text"].split("\n"))
        html = f"<title>{record['title']}</title><h1>{record['title']}</h1><p>2024-03-05 08:1{n} 来源：滨城晚报</p>"
        html += f"<div>{text}{promoted.format(n=n)}<p>灯塔第{n}次点亮，{n + 20}户居民都来看。</p></div>"
        (pages / f"{n}.html").write_text(html, encoding="utf-8")
    assert run("extract", pages, "-o", out, *EXTRACT)[0] == 0
    code, text, err = run("audit", out, "--pages", pages, "--format", "json")
    (finding,) = json.loads(text)["worst"][0]["findings"]
    assert (code, err, finding["mend"].splitlines()[-1]) == (0, "", f'drop = "{selector}"')
    if selector != "SELECTOR":
        profiles.mkdir()
        (profiles / "a.toml").write_text(finding["mend"], encoding="utf-8")
        assert run("extract", pages, "-o", out, *EXTRACT, "--profiles", profiles)[0] == 0
        texts = [json.loads(line)["text"] for line in out.read_text(encoding="utf-8").splitlines()]
        assert not any(PROMOTION in each for each in texts)
        assert all(each.endswith("都来看。") for each in texts)


@pytest.mark.parametrize("now", [b"", b"%PDF-1.7", "<p>石桥</p>".encode(), None])
def test_pages_that_are_others_by_now(now: bytes | None, pages: Path, tmp_path: Path, run: Run) -> None:
    """Nothing is told by them."""
    for n in range(6):
        (pages / f"{n}.html").write_bytes(
            (pages / f"{n}.html").read_bytes() + f'<p class="ad">{PROMOTION}</p>'.encode()
        )
    assert run("extract", pages, "-o", tmp_path / "a.jsonl", *EXTRACT)[0] == 0
    for page in pages.iterdir():
        page.write_bytes(page.read_bytes() if now is None else now)
    code, out, err = run("audit", tmp_path / "a.jsonl", "--pages", pages)
    assert (code, err, 'drop = ".ad"' in out, 'drop = "SELECTOR"' in out) == (0, "", now is None, now is not None)


def test_pages_that_are_elsewhere(tmp_path: Path, run: Run) -> None:
    code, out, err = run("audit", written(tmp_path / "a.jsonl", SPOILT), "--pages", tmp_path)
    assert (code, 'title = "SELECTOR"' in out) == (0, True)
    assert err == f"newsparse: --pages: there is no h/0.html in {tmp_path}. Name the folder that the run read.\n"


@pytest.mark.parametrize(("name", "told"), [("a.jsonl", 1), ("a.parquet", 1), ("a.csv", 0), ("folder", 0)])
def test_extract_says_the_worst(name: str, told: int, pages: Path, tmp_path: Path, run: Run) -> None:
    """Be it read by a person or kept as a log: a line, and the command that tells all."""
    to = ("--to", "text") if name == "folder" else ()
    line = f"newsparse: Audit: a.example: 6 of 6 stories have one title (newsparse audit {tmp_path / name})."
    for more in ((), ("--summary", tmp_path / "s.json")):
        _, _, said = run("extract", pages, "-o", tmp_path / name, *to, *EXTRACT, *more)
        assert said.splitlines().count(line) == told
        assert ("Audit" in said) == bool(told)
        assert not told or said.splitlines()[-1] == line


def test_of_a_large_run_extract_says_how_to_ask(tmp_path: Path) -> None:
    none = tmp_path / "none.jsonl"
    assert suspicion(none, "jsonl", 10_001) == f"newsparse audit {none} tells what looks wrong."
    assert "There is no file" in (suspicion(none, "jsonl", 10_000) or "")
    assert suspicion(written(tmp_path / "a.jsonl", [story(n) for n in range(20)]), "jsonl", 20) is None


def test_the_example_of_the_docs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path / "out.jsonl", SPOILT)
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")
    exec(re.findall(r"```python\n(.*?)```", text, re.DOTALL)[0], {})  # noqa: S102 - our own words
    assert capsys.readouterr().out == "h.example titles 18 20 石桥新闻网\n"


def test_the_docs_name_every_check() -> None:
    text = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)[1:] == [check.__name__ for check in CHECKS]
