"""``newsparse profile new``: a profile from cases of a made-up site, and what it is worth on pages it has not seen."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from quopri import encodestring
from typing import Any

import pytest

from made_up_site import HOST, MadePage, made_up_page, write_cases
from newsparse import Options
from newsparse.evaluate import evaluate, read_cases
from newsparse.induction.profile_text import profile_text
from newsparse.options import Parser
from newsparse.read.profile_files import read_profiles
from sample import Run

PAGES = [made_up_page(number) for number in range(20)]
TRAINED, OTHERS = PAGES[::2], PAGES[1::2]


def made(run: Run, folder: Path, *more: str) -> tuple[int, dict[str, dict[str, Any]], str]:
    """The exit code, host → its [[site]], and what was said."""
    code, out, err = run("profile", "new", folder, *more)
    assert "Internal error" not in err
    read_profiles(out, "out")  # is one
    return code, {site["hosts"][0]: site for site in tomllib.loads(out).get("site", [])}, err


def changed(change: Callable[[MadePage], str]) -> list[MadePage]:
    return [page._replace(html=change(page)) for page in PAGES]


@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
def test_the_figures_rise_on_pages_it_has_not_seen(parser: Parser, tmp_path: Path, run: Run) -> None:
    trained, others = write_cases(tmp_path / "trained", TRAINED), read_cases(write_cases(tmp_path / "others", OTHERS))
    (tmp_path / "profiles").mkdir()
    file = tmp_path / "profiles" / "site.toml"
    code, out, err = run("profile", "new", trained, "-o", file)
    assert (code, out) == (0, "")
    assert f"→ {file}" in err
    plain = evaluate(others, options=Options(parser=parser)).figures
    found = evaluate(others, options=Options(parser=parser, profile_dirs=(str(tmp_path / "profiles"),))).figures
    for figure in ("minute", "source", "editors"):
        assert (plain[figure].value, found[figure].value) == (0, 1)
    assert all(found[figure].value >= plain[figure].value for figure in plain)
    [site] = tomllib.loads(file.read_text(encoding="utf-8"))["site"]
    assert site["hosts"] == [HOST]
    assert "from 10 cases" in site["why"]
    assert run("profile", "check", file, *sorted((tmp_path / "others").glob("*.html")))[0] == 0


def without_stamp(page: MadePage) -> str:
    return re.sub(r'<em class="tick".*?</em>', "", page.html)


def scripted(page: MadePage) -> str:
    when = page.gold["published"].replace("T", " ")
    data = f'{{"article": {{"title": "{page.gold["title"]}", "times": ["{when}:00"]}}}}'
    return without_stamp(page).replace("</body>", f"<script>window.INIT = {data};</script></body>")


def in_a_call(page: MadePage) -> str:
    when = page.gold["published"].replace("T", " ")
    return without_stamp(page).replace("</body>", f"<script>show(7, {{at: '{when}'}});</script></body>")


def in_a_line(page: MadePage) -> str:
    line = f"<div>阅读 {page.name} 供给方☞{page.gold['source'] or ''}<br>点赞 {page.name}</div>"
    return re.sub(r'<ul class="tail.*?</ul>', line, page.html)


def in_a_note(*behind: str) -> Callable[[MadePage], str]:
    """The outlet stands behind 据, among words that change; an element of the class has other words where it is not."""

    def change(page: MadePage) -> str:
        words = page.gold["title"].partition("，")[0]
        note = f"（据{page.gold['source']}{behind[int(page.name[1:]) % len(behind)]}）" if page.gold["source"] else ""
        return re.sub(r'<ul class="tail.*?</ul>', f'<p class="note">{words}{note}</p>', page.html)

    return change


def of_two_templates(page: MadePage) -> str:
    if page in PAGES[::2]:
        return page.html
    return page.html.replace('<li class="lab">供给方</li><li class="giver">', '<li class="origin">')


def in_rows(page: MadePage) -> str:
    """The editor in a row of a box, behind a label of the site's own; the row has no class that is its own."""
    said = "、".join(page.gold["editors"])
    rows = f"<p><i>值守</i><b>{said}</b></p><p><i>稿号</i><b>{page.name}</b></p>"
    return re.sub(r'<p class="hand">.*?</p>', f'<div class="rows">{rows}</div>' if said else "", page.html)


