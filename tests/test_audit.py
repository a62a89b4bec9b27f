"""What looks wrong in a run: made runs → findings, then what the command shows of them."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from made_runs import rows, story
from newsparse.dumps.auditing import Audit, HostAudit, audit
from newsparse.read.profile_files import read_profiles

CASES = tomllib.loads((Path(__file__).parent / "cases" / "audit.toml").read_text(encoding="utf-8"))["cases"]
NOW = datetime(2025, 1, 1, tzinfo=UTC)


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
