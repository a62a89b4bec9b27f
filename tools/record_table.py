"""The table of docs/record.md, written from the record's specification: `make record`. A test compares."""

from __future__ import annotations

import re
from pathlib import Path

from newsparse.article import SCHEMA_VERSION, Article
from newsparse.record import Key, Shape, keys_of

PAGE = Path(__file__).parent.parent / "docs" / "record.md"
HEAD = "| key | JSON type | meaning |\n|---|---|---|\n"


def written(page: str) -> str:
    """The page with the table, and the version before it, as they must be."""
    sections = re.findall(r"^## (\w+)$", page, re.MULTILINE)
    rows = "".join(f"| `{key.name}` | {_type(key.shape)} | {_meaning(key, sections)} |\n" for key in keys_of(Article))
    start = page.index(HEAD)
    before = re.sub(r"\*\*[\d.]+\*\*", f"**{SCHEMA_VERSION}**", page[:start], count=1)
    return before + HEAD + rows + page[page.index("\n\n", start) + 1 :]


def _type(shape: Shape, *, several: bool = False) -> str:
    name = {"moment": "string", "map": "object"}.get(shape.kind, shape.kind) + "s" * several
    if shape.kind == "array":
        name += f" of {_type(shape.of, several=True)}"
    return name + " or null" * shape.nullable


def _meaning(key: Key, sections: list[str]) -> str:
    """What is said of the key, its values, and where the page says more: "Credits" of `Credit`, "Times" of moments.

    An object without a section has its keys named.
    """
    shape = key.shape if key.shape.of is None else key.shape.of
    name = "Time" if shape.kind == "moment" else shape.cls.__name__ if shape.cls else None
    for section in sections:
        if name and section.startswith(name):
            return f"{key.spec.text}: [{section.lower()}](#{section.lower()})"
    if shape.cls:
        return f"{key.spec.text}: {', '.join(f'`{each.name}` ({_type(each.shape)})' for each in keys_of(shape.cls))}"
    values = [f"`{choice}`" for choice in shape.choices if f"`{choice}`" not in key.spec.text]
    return f"{key.spec.text}: {', '.join(values)}" if values else key.spec.text


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