def with_an_advertisement(page: MadePage) -> str:
    words = "本栏目由滨河在线与多家单位合办，欢迎各界朋友来信来电，提供线索，分享身边的故事。"
    return page.html.replace('<div id="story">', f'<div id="story"><p class="promo">{words}</p>')


def everywhere(page: MadePage) -> str:
    source = page.gold["source"] or "旧闻"
    return page.html.replace("首页", source).replace("城事", source).replace("猜你喜欢", source)


def in_a_last_line(page: MadePage) -> str:
    """The outlet alone behind 据, on pages whose text has sentences that begin in the same way."""
    html = re.sub(r'<ul class="tail.*?</ul>', "", page.html)
    html = html.replace('<div id="story">', '<div id="story"><p>据街坊介绍，渡口清早就有人排队。</p>')
    source = page.gold["source"]
    return re.sub(r'(<div id="story">.*?)</div>', rf"\1<p>据{source}</p></div>", html, flags=re.S) if source else html


# What the pages are like, and what the profile has for it.
RULES: dict[str, tuple[Callable[[MadePage], str], dict[str, dict[str, str]]]] = {
    "in an attribute, in elements": (
        lambda page: page.html,
        {"select": {"published": ".tick@data-at", "source": ".giver", "editors": ".hand"}},
    ),
    "in a script's data": (scripted, {"data": {"published": "window.INIT.article.times[0]"}}),
    "in a call": (in_a_call, {"match": {"published": "at:\\s+'([^<>\\n']{1,60})"}}),
    "in a line": (in_a_line, {"match": {"source": "供给方☞([^<>\\n，。]{1,60})<"}}),
    "behind a word": (in_a_note(""), {"match": {"source": "（据([^<>\\n）]{1,60})"}}),
    "between words": (in_a_note("报道", "消息"), {"match": {"source": "（(据[^<>\\n]{1,60})"}}),
    "in two templates": (of_two_templates, {"select": {"source": ".giver, .origin"}}),
    "without a class of its own": (
        lambda page: page.html.replace(' class="giver"', ""),
        {"select": {"source": ".lab + li"}},
    ),
    "in rows": (in_rows, {"match": {"editors": "值守</i><b>([^<>\\n]{1,60})"}}),
    "beside what is no text": (with_an_advertisement, {"select": {"drop": ".promo"}}),
    "everywhere on the page": (everywhere, {"select": {"source": ".giver"}}),
}


@pytest.mark.parametrize("name", RULES)
def test_where_values_stand(name: str, tmp_path: Path, run: Run) -> None:
    change, rules = RULES[name]
    code, sites, err = made(run, write_cases(tmp_path, changed(change)))
    assert code == 0, err
    for table, inside in rules.items():
        assert {field: sites[HOST][table].get(field) for field in inside} == inside


def test_the_end_of_a_story_is_no_label(tmp_path: Path, run: Run) -> None:
    """Of one page nothing tells what is the template's; its last sentence stands on no other page."""

    html = re.sub(r' (?:id|class)="[^"]*"', "", PAGES[0].html)
    html = re.sub(r"</p></div>\n<ul>.*?<p>编排 ◇ (.*?)</p>", r"</p><b>\1</b>", html, flags=re.DOTALL)
    _, sites, _ = made(run, write_cases(tmp_path, [PAGES[0]._replace(html=html)]))
    assert sites[HOST]["match"]["editors"] == "p><b>([^<>\\n]{1,60})"


def test_an_outlet_alone_behind_a_word_that_sentences_begin_with(tmp_path: Path, run: Run) -> None:
    _, sites, err = made(run, write_cases(tmp_path, changed(in_a_last_line)))
    assert sites[HOST]["match"] == {"source": "p>据([^<>\\n，。]{1,60})<"}
    assert "taken: match.source" in err
    assert "(mends 16)" in err


def test_a_value_that_is_not_on_the_page(tmp_path: Path, run: Run) -> None:
    pages = changed(lambda page: page.html.replace(f">{page.gold['source']}<", "><"))
    code, sites, err = made(run, write_cases(tmp_path, pages))
    assert code == 3
    assert "source" not in sites[HOST]["select"]
    assert "source: wrong on 16" in err
    assert "found in no place that the pages share" in err


def test_the_same_value_on_all_cases(tmp_path: Path, run: Run) -> None:
    bare = [page._replace(html=re.sub(r'<ul class="tail.*?</ul>', "", page.html)) for page in PAGES]
    pages = [page._replace(gold={**page.gold, "source": "滨河周刊"}) for page in bare]
    assert made(run, write_cases(tmp_path, pages))[1][HOST]["set"] == {"source": "滨河周刊"}


