"""The report in a real browser: what it shows, what is corrected by keyboard alone and saved; nothing is loaded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import newsparse
from browser import Browser, chromium
from made_up_site import made_up_page
from newsparse.evaluate import read_cases, score_page
from sample import PAGE, filled, needs_posix
from test_report import HOSTILE

pytestmark = [
    needs_posix,
    pytest.mark.skipif(chromium() is None, reason="there is no Chromium: make test-browser installs it"),
]

# A page whose headings, source and text are read otherwise than its reader would.
ODD = """<!DOCTYPE html><html><head><title>灯塔换新灯_滨城网</title></head><body><h1>灯塔换新灯</h1>
<p>2022-03-04 09:10　稿件由滨城观察提供</p>
<div><p>灯塔昨夜换上新灯，光程多了三海里，渔船夜里回港不再绕行。</p><p><strong>守塔人的三十年</strong></p>
<p>守塔人说，旧灯的镜片磨了三十年，擦它是每天的第一件事。</p>
<p>新灯由太阳能供电，阴天也能亮足七天，零件在本地就能买到。</p></div>
<p>值班：高远山</p><p><a href="/a.html">渡口旧事</a></p></body></html>"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("browser")) as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Browser:
    """The browser with nothing that an earlier test left in it."""
    browser.call("Page.navigate", url="about:blank")
    browser.call("Storage.clearDataForOrigin", origin="file://", storageTypes="all")
    for path in browser.downloads.iterdir():
        path.unlink()
    browser.screen(1280, 900)
    browser.events.clear()
    return browser


@pytest.fixture
def reports(tmp_path: Path, run: Any) -> Path:
    """A folder of reports: a page without an author, one that is odd, one that is right, one that cannot be read."""
    pages = filled(tmp_path / "pages", {
        "1.html": PAGE.replace("作者：林小满", "").replace("责任编辑：方若溪", "").encode(),
        "2.html": ODD.encode(),
        "3.html": PAGE.encode(),
        "4.html": b"%PDF-1.7\n",
    })  # fmt: skip
    assert run("explain", pages, "--html", tmp_path / "report")[0] == 3
    return tmp_path / "report" / "index.html"


def one(tmp_path: Path, run: Any, text: str) -> Path:
    source, out = tmp_path / "page.html", tmp_path / "report.html"
    source.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert run("explain", source, "--html", out)[0] == 0
    return out


def shown(page: Browser, selector: str) -> list[str]:
    """The text of all elements that a selector finds."""
    found: list[str] = page.run(f"[...document.querySelectorAll({json.dumps(selector)})].map((e) => e.innerText)")
    return found


def saved(page: Browser) -> list[dict[str, Any]]:
    file = json.loads(page.downloaded("corrections.json").read_text(encoding="utf-8"))
    assert file["newsparse_cases"] == 1
    cases: list[dict[str, Any]] = file["cases"]
    return cases


def clean(page: Browser) -> None:
    """Nothing was asked for but files of the report, and the console is empty."""
    assert page.complaints == []
    assert [address for address in page.requests if not address.startswith(("file:///", "blob:", "about:"))] == []


def test_one_page_is_shown(page: Browser, tmp_path: Path, run: Any) -> None:
    report = one(tmp_path, run, PAGE)
    page.open(report)
    assert shown(page, "h1") == ["石桥修好了"]
    assert shown(page, ".line .number") == [str(i) for i in range(5)]
    assert shown(page, ".line .label") == ["headline", "byline", "text", "text", "credit"]
    assert "来源：滨城晚报" in shown(page, "[data-field=source] .evidence")[0]
    assert shown(page, ".inspector h2")[0].startswith("Line 0")
    assert page.requests == [report.resolve().as_uri()]
    clean(page)


def test_nothing_is_shown_that_is_none(page: Browser, reports: Path) -> None:
    """A value that is not there is no word on the screen, whichever line is looked at."""
    bare = ("null", "undefined", "NaN", "[object", "false")
    for fragment in ("", "#0", "#1"):
        page.open(reports, fragment)
        page.wait("document.querySelector('.lines, .pages')")
        for _ in range(9):
            text = page.run("document.body.innerText")
            assert [word for word in bare if word in text] == []
            page.press("j")
    clean(page)


