"""The blocks that a body is read as, by both parsers: blocks.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import newsparse
from newsparse import Options
from newsparse.article import Article, ContentBlock

CASES = tomllib.loads((Path(__file__).parent / "cases/blocks.toml").read_text(encoding="utf-8"))
TITLE = "青河渡口昨日换了新船"
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def filled(text: str) -> str:
    return re.sub(r"\$(\d)", lambda found: CASES["texts"][found[1]], text)


def page(body: str, around: str = "<div>{}</div>") -> str:
    return (
        f"<title>{TITLE}_青河网</title><h1>{TITLE}</h1><p>2021-11-08 17:27 来源：青河日报</p>"
        f"{around.replace('{}', filled(body))}<div>（责任编辑：秦望舒）</div>"
    )


def shown(block: ContentBlock) -> Any:
    """A block as a case writes it."""
    if block.type == "list":
        return {"items": list(block.items)} | ({"levels": list(block.item_levels)} if block.item_levels else {})
    if block.type == "table":
        return [list(row) for row in block.rows]
    return {"code": block.text} if block.type == "code" else block.text


def read(article: Article) -> list[Any]:
    out: list[Any] = []
    for section in article.sections:
        if section.heading is not None:
            out.append(f"# {section.heading}")
        out += map(shown, section.blocks)
    return out


@pytest.mark.parametrize("parser", ["lexbor", "lxml"])
@pytest.mark.parametrize("case", CASES["block"], ids=lambda case: case["why"])
def test_block(case: dict[str, Any], parser: Any) -> None:
    article = newsparse.parse(page(case["body"], case.get("around", "<div>{}</div>")), options=Options(parser=parser))
    assert read(article) == [filled(want) if isinstance(want, str) else want for want in case["want"]]
    assert Article.from_dict(article.to_dict()).to_dict() == article.to_dict()


def strewn(text: str) -> str:
    """The text with a character that nobody sees behind each of its own."""
    return "".join(sign + "\u200b\u00ad\u202a\u2060"[at % 4] for at, sign in enumerate(text))


NAMES = strewn("青河日报"), strewn("方若溪"), strewn("渡轮")
HEAD = (
    f'<title>{strewn(TITLE)}</title><meta name="keywords" content="{NAMES[2]}">'
    f'<meta name="author" content="{NAMES[1]}"><meta property="og:site_name" content="{NAMES[0]}">'
)
STORY = strewn(CASES["texts"]["1"])


@pytest.mark.parametrize(
    "markup",
    [
        f"{HEAD}<h1>{strewn(TITLE)}</h1><p>{strewn('2021-11-08 来源：青河日报')}</p><div><p>{STORY}</p>"
        f"<img src=/a.jpg alt='{NAMES[2]}'><p>{filled('$2')}</p></div>",
        f"{HEAD}<div><p>{STORY}</p><p>{filled('$2')}</p></div>",
        f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{strewn(TITLE)}","author":'
        f'{{"name":"{NAMES[1]}"}},"publisher":{{"name":"{NAMES[0]}"}}}}</script><p>{STORY}</p>',
        f'<script>window.__INITIAL_STATE__={{"article":{{"title":"{strewn(TITLE)}","author":"{NAMES[1]}",'
        f'"source":"{NAMES[0]}","content":"<p>{STORY}</p><p>{STORY}</p>"}}}}</script>',
        f"{strewn(TITLE)}\n2021-11-08\n{STORY}\n{filled('$2')}\n责任编辑：{NAMES[1]}",
    ],
    ids=["shown", "metas", "JSON-LD", "state", "plain text"],
)
def test_no_field_holds_what_nobody_sees(markup: str) -> None:
    article = newsparse.parse(markup)
    assert article.title == TITLE
    assert CASES["texts"]["1"] in article.text
    assert not UNSEEN.search(article.to_json())
