"""What is no page: nothing at all, or a PDF, a picture, an archive. Told before anything is decoded."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from newsparse.errors import BinaryPage, EmptyPage

# Byte order marks; that of UTF-32 begins as that of UTF-16 does, so it comes first.
_WIDE_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BOMS = (codecs.BOM_UTF8, *(bom for bom, _ in _WIDE_BOMS))
# Bytes that are looked at: a page that is text here is text.
_HEAD = 8192

# UTF-16 markup has a NUL in every second byte, plain Chinese text in UTF-16 a few in every line. The bytes between them
# have next to none: a U+3000 (00 30) now and then.
_NUL_SHARE = 0.05
_NUL_RATIO = 4
_FEW_NULS = 4  # fewer are stray ones

# Control bytes that text does not have: without NUL (padding), tab, line ends, form feed, backspace, and without
# SO, SI and ESC of ISO 2022. Compressed or random bytes have 8 %, pages none, broken pages a few.
_CONTROLS = bytes(set(range(1, 0x20)) - set(b"\b\t\n\v\f\r\x0e\x0f\x1b"))
_CONTROL_SHARE = 0.02
_FEW_CONTROLS = 3
# NULs, but for those at the end: text has stray ones, programs and bitmaps are full of them.
_NULS_SHARE = 0.1

_UNPACK = "Unpack it first, then pass what is inside."
_TEXT = "Convert it to HTML or text first."
_PICTURE = "There is no text to read in it: leave it out."
_OTHER = "newsparse reads HTML and text: leave it out."


class _Magic(NamedTuple):
    """How a kind of file begins, what it is called, and what to do with it."""

    pattern: str
    what: str
    advice: str


# In this order: a Word file is a zip archive, so what is in a zip is asked before zip itself. No pattern may be the
# beginning of a text in any encoding: those without a byte that text does not have are long.
_MAGIC = (
    _Magic(r"\s{0,99}%PDF-\d", "a PDF document", _TEXT),
    _Magic(
        r"PK\x03\x04.{26}(?:\[Content_Types\]|_rels/|docProps/|word/|xl/|ppt/)",
        "an MS Office document (docx, xlsx, pptx)",
        _TEXT,
    ),
    _Magic(r"PK\x03\x04.{26}mimetypeapplication/epub\+zip", "an EPUB book", _UNPACK),
    _Magic(r"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis", "an OpenDocument file", _TEXT),
    _Magic(r"PK(?:\x03\x04|\x05\x06|\x07\x08)", "a zip archive", _UNPACK),
    _Magic(r"\x1f\x8b\x08", "gzip-compressed", "Decompress it first: gzip.decompress(data)."),
    _Magic(r"BZh[1-9]1AY&SY", "bzip2-compressed", "Decompress it first: bz2.decompress(data)."),
    _Magic(r"\xfd7zXZ\0", "xz-compressed", "Decompress it first: lzma.decompress(data)."),
    _Magic(r"\x28\xb5\x2f\xfd", "zstd-compressed", "Decompress it first."),
    _Magic(r"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    _Magic(r"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    _Magic(r".{257}ustar", "a tar archive", _UNPACK),
    _Magic(r"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an MS Office document (doc, xls, ppt)", _TEXT),
    _Magic(r"\{\\rtf1", "an RTF document", _TEXT),
    _Magic(r"\x89PNG\r\n", "a PNG picture", _PICTURE),
    _Magic(r"\xff\xd8\xff", "a JPEG picture", _PICTURE),
    _Magic(r"GIF8[79]a", "a GIF picture", _PICTURE),
    _Magic(r"RIFF.{4}WEBP", "a WebP picture", _PICTURE),
    _Magic(r"BM.{4}\0\0\0\0", "a BMP picture", _PICTURE),
    _Magic(r"II\*\0|MM\0\*", "a TIFF picture", _PICTURE),
    _Magic(r"\0\0\1\0[\1-\x40]\0", "an icon", _PICTURE),
    _Magic(r"\0\0.{2}ftypavif", "an AVIF picture", _PICTURE),
    _Magic(r"\0\0.{2}ftyp", "an MP4 video", _OTHER),
    _Magic(r"\x1aE\xdf\xa3", "a WebM or Matroska video", _OTHER),
    _Magic(r"FLV\1", "a Flash video", _OTHER),
    _Magic(r"[CFZ]WS[\3-\x08\x0e-\x1f]", "a Flash film", _OTHER),
    _Magic(r"RIFF.{4}(?:WAVE|AVI )", "a sound or video file", _OTHER),
    _Magic(r"ID3[\2-\4]|OggS\0", "a sound file", _OTHER),
    _Magic(r"wOF[F2]|\0\1\0\0\0.\0|OTTO\0", "a font", _OTHER),
    _Magic(r"\x7fELF|MZ[^\n]{0,60}\0", "a program", _OTHER),
    _Magic(r"SQLite format 3\0", "an SQLite database", _OTHER),
)
_ANY_MAGIC = re.compile("|".join(f"({magic.pattern})" for magic in _MAGIC).encode("latin-1"), re.S)


def refuse_binary(data: bytes) -> None:
    """Let text pass, in whatever encoding.

    Raises:
        EmptyPage: there is nothing but white space.
        BinaryPage: the bytes are no text; the message says what they are and what to do.

    >>> refuse_binary("<p>今天有雨。".encode("gbk"))
    """
    head = data[:_HEAD]
    if _is_blank(head) and _is_blank(data):
        raise EmptyPage("The page is empty: there is nothing but white space. Fetch it again.")
    if (found := _ANY_MAGIC.match(head)) is not None and found.lastindex is not None:
        magic = _MAGIC[found.lastindex - 1]
        raise BinaryPage(f"The page is no text: it is {magic.what}. {magic.advice}")
    codec = wide_codec(data)
    text = head.decode(codec, "replace").encode() if codec else head
    if share := _share_of_controls(text):
        raise BinaryPage(
            f"The page is no text: {share:.0%} of its first bytes are control bytes. "
            "Decompress it if it is compressed (Content-Encoding: br, deflate); otherwise leave it out."
        )


def wide_codec(data: bytes) -> str | None:
    """The codec of UTF-16 or UTF-32 text, by its byte order mark or by where its NUL bytes are; None for other bytes.

    >>> wide_codec("<p>今天有雨。</p>".encode("utf-16-le")), wide_codec("<p>今天有雨。</p>".encode("utf-16"))
    ('utf-16-le', 'utf-16')
    """
    if data.startswith(_BOMS[1:]):
        return next(name for bom, name in _WIDE_BOMS if data.startswith(bom))
    head = data[:_HEAD]
    if b"\0" not in head:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    few, many = sorted((even, odd))
    if many < max(_FEW_NULS, _NUL_SHARE * len(head) / 2, _NUL_RATIO * few):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_blank(data: bytes) -> bool:
    """Whether there is nothing but white space, NULs and a byte order mark."""
    return data.strip(b" \t\n\v\f\r\0") in (b"", *_BOMS)


def _share_of_controls(head: bytes) -> float:
    """The share of control bytes (or of NULs) where it is more than text has, else 0."""
    body = head.rstrip(b"\0")
    controls = len(body) - len(body.translate(None, _CONTROLS))
    if controls > _FEW_CONTROLS and controls > _CONTROL_SHARE * len(body):
        return controls / len(body)
    nuls = body.count(0)
    return nuls / len(body) if nuls > _NULS_SHARE * len(body) else 0.0