def test_a_page_without_lines(page: Browser, tmp_path: Path, run: Any) -> None:
    page.open(one(tmp_path, run, "<title>石桥</title><script>a()</script>"))
    page.press("j", "t", "h", "3", "a", "z", "r", "s")
    assert saved(page)[0]["body"] == []
    clean(page)


def test_a_page_of_very_many_lines(page: Browser, tmp_path: Path, run: Any) -> None:
    """They are drawn in pieces; a line that is far away is drawn when one goes to it."""
    many = "".join(f"<p><a href='/{i}.html'>渡口旧事之{i}</a></p>" for i in range(5000))
    page.open(one(tmp_path, run, PAGE.replace("<h1>", f"{many}<h1>").replace("</body>", f"{many}</body>")))
    assert shown(page, "h1") == ["石桥修好了"]
    assert len(shown(page, ".line")) < 20
    page.press("a")
    assert len(shown(page, ".line")) == 2000
    assert shown(page, "[aria-selected]")[0].startswith("5000")
    page.run("document.querySelector('.more button').click()")
    assert len(shown(page, ".line")) == 4000
    page.press("a")
    page.run("document.querySelector('[data-field=source] button.place').click()")
    assert shown(page, "[aria-selected]")[0].startswith("5001")
    clean(page)


def test_a_picture_is_no_value(page: Browser, tmp_path: Path, run: Any) -> None:
    page.open(one(tmp_path, run, PAGE.replace("<div><p>", "<div><p><img src='/a.jpg' width=600 height=400></p><p>")))
    page.press("j", "j", "t", "h", "3")
    assert "img" in shown(page, ".inspector h2")[0]
    assert "null" not in shown(page, ".inspector")[0]
    assert shown(page, "#status") == ["There are no words in this line."]
    assert shown(page, ".form") == []


def test_a_picture_says_what_its_alt_does(page: Browser, tmp_path: Path, run: Any) -> None:
    """The outlet's name stands in its logo on some pages."""
    page.open(one(tmp_path, run, PAGE.replace("<div><p>", "<div><p><img src='/a.jpg' alt='滨江日报'></p><p>", 1)))
    page.press("j", "j", "t", "3")
    assert page.run("document.activeElement.value") == "滨江日报"
    page.press("Enter", "s")
    assert saved(page)[0]["source"] == "滨江日报"
    clean(page)


def test_tab_leads_from_field_to_field(page: Browser, tmp_path: Path, run: Any) -> None:
    """What no line says is written into one form after the other."""
    page.open(one(tmp_path, run, ODD))
    page.press("e", "Tab", "Tab")
    page.type("滨城观察")
    page.press("Tab", "Tab")
    page.type("高远山")
    page.press("Enter")
    assert shown(page, ".edited dt") == ["source", "editors"], "what was passed over is as it was"
    page.press("2")
    page.type("昨天")
    page.press("Tab")
    assert page.run("document.activeElement.value") == "昨天", "what cannot be kept stays in its form"
    page.press("Escape", "z", "s")
    assert (saved(page)[0]["source"], saved(page)[0]["editors"]) == ("滨城观察", [])
    clean(page)


def test_a_value_leads_to_its_line(page: Browser, tmp_path: Path, run: Any) -> None:
    page.open(one(tmp_path, run, PAGE))
    page.run("document.querySelector('[data-field=source] button.place').click()")
    assert page.run("document.activeElement.id") == "line-1"
    assert "bylines.row" in shown(page, ".inspector")[0]


