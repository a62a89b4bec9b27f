"""A made-up site whose fields stand in odd places: pages and cases, written from a template."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

HOST = "news.binhe.example.com"
_PLACES = (
    "青河渡口",
    "石桥老街",
    "南坡果园",
    "北山水库",
    "白鹭湿地",
    "望江码头",
    "松岭林场",
    "云台古镇",
    "柳溪集市",
    "东湾盐田",
)
_EVENTS = ("重新开放", "迎来丰收")
_OUTLETS = ("滨河夜话", "石桥通讯", "青河之声", "望江周刊", "北山快报")
_EDITORS = ("方若溪", "戴知秋", "沈南乔", "柳闻笛")
_WRITERS = ("林小满", "秦晓禾", "顾青禾")

_PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}-滨河在线</title>
<link rel="canonical" href="https://{host}/a/{number}.html"></head><body>
<div class="top"><a href="/">首页</a> <a href="/city">城事</a> <a href="/life">民生</a></div>
<div class="wrap post-{number}"><h1 class="hd">{title}</h1>
<div class="tools"><span class="sz">大 中 小</span><em class="tick" data-at="{stamp}"></em></div>
<div id="story">{body}</div>
<ul class="tail-{number}"><li class="lab">供给方</li><li class="giver">{source}</li>{extra}</ul>
<p class="hand">{editor}</p></div>
<div class="side"><a href="/a/1.html">猜你喜欢：一条旧闻的标题写在这里</a></div>
<div class="foot">滨河在线 版权所有</div></body></html>"""


class MadePage(NamedTuple):
    """A page and the record that is right for it."""

    name: str
    html: str
    gold: dict[str, Any]


def made_up_page(number: int) -> MadePage:
    """The page of a number; of five one has no source, of seven one no editor."""
    place, event = _PLACES[number % 10], _EVENTS[number // 10 % 2]
    title = f"{place}{event}，第{number}批游客前来看新鲜"
    source = None if number % 5 == 4 else _OUTLETS[number * 3 % 5]
    editor = None if number % 7 == 6 else _EDITORS[number % 4]
    body = [
        f"昨天上午，{place}{event}，赶来的游客有{number + 30}位。"
        f"住在附近的{_WRITERS[number % 3]}说，这里变化很大，路也好走了。",
        f"据介绍，{place}的整修用了{number + 2}个月，新铺了步道，添了路灯和长椅，沿途还种了一百多棵树。",
        "工作人员提醒，周末人多，请大家错峰出行，注意脚下安全，带好随身物品。",
    ]
    minute = f"{number % 28 + 1:02}T{number % 10 + 8:02}:{number % 50 + 10}"
    html = _PAGE.format(
        title=title,
        host=HOST,
        number=number,
        stamp=f"2021-06-{minute}".replace("T", " "),
        body="".join(f"<p>{line}</p>" for line in body),
        source=source or "",
        extra="<li>转发</li>" if number % 2 else "",
        editor=f"编排 ◇ {editor}" if editor else "",
    )
    gold = {"kind": "article", "title": title, "published": f"2021-06-{minute}", "source": source, "body": body}
    return MadePage(
        f"p{number:02}", html, gold | {"authors": [], "editors": [editor] if editor else [], "headings": []}
    )


def write_cases(folder: Path, pages: list[MadePage], **more: Any) -> Path:
    """Write a folder of cases."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in pages:
        case = {"newsparse_case": 1, "page": f"{page.name}.html", "checked": True, **page.gold, **more}
        (folder / f"{page.name}.html").write_text(page.html, encoding="utf-8")
        (folder / f"{page.name}.json").write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    return folder
