"""What looks wrong in a run: made runs → findings, then what the command shows of them."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from newsparse.cli.audit import suspicion
from newsparse.dumps.auditing import Audit, HostAudit, audit
from newsparse.dumps.auditing.by_host import HOSTS, MIN_PAGES
from newsparse.dumps.auditing.checks import CHECKS
from newsparse.read.profile_files import read_profiles
from sample import ROOT, Run

CASES = tomllib.loads((Path(__file__).parent / "cases" / "audit.toml").read_text(encoding="utf-8"))["cases"]
NOW = datetime(2025, 1, 1, tzinfo=UTC)
PLACES = "滨城 柳河 青石 云岭 白鹭 东港 桃溪 长乐 望山 古槐 南浦".split()
THINGS = "石桥 渡口 书院 菜场 码头 水厂 图书馆 花圃 校车 灯塔 公交 旧塔 戏台".split()


def story(n: int, host: str = "h") -> dict[str, Any]:
    """A record like none of the others: the numbers share no factor."""
    lines = [
        f"{PLACES[(n + k) % 11]}的{THINGS[(n * 3 + k) % 13]}第{n * 31 + k}次检修在昨天完成，"
        f"{host}居民第{n * 17 + k}回走上新路，都说很好。"
        for k in range(6 + n % 3)
    ]
    return {
        "file": f"{host}/{n}.html",
        "url": f"https://{host}.example/{n}.html",
        "kind": "article",
        "title": f"{PLACES[n % 11]}{n}号{THINGS[n % 13]}{'修好 开放 停用 改建 搬迁 完工 验收'.split()[n % 7]}",
        "published": f"2024-{1 + n // 28 % 12:02}-{1 + n % 28:02}T{8 + n % 9:02}:{n % 60:02}+08:00",
        "source": "滨城晚报",
        "authors": [],
        "headings": [],
        "images": [],
        "text": "\n".join(lines),
        "provenance": {"title": {"rule": "title.visible", "evidence": "", "confidence": 0.9}},
    }


def spoilt(record: dict[str, Any], n: int, spoil: dict[str, Any]) -> dict[str, Any]:
    """A story as a case wants it."""
    given = {key: value for key, value in spoil.items() if key not in ("count", "after", "copy_of", "add", "first")}
    if "copy_of" in spoil:
        record |= {key: story(n - spoil["copy_of"])[key] for key in ("title", "text")}
    holes = {"n": n, "k": n - 10, "day": f"{1 + n % 28:02}", "hour": f"{n % 24:02}"}
    record |= {key: value.format(**holes) if isinstance(value, str) else value for key, value in given.items()}
    lines = [spoil.get("first"), record["text"], spoil.get("add", "").format(**holes)]
    return record | {"text": "\n".join(filter(None, lines))}


def rows(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for n in range(case["stories"]):
        record = story(n)
        for spoil in case.get("spoilt", ()):
            after = spoil.get("after", 0)
            if after <= n < after + spoil["count"]:
                record = spoilt(record, n, spoil)
        yield record
    for host in case.get("hosts", ()):
        yield from (story(n, host) | case.get("of_others", {}) for n in range(20))


def only(found: Audit) -> HostAudit:
    (host,) = found.worst
    return host


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_cases(case: dict[str, Any]) -> None:
    found = audit(rows(case), NOW)
    findings = [finding for host in found.worst for finding in host.findings]
    assert sorted({finding.check for finding in findings}) == case.get("found", [])
    assert {host.host for host in found.worst} <= {"h.example"}
    assert all(finding.examples and finding.count <= finding.of for finding in findings)
    assert all(read_profiles(finding.mend, "a.toml") for finding in findings if finding.mend)
    if "least" in case:
        assert findings[0].least == pytest.approx(case["least"], abs=0.01)


def test_a_finding_says_all() -> None:
    case = {"stories": 12, "spoilt": [{"count": 11, "title": "石桥新闻网"}]}
    (finding,) = only(audit(rows(case), NOW)).findings
    assert (finding.value, finding.count, finding.of, finding.rules) == ("石桥新闻网", 11, 12, {"title.visible": 11})
    assert (finding.examples[0].file, finding.examples[0].url) == ("h/0.html", "https://h.example/0.html")
    assert "11 of 12" in finding.says


def test_lines_of_the_same_stories_are_one_finding() -> None:
    promotion = "新用户可领好礼，老用户可抽奖。\n更多本地新闻，请下载滨城客户端。"
    (finding,) = only(audit(rows({"stories": 20, "spoilt": [{"count": 6, "add": promotion}]}), NOW)).findings
    assert [finding.value, *finding.more] == promotion.split("\n")[::-1]


def test_the_worst_come_first() -> None:
    """Hosts by their worst finding, findings by their share's lower bound, and by their number where it is large."""
    slight = {"stories": 20, "spoilt": [{"count": 4, "add": "更多本地新闻，请下载滨城客户端。"}]}
    grave = {"stories": 20, "spoilt": [{"count": 18, "title": "石桥新闻网"}, {"count": 9, "published": ""}]}
    two = [row | {"url": f"https://slight.example/{n}"} for n, row in enumerate(rows(slight))]
    found = audit([*two, *rows(grave)], NOW)
    assert [host.host for host in found.worst] == ["h.example", "slight.example"]
    assert [finding.check for finding in found.worst[0].findings] == ["titles", "fields"]
    assert (found.suspect, found.hosts, found.small) == (2, 2, 0)
    assert [host.host for host in audit([*two, *rows(grave)], NOW, hosts=1).worst] == ["h.example"]
    assert audit([*two, *rows(grave)], NOW, hosts=0).suspect == 2


