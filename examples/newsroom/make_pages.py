"""A year of invented news pages, for docs/analysis.md: a portal that takes its stories from three outlets.

    python make_pages.py FOLDER

The same pages each time. What is to be found in them: a reporter who changes to another outlet, an editor who leaves, a
subject that comes and goes, a weekly that gives days without a time.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

YEAR = 2021


class Desk(NamedTuple):
    """Who writes for whom: stories in each month from ``first`` to ``last``."""

    source: str
    author: str
    editor: str
    first: int
    last: int
    stories: int


DESKS = (
    Desk("滨城晚报", "林小满", "方若溪", 1, 6, 3),
    Desk("滨江日报", "林小满", "戴知秋", 7, 12, 3),
    Desk("滨城晚报", "秦望舒", "方若溪", 1, 8, 2),
    Desk("滨城晚报", "秦望舒", "苏念安", 9, 12, 2),
    Desk("滨江日报", "顾远山", "戴知秋", 1, 12, 2),
    Desk("滨江日报", "顾远山", "叶知寒", 4, 9, 1),
    Desk("青河周刊", "陆一舟", "叶知寒", 1, 12, 1),
    Desk("青河周刊", "沈佩兰", "叶知寒", 3, 10, 2),
)
# The weekly's issues are of the first of a month and the middle of it; it gives no time.
WEEKLY = "青河周刊"
PLACES = ("北巷", "南坡", "东渡", "西塘", "后街", "前湾", "上坝")
# Subject → its months, what happens, what is said of it.
SUBJECTS = {
    "渡轮": (range(4, 8), "换新船", "船长说，新渡轮能坐四百名乘客，雾天也能看清对岸的灯。"),
    "学校": (range(8, 10), "添教室", "校长说，新学期多收两个班，食堂和操场也一起扩建。"),
    "石桥": (range(1, 13), "完成检修", "工匠给每块石头编了号，再按原样砌回去，桥面不再积水。"),
    "集市": (range(1, 13), "重新开张", "摊主说，顶棚换了新的，摊租三年不涨，早市提前到五点。"),
}
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_滨城网</title></head><body>
<div class="nav"><a href="/">首页</a> <a href="/city/">本地</a> <a href="/money/">财经</a></div>
<h1>{title}</h1><p class="info">{time}　来源：{source}　记者 {author}</p>
<div class="content"><p>{place}的{subject}昨天{event}，{count}户居民第一次用上了新的设施，现场来了不少街坊。</p>
<p>{said}</p><p>街道办事处介绍，这是今年的第{number}件实事，预算已经列入计划，明年还会继续。</p></div>
<p>责任编辑：{editor}</p><div class="foot">滨城网 版权所有</div></body></html>"""


def pages() -> dict[str, str]:
    """The pages by the names of their files."""
    made: dict[str, str] = {}
    for desk in DESKS:
        for month in range(desk.first, desk.last + 1):
            for each in range(desk.stories):
                number = len(made) + 1
                made[f"{YEAR}{month:02}/{number:03}.html"] = _page(desk, month, each, number)
    return made


def _page(desk: Desk, month: int, each: int, number: int) -> str:
    current = [name for name, (months, _, _) in SUBJECTS.items() if month in months]
    subject = current[number % len(current)]
    _, event, said = SUBJECTS[subject]
    place = PLACES[number % len(PLACES)]
    if desk.source == WEEKLY:
        time = f"{YEAR}-{month:02}-{1 + 14 * each:02}"
    else:
        time = f"{YEAR}-{month:02}-{1 + number * 11 % 27:02} {6 + number % 15:02}:{number * 7 % 60:02}"
    return PAGE.format(
        title=f"{place}{subject}{event}", time=time, place=place, subject=subject, event=event, said=said,
        count=100 + number, number=number, source=desk.source, author=desk.author, editor=desk.editor,
    )  # fmt: skip


def main(folder: Path) -> None:
    for name, text in pages().items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
