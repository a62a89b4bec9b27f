"""docs/design.md: the word, the phrase and the rule that it writes do what it says, in a copy of the sources."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from sample import ROOT

_DESIGN = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
_STORY = "<p>昨日清晨六点，旧城的石桥重新放行，三百多名居民排着队走过桥面，岸边的早餐铺子也比往常早开了一个钟头。</p>"
_PAGE = f"<head>HEAD</head><h1>旧城的石桥昨日修好了</h1><p>2021-11-08 ROW</p>{_STORY}{_STORY}<p>FOOT</p>"


def _block(words: str) -> str:
    """The block of code of the page that holds these words."""
    (found,) = (block for _, block in re.findall(r"^( *)```\w+\n(.*?)^\1```", _DESIGN, re.M | re.S) if words in block)
    return textwrap.dedent(found)


def _edit(file: Path, before: str, new: str) -> None:
    """Put lines before others, which must be there once."""
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1
    file.write_text(text.replace(before, new + before), encoding="utf-8")


def _word(package: Path) -> None:
    _edit(package / "data" / "roles.toml", '    { word = "撰写"', "    " + _block("走笔"))


def _phrase(package: Path) -> None:
    file = package / "data" / "boilerplate.toml"
    text = file.read_text(encoding="utf-8")
    start = text.index("phrases = [\n", text.index("[boilerplate]\n")) + len("phrases = [\n")
    file.write_text(text[:start] + "  " + _block("加入读者群") + text[start:], encoding="utf-8")


def _rule(package: Path) -> None:
    module, data = package / "fields" / "title.py", package / "data" / "titles.toml"
    (metas,) = re.findall(r"`(subtitle_metas = \[[^`]*\])`", _DESIGN)
    data.write_text(" ".join(metas.split()) + "\n" + data.read_text(encoding="utf-8"), encoding="utf-8")
    _edit(module, "SUBTITLE: tuple[FieldRule, ...] = (", _block("def subtitle_meta") + "\n\n")
    text = module.read_text(encoding="utf-8")
    text = text.replace("from newsparse.lexicon import pattern\n", "from newsparse.lexicon import pattern, words\n")
    module.write_text(
        text.replace("    alternative_headline,\n)", "    alternative_headline,\n    subtitle_meta,\n)"),
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    ("does", "page", "key", "value"),
    [
        (_word, _PAGE.replace("ROW", "走笔：林小满"), "authors", ["林小满"]),
        (_phrase, _PAGE.replace("FOOT", "加入读者群，和大家聊聊老街"), "text", "\n".join([_STORY[3:-4]] * 2)),
        (
            _rule,
            _PAGE.replace("HEAD", '<meta name="subtitle" content="老码头又热闹起来">'),
            "subtitle",
            "老码头又热闹起来",
        ),
    ],
    ids=["word", "phrase", "rule"],
)
def test_recipe(does: Callable[[Path], None], page: str, key: str, value: object, tmp_path: Path) -> None:
    package = tmp_path / "newsparse"
    shutil.copytree(ROOT / "src" / "newsparse", package, ignore=shutil.ignore_patterns("__pycache__"))
    page = re.sub("HEAD|ROW|FOOT", "", page)
    assert _read(tmp_path, page)[key] != value
    does(package)
    assert _read(tmp_path, page)[key] == value


def _read(folder: Path, page: str) -> dict[str, object]:
    """The record, by the newsparse in a folder."""
    code = "import json, newsparse, sys; print(json.dumps(newsparse.parse(sys.argv[1]).to_dict()))"
    environment = {"PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", code, page], env=environment, capture_output=True, check=True)
    record: dict[str, object] = json.loads(done.stdout)
    return record
