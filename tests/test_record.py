"""The record's one specification: a key is said once and is everywhere. Records come back from JSON and can be sent."""

from __future__ import annotations

import copy
import importlib.util
import json
import multiprocessing
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

import dumps
import newsparse
from newsparse.article import Article, Provenance
from newsparse.dumps.batch import read_batch
from newsparse.dumps.filters import Filters
from newsparse.dumps.job import Job
from newsparse.dumps.pages import RawPage
from newsparse.dumps.records import read_records
from newsparse.errors import DataError
from newsparse.fields import FIELDS
from newsparse.frozen import FrozenDict
from newsparse.record.keys import keys_of
from sample import PAGE, ROOT, Run

PAGES = sorted((ROOT / "fixtures").glob("*/page.html"))

# Keys that no field gives: what the page is read as, and what is read off other keys.
NO_FIELDS = frozenset(
    "authors computed_keywords editors encoding headings kind language modified_precision provenance "
    "published_precision published_raw schema_version sections text url warnings".split()
)


def test_every_field_is_a_key_and_every_key_has_its_rules() -> None:
    names, keys = {field.name for field in FIELDS}, {key.name for key in keys_of(Article)}
    assert names - keys == set(), "say these in article.py"
    assert keys - names - NO_FIELDS == set(), "give these their rules, in FIELDS"


# To JSON and back


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_records_come_back_from_their_json(page: Path) -> None:
    article = newsparse.parse(page.read_bytes())
    back = Article.from_dict(json.loads(article.to_json()))
    assert back.to_dict() == article.to_dict()
    # What JSON does not hold of a time is all that may be another.
    assert replace(back, published=None, modified=None) == replace(article, published=None, modified=None)


def test_a_record_comes_back_whole(article: Article) -> None:
    shown = Article.from_dict(article.to_dict())
    assert shown == replace(article, published=shown.published)
    assert str(shown.published) == "2021-11-08 17:27:00+08:00"
    assert Article.from_dict(shown.to_dict()) == shown
    empty = Article(kind="other")
    assert Article.from_dict(empty.to_dict()) == empty


@pytest.mark.parametrize("name", ["a.jsonl", "a.parquet"])
def test_records_come_back_from_files(name: str, tmp_path: Path, run: Run) -> None:
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow")
    folder = dumps.folder(tmp_path / "in", dumps.pages(2))
    assert run("extract", folder, "-o", tmp_path / name)[0] == 0
    found = [Article.from_dict(record).to_dict() for record in read_records(tmp_path / name)]
    assert found == [newsparse.parse(page).to_dict() for _, page in dumps.pages(2)]