def half_right(page: MadePage) -> str:
    """On half of the pages the outlet is shown as on most sites, and another stands where the others have it."""
    tail = re.compile(r'<ul class="tail.*?</ul>')
    if page in PAGES[::2]:
        return tail.sub(f"<i>{page.gold['source'] or ''}</i>", page.html)
    row = f"<p>2021-06-01 08:10 来源：{page.gold['source'] or '本站'}</p>"
    return tail.sub("<i>白鹭日报</i>", page.html).replace('<div class="tools">', f'{row}<div class="tools">')


def test_what_makes_a_case_worse_is_refused_and_told(tmp_path: Path, run: Run) -> None:
    code, sites, err = made(run, write_cases(tmp_path, changed(half_right)))
    assert code == 3
    assert all("source" not in sites[HOST].get(table, {}) for table in ("select", "match", "data", "set"))
    assert re.search(r"refused: select\.source = .*makes \d+ worse: p\d\d\.html \(", err)
    assert "editors" in sites[HOST]["select"], "the other fields are mended"


def test_a_date_where_the_case_says_none_counts_against_a_rule(tmp_path: Path, run: Run) -> None:
    pages = [page._replace(gold={**page.gold, "published": None}) if page in PAGES[:3] else page for page in PAGES]
    code, sites, err = made(run, write_cases(tmp_path, pages))
    assert code == 3
    assert all("published" not in sites[HOST].get(table, {}) for table in ("select", "match", "data", "set"))
    assert re.search(r"refused: select\.published = .*makes 3 worse: p\d\d\.html \(published 1 → 0\)", err), err


def test_a_profile_for_each_site(tmp_path: Path, run: Run) -> None:
    pages = [
        page._replace(html=page.html.replace(HOST, "b.example.org").replace("giver", "von"))
        if page in TRAINED
        else page._replace(html=page.html.replace(HOST, f"m.{HOST}").replace("giver", "who"))
        for page in PAGES
    ]
    code, sites, _ = made(run, write_cases(tmp_path, [*pages, *(p._replace(name=f"x{p.name}") for p in OTHERS)]))
    assert code == 0
    assert {host: site["select"]["source"] for host, site in sites.items()} == {
        f"m.{HOST}": ".who",
        "b.example.org": ".von",
        HOST: ".giver",
    }
    assert list(sites).index(f"m.{HOST}") < list(sites).index(HOST), "else the host above it would be taken"


def test_numbers_that_change_are_no_selectors(tmp_path: Path, run: Run) -> None:
    _, sites, _ = made(run, write_cases(tmp_path, changed(lambda page: page.html.replace('class="giver"', ""))))
    assert not re.search(r"\d", "".join(sites[HOST]["select"].values()))


def test_cases_that_nothing_is_wrong_with(tmp_path: Path, run: Run) -> None:
    pages = [page._replace(gold={**page.gold, "published": None, "source": None, "editors": []}) for page in PAGES]
    code, out, err = run("profile", "new", write_cases(tmp_path, pages), "-o", tmp_path / "site.toml")
    assert (code, out) == (3, "")
    assert "nothing to mend" in err
    assert "site.toml was not written" in err
    assert not (tmp_path / "site.toml").exists()


@pytest.mark.parametrize("many", [1, 2])
def test_one_page_is_little_to_go_by(many: int, tmp_path: Path, run: Run) -> None:
    _, out, err = run("profile", "new", write_cases(tmp_path, PAGES[:many]))
    assert [("Made from one page" in said) for said in (out, err)] == [many == 1] * 2


def test_a_file_that_is_there_stays(tmp_path: Path, run: Run) -> None:
    folder, file = write_cases(tmp_path / "cases", PAGES[:3]), tmp_path / "site.toml"
    file.write_text("# mine\n", encoding="utf-8")
    code, _, err = run("profile", "new", folder, "-o", file)
    assert (code, file.read_text(encoding="utf-8")) == (1, "# mine\n")
    assert "--overwrite" in err
    assert run("profile", "new", folder, "-o", file, "--overwrite")[0] == 0
    assert read_profiles(file.read_text(encoding="utf-8"), "site.toml")