def test_a_value_leads_to_what_the_head_says(page: Browser, tmp_path: Path, run: Any) -> None:
    page.open(one(tmp_path, run, PAGE.replace("<head>", "<head><meta name=keywords content='石桥,<b>古镇'>")))
    assert set(shown(page, "[data-head]")) == {""}, "closed at first"
    page.run("document.querySelector('[data-field=keywords] button.place').click()")
    assert page.run("document.activeElement.innerText") == "meta keywords\n石桥,<b>古镇"
    page.run("document.querySelector('[data-field=site_name] button.place').click()")
    assert page.run("document.activeElement.innerText") == "<title>\n石桥修好了_滨城网"
    assert shown(page, ".sought") == ["<title>\n石桥修好了_滨城网"]
    clean(page)


def test_hover_tells_the_reasons(page: Browser, tmp_path: Path, run: Any) -> None:
    page.open(one(tmp_path, run, PAGE))
    x, y = page.run("(({x, y}) => [x + 60, y + 10])(document.getElementById('line-4').getBoundingClientRect())")
    page.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
    page.wait("document.querySelector('.card')")
    assert "credits.editor" in shown(page, ".card")[0]


def test_no_page_puts_markup_into_its_report(page: Browser, tmp_path: Path, run: Any) -> None:
    page.open(one(tmp_path, run, HOSTILE))
    page.press("a")
    assert "<script>harmed=1</script>" in "".join(shown(page, ".line .words"))
    assert page.run("typeof harmed") == "undefined"
    assert page.run("document.querySelectorAll('#report script, #report img, #report iframe').length") == 0
    clean(page)
    page.run(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.harmed = 1'}))"
    )
    page.run("document.body.append(Object.assign(new Image(), {src: 'https://harm.example/1.png'}))")
    assert page.run("typeof harmed") == "undefined"
    assert len([told for told in page.complaints if "Content Security Policy" in told]) == 2


def test_the_index_filters_by_keyboard(page: Browser, reports: Path) -> None:
    page.open(reports)
    assert shown(page, ".pages .origin") == ["1.html", "2.html", "3.html", "4.html"]
    met = {}
    for _ in shown(page, ".chips button"):
        met[page.run("document.querySelector('.chips [aria-pressed=true]').dataset.filter")] = shown(
            page, ".pages .origin"
        )
        page.press("f")
    assert met["no-author"] == ["1.html", "2.html"]
    assert met["no-source"] == ["2.html"]
    assert met["failed"] == ["4.html"]
    assert met["article"] == ["1.html", "2.html", "3.html"]
    page.press("/")
    page.type("灯塔")
    assert shown(page, ".pages .origin") == ["2.html"]
    page.press("Enter", "Enter")
    page.wait("document.querySelector('.lines')")
    assert shown(page, "h1") == ["灯塔换新灯"]
    clean(page)


def test_corrected_by_keyboard_alone(page: Browser, reports: Path) -> None:
    page.open(reports)
    page.press("j", "Enter")
    page.wait("document.querySelector('.lines')")
    # Line 0 is the headline, 1 the byline, 3 a heading that is none, 6 the editor, whom no rule knows.
    page.press("j", "3")
    page.type("滨城观察")
    page.press("Enter")
    page.press("j", "j", "h", "j", "j", "t", "j", "5")
    page.type("高远山、")
    page.press("Enter", "2")
    page.type("2022-03-04")
    page.press("Enter", "1", "Escape")
    page.press("n")
    page.wait("document.querySelector('h1').innerText === '石桥修好了'")
    page.press("r", "s")
    page.wait("document.querySelector('.tools .main').innerText.startsWith('Save 2 cases')")
    first, *_ = saved(page)
    assert first == {
        "newsparse_case": 1,
        "page": str(reports.parent.parent / "pages" / "2.html"),
        "url": None,
        "content_type": None,
        "origin": "2.html",
        "sha256": first["sha256"],
        "checked": True,
        "kind": "article",
        "title": "灯塔换新灯",
        "published": "2022-03-04",
        "source": "滨城观察",
        "authors": [],
        "editors": ["高远山"],
        "headings": [],
        "body": [
            "灯塔昨夜换上新灯，光程多了三海里，渔船夜里回港不再绕行。",
            "守塔人的三十年",
            "守塔人说，旧灯的镜片磨了三十年，擦它是每天的第一件事。",
        ],
        "captions": [],
    }
    cases = read_cases(page.downloads / "corrections.json")
    assert [(case.origin, case.checked) for case in cases] == [("2.html", True), ("3.html", True)]
    rows = [score_page(case.gold, newsparse.parse(case.page).to_dict()) for case in cases]
    assert [row["whole"] for row in rows] == [0, 1]
    clean(page)


