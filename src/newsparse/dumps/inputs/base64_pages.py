"""Pages in Base64: programs write them so where a table takes text only."""

from __future__ import annotations

import binascii
import io
import re
import string

from newsparse.dumps.inputs.opened import HEAD
from newsparse.dumps.inputs.packed import as_far, packing_of, unpacking
from newsparse.dumps.inputs.pagelike import is_text, looks_like_html
from newsparse.errors import InputError

# What tells it from any text: so many letters without a space. (In lines, as e-mail has them, there are 76 or 64.)
_BEGINS = re.compile(rb"\s*(?:data:[^,\s]{0,99};base64,\s*)?(?=[A-Za-z0-9+/_-]{60})", re.IGNORECASE)
_ALPHABET = string.ascii_letters.encode() + b"0123456789+/"
_SPACE = re.compile(rb"\s+")
_LETTERS = bytes.maketrans(b"-_", b"+/")  # those that addresses may have


def out_of_base64(page: str | bytes) -> str | bytes:
    """The page, out of Base64 if it is nothing but that. Long words and names of others have only its letters, too.

    Raises:
        InputError: it begins as an HTML page in Base64 and cannot be decoded.

    >>> page = b"<html><body><p>The bridge has been mended.</p></body></html>"
    >>> out_of_base64(binascii.b2a_base64(page).decode()) == out_of_base64(page) == page
    True
    """
    data = _letters(page)
    if data is None:
        return page
    try:
        found = binascii.a2b_base64(data + b"=" * (-len(data) % 4), strict_mode=True)
        return page if _is_noise(found) else found
    except binascii.Error as error:
        if looks_like_base64_html(page):
            raise InputError(f"The page is in Base64, which is broken: {error}.") from error
        return page


def _is_noise(data: bytes) -> bool:
    """Whether it is neither UTF-8 nor markup in another encoding, nor compressed or another kind of file."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return b"</" not in data and is_text(data[:HEAD])
    return False


def looks_like_base64_html(value: str | bytes) -> bool:
    """Whether a value begins as an HTML page in Base64, which may be compressed below that."""
    data = _letters(value[:HEAD])
    if data is None:
        return False
    size = len(data) - len(data.lstrip(_ALPHABET))
    head = binascii.a2b_base64(data[: size // 4 * 4])
    if packing_of(head) == "gz":
        with unpacking(io.BytesIO(head), "gz") as stream:
            head, _ = as_far(stream, HEAD)
    return looks_like_html(head)


def _letters(value: str | bytes) -> bytes | None:
    """The letters of a value that begins as Base64 does."""
    start = value[:200]
    begins = _BEGINS.match(start if isinstance(start, bytes) else start.encode("ascii", "replace"))
    if begins is None:
        return None
    data = value if isinstance(value, bytes) else value.encode("ascii", "replace")
    return _SPACE.sub(b"", data[begins.end() :]).translate(_LETTERS)