def test_the_order_of_the_rows_does_not_matter() -> None:
    spoil = [{"count": 25, "title": "石桥新闻网"}, {"count": 9, "add": "请下载滨城客户端，谢谢。"}]
    case = {"stories": 30, "spoilt": spoil}
    told = [
        [(f.check, f.value, f.count, f.of, f.weight) for f in only(audit(some, NOW)).findings]
        for some in (list(rows(case)), list(rows(case))[::-1])
    ]
    assert told[0] == told[1]


@pytest.mark.parametrize("key", list(story(0)))
def test_missing_keys(key: str) -> None:
    """A run may have been written with --fields."""
    some = [{name: value for name, value in story(n).items() if name != key} for n in range(20)]
    assert audit(some, NOW).suspect == 0


@pytest.mark.parametrize("value", [7, True, [], {}, [[1]], {"a": 1}, "\udcff", "\0", "x" * 100_000, "9" * 30], ids=repr)
@pytest.mark.parametrize("key", list(story(0)))
def test_values_that_must_not_be(key: str, value: Any) -> None:
    found = audit([story(n) | {key: value} for n in range(6)], NOW)
    assert found.pages == 6
    json.dumps(found.to_json())


def test_hosts_without_addresses() -> None:
    """The portal's name, or the folder, stands for the host; no profile is offered for what is no host."""
    named = [story(n) | {"url": None, "site_name": "石桥网", "title": "石桥网"} for n in range(20)]
    mirrored = [story(n) | {"url": None, "file": f"m/www.a.example/{n}.html", "title": "首页"} for n in range(20)]
    found = {host.host: host.findings[0].mend for host in audit([*named, *mirrored], NOW).worst}
    assert list(found) == ["www.a.example", "石桥网"]
    assert found["石桥网"] is None
    assert found["www.a.example"] is not None


@pytest.mark.parametrize("title", ["石桥网", '"]\n[[site]]', "\x00\x7f\\u", "'''", "\u2028"], ids=ascii)
def test_profiles_are_profiles(title: str) -> None:
    """What is offered is a file that newsparse reads, whatever the page says."""
    case = {"stories": 20, "spoilt": [{"count": 20, "add": "请下载滨城客户端，谢谢。"}]}
    some = [row | {"title": title} for row in rows(case)]
    offered = [finding.mend for finding in only(audit(some, NOW)).findings]
    assert len(offered) == 2
    for text in filter(None, offered):
        assert read_profiles(text, "a.toml")


# The command


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
    assert "something looks wrong on 3" in run("audit", path, "--min-pages", "-1", "--hosts", "-1")[1]
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


@pytest.mark.parametrize(("name", "told"), [("a.jsonl", 1), ("a.parquet", 1), ("a.csv", 0), ("folder", 0)])
def test_extract_says_the_worst(name: str, told: int, pages: Path, tmp_path: Path, run: Run) -> None:
    """With the summary: a line, and the command that tells all."""
    to = ("--to", "text") if name == "folder" else ()
    _, _, said = run("extract", pages, "-o", tmp_path / name, *to, *EXTRACT, "--summary", tmp_path / "s.json")
    line = f"  suspicious  a.example: 6 of 6 stories have one title (newsparse audit {tmp_path / name})"
    assert said.splitlines().count(line) == told
    assert ("suspicious" in said) == bool(told)


def test_of_a_large_run_extract_says_how_to_ask(tmp_path: Path) -> None:
    assert (
        suspicion(tmp_path / "none.jsonl", "jsonl", 1001)
        == f"newsparse audit {tmp_path / 'none.jsonl'} tells what looks wrong"
    )
    assert "There is no file" in (suspicion(tmp_path / "none.jsonl", "jsonl", 1000) or "")
    none = tmp_path / "none.jsonl"
    assert suspicion(none, "jsonl", 1001) == f"newsparse audit {none} tells what looks wrong"
    assert "There is no file" in (suspicion(none, "jsonl", 1000) or "")
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
