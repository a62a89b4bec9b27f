"""Pages in a column of an Arrow table, records out: the one function under all engines.

The columns that come out are those that came in (but for the page), the record's, ``error`` and ``reason``. There is a
row for every row, in their order: a page that cannot be read is a row with its error, and costs no other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from newsparse.api import parse as _parse
from newsparse.dumps.batch import Parse
from newsparse.dumps.extras import need
from newsparse.dumps.filters import Filters
from newsparse.dumps.isolated import Isolated
from newsparse.dumps.job import Job
from newsparse.dumps.outputs import arrow_types
from newsparse.dumps.pages import Fault, RawPage
from newsparse.dumps.worker import Work, work_on
from newsparse.errors import OptionsError
from newsparse.options import Options

# A batch that comes out has this many rows or bytes of JSON at most (plus those of `_LOT` pages): it is held several
# times for a moment, and a string column of Arrow has 2 GiB at most.
_ROWS, _BYTES = 1024, 16 << 20
# Pages that are read at a time: what a child process is given.
_LOT = 16
_NEEDS = "pages in Arrow tables cannot be read"
_FAULT = ("error", "reason")


@dataclass(frozen=True, slots=True)
class Reading:
    """How pages in Arrow tables are read; the keywords of `extract_table` and `extract_batches`.

    Attributes:
        html: the column with the page (str or bytes); it is not in the output.
        url: the column with the page's address. None, or no column of the default's name: there is none.
        content_type: the column with the response's Content-Type header.
        fetched: the column that says when it was fetched (ISO 8601 or a timestamp): 昨天 is counted from there.
        options: how a page is read.
        fields: keys of the record that are wanted; none: all.
        isolate: read the pages in a child process, so that one that hangs or ends its process is an error as well.
        page_timeout: seconds that a page may take (``isolate``).
        worker_memory: bytes that the child may take (``isolate``, Linux); None: any.
        parse: reads a page; a function that a child process can import.
    """

    html: str = "html"
    url: str | None = "url"
    content_type: str | None = None
    fetched: str | None = None
    options: Options = Options()
    fields: Sequence[str] = ()
    isolate: bool = False
    page_timeout: float = 60.0
    worker_memory: int | None = 1 << 30
    parse: Parse = _parse

    def job(self) -> Job:
        """What is done with each page.

        Raises:
            OptionsError: a field that no record has.
        """
        if isinstance(self.fields, str):
            raise OptionsError(f"fields is a tuple of keys, not one str: write fields=({self.fields!r},).")
        return Job(options=self.options, filters=Filters(fields=tuple(self.fields)), to="parquet")

    def schema(self, given: Any) -> Any:
        """The schema of the output for that of an input.

        A column that came in with the name of one that is made (in whatever case) is called ``input_NAME``, but for the
        address's own: it is the record's ``url``.

        Raises:
            OptionsError: a column is not there.
        """
        pa = need("pyarrow", _NEEDS)
        self.check(given.names)
        made = self.made()
        carried = [given.field(name).with_name(new) for name, new in self.carried(given.names)]
        return pa.schema([*carried, *made])

    def made(self) -> Any:
        """The schema of what is made of a page: the record's keys, ``error``, ``reason``."""
        pa = need("pyarrow", _NEEDS)
        record = arrow_types.final_schema(self.job())
        fields = [field for field in record if field.name not in ("file", "carried")]
        return pa.schema([*fields, *((name, pa.string()) for name in _FAULT)])

    def carried(self, names: Sequence[str]) -> list[tuple[str, str]]:
        """The columns that are carried along, with the names that they get."""
        made = {name.lower() for name in self.made().names}  # Spark and DuckDB do not look at letters' case
        taken = made | {name.lower() for name in names}
        found = []
        for name in names:
            if name == self.html or (name == self.url == "url" and "url" in made):
                continue
            new = name
            while new.lower() in made or (new != name and new.lower() in taken):
                new = f"input_{new}"
            taken.add(new.lower())
            found.append((name, new))
        return found

    def check(self, names: Sequence[str]) -> None:
        """See that the columns are there.

        Raises:
            OptionsError: one is not, or is there twice.
        """
        for option in ("html", "url", "content_type", "fetched"):
            name = getattr(self, option)
            if name is None or name in names or (option == "url" and name == "url"):
                continue
            raise OptionsError(f"There is no column {name!r} ({option}=); there are {', '.join(names) or 'none'}.")
        twice = sorted({name for name in names if list(names).count(name) > 1})
        if twice:
            raise OptionsError(f"There are two columns {twice[0]!r}: rename one.")


