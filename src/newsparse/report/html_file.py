"""Reports as HTML: data into a page that loads nothing, and in which no text of a news page becomes markup.

Everything that comes from a page is JSON in a <script> of a type that no browser runs, with the signs escaped by which
HTML could end it. The report's own script makes text nodes of it, never markup. Beside that stands a policy that lets
the browser run that one script, by its hash, and load nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

# One after the other in one function: they see one another's names, and no page of the report has others.
_SCRIPTS = ("dom.js", "edits.js", "store.js", "lines.js", "inspector.js", "fields.js", "page.js", "index.js", "main.js")
# Signs that could end a <script>, or begin a comment in it, and the two that older JavaScript took for line ends.
_SIGNS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
_HOLE = re.compile(r"\{\{(\w+)\}\}")


def as_script(value: Any) -> str:
    """JSON that is safe inside a <script>, and as JavaScript.

    >>> as_script({"text": "</script><!-- 石桥"})
    '{"text":"\\\\u003c/script\\\\u003e\\\\u003c!-- 石桥"}'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_SIGNS)


def html_of_page(report: Any) -> str:
    """One page's report (see `page_report`) as a file that needs no other."""
    return _html("Report", as_script({"page": report}), scripts=(), allowed="")


def html_of_index(data: Any, scripts: Sequence[str]) -> str:
    """The index of a folder of reports; ``scripts`` are the files beside it that hold its rows."""
    # A file's own origin is no 'self' to every browser; the scripts are files that lie in this folder.
    return _html("Reports", as_script({"folder": data}), scripts, allowed=" 'self' file:")


def _html(title: str, data: str, scripts: Sequence[str], allowed: str) -> str:
    style, script = _asset("report.css"), _script()
    policy = (
        f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src {_hash(style)}; "
        f"script-src {_hash(script)}{allowed}"
    )
    holes = {
        "policy": escape(policy),
        "title": escape(title),
        "style": style,
        "data": data,
        "scripts": "".join(f'<script src="{escape(path)}"></script>\n' for path in scripts),
        "script": script,
    }
    return _HOLE.sub(lambda hole: holes[hole[1]], _asset("report.html"))


@cache
def _script() -> str:
    return '(() => {\n"use strict";\n' + "\n".join(_asset(name) for name in _SCRIPTS) + "\n})();\n"


@cache
def _asset(name: str) -> str:
    return files("newsparse.report").joinpath("assets", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
