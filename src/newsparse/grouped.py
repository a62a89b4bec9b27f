"""Lines of the body that stand together: the rows of a table, the items of a list, code."""

from __future__ import annotations

from newsparse.lexicon import pattern
from newsparse.page.block import CELLS, PLACES, Block
from newsparse.page.lines import FAR, told
from newsparse.page.page import Page

# What a run of blocks is: "paragraph" (nothing together), list, table, quote or code; and the container that holds it.
Group = tuple[str, int]
ALONE: Group = ("paragraph", -1)

_LISTS = ("ul", "ol")
# Spans reach no further (columns): each costs a cell in every row, and a hostile page has thousands.
_WIDEST = 100


def group_of(page: Page, container: int, outer: int) -> Group:
    """The list, table, quotation or code that a container is or lies in, inside the one that the body begins in.

    Of lists the outermost, so that those in its items keep their place; a table of data before any list in its cells.
    """
    found = ALONE
    for index in page.ancestors(container):
        if index == outer:
            break
        tag = page.containers[index].tag
        if tag in _LISTS:
            found = "list", index
        elif tag == "table":
            return ("table", index) if page.data_table(index) == index else found
        elif tag == "blockquote":
            return found if found != ALONE else ("quote", index)
        elif tag == "pre":
            return ("code", index) if found == ALONE and _is_code(page, index) else found
    return found


def _is_code(page: Page, index: int) -> bool:
    """Whether preformatted text is code or columns: old portals set whole stories in <pre>, and poems."""
    box = page.containers[index]
    lines = page.blocks[box.first : min(box.end, box.first + FAR)]  # as many tell
    if pattern("elements.code").search(box.name):
        return True
    if any(inline[0] == "code" for line in lines for _, inline, _ in line.runs):
        return True
    rows = [written(line).strip() for line in lines]
    text = "".join(rows)
    if sum(map(str.isascii, text)) * 2 > len(text):
        return True
    return not any(line.prose for line in lines) and any("  " in row or "\t" in row for row in rows)


def written(block: Block) -> str:
    """A row of preformatted text as it was written, blank rows above it and its indent too."""
    return "".join([text for text, _, _ in block.runs]).rstrip().replace("\r", "").replace("\xa0", " ")


def code_of(run: list[Block]) -> str:
    """The rows of code with their indents."""
    rows = "\n".join([written(block) for block in run if block.text]).split("\n")
    while rows and not rows[0].strip():
        del rows[0]
    return "\n".join([row.rstrip() for row in rows])


def rows_of(page: Page, run: list[Block], table: int) -> tuple[tuple[str, ...], ...]:
    """The cells of a table by rows; one that spans several columns or rows leaves the others of its place empty."""
    rows: dict[int, dict[int, list[str]]] = {}
    for index in range(table + 1, len(page.containers)):  # an empty cell keeps its place
        container = page.containers[index]
        if container.tag in PLACES and container.first >= page.containers[table].first:
            if container.first > page.containers[table].end or not page.inside(index, table):
                break
            cells = rows.setdefault(_row_of(page, index, table), {})
            if container.tag in CELLS:
                cells[index] = []
    for block in run:
        cell = next((c for c in page.ancestors(block.container) if page.containers[c].tag in CELLS), table)
        rows.setdefault(_row_of(page, cell, table), {}).setdefault(cell, []).append(told(block))
    out: list[tuple[str, ...]] = []
    held: dict[int, int] = {}  # column → rows that a cell above still holds
    for cells in rows.values():
        row = _placed(page, cells, held)
        if any(row):
            out.append(tuple(row))
    return tuple(out)


def _placed(page: Page, cells: dict[int, list[str]], held: dict[int, int]) -> list[str]:
    """The texts of a row's cells, each in its column. ``held`` is brought up to the next row."""
    row: list[str] = []
    below: dict[int, int] = {}

    def skip_held() -> None:
        while held.get(len(row)):
            below[len(row)] = held[len(row)] - 1
            row.append("")

    for index, words in cells.items():
        skip_held()
        across, down = page.containers[index].span
        for text in (" ".join(words), *[""] * (min(across, _WIDEST - len(row)) - 1)):
            if down > 1 and len(row) < _WIDEST:
                below[len(row)] = down - 1
            row.append(text)
    skip_held()
    held.clear()
    held.update(below)
    return row


def _row_of(page: Page, container: int, table: int) -> int:
    """The row that a cell stands in, the table itself where it has none."""
    return next((c for c in page.ancestors(container) if page.containers[c].tag == "tr"), table)


def items_of(page: Page, run: list[Block], outer: int) -> tuple[tuple[str, ...], tuple[int, ...] | None]:
    """The items of a list and, where lists lie in it, their levels; an item of several lines is one."""
    items: dict[int, list[str]] = {}
    levels: dict[int, int] = {}
    for block in run:
        item, level = _item(page, block, outer)
        items.setdefault(item, []).append(told(block))
        levels.setdefault(item, level)
    least = min(levels.values())
    deep = tuple(level - least + 1 for level in levels.values())
    return tuple(" ".join(words) for words in items.values()), deep if max(deep) > 1 else None


def _item(page: Page, block: Block, outer: int) -> tuple[int, int]:
    """The item that a line stands in, itself where it has none; how many lists lie round it."""
    item: int | None = None
    level = 0
    for index in page.ancestors(block.container):
        tag = page.containers[index].tag
        if item is None and tag == "li":
            item = index
        level += tag in _LISTS
        if index == outer:
            break
    return (-block.index - 1 if item is None else item), level
