"""Names and credits: cases as data (cases/credits.toml), the word lists, and properties of any line."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from limits import within
from newsparse.article import ROLES
from newsparse.lexicon import load
from newsparse.text.flat import flat
from newsparse.text.people.credit_lines import FoundCredit, Zone, credits_from_text, plausible_person, split_names

CASES = tomllib.loads((Path(__file__).parent / "cases" / "credits.toml").read_text(encoding="utf-8"))
ZONES: tuple[Zone, ...] = ("byline", "foot", "lead", "tail")
# A line of any length is read in bounded time: each zone looks at a window of it. The slowest takes 10 ms here.
LONGEST_SECONDS = 0.5


def told(credit: FoundCredit) -> str:
    organization = f" @{credit.organization}" if credit.organization else ""
    return f"{credit.name} {credit.role}{organization}{'' if credit.sure else ' ?'}"


@pytest.mark.parametrize(
    ("zone", "text", "want"),
    [
        pytest.param(zone["name"], case["text"], case["want"], id=f"{zone['name']} {case['text'][:40]}")
        for zone in CASES["zone"]
        for case in zone["cases"]
    ],
)
def test_cases(zone: Zone, text: str, want: list[str]) -> None:
    found = credits_from_text(text, zone=zone)
    assert [told(credit) for credit in found] == want
    assert all(credit.raw == text[credit.start : credit.end] for credit in found)


# Pieces that lines of credits are made of, so that hypothesis meets the grammar and not only noise.
PIECES = st.sampled_from(
    "记者 記者 编辑 責任編輯 责编 作者 文 图 摄 / ／ ： : 、 ， （ ） ( ) 【 】 〔 丨 | 林小满 秦晓禾 林 满 歐陽小滿 "
    "阿不都·热合曼 Demi Xia SF099 _NB123 台北 北京 8日電 11月8日 报道 綜合報導 摄影 滨城晚报 新华社 本报 讯 据 告诉 "
    "盛夏 立夏 滨报联盟·江北 By ， 教授 五日电 “苇岸” 。 ！ 来源 1101108 等 和".split()
) | st.sampled_from([" ", "\u3000", "\t", "\u00a0", "  ", "\u200b"])
LINES = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=60)


@settings(max_examples=300, deadline=None)
@given(text=LINES, zone=st.sampled_from(ZONES))
def test_any_line(text: str, zone: Zone) -> None:
    found = credits_from_text(text, zone=zone)
    assert len({(credit.name, credit.role) for credit in found}) == len(found)
    for credit in found:
        assert credit.role in ROLES
        assert credit.name.strip() == credit.name != ""
        assert 0 <= credit.start < credit.end <= len(text)
        assert credit.raw == text[credit.start : credit.end]
        assert "".join(credit.name.split()) in "".join(text.split())


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "text",
    [
        "编辑：林小满 " * 12000,
        "记者" * 50000,
        "(" * 100000,
        "（记者林小满" * 20000,
        "记者林小满" + "综合报道" * 25000,
        "编辑：" + "林小满、" * 25000,
        "文/图/" * 30000,
        "记者" + "北京上海" * 25000 + "报道",
        "作者：" + "-" * 100000,
        "作者：" + "林·" * 40000,
        " " * 100000 + "（记者林小满）",
        "文/滨报网 " * 20000,
        "文/林小满 立夏 " * 12000,
        "记者林小满／" + "聖蓋灣" * 30000 + "報導",
        "作者：林小满" + "（滨城" * 30000 + "教授）",
        "By " * 30000,
    ],
    ids=lambda text: text[:8],
)
def test_hostile_lines(text: str, zone: Zone) -> None:
    with within(LONGEST_SECONDS):
        credits_from_text(text, zone=zone)


@pytest.mark.parametrize(
    "text", ["林小满", "林　满", "歐陽小滿", "范姜小滿", "阿不都·热合曼", "J·K·罗琳", "Demi Xia", "闻人小满"]
)
def test_plausible_person(text: str) -> None:
    assert plausible_person(text)


@pytest.mark.parametrize(
    "text",
    [*"林 小满 高清 安徽 滨城晚报 文汇报 时间 於台北 林小满的 admin 林小满从 编辑 江苏台".split(), ""],
)
def test_no_plausible_person(text: str) -> None:
    assert not plausible_person(text)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("林小满", ["林小满"]),
        ("陈　静 李晓明", ["陈静", "李晓明"]),
        ("方  敏", ["方敏"]),
        ("林 小 满", ["林小满"]),
        ("林 满 秦 禾", ["林满", "秦禾"]),
        ("林小满、秦晓禾，方若溪/戴知秋", ["林小满", "秦晓禾", "方若溪", "戴知秋"]),
        ("林小满和秦晓禾", ["林小满", "秦晓禾"]),
        ("林和平", ["林和平"]),
        ("林小满 SF099", ["林小满 SF099"]),
        ("林小满_NB1234", ["林小满_NB1234"]),
        ("Demi Xia, Ann Lee", ["Demi Xia", "Ann Lee"]),
        ("阿不都·热合曼 古丽·艾则孜", ["阿不都·热合曼", "古丽·艾则孜"]),
        ("欧阳 满", ["欧阳满"]),
        ("", []),
    ],
)
def test_split_names(text: str, want: list[str]) -> None:
    assert split_names(text) == want


ROLE_WORDS = [(role, entry) for role, entries in load("roles")["role"].items() for entry in entries]


@pytest.mark.parametrize(("role", "entry"), ROLE_WORDS, ids=lambda v: v["word"] if isinstance(v, dict) else v)
def test_role_words(role: str, entry: dict[str, str]) -> None:
    """Each word's example holds it and is read as its role: the quick look for labels lets no label pass."""
    assert role in ROLES
    assert entry["word"] in flat(entry["example"])
    assert role in {credit.role for credit in credits_from_text(entry["example"], zone="foot")}


@pytest.mark.parametrize("table", ["combined", "short", "suffix"])
def test_words_of_several_roles(table: str) -> None:
    for entry in load("roles")[table]["entries"]:
        given = {"author" if role == "reporter" else role for role in _roles(entry["example"])}
        want = {"author" if role in ("writer", "reporter") else role for role in entry["roles"]}
        assert want <= given, entry


@pytest.mark.parametrize("table", ["neutral", "not_role", "modifier", "tail"])
def test_words_without_a_role(table: str) -> None:
    for entry in load("roles")[table]["entries"]:
        assert entry["word"] in flat(entry["example"]), entry
        if table == "not_role":
            assert not _roles(entry["example"]), entry


def _roles(text: str) -> list[str]:
    return [credit.role for credit in credits_from_text(text, zone="foot")]


def test_lists_are_sorted() -> None:
    """Entries and words are sorted and none is there twice, so that a change shows as one line."""
    for name in ("roles", "names", "outlets"):
        for path, words in _lists(load(name), name):
            assert all(a < b for a, b in pairwise(words)), path


def _lists(value: object, path: str) -> list[tuple[str, list[str]]]:
    if isinstance(value, dict):
        return [pair for key, part in value.items() for pair in _lists(part, f"{path}.{key}")]
    if isinstance(value, list) and value:
        return [(path, [part["word"] if isinstance(part, dict) else part for part in value])]
    return []
