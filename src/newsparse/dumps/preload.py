"""What the server that workers are forked from loads: the library, and the data that it reads with its first page.

A worker then starts in some 10 ms instead of 150, and what is loaded is in memory once for all of them. Nothing else
imports this module: it reads a page when it is imported.
"""

from __future__ import annotations

import sys

from newsparse.dumps import worker
from newsparse.dumps.job import Job
from newsparse.dumps.pages import RawPage

_PAGE = """<!DOCTYPE html><html><head><title>石桥修好了_滨城网</title></head><body><h1>石桥修好了</h1>
<p>2021-11-08 17:27　来源：滨城晚报　作者：林小满</p>
<p>滨城晚报讯 古镇的石桥昨日恢复通行，居民出行少绕两公里。工匠给每块石头编了号，再按原样砌回去。</p>
<p>责任编辑：方若溪</p></body></html>"""

worker.work_on([RawPage("preload.html", _PAGE)], Job())


def _say_nothing(*_error: object) -> None:
    """The server ends where the system lets it start no process, or open no file: the run says so in a line."""


sys.excepthook = _say_nothing