def test_corrections_become_cases_that_count(page: Browser, reports: Path, tmp_path: Path, run: Any) -> None:
    """The whole way: correct in the browser, make cases of it, measure."""
    page.open(reports)
    page.press("j", "Enter")
    page.wait("document.querySelector('.lines')")
    page.press("j", "3")
    page.type("滨城观察")
    page.press("Enter", "n")
    page.wait("document.querySelector('h1').innerText === '石桥修好了'")
    page.press("r", "s")
    made, cases = page.downloaded("corrections.json"), tmp_path / "cases"
    assert run("label", tmp_path / "pages", "-o", cases, "--corrections", made)[0] == 3  # one is no page
    code, out, _ = run("evaluate", cases, "--format", "json")
    figures = json.loads(out)["figures"]
    assert (code, figures["source"], figures["title"]) == (0, [0.5, 2], [1.0, 2])


def test_from_what_is_wrong_to_a_profile(page: Browser, tmp_path: Path, run: Any) -> None:
    """The whole way by keyboard: filter, correct, save; then cases, figures, a profile, and the figures rise."""
    made = [made_up_page(number) for number in range(4)]
    pages = filled(tmp_path / "pages", {f"{each.name}.html": each.html.encode() for each in made})
    assert run("explain", pages, "--html", tmp_path / "report")[0] == 0
    page.open(tmp_path / "report" / "index.html")
    while "No source" not in shown(page, ".chips [aria-pressed=true]")[0]:
        page.press("f")
    page.press("Enter")
    for each in made:
        page.wait(f"document.querySelector('.lines') && document.title.startsWith({json.dumps(each.gold['title'])})")
        page.press("a")
        for key, field in (("3", "source"), ("5", "editors")):
            value = "".join(each.gold[field])
            at = "Number(document.querySelector('[aria-selected] .number').innerText)"
            while value not in shown(page, "[aria-selected] .words")[0]:
                page.press("j")
                assert page.run(at) < 30
            page.press(key)
            page.type(value)
            page.press("Enter")
        page.press("2")
        page.type(f"{each.gold['published']}+08:00")
        page.press("Enter", "n")
    page.press("s")
    corrections, cases, profiles = page.downloaded("corrections.json"), tmp_path / "cases", tmp_path / "profiles"
    clean(page)
    assert run("label", pages, "-o", cases, "--corrections", corrections)[0] == 0
    profiles.mkdir()
    assert run("evaluate", cases, "-o", tmp_path / "old.json")[0] == 0
    assert run("profile", "new", cases, "-o", profiles / "site.toml")[0] == 0
    code, out, _ = run(
        "evaluate", cases, "--profiles", profiles, "--against", tmp_path / "old.json", "--min", "whole=1"
    )
    assert code == 0
    assert "  whole           1.0000  of 4 pages  was 0.0000\n" in out


def test_articles_without_an_editor(page: Browser, reports: Path) -> None:
    """The index finds them; on the page a hint says how to learn why."""
    page.open(reports)
    page.run("document.querySelector('[data-filter=no-editor]').click()")
    assert len(shown(page, ".pages tbody tr")) == 2
    page.press("Enter")
    page.wait("document.querySelector('[data-field=editors] .hint')")
    assert shown(page, "[data-field=editors] .hint code") == ["newsparse explain PAGE --field editors --expect VALUE"]
    assert shown(page, "[data-field=title] .hint") == []
    clean(page)


