"""Put the pages of the site together, for mkdocs: docs/, the root's pages, a reference page for each public module.

    python tools/site_pages.py FOLDER       # FOLDER/pages, FOLDER/mkdocs.yml

A page of docs/ that NAV does not name is a how-to guide.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import sys
from pathlib import Path

import newsparse

ROOT = Path(__file__).parent.parent
# Pages outside docs/, by the place they get.
PLACES = {
    "README.md": "index.md",
    "README.zh-CN.md": "zh/index.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
    "examples/portal_crawl/README.md": "portal-crawl.md",
    "fixtures/README.md": "fixtures.md",
    "fixtures/shapes/README.md": "shapes.md",
}
GUIDES = "How-to guides"
NAV: dict[str, list[str]] = {
    "Home": ["index.md"],
    "Tutorial": ["tutorial.md"],
    GUIDES: ["cli.md", "dumps.md", "analysis.md", "explain.md", "profiles.md"],  # and what is named nowhere
    "Reference": ["record.md", "schema.md"],
    "How it works": ["design.md"],
    "Quality": ["quality.md", "links-quality.md", "benchmark.md", "reliability.md", "security.md"],
    "Project": ["contributing.md", "portal-crawl.md", "fixtures.md", "shapes.md", "changelog.md"],
}
# Modules whose docstrings are the reference, and which tests/test_api.py pins; those with __all__ show what is in it.
MODULES = (
    "newsparse", "newsparse.arrow", "newsparse.evaluate", "newsparse.spark",
    "newsparse.integrations.scrapy", "newsparse.integrations.crawlee",
    "newsparse.dumps.records", "newsparse.dumps.auditing",
)  # fmt: skip
_LINK = re.compile(r"(!?)\[([^\]\n]*)\]\(([^)\s]+)\)")
# GitHub needs pipes in code in tables escaped; mkdocs shows the escape.
_CODE = re.compile(r"`[^`\n]+`")
# A line break between Chinese characters would be shown as a space.
_BROKEN = re.compile(r"(?<=[\u3001-\u9fff\uff01-\uff5e])\n(?=[\u3001-\u9fff\uff01-\uff5e])")
_FENCE = re.compile(r"(^```.*?^```)", re.MULTILINE | re.DOTALL)


def place_of(source: Path) -> str | None:
    """Where a file of the project stands on the site; None: it is not there."""
    name = source.relative_to(ROOT).as_posix()
    if name in PLACES:
        return PLACES[name]
    return name.removeprefix("docs/") if name.startswith("docs/") and source.is_file() else None


def relinked(text: str, source: Path, place: str) -> str:
    """The text with links to where the pages stand on the site; what is not there keeps its words alone."""

    def link(match: re.Match[str]) -> str:
        mark, words, target = match.groups()
        path, hash_, anchor = target.partition("#")
        if "://" in target or not path:
            return match[0]
        found = place_of((source.parent / path).resolve())
        if found is None:
            return words
        return f"{mark}[{words}]({os.path.relpath(found, Path(place).parent).replace(os.sep, '/')}{hash_}{anchor})"

    def shown(part: str) -> str:
        return _BROKEN.sub("", _CODE.sub(lambda code: code[0].replace("\\|", "|"), _LINK.sub(link, part)))

    return "".join(part if part.startswith("```") else shown(part) for part in _FENCE.split(text))


def reference(module: str) -> str:
    """A page that mkdocstrings fills with the module's docstrings."""
    file = ROOT / "src" / Path(*module.split("."))
    file = file / "__init__.py" if file.is_dir() else file.with_suffix(".py")
    lists = [
        ast.literal_eval(node.value)
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
    ]
    listed = [name for name in (lists[0] if lists else ()) if not name.startswith("__")]
    names = [f"{module}.{name}" for name in sorted(listed, key=lambda name: not name.islower())]  # functions first
    return f"# {module}\n\n" + "\n".join(map(_entry, names) if names else [f"::: {module}\n"])


def _entry(name: str) -> str:
    """A function that is named like its module (`newsparse.links`) is asked for in it: else the module would come."""
    last = name.rpartition(".")[2]
    if not last.islower() or not (ROOT / "src" / Path(*name.split(".")).with_suffix(".py")).is_file():
        return f"::: {name}\n"
    return f"::: {name}.{last}\n    options: {{ heading: {name}, toc_label: {last} }}\n"


def schema_page() -> str:
    text = json.dumps(newsparse.schema(), ensure_ascii=False, indent=2)
    about = "What `newsparse schema` prints: the [record](record.md) as a JSON Schema, draft 2020-12."
    return f"# JSON Schema\n\n{about}\n\n```json\n{text}\n```\n"


def pages() -> dict[str, str]:
    """All pages by their places."""
    sources = [*sorted((ROOT / "docs").rglob("*.md")), *(ROOT / name for name in PLACES)]
    made = {}
    for source in sources:
        place = place_of(source)
        assert place is not None, source
        made[place] = relinked(source.read_text(encoding="utf-8"), source, place)
    made["schema.md"] = schema_page()
    made.update({f"reference/{module}.md": reference(module) for module in MODULES})
    return made


def guides() -> list[str]:
    """The how-to guides, in their order."""
    named = {place for group in NAV.values() for place in group}
    pages = (path.name for path in sorted((ROOT / "docs").glob("*.md")))
    return [*NAV[GUIDES], *(name for name in pages if name not in named)]


def nav() -> list[dict[str, list[str] | str]]:
    """What NAV names, with the guides and reference pages that it does not, and 中文 in the same order."""
    groups = {
        **NAV,
        GUIDES: guides(),
        "Reference": [*NAV["Reference"], *(f"reference/{module}.md" for module in MODULES)],
        "中文": [f"zh/{place}" for place in ("index.md", "tutorial.md", *guides(), "record.md")],
    }
    return [{title: group if len(group) > 1 else group[0]} for title, group in groups.items()]


def main(folder: Path) -> None:
    target = folder / "pages"
    shutil.rmtree(target, ignore_errors=True)
    made = pages()
    for place, text in made.items():
        file = target / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for asset in (file for pattern in ("*.svg", "*.css") for file in (ROOT / "docs").rglob(pattern)):
        shutil.copy(asset, target / asset.relative_to(ROOT / "docs"))
    lines = {
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "docs_dir": str(target.resolve()),
        "site_dir": str((folder.parent / "site").resolve()),
        "nav": nav(),
        "theme": {"custom_dir": str(ROOT / "docs" / "overrides")},
    }  # JSON is YAML
    (folder / "mkdocs.yml").write_text(json.dumps(lines, ensure_ascii=False, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
