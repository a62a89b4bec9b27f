"""What stands in a zip archive beside what its directory names: another archive in front, members left out, a rest.

A zip archive is read from its end: of two that were joined, the directory names the members of the second one only.
"""

from __future__ import annotations

import os
import struct
import zipfile
from typing import IO

from newsparse.dumps.inputs.cut_zips import BETWEEN, HEADER_SIZE, header_at
from newsparse.dumps.inputs.opened import read_up_to

# What archives begin with that were in parts; and those that unpack themselves: programs of Windows, of Linux, scripts.
_NO_MEMBERS = (b"PK\x07\x08PK", b"PK00PK", b"MZ", b"\x7fELF", b"#!")
# Bytes that may stand between the data of two members and are none: extras, sizes behind the data.
_BESIDE = 64
# The end of the directory: a sign, the length of the comment that follows. It stands among the last bytes.
_END, _END_SIGN, _LONGEST_COMMENT = struct.Struct("<4s16xH"), b"PK\x05\x06", 0xFFFF
_FILLING = b"\0 \t\r\n\x1a"  # what archives are filled up with


def why_not_all(archive: zipfile.ZipFile, file: IO[bytes]) -> str | None:
    """What is wrong where members stand in the file that its directory does not name."""
    members = sorted(archive.filelist, key=lambda info: info.header_offset)
    starts = [*(info.header_offset for info in members), archive.start_dir]
    if starts[0] > 0 and header_at(file, 0) is not None:
        return "it does not name what stands at the beginning, as where two archives were joined"
    for info, here, following in zip(members, starts, starts[1:], strict=False):
        least = HEADER_SIZE + len(info.orig_filename.encode(errors="replace")) + info.compress_size
        if following - here - least > _BESIDE and (header := header_at(file, here)) is not None:
            end = header.begin + info.compress_size
            if any(end + more < following and header_at(file, end + more) is not None for more in BETWEEN):
                return f"it does not name what stands behind the member at byte {here}"
    return None


def said_of_rest(archive: zipfile.ZipFile, file: IO[bytes]) -> str | None:
    """What is said of bytes in front of the first member, or behind the archive's end."""
    first = min((info.header_offset for info in archive.filelist), default=0)
    file.seek(0)
    parts = []
    if first > 0 and not file.read(6).startswith(_NO_MEMBERS):
        parts.append(f"{first} bytes in front of its first member")
    if rest := _behind(file):
        parts.append(f"{rest} bytes behind its end")
    return f"Of the archive {' and '.join(parts)} belong to no member: they were not read." if parts else None


def _behind(file: IO[bytes]) -> int:
    """Bytes that stand behind the archive's end; none where they only fill it up."""
    size = file.seek(0, os.SEEK_END)
    start = max(0, size - _END.size - _LONGEST_COMMENT)
    file.seek(start)
    data = read_up_to(file, size - start)
    at = data.rfind(_END_SIGN)
    if at < 0 or at + _END.size > len(data):
        return 0
    rest = data[at + _END.size + _END.unpack_from(data, at)[1] :]
    return len(rest) if rest.strip(_FILLING) else 0