@pytest.mark.parametrize("command", ["stats", "audit", "diff"])
def test_records_that_a_crawler_kept_go_by_their_address(command: str, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "news.jsonl"
    records = [newsparse.parse(page, f"http://a.example/{name}").to_dict() for name, page in dumps.pages(2)]
    out.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    assert [record["file"] for record in read_records(out)] == [record["url"] for record in records]
    code, shown, _ = run(command, out, *([out] if command == "diff" else []))
    assert code == 0
    assert "2" in shown


@pytest.mark.parametrize("line", ['{"url": "http://a.example/1"}', '{"schema_version": "1.3", "url": null}', "[]"])
def test_what_is_no_record_is_told(line: str, tmp_path: Path, run: Run) -> None:
    (tmp_path / "news.jsonl").write_text(line + "\n", encoding="utf-8")
    code, _, told = run("stats", tmp_path / "news.jsonl")
    assert code == 1
    assert "is no record" in told
    assert "article.to_dict()" in told


def test_keys_of_other_versions() -> None:
    newer = {"kind": "article", "schema_version": "1.99", "title": "石桥修好了", "weather": {"sky": "晴"}, "file": "a"}
    older = {"kind": "article", "schema_version": "1.0", "title": "石桥修好了"}
    assert Article.from_dict(newer) == Article.from_dict(older) == Article(kind="article", title="石桥修好了")


def test_blocks_of_parquet_have_the_keys_of_all_types() -> None:
    more = {**BLOCK, "lead": None, "items": None, "item_levels": None, "rows": None, "image": None}
    one, other = (
        {"kind": "article", "sections": [{"heading": None, "level": 1, "blocks": [b]}]} for b in (BLOCK, more)
    )
    assert Article.from_dict(other) == Article.from_dict(one)


BLOCK = {"type": "paragraph", "text": "石桥昨日通行。"}
WRONG: list[tuple[Any, str]] = [
    ([], "The record is []: it must be an object."),
    ({}, "The record has no kind."),
    ({"kind": "page"}, "kind is 'page': it must be one of article, list, other."),
    ({"schema_version": "2.0"}, "schema_version is '2.0': it must be 1.x."),
    ({"title": 3}, "title is 3: it must be a string or null."),
    ({"text": None}, "text is None: it must be a string."),
    ({"published": "8.11.2021"}, "published is '8.11.2021': it must be a time like 2021-11-08"),
    ({"published": "2021-02-30"}, "published is '2021-02-30': it must be a time like"),
    ({"published": "2021-11-08\n"}, "published is '2021-11-08\\n': it must be a time like"),
    ({"published": "20211108"}, "published is '20211108': it must be a time like"),
    ({"modified": 20211108}, "modified is 20211108: it must be a time like"),
    ({"keywords": "石桥"}, "keywords is '石桥': it must be an array."),
    ({"keywords": ["石桥", None]}, "keywords[1] is None: it must be a string."),
    ({"dateline": {}}, "The record has no dateline.raw."),
    ({"dateline": "滨城讯"}, "dateline is '滨城讯': it must be an object."),
    ({"credits": [{"name": "林小满", "role": "boss"}]}, "credits[0].role is 'boss': it must be one of author, "),
    ({"sections": [{"heading": None, "level": 0, "blocks": []}]}, "sections[0].level is 0: it must be at least 1."),
    ({"sections": [{"heading": None, "level": True, "blocks": []}]}, "level is True: it must be an integer."),
    (
        {"sections": [{"heading": None, "level": 1, "blocks": [BLOCK, {"type": "verse"}]}]},
        "sections[0].blocks[1].type is 'verse': it must be one of paragraph, ",
    ),
    ({"provenance": [1]}, "provenance is [1]: it must be an object."),
    (
        {"provenance": {"title": {"rule": "a", "evidence": "b", "confidence": 2}}},
        "provenance.title.confidence is 2: it must be between 0 and 1.",
    ),
]


@pytest.mark.parametrize(("record", "message"), WRONG, ids=lambda value: str(value)[:40])
def test_wrong_records_name_the_key(record: Any, message: str) -> None:
    if record and "kind" not in record:
        record = {"kind": "article", **record}
    with pytest.raises(DataError) as error:
        Article.from_dict(record)
    assert message in str(error.value)


# Values that can be sent


def pickled(value: object) -> object:
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - our own


@pytest.mark.parametrize("copied", [pickled, copy.copy, copy.deepcopy])
def test_records_and_explanations_are_values(copied: Callable[[Any], Any], article: Article) -> None:
    for value in (article, Article(kind="list"), newsparse.parse(PAGE), newsparse.explain(PAGE)):
        assert copied(value) == value
        assert len({copied(value), value}) == 1
    assert newsparse.explain(PAGE) != newsparse.explain(PAGE.replace("林小满", "方若溪"))
    assert asdict(newsparse.explain(PAGE))["article"] == asdict(newsparse.parse(PAGE))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_every_value_of_a_record_can_be_hashed(page: Path) -> None:
    assert hash(newsparse.explain(page.read_bytes())) == hash(newsparse.explain(page.read_bytes()))


def test_asdict_goes_all_the_way(article: Article) -> None:
    values = asdict(article)
    why = {"rule": "title.visible", "evidence": "石桥修好了", "confidence": 0.95, "withheld": None}
    assert values["provenance"] == {"title": why}
    assert values["sections"][1]["blocks"][1]["items"] == ("桥面", "桥栏")


@pytest.mark.parametrize("given", [dict, FrozenDict, MappingProxyType])
def test_provenance_cannot_be_changed(given: Callable[[Any], Any], article: Article) -> None:
    why = {"title": Provenance("title.visible", "石桥修好了", 0.95)}
    made = replace(article, provenance=given(why))
    assert hash(made) == hash(article)
    provenance: Any = made.provenance
    changes: list[Callable[[], Any]] = [
        lambda: provenance.update(a=1),
        lambda: provenance.setdefault("a", 1),
        lambda: provenance.__ior__({"a": 1}),
        lambda: provenance.__setitem__("title", 1),
        lambda: provenance.__delitem__("title"),
        lambda: provenance.pop("title"),
        provenance.popitem,
        provenance.clear,
    ]
    for change in changes:
        with pytest.raises(TypeError, match="cannot be changed"):
            change()
    assert provenance == why


def outcomes(pages: list[RawPage], job: Job) -> list[Any]:
    """What a worker of an engine does."""
    return list(read_batch(pages, job))


def test_what_engines_send_between_processes() -> None:
    pages = [RawPage("a", dumps.page(1)), RawPage("b", b""), RawPage("c", b"<p>x")]
    job = Job(filters=Filters(min_chars=10))
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        parsed, explained = pool.submit(newsparse.parse, PAGE), pool.submit(newsparse.explain, PAGE)
        found = pool.submit(outcomes, pages, job).result()
        assert (parsed.result(), explained.result()) == (newsparse.parse(PAGE), newsparse.explain(PAGE))
    assert [each._replace(seconds=0) for each in found] == [each._replace(seconds=0) for each in outcomes(pages, job)]
    assert found[0].article == newsparse.parse(dumps.page(1))


# A new key

# What somebody writes who adds three keys: lines of article.py, nothing else.
CLASS = """
@dataclass(frozen=True, slots=True)
class Video:
    url: str
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Article:"""
KEYS = """
    views: Annotated[int | None, Spec("how often it was read")] = 3_000_000_000
    paid: Annotated[bool, Spec("whether it costs")] = True
    scores: Annotated[tuple[float, ...], Spec("what readers gave")] = (0.5, 1.0)
    videos: Annotated[tuple[Video, ...], Spec("the films")] = (Video("https://v.example.com/1", 12), Video("/2"))
    counts: Annotated[Mapping[str, int], Spec("words of the comments")] = FrozenDict(石桥=2)
    seen: Annotated[datetime | None, Spec("when it was seen")] = datetime.fromisoformat("2021-11-08T17:27:41+08:00")
    summary: Annotated"""
NEW = {
    "views": 3_000_000_000,
    "paid": True,
    "scores": [0.5, 1.0],
    "videos": [{"url": "https://v.example.com/1", "seconds": 12}, {"url": "/2", "seconds": None}],
    "counts": {"石桥": 2},
    "seen": "2021-11-08T17:27:41+08:00",
}
# Run with the package that has them.
PROGRAM = """
import csv, importlib.util, json, sys, jsonschema
from newsparse import Article, parse, schema
from newsparse.cli.main import main
page, folder, tool = sys.argv[1:]
article = parse(open(page, "rb").read())
assert Article.from_dict(json.loads(article.to_json())) == article, "from_dict"
jsonschema.validate(article.to_dict(), schema())
for name in ("a.jsonl", "a.csv", "a.parquet"):
    assert main(["extract", page, "-o", f"{folder}/{name}"]) == 0, name
assert main(["extract", page, "-o", f"{folder}/some.parquet", "--fields", "views,counts"]) == 0
from newsparse.dumps.records import read_records
read = {name: next(read_records(__import__("pathlib").Path(folder, name))) for name in ("a.jsonl", "a.parquet")}
import pyarrow.parquet as pq
spec = importlib.util.spec_from_file_location("record_table", tool)
table = importlib.util.module_from_spec(spec)
spec.loader.exec_module(table)
print(json.dumps({
    "to_dict": article.to_dict(),
    **read,
    "schema": schema()["properties"],
    "arrow": {field.name: str(field.type) for field in pq.read_schema(f"{folder}/a.parquet")},
    "some": pq.read_schema(f"{folder}/some.parquet").names,
    "csv": next(csv.DictReader(open(f"{folder}/a.csv", encoding="utf-8"))),
    "docs": table.written(table.PAGE.read_text(encoding="utf-8")),
}))
"""


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All that is made of a page by a package with more keys in article.py."""
    pytest.importorskip("pyarrow")
    folder = tmp_path_factory.mktemp("grown")
    shutil.copytree(ROOT / "src" / "newsparse", folder / "newsparse", ignore=shutil.ignore_patterns("__pycache__"))
    file = folder / "newsparse" / "article.py"
    text = file.read_text(encoding="utf-8")
    head = "\n@dataclass(frozen=True, slots=True)\nclass Article:"
    assert text.count(head) == text.count("\n    summary: Annotated") == 1
    file.write_text(text.replace(head, CLASS).replace("\n    summary: Annotated", KEYS), encoding="utf-8")
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    command = [sys.executable, "-W", "error::SyntaxWarning", "-c", PROGRAM]
    arguments = [str(folder / "page.html"), str(folder), str(ROOT / "tools" / "record_table.py")]
    environment = {"PYTHONPATH": str(folder), "PYTHONUTF8": "1"}
    done = subprocess.run([*command, *arguments], env=environment, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    made: dict[str, Any] = json.loads(done.stdout)
    return made


@pytest.mark.parametrize("form", ["to_dict", "a.jsonl", "a.parquet"])
def test_a_new_key_is_in_the_record(form: str, grown: dict[str, Any]) -> None:
    assert {name: grown[form][name] for name in NEW} == NEW
    keys = list(grown[form])
    assert keys[: keys.index("summary")][-len(NEW) :] == list(NEW)


def test_a_new_key_is_in_the_schema(grown: dict[str, Any]) -> None:
    assert grown["schema"]["views"] == {"description": "how often it was read", "type": ["integer", "null"]}
    assert grown["schema"]["paid"]["type"] == "boolean"
    assert grown["schema"]["scores"]["items"] == {"type": "number"}
    assert grown["schema"]["videos"]["items"] == {"$ref": "#/$defs/Video"}
    assert grown["schema"]["counts"]["additionalProperties"] == {"type": "integer"}
    assert grown["schema"]["seen"]["type"] == ["string", "null"]


def test_a_new_key_is_a_column(grown: dict[str, Any]) -> None:
    columns = ("views", "paid", "scores", "videos", "counts", "seen")
    assert [grown["arrow"][name] for name in columns] == [
        "int64",
        "bool",
        "list<element: double>",
        "list<element: struct<url: string, seconds: int64>>",
        "map<string, int64 ('counts')>",
        "timestamp[us, tz=Asia/Shanghai]",
    ]
    assert grown["some"] == ["file", "views", "counts", "carried"]
    assert [grown["csv"].get(name) for name in columns] == [
        "3000000000", "true", "0.5 | 1.0", None, None, "2021-11-08T17:27:41+08:00",
    ]  # fmt: skip


def test_a_new_key_is_in_the_docs(grown: dict[str, Any]) -> None:
    assert "\n| `views` | integer or null | how often it was read |\n" in grown["docs"]
    films = "the films: `url` (string), `seconds` (integer or null)"
    assert f"\n| `videos` | array of objects | {films} |\n" in grown["docs"]


def test_the_docs_are_written_anew() -> None:
    spec = importlib.util.spec_from_file_location("record_table", ROOT / "tools" / "record_table.py")
    assert spec is not None
    assert spec.loader is not None
    table = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(table)
    page = table.PAGE.read_text(encoding="utf-8")
    assert page == table.written(page), "docs/record.md lags behind article.py: run make record"
    lagging = page.replace("| `title` |", "| `titel` |")
    assert table.written(lagging) == page
