"""What several tests need: a record with every field in it, folders of pages, and the command line program."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import hypothesis
import pytest

from newsparse.article import (
    Article,
    Attachment,
    BodyLink,
    Breadcrumb,
    ContentBlock,
    Credit,
    Dateline,
    Image,
    Media,
    Provenance,
    Section,
)
from newsparse.cli.main import main
from sample import PAGE, SOURCES, Program, Run, filled

# No deadline and no complaint that making examples is slow: a shared machine may stall. The same examples at every run:
# a failure can be run again.
hypothesis.settings.register_profile(
    "newsparse", deadline=None, derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("newsparse")


# What crashes the process that loads it: doctests are looked for in every other module.
collect_ignore = ["harm"]


def _is_slow(item: pytest.Item) -> bool:
    """Whether `make quick` leaves a test out; here and nowhere else is that decided."""
    return (
        item.path.stem.startswith("test_dumps_")  # processes that are killed, files of every kind
        or item.path.stem in ("test_spark", "test_spark_cluster", "test_scale")  # engines, where they are installed
        or item.path.stem in ("test_tutorial", "test_site")  # a corpus made and searched; the site, where it is built
        or item.path.stem == "test_report_browser"  # a browser, where it is installed
        or item.path.stem in ("test_cost", "test_limits", "test_linear")  # pages of ten megabytes
        or item.path.stem in ("test_invariants", "test_mutants")  # mutated pages and containers, in other processes
        or item.path.stem in ("test_forks", "test_environment")  # processes of many threads, on odd systems
        or "real_pages" in item.name  # the corpus, as it is and perturbed
        or getattr(getattr(item, "obj", None), "is_hypothesis_test", False)  # properties
    )


def pytest_configure() -> None:
    """What tests start hears signals, be they themselves started where some are ignored (``nohup make test &``)."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.hookimpl(tryfirst=True)  # before pytest asks for the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _is_slow(item):
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def article() -> Article:
    """A record in which every field has a value."""
    china = timezone(timedelta(hours=8))
    image = Image("https://img.example.com/1.jpg", "修缮后的石桥。秦晓禾 摄", "石桥")
    return Article(
        kind="article",
        url="https://news.example.com/1.html",
        canonical_url="https://news.example.com/1.html",
        site_name="滨城网",
        language="zh-Hans",
        encoding="gb18030",
        title="石桥修好了",
        kicker="古镇更新",
        subtitle="居民出行少绕两公里",
        published=datetime(2021, 11, 8, 17, 27, 41, tzinfo=china),
        published_precision="minute",
        published_raw="2021年11月08日17:27",
        modified=datetime(2021, 11, 9, tzinfo=china),
        modified_precision="day",
        source="滨城晚报",
        source_url="https://paper.example.com/",
        credits=(Credit("林小满", "reporter", "滨城晚报"), Credit("方若溪", "editor"), Credit("戴知秋", "editor")),
        dateline=Dateline("滨城晚报讯", "滨城晚报", None, None),
        sections=(
            Section(
                None, 1, (ContentBlock("paragraph", "滨城晚报讯 石桥昨日通行。"), ContentBlock("image", image=image))
            ),
            Section(
                "修旧如旧",
                1,
                (
                    ContentBlock("paragraph", "一石一编号。工匠给每块石头编号。", lead="一石一编号。"),
                    ContentBlock("list", "桥面\n桥栏", items=("桥面", "桥栏")),
                    ContentBlock("table", "年\t长\n1680\t40米", rows=(("年", "长"), ("1680", "40米"))),
                    ContentBlock("quote", "桥在,家就在。"),
                ),
            ),
        ),
        text="滨城晚报讯 石桥昨日通行。\n修旧如旧\n一石一编号。工匠给每块石头编号。\n桥面\n桥栏\n年\t长\n1680\t40米\n"
        "桥在,家就在。",
        summary="石桥修好通行。",
        keywords=("石桥", "古镇"),
        images=(image,),
        main_image=image,
        media=(Media("video", "https://v.example.com/1.mp4", "https://img.example.com/1.jpg", "石桥通行"),),
        attachments=(Attachment("https://news.example.com/1.pdf", "修缮方案"),),
        links=(BodyLink("石桥", "https://news.example.com/bridge.html"),),
        breadcrumbs=(Breadcrumb("首页", "https://news.example.com/"), Breadcrumb("正文")),
        pages=("https://news.example.com/1_2.html",),
        warnings=("Two characters could not be decoded.",),
        provenance={"title": Provenance("title.visible", "石桥修好了", 0.95)},
    )


@pytest.fixture
def program() -> Program:
    """Runs the command line program in a process of its own, as a user does."""

    def run(*args: str | Path, env: dict[str, str] | None = None, **more: object) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "newsparse", *map(str, args)]
        environment = {**os.environ, "PYTHONPATH": SOURCES, **(env or {})}
        return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=60, **more)  # type: ignore[call-overload, no-any-return]

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pages of all kinds."""
    pages = {
        "page.html": PAGE.encode(),
        "empty.html": b"",
        "blank.html": b" \n\t ",
        "photo.html": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00",
        "report.html": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    }
    return filled(tmp_path / "pages", pages)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """Two pages that can be read, in two encodings."""
    return filled(tmp_path / "good", {"a.html": PAGE.encode("gb18030"), "b/c.htm": PAGE.encode()})


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs the program in this process: exit code, standard output, standard error."""

    def call(*args: str | Path) -> tuple[int, str, str]:
        code = main([str(arg) for arg in args])
        out, err = capsysbinary.readouterr()
        return code, out.decode("utf-8"), err.decode("utf-8")

    return call
