"""The built site (`make docs`): it loads nothing from elsewhere, fits a phone, and finds Chinese words."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote, unquote

import pytest

from browser import Browser, chromium
from sample import ROOT

SITE = ROOT / "build" / "site"
pytestmark = pytest.mark.skipif(not (SITE / "index.html").is_file(), reason="the site is not built: make docs")
needs_browser = pytest.mark.skipif(chromium() is None, reason="no Chromium")
# What a browser fetches by itself: sources of elements, style sheets, imports and pictures of styles.
_FETCHED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio)\b[^>]*\ssrc=["']?((?:https?:)?//[^"'\s>]+)
      | <link\b(?=[^>]*rel=["']?(?:stylesheet|preload|preconnect|icon))[^>]*\shref=["']?((?:https?:)?//[^"'\s>]+)
      | (?:@import\s+|url\()["']?((?:https?:)?//[^"')\s]+)""",
    re.VERBOSE,
)


def test_nothing_is_loaded_from_elsewhere() -> None:
    pages = [*SITE.rglob("*.html"), *SITE.rglob("*.css")]
    assert len(pages) > 20
    assert {page.name: found for page in pages if (found := _FETCHED.findall(page.read_text(encoding="utf-8")))} == {}


def test_what_is_loaded_from_elsewhere_is_seen() -> None:
    for text in (
        '<script src="https://cdn.example/a.js">',
        '<link rel="stylesheet" href=//cdn.example/a.css>',
        "url(//a.b)",
    ):
        assert _FETCHED.search(text)
    assert not _FETCHED.search('<a href="https://example.com/">')


def _ids(page: str) -> set[str]:
    return {unquote(found) for found in re.findall(r"""\bid=["']?([^"'\s>]+)""", page)}


def test_links_within_the_site_lead_somewhere() -> None:
    """To elements that are there, of headings in 中文 as well: mkdocs itself looks at pages only."""
    pages = {path: path.read_text(encoding="utf-8") for path in SITE.rglob("*.html") if path.name != "404.html"}
    nowhere = []
    for path, text in pages.items():
        for href in re.findall(r'href="([^":]+)"', re.sub(r"<code.*?</code>", "", text, flags=re.DOTALL)):
            target, _, anchor = unquote(href).partition("#")
            page = (path.parent / target).resolve() if target else path
            if not page.exists() or (anchor and page in pages and anchor not in _ids(pages[page])):
                nowhere.append((path.name, href))
    assert nowhere == []


def test_nothing_stands_twice_in_the_reference() -> None:
    for page in (SITE / "reference").glob("*.html"):
        ids = re.findall(r'<h[1-6] id="([^"]+)"', page.read_text(encoding="utf-8"))
        last = [name.rpartition(".")[2] for name in ids if name.count(".") <= 2]
        assert sorted(set(last)) == sorted(last), page.name


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: requests are the browser's to tell."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(SITE))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("chromium")) as opened:
        yield opened


def _open(browser: Browser, address: str) -> None:
    browser.call("Page.navigate", url=address)
    browser.wait(f"location.href === {address!r} && document.readyState === 'complete'")


@needs_browser
def test_every_page_fits_a_phone_and_asks_nobody_else(browser: Browser, address: str) -> None:
    browser.screen(390, 844, phone=True)
    wide = []
    for page in sorted(SITE.rglob("*.html")):
        name = page.relative_to(SITE).as_posix()
        _open(browser, address + name)
        if browser.run("document.documentElement.scrollWidth") > 390:
            wide.append(name)
    assert wide == []
    assert [url for url in browser.requests if not url.startswith((address, "data:", "blob:"))] == []


@needs_browser
@pytest.mark.parametrize(
    ("query", "page"), [("责任编辑", "record.html"), ("板栗", "tutorial.html"), ("parquet", "dumps.html")]
)
def test_search_finds(browser: Browser, address: str, query: str, page: str) -> None:
    browser.screen(1280, 900)
    _open(browser, f"{address}index.html?q={quote(query)}")
    browser.wait("document.querySelectorAll('.md-search-result__link').length > 0")
    found = browser.run("[...document.querySelectorAll('.md-search-result__link')].map(a => a.href).join(' ')")
    assert page in found