def test_what_changed_since_an_earlier_run(page: Browser, reports: Path, tmp_path: Path, run: Any) -> None:
    pages = tmp_path / "pages"
    (pages / "3.html").write_bytes(PAGE.replace("来源：滨城晚报", "").encode())
    assert run("explain", pages, "--html", reports.parent, "--against", reports.parent)[0] == 3
    page.open(reports)
    page.run("document.querySelector('[data-filter=changed]').click()")
    assert shown(page, ".pages .changed") == ["source"]
    page.press("Enter")
    page.wait("document.querySelector('.changes')")
    assert shown(page, ".changes dt") == ["source"]
    assert shown(page, ".changes dd") == ["滨城晚报"]
    assert shown(page, "[data-field=source] .was") == ["earlier run: 滨城晚报"]
    clean(page)


def test_corrections_outlive_the_page(page: Browser, reports: Path) -> None:
    page.open(reports, "#1")
    page.wait("document.querySelector('.lines')")
    page.press("j", "j", "t", "i")
    page.wait("document.querySelector('.pages')")
    assert shown(page, ".pages .tag") == ["corrected"]
    page.run("window.before = true")
    page.call("Page.reload")
    page.wait("!window.before && document.querySelector('.pages .tag')")
    page.press("j", "Enter")
    page.wait("document.querySelector('.line.edited')")
    page.press("j", "j", "t", "i")
    page.wait("document.querySelector('.pages')")
    assert shown(page, ".pages .tag") == []  # it is as it was: nothing is corrected
    clean(page)


def test_marked_words_are_the_value(page: Browser, tmp_path: Path, run: Any) -> None:
    """With the mouse: mark the name in the line, click what it is."""
    page.open(one(tmp_path, run, ODD))
    page.run("document.getElementById('line-1').click()")
    mark = (
        "(words) => getSelection().setBaseAndExtent(words, words.data.indexOf('滨'), words, words.data.indexOf('提'))"
    )
    page.run(f"({mark})(document.querySelector('#line-1 bdi').firstChild)")
    page.click("[...document.querySelectorAll('.give button')].find((e) => e.innerText.startsWith('source'))")
    assert page.run("document.activeElement.value") == "滨城观察"
    page.press("Enter")
    assert shown(page, "[data-field=source] .value bdi") == ["滨城观察"]
    clean(page)


def test_undo(page: Browser, tmp_path: Path, run: Any) -> None:
    page.open(one(tmp_path, run, PAGE))
    page.press("t", "6")
    page.run("document.querySelector('.form select').value = 'list'")
    page.run("document.querySelector('.form').requestSubmit()")
    assert shown(page, "[data-field=kind] .was") == ["was article"]
    page.press("z")
    assert shown(page, "[data-field=kind] .was") == []
    assert shown(page, ".line.edited .number") == ["0"]
    page.press("z")
    assert shown(page, ".line.edited") == []


def test_a_date_that_is_none_is_not_taken(page: Browser, tmp_path: Path, run: Any) -> None:
    page.open(one(tmp_path, run, PAGE))
    page.press("2")
    page.type("昨天")
    page.press("Enter")
    assert "Write the date as" in shown(page, "#status")[0]
    page.press("Escape", "j", "2")
    assert page.run("document.activeElement.value") == "2021-11-08T17:27+08:00"


def test_a_row_of_a_table_and_its_cells(page: Browser, tmp_path: Path, run: Any) -> None:
    rows = "".join(f"<tr><td>桥{i}</td><td>{i}0米</td><td>石</td></tr>" for i in range(3))
    page.open(
        one(
            tmp_path,
            run,
            PAGE.replace("</div>", f"<table>{rows}</table><p>三座桥都在老街上，走路不过十分钟。</p></div>"),
        )
    )
    index = shown(page, ".line .words").index("石")
    page.run(f"document.getElementById('line-{index}').focus()")
    page.press("t", "s")
    body = saved(page)[0]["body"]
    assert body[2:6] == ["桥0", "00米", "桥1\t10米\t石", "桥2\t20米\t石"]


