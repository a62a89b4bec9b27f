"""Members of a zip archive that share data: a few kilobytes that unpack to terabytes, one page a million times."""

from __future__ import annotations

import zipfile
from itertools import pairwise
from typing import IO

_SIGN = b"PK\x03\x04"
_HEADER = 30  # bytes in front of the name


def overlapping(archive: zipfile.ZipFile, file: IO[bytes]) -> frozenset[int]:
    """The numbers of members that reach into another one, or have the name and the place of an earlier one.

    What the directory says of a place may be wrong for that member only: another member is where a header stands.
    """
    places: dict[int, list[int]] = {}
    seen: set[tuple[int, str]] = set()
    found: set[int] = set()
    for number, info in enumerate(archive.filelist):
        if hasattr(info, "_end_offset"):
            info._end_offset = None  # else zipfile (of late 3.11, and since) refuses also the one that is in order
        key = (info.header_offset, info.orig_filename)
        if key in seen:
            found.add(number)
        seen.add(key)
        places.setdefault(info.header_offset, []).append(number)
    for here, following in pairwise(sorted(places)):
        # What stands before the data may have another name than the directory says, a shorter one.
        reaching = [n for n in places[here] if here + _HEADER + archive.filelist[n].compress_size > following]
        if reaching and _is_header(file, here) and _is_header(file, following):
            found.update(reaching)
    return frozenset(found)


def _is_header(file: IO[bytes], at: int) -> bool:
    file.seek(at)
    return file.read(len(_SIGN)) == _SIGN