def extract_table(table: Any, **how: Any) -> Any:
    """Read the pages in a column of a table.

    Args:
        table: a `pyarrow.Table`.
        how: the attributes of `Reading`: ``html``, ``url``, ``options``, ``isolate`` …

    Returns:
        A `pyarrow.Table` with a row for each row, in their order.

    Raises:
        OptionsError: a column is not there, or an option means nothing.
        MissingExtra: pyarrow is not installed.

    >>> import pyarrow as pa
    >>> page = "<h1>老街亮灯</h1><p>来源：某某晚报</p><p>昨晚，老街的路灯亮了，居民说方便多了。</p>"
    >>> table = extract_table(pa.table({"id": [1, 2], "html": [page, ""]}))
    >>> table.select(["id", "source", "error"]).to_pylist()
    [{'id': 1, 'source': '某某晚报', 'error': None}, {'id': 2, 'source': None, 'error': 'EmptyPage'}]
    """
    pa = need("pyarrow", _NEEDS)
    schema = Reading(**how).schema(table.schema)
    return pa.Table.from_batches(list(extract_batches(table.to_batches(), **how)), schema)


def extract_batches(batches: Iterable[Any], **how: Any) -> Iterator[Any]:
    """Read the pages in a column of record batches, as engines give them.

    Args:
        batches: `pyarrow.RecordBatch` objects, taken one at a time.
        how: as in `extract_table`.

    Yields:
        `pyarrow.RecordBatch` objects; one or more for each that came, none for an empty one.

    Raises:
        OptionsError, MissingExtra: as `extract_table`.
        WorkerError: ``isolate``, and child processes do not start.
    """
    reading = Reading(**how)
    job = reading.job()
    isolated = Isolated(job, reading.page_timeout, reading.worker_memory, reading.parse) if reading.isolate else None
    try:
        for batch in batches:
            schema = reading.schema(batch.schema)
            lots = _lots(batch, reading)
            works = isolated.works(lots) if isolated else (work_on(lot, job, reading.parse) for lot in lots)
            start = 0
            for lines in _lines(works, batch, reading):
                records = arrow_types.table_of(b"\n".join(lines), job, _FAULT)
                yield _joined(batch.slice(start, len(lines)), records, reading, schema)
                start += len(lines)
    finally:
        if isolated is not None:
            isolated.close()


def _joined(given: Any, records: Any, reading: Reading, schema: Any) -> Any:
    """The columns that came in beside those that were made."""
    pa = need("pyarrow", _NEEDS)
    columns = [given.column(name) for name, _ in reading.carried(given.schema.names)]
    made = [_whole(records.column(name)) for name in reading.made().names]
    return pa.RecordBatch.from_arrays([*columns, *made], schema=schema)


def _whole(column: Any) -> Any:
    whole = column.combine_chunks()
    return whole.chunk(0) if hasattr(whole, "chunk") else whole


def _lots(batch: Any, reading: Reading) -> Iterator[list[RawPage | Fault]]:
    """The pages of a batch, each named by its row."""
    pages = _Pages(batch, reading)
    for start in range(0, batch.num_rows, _LOT):
        yield [pages.page(row) for row in range(start, min(start + _LOT, batch.num_rows))]


def _lines(works: Iterable[Work], batch: Any, reading: Reading) -> Iterator[list[bytes]]:
    """The rows as JSON, in lots that make a batch each."""
    pages, lines, size = _Pages(batch, reading), [], 0
    for work in works:
        found = {int(row.name): row.line for row in work.rows}
        for error in map(json.loads, work.errors):
            found[int(error["file"])] = pages.fault(int(error["file"]), error)
        for _, line in sorted(found.items()):
            lines.append(line)
            size += len(line)
        if len(lines) >= _ROWS or size >= _BYTES:
            yield lines
            lines, size = [], 0
    if lines:
        yield lines


class _Pages:
    """The rows of a batch as pages."""

    def __init__(self, batch: Any, reading: Reading) -> None:
        self._html = reading.html
        self._columns = {
            option: batch.column(name)
            for option in ("html", "url", "content_type", "fetched")
            if (name := getattr(reading, option)) is not None and name in batch.schema.names
        }
        self._says_url = "url" in reading.made().names

    def page(self, row: int) -> RawPage | Fault:
        body = _value(self._columns["html"][row])
        if not isinstance(body, str | bytes):
            return Fault(str(row), "ValueError", f"There is no page in the column {self._html}.")
        return RawPage(
            str(row),
            body,
            url=self._text("url", row),
            content_type=self._text("content_type", row),
            fetched=self._text("fetched", row),
        )

    def fault(self, row: int, error: dict[str, str]) -> bytes:
        """A page that could not be read, as JSON."""
        line = {**error, "url": self._text("url", row)} if self._says_url else error
        return json.dumps(line, ensure_ascii=False).encode()

    def _text(self, option: str, row: int) -> str | None:
        value = _value(self._columns[option][row]) if option in self._columns else None
        if isinstance(value, bytes):
            return value.decode("utf-8", "replace")
        if value is None or isinstance(value, str):
            return value
        return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _value(scalar: Any) -> Any:
    """A value of a column; of a text that is no UTF-8 (Arrow does not look) its bytes."""
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        return scalar.as_buffer().to_pybytes()
