"""Names of a zip archive's members, which are in whatever encoding."""

from __future__ import annotations

import zipfile

_UTF8_NAME = 0x800


def member_name(info: zipfile.ZipInfo) -> str:
    """The member's name. Where it is not marked as UTF-8, zipfile reads cp437: UTF-8 or GB 18030 is what was meant.

    >>> member_name(zipfile.ZipInfo("石桥.html".encode("gbk").decode("cp437")))
    '石桥.html'
    """
    name = info.orig_filename.replace("\0", "\\x00")  # zipfile ends a name there
    if info.flag_bits & _UTF8_NAME or name.isascii():
        return name
    try:
        return decoded(name.encode("cp437"), 0)
    except UnicodeEncodeError:
        return name


def decoded(raw: bytes, flags: int) -> str:
    """A name as it stands before the data, by the mark in the flags."""
    for encoding in ("utf-8",) if flags & _UTF8_NAME else ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")