def test_without_a_place_to_keep_corrections(page: Browser, tmp_path: Path, run: Any) -> None:
    forbid = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    made = page.call("Page.addScriptToEvaluateOnNewDocument", source=forbid)["identifier"]
    try:
        page.open(one(tmp_path, run, PAGE))
        assert "save before you close" in shown(page, ".kept")[0]
        page.press("t", "s")
        assert saved(page)[0]["body"][0] == "石桥修好了"
        clean(page)
    finally:
        page.call("Page.removeScriptToEvaluateOnNewDocument", identifier=made)


@pytest.mark.parametrize("width", [320, 390, 820, 1280])
def test_it_fits_the_screen(width: int, page: Browser, reports: Path) -> None:
    for fragment in ("", "#1"):
        page.screen(width, 800, phone=width < 800)
        page.open(reports, fragment)
        page.wait("document.querySelector('.lines, .pages')")
        assert page.run("document.documentElement.scrollWidth") <= width


def test_dark_and_print(page: Browser, tmp_path: Path, run: Any) -> None:
    page.open(one(tmp_path, run, PAGE))
    light = page.run("getComputedStyle(document.body).backgroundColor")
    page.screen(1280, 900, dark=True)
    assert page.run("getComputedStyle(document.body).backgroundColor") != light
    page.pdf(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    page.call("Emulation.setEmulatedMedia", media="print")
    hidden = page.run("[...document.querySelectorAll('.tools, .inspector, .edit')].every((e) => e.offsetHeight === 0)")
    page.call("Emulation.setEmulatedMedia", media="")
    assert hidden


def test_on_paper_nothing_waits_for_a_click(page: Browser, tmp_path: Path, run: Any) -> None:
    page.open(one(tmp_path, run, PAGE))
    seen = "[...document.querySelectorAll('.reason details li .rule')].map((e) => e.checkVisibility())"
    assert set(page.run(seen)) == {False}
    page.call("Emulation.setEmulatedMedia", media="print")
    on_paper = page.run(seen)
    page.call("Emulation.setEmulatedMedia", media="")
    assert set(on_paper) == {True}


def test_the_audit_and_the_pages_lead_to_each_other(page: Browser, tmp_path: Path, run: Any) -> None:
    """By keyboard: from the index to what looks wrong, to a page that shows it, to the index."""
    odd = "1 石'a'&b#1%.html"
    pages = filled(tmp_path / "pages", {
        name: PAGE.replace("居民", f"第{n}户居民").replace("石头", f"第{n}块石头").encode()
        for n, name in enumerate((odd, "2.html", "3.html", "4.html", "5.html", "6.html"))
    })  # fmt: skip
    address = "https://news.example.com/"
    assert run("explain", pages, "--html", tmp_path / "report", "--as", "article", "--url", address)[0] == 0
    page.open(tmp_path / "report" / "index.html")
    assert shown(page, ".audit")[0].startswith("Audit: 1 host to look at")
    page.press("u")
    page.wait("document.querySelector('h3')")
    assert shown(page, "main > p a") == ["All pages"]
    last = "[...document.querySelectorAll('li a')].findLast((e) => e.innerText.startsWith('1 石'))"
    page.run(f"{last}.focus()")
    page.press("Enter")
    page.wait("document.querySelector('.lines')")
    assert shown(page, ".origin") == [f"{odd} · {address} · newsparse {newsparse.__version__}"]
    page.press("i")
    page.wait("document.querySelector('.pages')")
    page.open(tmp_path / "report" / "index.html", "#file=gone.html")
    page.wait("document.querySelector('.pages')")
    clean(page)


def test_a_page_whose_file_is_gone(page: Browser, reports: Path) -> None:
    (reports.parent / "pages/0/1.js").unlink()
    page.open(reports, "#1")
    page.wait("document.querySelector('.fault')")
    assert "keep the folder of the report together" in shown(page, ".fault")[0]
    page.press("n")
    page.wait("document.querySelector('.lines')")
    assert shown(page, "h1") == ["石桥修好了"]
