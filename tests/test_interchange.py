"""The record in other vocabularies: every key is one that the vocabulary defines, and says what the record says."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from newsparse import Article, InputError

NAMES = tomllib.loads((Path(__file__).parent / "cases" / "vocabularies.toml").read_text(encoding="utf-8"))
needs_zyte = pytest.mark.skipif(find_spec("zyte_common_items") is None, reason="newsparse[scrapy] is not installed")
needs_scrapy = pytest.mark.skipif(find_spec("scrapy_poet") is None, reason="newsparse[scrapy] is not installed")

BARE = Article(kind="other", url="http://news.example.com/404.html")
LIST = Article(kind="list", url="http://news.example.com/local/", title="本地新闻")

# What `to_zyte` gives that zyte_common_items.Article has no field for.
OWN_FIELDS = (
    "kind", "kicker", "subtitle", "datePublishedPrecision", "source", "sourceUrl", "siteName", "credits", "editors",
    "dateline", "sections", "keywords", "pages", "attachments", "links", "warnings",
)  # fmt: skip


@pytest.mark.parametrize("form", ["to_zyte", "to_schema_org", "to_ninjs", "to_gne"])
def test_forms_are_json(form: str, article: Article) -> None:
    for record in (article, BARE, LIST):
        item = getattr(record, form)()
        assert json.loads(json.dumps(item)) == item


@pytest.mark.parametrize("form", ["to_zyte", "to_schema_org", "to_ninjs"])
def test_forms_hold_no_empty_value(form: str, article: Article) -> None:
    for record in (article, BARE, LIST):
        assert [key for key, value in getattr(record, form)().items() if value in (None, "", [], {})] == []


@pytest.mark.parametrize("form", ["to_zyte", "to_schema_org", "to_ninjs", "to_gne"])
def test_no_lone_surrogate(form: str, article: Article) -> None:
    broken = replace(article, title="石桥\ud800", text="石桥\0")
    json.dumps(getattr(broken, form)(), ensure_ascii=False).encode()


# Zyte


@needs_zyte
def test_zyte_keys_are_those_of_the_class(article: Article) -> None:
    import attrs
    from zyte_common_items import Article as ZyteArticle
    from zyte_common_items import ArticleMetadata, Author, Breadcrumb, Image

    def names(cls: Any) -> set[str]:
        return {field.name for field in attrs.fields(cls)}

    item = article.to_zyte()
    assert item.keys() - set(OWN_FIELDS) <= names(ZyteArticle)
    assert names(ZyteArticle) & set(OWN_FIELDS) == set()
    assert item["metadata"].keys() <= names(ArticleMetadata)
    for key, cls in (("authors", Author), ("breadcrumbs", Breadcrumb), ("images", Image)):
        assert all(part.keys() <= names(cls) for part in item[key])
    # What newsparse finds no values for, and what this record has not: all others are filled.
    assert names(ZyteArticle) - item.keys() == {"dateModifiedRaw", "audios"}


@needs_scrapy
def test_news_article_has_every_field(article: Article) -> None:
    import attrs

    from newsparse.integrations.scrapy import NewsArticle, news_article

    item = news_article(article)
    same = attrs.asdict(NewsArticle.from_dict(article.to_zyte()))
    assert {k: v for k, v in attrs.asdict(item).items() if v} == {k: v for k, v in same.items() if v}
    assert {f.name for f in attrs.fields(NewsArticle)} >= set(OWN_FIELDS)
    assert item._unknown_fields_dict == {}
    assert item.dateline is not None
    assert (item.dateline.raw, item.credits[0].organization) == ("滨城晚报讯", "滨城晚报")  # type: ignore[index]
    assert [name for name in OWN_FIELDS if getattr(item, name) is None] == []


def test_zyte_values(article: Article) -> None:
    item = article.to_zyte()
    assert item["headline"] == "石桥修好了"
    assert item["datePublished"] == "2021-11-08T17:27:41+08:00"
    assert item["datePublishedRaw"] == "2021年11月08日17:27"
    assert item["dateModified"] == "2021-11-09T00:00:00+08:00"
    assert item["authors"] == [{"name": "林小满", "nameRaw": "林小满"}]
    assert item["editors"] == ["方若溪", "戴知秋"]
    assert item["inLanguage"] == "zh"
    assert item["mainImage"] == {"url": "https://img.example.com/1.jpg"}
    assert item["articleBody"] == article.text
    assert item["articleBodyHtml"].startswith("<article")
    assert item["metadata"] == {"probability": 1.0}


def test_zyte_says_what_is_no_article() -> None:
    assert BARE.to_zyte() == {"url": BARE.url, "inLanguage": "zh", "metadata": {"probability": 0.0}, "kind": "other"}


def test_what_is_no_article_keeps_its_text(article: Article) -> None:
    forum = replace(article, kind="other")
    assert (forum.to_zyte()["articleBody"], forum.to_gne()["content"]) == (article.text, article.text)
    assert forum.to_zyte()["articleBodyHtml"] == article.to_zyte()["articleBodyHtml"]
    assert (forum.to_schema_org()["@type"], forum.to_schema_org()["text"]) == ("WebPage", article.text)
    assert forum.to_ninjs()["bodies"] == article.to_ninjs()["bodies"]
    assert forum.to_ninjs()["representationType"] == "partial"


@pytest.mark.parametrize("form", ["to_zyte", "to_ninjs"])
def test_an_address_is_needed(form: str) -> None:
    with pytest.raises(InputError, match="parse"):
        getattr(Article(kind="article"), form)()


# schema.org


def check_schema_org(item: dict[str, Any]) -> None:
    kind = item["@type"]
    known = NAMES["schema_org"]["WebPage" if kind in ("WebPage", "CollectionPage") else kind]
    assert {key for key in item if not key.startswith("@")} <= set(known), kind
    for value in item.values():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                check_schema_org(part)


def test_schema_org_keys(article: Article) -> None:
    for record in (article, BARE, LIST, replace(article, kind="other", sections=(), text="")):
        item = record.to_schema_org()
        assert item["@context"] == "https://schema.org"
        check_schema_org(item)


def test_schema_org_values(article: Article) -> None:
    item = article.to_schema_org()
    assert item["@type"] == "NewsArticle"
    assert item["headline"] == "石桥修好了"
    assert item["alternativeHeadline"] == "居民出行少绕两公里"
    assert item["datePublished"] == "2021-11-08T17:27:41+08:00"
    assert item["dateModified"] == "2021-11-09"
    organization = {"@type": "Organization", "name": "滨城晚报"}
    assert item["author"] == [{"@type": "Person", "name": "林小满", "worksFor": organization}]
    assert [person["name"] for person in item["editor"]] == ["方若溪", "戴知秋"]
    assert item["dateline"] == "滨城晚报讯"
    assert item["sourceOrganization"] == {**organization, "url": "https://paper.example.com/"}
    assert item["publisher"] == {"@type": "Organization", "name": "滨城网"}
    assert item["articleSection"] == ["正文"]
    assert item["image"][0]["caption"] == "修缮后的石桥。秦晓禾 摄"
    assert LIST.to_schema_org()["@type"] == "CollectionPage"


# ninjs


def test_ninjs_keys(article: Article) -> None:
    names = NAMES["ninjs"]
    for record in (article, BARE, LIST):
        item = record.to_ninjs()
        assert item.keys() <= set(names["item"])
        assert item["type"] in names["types"]
        assert item["representationType"] in names["representation_types"]
        assert item["standard"].keys() == set(names["standard"])
        for field in ("descriptions", "bodies", "headlines", "people", "subjects", "infoSources", "renditions"):
            assert all(part.keys() <= set(names[field]) for part in item.get(field, ()))
        for picture in item.get("associations", ()):
            assert picture.keys() <= {*names["item"], "name"}
            assert {"name", "uri"} <= picture.keys()
            assert all(part.keys() <= set(names["renditions"]) for part in picture["renditions"])
            assert all(part.keys() <= set(names["descriptions"]) for part in picture.get("descriptions", ()))


def test_ninjs_values(article: Article) -> None:
    item = article.to_ninjs()
    assert item["uri"] == article.canonical_url
    assert [headline["value"] for headline in item["headlines"]] == ["石桥修好了", "古镇更新", "居民出行少绕两公里"]
    assert item["by"] == "林小满"
    assert {person["name"]: person["rel"] for person in item["people"]}["方若溪"] == "editor"
    assert [source["name"] for source in item["infoSources"]] == ["滨城晚报", "滨城网"]
    assert item["bodies"][0]["value"] == article.text
    assert item["associations"][0]["uri"] == "https://img.example.com/1.jpg"
    assert "bodies" not in LIST.to_ninjs()


# GNE


def test_gne(article: Article) -> None:
    assert list(article.to_gne()) == NAMES["gne"]["item"]
    assert article.to_gne() == {
        "title": "石桥修好了",
        "author": "林小满",
        "publish_time": "2021-11-08 17:27",
        "content": article.text,
        "images": ["https://img.example.com/1.jpg"],
    }
    assert BARE.to_gne() == {"title": "", "author": "", "publish_time": "", "content": "", "images": []}
