"""A page, and what the tests of the command line program share."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import newsparse

ROOT = Path(__file__).parent.parent
SOURCES = str(ROOT / "src")

PAGE = """<!DOCTYPE html><html><head><title>石桥修好了_滨城网</title></head><body><h1>石桥修好了</h1>
<p>2021-11-08 17:27　来源：滨城晚报　作者：林小满</p>
<div><p>滨城晚报讯 古镇的石桥昨日恢复通行，居民出行少绕两公里。</p>
<p>工匠给每块石头编了号，再按原样砌回去，用了三个月。</p></div>
<p>责任编辑：方若溪</p></body></html>"""
# The keys of a record, in order.
KEYS = list(newsparse.Article(kind="article").to_dict())
needs_posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files and signals")

Run = Callable[..., tuple[int, str, str]]
Program = Callable[..., subprocess.CompletedProcess[bytes]]


def filled(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def names(text: str) -> list[str]:
    return [record["file"] for record in lines(text)]
