"""Bytes to text: which encoding a page is in.

What a page declares is evidence, not truth: pages that say gb2312 are UTF-8 or Big5, servers add charsets of their own.
The bytes are asked first. The rules and their order are in `_RULES`; the first answer wins. Of bs4's detector only the
search for declarations is used: the rest asks chardet if that is installed, so its answer depends on the machine.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from encodings.aliases import aliases as _python_aliases
from functools import cache, cached_property
from itertools import chain, product, repeat
from typing import NamedTuple

from newsparse.lexicon import load
from newsparse.read.binary import wide_codec

# What stands for broken bytes, and how GB 18030 writes it: a page may hold it.
_BROKEN = "\ufffd"
_BROKEN_GB18030 = b"\x84\x31\xa4\x37"

# Bytes looked at for declarations. Browsers read 1,024; pages with scripts before their meta are met.
_HEAD = 8192

# Broken bytes among those beyond ASCII up to which an encoding is held to be the page's. Read as UTF-8, texts of 60
# characters in GBK, Big5, EUC-JP, Shift_JIS and EUC-KR measured 0.36 or more, whole pages 0.6; UTF-8 pages below 0.01.
_BROKEN_SHARE = 0.1

# What a character adds to a reading's score: one of the commonest; one of level one of GB 2312 or Big5 (the commoner
# half of either); broken or private. Any other adds nothing.
_COMMON, _LEVEL_ONE, _BAD = 1.0, 0.25, -1.0
# Mean scores measured: 3,000 pieces of news of 60 characters 0.60 to 1 read right, at most 0.26 read wrong (Big5 as
# GB 18030 or the other way round); pieces of 10 characters 0.40 to 1 and at most 0.43. Read as Chinese, EUC-JP has at
# most 0.45 (hiragana), EUC-KR 0.37, others below 0.2.
_CERTAIN = 0.5  # no wrong reading of ten characters has it: another language that is declared is not believed
_LIKELY = 0.4  # enough where no encoding of another language is declared
_POSSIBLE = 0.2  # enough where a Chinese encoding is declared: lists of names have few common characters
# Characters that are scored: enough for a figure, spread over the page.
_SAMPLE = 1000

_ASCII = bytes(range(0x80))
_LABEL = r"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]+)"
_IN_HEADER = re.compile(_LABEL, re.I | re.A)
_IN_MARKUP = re.compile(
    rf"<(?:meta\b[^>]{{0,200}}?\b{_LABEL}|\?xml\b[^>]{{0,80}}?\bencoding\s{{0,9}}=\s{{0,9}}[\"']([\w.:-]+))",
    re.I | re.A,
)
# Bytes beyond ASCII from an ASCII byte to one that cannot be the second of a character: whole characters, two each.
_GB_RUN = re.compile(rb"(?<![\x80-\xff])[\x80-\xff]{2,}(?![\x40-\x7e\x80-\xff]|[0-9][\x80-\xff])")


class Decoded(NamedTuple):
    """A page's text, Python's name of the codec that read it ("utf-8", "gb18030" …), and what was wrong with it."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


class _Reading(NamedTuple):
    """The bytes as one encoding reads them: U+FFFD stands for what is broken."""

    text: str
    encoding: str
    broken: int  # bytes
    score: float  # -1 … 1: how common in Chinese its characters beyond ASCII are
    weight: float  # 1 / their number: what one character more or less does to the score


class _Bytes:
    """A page's bytes, and what is said of them, read when first asked for."""

    def __init__(self, data: bytes, content_type: str | None) -> None:
        self.data = data
        self.content_type = content_type

    @cached_property
    def declared(self) -> tuple[str, ...]:
        """The codecs that the header, the XML declaration and the meta elements name, in this order, each once."""
        labels = _IN_HEADER.findall(self.content_type or "")
        labels += (found[1] or found[2] for found in _IN_MARKUP.finditer(self.data[:_HEAD].decode("latin-1")))
        return tuple(dict.fromkeys(name for label in labels if (name := codec_name(label)) is not None))

    def of_kind(self, *kinds: str) -> list[str]:
        """The declared codecs of these kinds (see ``data/encodings.toml``), kind by kind."""
        return [name for kind in kinds for name in self.declared if _kinds()[name] == kind]

    @cached_property
    def beyond_ascii(self) -> bytes:
        """The bytes beyond ASCII, in order: all that UTF-8 writes its characters with."""
        return self.data.translate(None, _ASCII)

    def clean(self, reading: _Reading) -> bool:
        """Whether so little is broken that the page may be in this encoding."""
        return reading.broken <= _BROKEN_SHARE * len(self.beyond_ascii)


