"""Made runs for the tests of the audit: stories like none of the others, spoilt as a case wants it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

PLACES = "滨城 柳河 青石 云岭 白鹭 东港 桃溪 长乐 望山 古槐 南浦".split()
THINGS = "石桥 渡口 书院 菜场 码头 水厂 图书馆 花圃 校车 灯塔 公交 旧塔 戏台".split()


def story(n: int, host: str = "h") -> dict[str, Any]:
    """A record like none of the others: the numbers share no factor."""
    lines = [
        f"{PLACES[(n + k) % 11]}的{THINGS[(n * 3 + k) % 13]}第{n * 31 + k}次检修在昨天完成，"
        f"{host}居民第{n * 17 + k}回走上新路，都说很好。"
        for k in range(6 + n % 3)
    ]
    return {
        "file": f"{host}/{n}.html",
        "url": f"https://{host}.example/{n}.html",
        "kind": "article",
        "title": f"{PLACES[n % 11]}{n}号{THINGS[n % 13]}{'修好 开放 停用 改建 搬迁 完工 验收'.split()[n % 7]}",
        "published": f"2024-{1 + n // 28 % 12:02}-{1 + n % 28:02}T{8 + n % 9:02}:{n % 60:02}+08:00",
        "source": "滨城晚报",
        "authors": [],
        "headings": [],
        "images": [],
        "text": "\n".join(lines),
        "provenance": {"title": {"rule": "title.visible", "evidence": "", "confidence": 0.9}},
    }


def spoilt(record: dict[str, Any], n: int, spoil: dict[str, Any]) -> dict[str, Any]:
    """A story as a case wants it."""
    given = {key: value for key, value in spoil.items() if key not in ("count", "after", "copy_of", "add", "first")}
    if "copy_of" in spoil:
        record |= {key: story(n - spoil["copy_of"])[key] for key in ("title", "text")}
    holes = {"n": n, "k": n - 10, "day": f"{1 + n % 28:02}", "hour": f"{n % 24:02}"}
    record |= {key: value.format(**holes) if isinstance(value, str) else value for key, value in given.items()}
    lines = [spoil.get("first"), record["text"], spoil.get("add", "").format(**holes)]
    return record | {"text": "\n".join(filter(None, lines))}


def rows(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for n in range(case["stories"]):
        record = story(n)
        for spoil in case.get("spoilt", ()):
            after = spoil.get("after", 0)
            if after <= n < after + spoil["count"]:
                record = spoilt(record, n, spoil)
        yield record
    for host in case.get("hosts", ()):
        yield from (story(n, host) | case.get("of_others", {}) for n in range(20))
