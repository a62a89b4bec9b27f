"""Time and memory of `newsparse audit` on a made run: rows of some hosts, one of them with a third of all.

  python tools/audit_memory.py --rows 1000000       2 GB on the disk for the run, as much again for the audit

What the made run has wrong must be found: else the figures mean nothing, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PLACES = "滨城 柳河 青石 云岭 白鹭 南浦 松岗 临溪".split()
_THINGS = "石桥 渡口 书店 菜场 路灯 公交 图书馆 旧码头".split()
_DONE = "修好了 开放了 搬走了 晚点了 延期了 换了新颜 来了客人 评上了先进".split()
# Which of a hundred hosts have what wrong.
_TITLED, _PROMOTED, _DATELESS, _FUTURE = 7, 13, 21, 34
_PROMOTION = "想看更多本地新闻，请下载滨城客户端，新用户另有好礼相送。"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsparse-audit-") as folder:
        run, found = Path(folder) / "run.jsonl", Path(folder) / "found.json"
        with run.open("w", encoding="utf-8") as file:
            for row in made(args.rows):
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        command = [sys.executable, "-m", "newsparse", "audit", str(run), "--format", "json", "-o", str(found)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TMPDIR": folder, "SQLITE_TMPDIR": folder}
        start = time.monotonic()
        subprocess.run(command, check=True, env=environment)
        seconds = time.monotonic() - start
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"{args.rows} rows, {run.stat().st_size / 1e9:.2f} GB: {seconds:.0f} s, ", end="")
        print(f"processor {used.ru_utime + used.ru_stime:.0f} s, at most {used.ru_maxrss / 1024:.0f} MB")
        return verdict(json.loads(found.read_text(encoding="utf-8")))


def verdict(found: dict[str, object]) -> int:
    """Say what was found, and whether it is what the run has wrong."""
    checks = {host["host"]: {finding["check"] for finding in host["findings"]} for host in found["worst"]}
    print(f"{found['stories']} stories of {found['hosts']} hosts; findings on {sorted(checks)}")
    wrong = {_TITLED: "titles", _PROMOTED: "lines", _DATELESS: "fields", _FUTURE: "future"}
    return 0 if checks == {f"h{number}.example": {check} for number, check in wrong.items()} else 1


def made(rows: int) -> Iterator[dict[str, object]]:
    """Rows of a run, the same each time."""
    chance = random.Random(16)
    for number in range(rows):
        host = 0 if number % 3 == 0 else number % 100
        spoilt = chance.random() < 0.6
        stamp = f"20{chance.randrange(10, 25)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        clock = f"T{chance.randrange(1, 24):02}:{chance.randrange(60):02}+08:00"
        lines = [_sentences(chance, number, line) for line in range(chance.randrange(4, 14))]
        title = f"{chance.choice(_PLACES)}{chance.choice(_THINGS)}{chance.choice(_DONE)}{number}"
        if host == _PROMOTED and spoilt:
            lines.append(_PROMOTION)
        day = f"2099-{stamp[5:]}" if host == _FUTURE else stamp
        yield {
            "file": f"h{host}/{number}.html",
            "url": f"https://h{host}.example/{number}.html",
            "kind": "article",
            "title": "滨城新闻网" if host == _TITLED and spoilt else title,
            "published": None if host == _DATELESS and spoilt else day + clock,
            "source": "滨城晚报",
            "authors": ["林小满"],
            "editors": [],
            "headings": [],
            "text": "\n".join(lines),
            "provenance": {"title": {"rule": "title.visible", "evidence": title, "confidence": 0.95}},
        }


def _sentences(chance: random.Random, number: int, line: int) -> str:
    said = (f"{chance.choice(_PLACES)}的{chance.choice(_THINGS)}{chance.choice(_DONE)}" for _ in range(6))
    return f"{'，'.join(said)}，编号{number}之{line}。"


if __name__ == "__main__":
    sys.exit(main())