def decode(data: bytes, content_type: str | None = None) -> Decoded:
    """Read a page's bytes. Never raises: what cannot be read becomes U+FFFD, and a warning says so.

    Args:
        data: the page as served, unpacked. `newsparse.read.binary.refuse_binary` tells what is no page at all.
        content_type: the Content-Type header, where there is one.

    >>> decode("<meta charset=big5><p>今天的新闻说，市里要建三条地铁。".encode("gbk"))[1:]
    ('gb18030', ('The page declares big5hkscs; by its characters it is gb18030.',))
    """
    decoded = _by_wide_form(data)
    if decoded is None:
        page = _Bytes(data.replace(b"\0", b"").removeprefix(codecs.BOM_UTF8), content_type)
        decoded = next(found for rule in _RULES if (found := rule(page)) is not None)
        nuls = data.count(0) if b"\0" in data else 0
    else:
        nuls = decoded.text.count("\0")
    if not nuls:
        return decoded
    text, encoding, warnings = decoded
    return Decoded(text.replace("\0", ""), encoding, (*warnings, f"NUL characters dropped: {nuls}."))


def codec_name(label: str) -> str | None:
    """The codec that reads pages declared as ``label``, or None for a label that is not to be believed.

    >>> codec_name("GB2312"), codec_name("x-x-big5"), codec_name("utf8"), codec_name("utf-7")
    ('gb18030', 'big5hkscs', 'utf-8', None)
    """
    key = re.sub(r"[-.: ]", "_", label.strip().lower())
    return _aliases().get(key) or _aliases().get(_python_aliases.get(key, ""))


def _by_wide_form(data: bytes) -> Decoded | None:
    """UTF-16 (or UTF-32) by its byte order mark or by its NUL bytes."""
    codec = wide_codec(data)
    if codec is None:
        return None
    text, encoding = data.decode(codec, "replace"), codec[:6]  # utf-16-le is reported as utf-16
    return Decoded(text, encoding, _broken_warning(0 if _decodes(data, codec) else text.count(_BROKEN), encoding))


def _by_strict_utf8(page: _Bytes) -> Decoded | None:
    """UTF-8 without an error: no other encoding of more than a few words passes for it. Most pages end here."""
    try:
        text = page.data.decode()
    except UnicodeDecodeError:
        return None
    if text.isascii() and ("\x1b" in text or "~{" in text):
        for name in page.of_kind("seven"):  # ISO-2022 and HZ look like ASCII: here alone a declaration decides
            if _decodes(page.data, name):
                return Decoded(page.data.decode(name), name)
    return Decoded(text, "utf-8")


def _by_nearly_utf8(page: _Bytes) -> Decoded | None:
    """UTF-8 with a few broken bytes: characters cut in two, parts in another encoding."""
    if not page.clean(_read(page.beyond_ascii, "utf-8")):
        return None
    return _decoded(_read(page.data, "utf-8"))


def _by_common_characters(page: _Bytes) -> Decoded | None:
    """The encoding in which the characters are commonest: nearly all Big5 decodes as GB 18030 too, as nonsense."""
    chinese = page.of_kind("chinese")
    if chinese and (reading := _read(page.data, chinese[0])).score >= _CERTAIN:
        return _decoded(reading)
    # UTF-8 once more: where parts of a page are in another encoding, the greater part decides.
    readings = [_read(page.data, name) for name in ("gb18030", "big5hkscs", "utf-8")]
    # What is declared is worth one character: it decides where there are only a few.
    best = max(readings, key=lambda r: r.score + (r.weight if r.encoding in page.declared else 0))
    enough = _POSSIBLE if chinese else _CERTAIN if page.of_kind("multi", "single") else _LIKELY
    if best.score < enough:
        return None
    if not page.declared or best.encoding in page.declared:
        return _decoded(best)
    said = f"The page declares {', '.join(page.declared)}; by its characters it is {best.encoding}."
    return _decoded(best, said)


def _by_declaration(page: _Bytes) -> Decoded | None:
    """What is declared, if it decodes; one byte a character decodes nearly anything, so such encodings come last."""
    names = chain(page.of_kind("multi", "chinese", "single"), _oddly_declared(page))
    return next((_decoded(reading) for name in names if page.clean(reading := _read(page.data, name))), None)


