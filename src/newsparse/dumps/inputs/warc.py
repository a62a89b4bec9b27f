"""WARC files: response and resource records, by fastwarc. Both WARC libraries give a cut record as if it were whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newsparse.dumps.extras import need
from newsparse.dumps.inputs.opened import Context, Source, skip_to
from newsparse.dumps.pages import END, MOST_BYTES, Fault, Item, Position, RawPage, fault_of

_TYPES = ("text/html", "application/xhtml", "text/plain", "application/octet-stream", "unk")
_NEEDS = "a WARC file cannot be read"


def is_warc(head: bytes, _source: Source, _context: Context) -> bool:
    """By its first bytes."""
    return head.startswith(b"WARC/")


def read_warc(source: Source, after: Position, context: Context) -> Iterator[Item]:
    """Positions: the offset of the record (in the compressed file, if it is compressed).

    Records of pictures, scripts and redirects are passed over. A record that is cut is a fault; so is broken
    compression, behind which nothing can be found again.
    """
    warc = need("fastwarc.warc", _NEEDS)
    start = after[0] if after else 0
    try:
        with source.open() as stream:
            skip_to(stream, start)
            kinds = warc.WarcRecordType.response | warc.WarcRecordType.resource
            records = warc.ArchiveIterator(stream, record_types=kinds, parse_http=False)
            for record in records:
                page = _page(record, f"{source.name}#{record.stream_pos}", context)
                if page is not None:
                    yield Item((record.stream_pos,), page)
    except (OSError, EOFError, ValueError) as error:
        yield Item((END,), fault_of(source.name, error))


def _page(record: Any, name: str, context: Context) -> RawPage | Fault | None:
    """The page in a record, what is wrong with it, or None where it is no page."""
    headers = record.headers
    if headers.get("Content-Length") is None:
        return Fault(name, "TruncatedRecord", "The record's header is cut off.")
    if record.content_length > MOST_BYTES:
        return Fault(name, "PageTooLarge", f"The record has {record.content_length} bytes: it was not read.")
    block = record.reader.read()
    if len(block) < record.content_length:
        why = f"The record has {len(block)} of {record.content_length} bytes: it is cut off."
        return Fault(name, "TruncatedRecord", why)
    url = headers.get("WARC-Target-URI")
    url = url.strip("<>") if url else None
    date = headers.get("WARC-Date")
    carried: dict[str, Any] = {"warc_date": date}
    content_type, body = headers.get("Content-Type"), block
    if (content_type or "").replace(" ", "").startswith("application/http"):
        parsed = _http(record, block)
        if isinstance(parsed, str):
            return Fault(name, "ValueError", parsed)
        status, content_type, body = parsed
        carried["http_status"] = status
        if not 200 <= status < 300:
            context.passed += 1
            return None
    if content_type and not content_type.lower().lstrip().startswith(_TYPES):
        context.passed += 1
        return None
    return RawPage(name, body, url=url, content_type=content_type, fetched=date, carried=carried)


def _http(record: Any, block: bytes) -> tuple[int, str | None, bytes] | str:
    """Status, type and body of an HTTP response, its encodings undone; what is wrong with it, where that fails."""
    record.set_bytes_content(block)
    try:
        record.parse_http(auto_decode="all")
        if record.http_headers is None:
            return "The record is no HTTP response."
        status = record.http_headers.status_code
        types = record.http_headers.get("Content-Type")
        return status or 0, types, record.reader.read(MOST_BYTES)
    except (OSError, EOFError, ValueError) as error:
        return f"The HTTP response cannot be decoded: {error}"