def test_pages_of_no_address(tmp_path: Path, run: Run) -> None:
    pages = changed(lambda page: page.html.replace('rel="canonical"', 'rel="x"'))
    code, sites, err = made(run, write_cases(tmp_path, pages))
    assert (code, sites) == (3, {})
    assert "No address is known of 20" in err
    assert "Give --host, or the cases theirs: newsparse label --url, or --url-from." in err
    code, sites, _ = made(run, write_cases(tmp_path, pages), "--host", "a.example.com")
    assert (code, list(sites)) == (0, ["a.example.com"])


def test_cases_that_nobody_has_checked(tmp_path: Path, run: Run) -> None:
    folder = write_cases(tmp_path, PAGES, checked=False)
    code, out, err = run("profile", "new", folder)
    assert (code, out) == (1, "")
    assert 'nobody has checked them ("checked": true): 20 of 20 cases.' in err
    assert made(run, folder, "--unchecked")[0] == 0


def test_pages_that_are_none_and_other_kinds(tmp_path: Path, run: Run) -> None:
    folder = write_cases(tmp_path, PAGES)
    (folder / "p00.html").write_bytes(b"%PDF-1.4 \x00\x01")
    (folder / "p01.html").write_bytes(b"")
    (folder / "p02.html").write_bytes(b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>')
    (folder / "p03.html").write_bytes(b"<p>")
    write_cases(folder, PAGES[4:5], sha256="0" * 64)
    (folder / "broken.json").write_text("{", encoding="utf-8")
    listing = PAGES[2]._replace(name="list", gold={"kind": "list"})
    code, sites, err = made(run, write_cases(tmp_path, [listing]))
    assert code == 3
    assert all(said in err for said in ("broken.json", "p04.json", "has changed"))
    assert sites[HOST]["select"]["source"] == ".giver"


def test_values_with_signs_of_patterns_and_of_toml(tmp_path: Path, run: Run) -> None:
    def odd(page: MadePage) -> str:
        return in_a_line(page).replace("供给方☞", "供(给).*\\ 'x' \"y\" [方]☞")

    code, sites, _ = made(run, write_cases(tmp_path, changed(odd)))
    assert code == 0
    assert "source" in sites[HOST]["match"]


@pytest.mark.parametrize("rule", ["a\\b", "a'b\\", 'a"b', "a\tb\n", "\x7f\\", "'''", '"""', "é灯"])
def test_any_rule_can_be_written(rule: str) -> None:
    [site] = tomllib.loads(profile_text("a.cn", rule, [("set", "source", rule)]))["site"]
    assert (site["why"], site["set"]["source"]) == (rule, rule)


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["profile", "new"], 2, "CASES"),
        (["profile", "new", "{dir}/none"], 1, "no folder"),
        (["profile", "new", "{dir}"], 1, "newsparse label"),
        (["profile", "new", "{dir}", "-o", "{dir}"], 1, "is a folder"),
        (["profile", "new", "{dir}", "-o", "{dir}/none/a.toml"], 1, "its folder is not there"),
    ],
)
def test_errors(args: list[str], code: int, says: str, tmp_path: Path, run: Run) -> None:
    found, out, err = run(*(arg.replace("{dir}", str(tmp_path)) for arg in args))
    assert (found, out) == (code, "")
    assert says in err


def saved_by_a_browser(page: MadePage) -> bytes:
    """The page in an MHTML file, which alone tells the address."""
    html = page.html.replace('rel="canonical"', 'rel="x"')
    head = f"Snapshot-Content-Location: https://{HOST}/1.html\nMIME-Version: 1.0\nContent-Type: multipart/related; "
    part = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n"
    text = f'{head}type="text/html"; boundary="b"\n\n--b\n{part}\n{encodestring(html.encode()).decode()}\n--b--\n'
    return text.replace("\n", "\r\n").encode()


def test_pages_that_a_browser_saved(tmp_path: Path, run: Run) -> None:
    write_cases(tmp_path, TRAINED)
    for page in TRAINED:
        (tmp_path / f"{page.name}.html").write_bytes(saved_by_a_browser(page))
    code, sites, _ = made(run, tmp_path)
    assert (code, sites[HOST]["select"]["source"]) == (0, ".giver")
    file = tmp_path / "site.toml"
    assert run("profile", "new", tmp_path, "-o", file)[0] == 0
    assert run("profile", "check", file, *sorted(tmp_path.glob("*.html")))[0] == 0
    out = run("explain", tmp_path / "p00.html", "--field", "source", "--expect", TRAINED[0].gold["source"])[1]
    assert '-> [site.select] source = ".giver"' in out