def _oddly_declared(page: _Bytes) -> Iterator[str]:
    """The codec that bs4 finds declared where no browser would (``< meta``, ``charset=charset=``)."""
    from bs4.dammit import EncodingDetector  # not at the top: it takes longer to import than ten pages to read

    # Its patterns take quadratic time. Of so many bytes it searches 2048: 5 ms at most.
    label = EncodingDetector.find_declared_encoding(page.data[:_HEAD], is_html=True)
    yield from filter(None, [codec_name(label or "")])


def _by_default(page: _Bytes) -> Decoded:
    """Where nothing fits: what western pages without a declaration are in."""
    return _decoded(_read(page.data, "cp1252"), "No encoding fits the page; cp1252 is a guess.")


_RULES = (
    _by_strict_utf8,
    _by_nearly_utf8,
    _by_common_characters,  # before the declaration: in Chinese pages it is wrong too often
    _by_declaration,
    _by_default,
)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _read(data: bytes, encoding: str) -> _Reading:
    """Read ``data`` in ``encoding``, count what is broken, and score what is not."""
    text = data.decode(encoding, "replace")
    broken = text.count(_BROKEN)
    if broken and encoding == "utf-8":
        broken = len(data) - len(text.encode()) + 3 * (broken - data.count(_BROKEN.encode()))
    elif broken and encoding == "gb18030":
        broken -= data.count(_BROKEN_GB18030)
        text = _GB_RUN.sub(_realigned, data).decode(encoding, "replace")
    elif broken and encoding == "big5hkscs" and _decodes(data, "cp950"):  # Windows' Big5: €
        text, encoding, broken = data.decode("cp950"), "cp950", 0
    characters = text.encode().translate(None, _ASCII).decode()
    sample = characters[:: len(characters) // _SAMPLE + 1]
    weight = 1 / max(len(sample), 1)
    return _Reading(text, encoding, broken, weight * sum(map(_weights().get, sample, repeat(0.0))), weight)


def _decoded(reading: _Reading, *warnings: str) -> Decoded:
    """The answer that ``reading`` gives, with what is to be said of it."""
    return Decoded(reading.text, reading.encoding, (*warnings, *_broken_warning(reading.broken, reading.encoding)))


def _broken_warning(broken: int, encoding: str) -> tuple[str, ...]:
    return (f"Broken bytes of {encoding} replaced by U+FFFD: {broken}.",) if broken else ()


def _realigned(run: re.Match[bytes]) -> bytes:
    """A run of GB 2312 bytes with the odd one, if there is one, made invalid.

    A byte too many or too few makes all that follow it be read as other characters, without an error. The odd one is
    held to be where most of the characters before and after it are common; at the end if that is open, since texts
    are cut there.
    """
    codes = run[0]
    if len(codes) % 2 == 0:
        return codes
    common = _common_gb()
    found = best = sum(codes[i : i + 2] in common for i in range(1, len(codes), 2))
    odd = 0
    for i in range(0, len(codes) - 1, 2):
        found += (codes[i : i + 2] in common) - (codes[i + 1 : i + 3] in common)
        if found >= best:
            best, odd = found, i + 2
    return codes[:odd] + b"\xff" + codes[odd + 1 :]


@cache
def _kinds() -> dict[str, str]:
    """Codec → its kind."""
    return {entry["name"]: entry["kind"] for entry in load("encodings.encoding")}


@cache
def _aliases() -> dict[str, str]:
    """Label, lower case with "_", → codec."""
    entries = load("encodings.encoding")
    return {label: e["name"] for e in entries for label in (e["name"].replace("-", "_"), *e["aliases"])}


@cache
def _common() -> frozenset[str]:
    """The commonest characters of Chinese, simplified and traditional, and its punctuation."""
    return frozenset("".join("".join(load("encodings.common").values()).split()))


@cache
def _common_gb() -> frozenset[bytes]:
    """The same in GB 18030, where it has two bytes for them."""
    return frozenset(code for char in _common() if len(code := char.encode("gb18030")) == 2)


@cache
def _weights() -> dict[str, float]:
    """Character → what it adds to a score. Level one is rows B0-D7 of GB 2312, and A4-C5 (and some of C6) of Big5."""
    gb2312 = bytes(chain.from_iterable(product(range(0xB0, 0xD8), range(0xA1, 0xFF)))).decode("gb2312", "ignore")
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    big5 = bytes(chain.from_iterable(product(range(0xA4, 0xC6), trails))).decode("big5", "ignore")
    private = map(chr, range(0xE000, 0xF900))
    return (
        dict.fromkeys(chain(gb2312, big5), _LEVEL_ONE)
        | dict.fromkeys(_common(), _COMMON)
        | dict.fromkeys(chain(private, _BROKEN), _BAD)
    )
