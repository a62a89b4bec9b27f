"""Files that all workers see: on a shared disk, or behind an address (s3://, hdfs://, gs://) that pyarrow can open."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from newsparse.dumps.extras import need

_NEEDS = "files of a cluster cannot be read"
_COPIED = 8 << 20


class Entry(NamedTuple):
    """A file: its path, and its path below the folder that was listed ("" for the file itself), its bytes."""

    path: str
    below: str
    size: int


def _opened(path: str) -> tuple[Any, str]:
    """The file system of a path and the path in it."""
    fs = need("pyarrow.fs", _NEEDS)
    if "://" in path:
        system, inner = fs.FileSystem.from_uri(path)
        return system, inner
    return fs.LocalFileSystem(), str(Path(path).absolute())


def is_local(path: str) -> bool:
    return "://" not in path


def entries(path: str) -> list[Entry] | None:
    """The files of a folder, in code point order (hidden ones are none), or the file itself; None: nothing is there.

    Raises:
        OSError: the place cannot be reached.
    """
    fs = need("pyarrow.fs", _NEEDS)
    system, inner = _opened(path)
    info = system.get_file_info(inner)
    if info.type == fs.FileType.NotFound:
        return None
    if info.type != fs.FileType.Directory:
        return [Entry(path, "", info.size or 0)]
    base = info.path.rstrip("/") + "/"
    found = []
    for each in system.get_file_info(fs.FileSelector(inner, recursive=True)):
        below = each.path.removeprefix(base)
        if each.type == fs.FileType.File and not any(part.startswith((".", "_")) for part in below.split("/")):
            found.append(Entry(f"{path.rstrip('/')}/{below}", below, each.size or 0))
    return sorted(found, key=lambda entry: entry.below)


@contextmanager
def fetched(path: str) -> Iterator[Path]:
    """A file as one on this machine's disk, under its own name: itself, or a copy for the while."""
    if is_local(path):
        yield Path(path)
        return
    system, inner = _opened(path)
    with TemporaryDirectory(prefix="newsparse-") as folder:
        copy = Path(folder) / inner.rpartition("/")[2]
        # As it is: by itself pyarrow unpacks what is called .gz, and WARC files are read packed.
        with system.open_input_stream(inner, compression=None) as stream, copy.open("wb") as file:
            shutil.copyfileobj(stream, file, _COPIED)
        yield copy


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of the output. What is put there is there as a whole or not at all."""

    path: str

    def at(self, name: str) -> str:
        return f"{self.path.rstrip('/')}/{name}"

    def put(self, file: Path, name: str) -> None:
        """Put a copy of a file there, over one of that name: another attempt at the same task made the same."""
        system, inner = _opened(self.at(name))
        folder, _, last = inner.rpartition("/")
        system.create_dir(folder, recursive=True)
        # Hidden, and of this attempt alone: two attempts may be at it at once, and what a dead one left is no part.
        made = f"{folder}/.{last}.{uuid.uuid4().hex}"
        with file.open("rb") as source, system.open_output_stream(made, compression=None) as stream:
            shutil.copyfileobj(source, stream, _COPIED)
        system.move(made, inner)

    def write(self, text: str, name: str) -> None:
        """Put a small file there."""
        with TemporaryDirectory(prefix="newsparse-") as folder:
            file = Path(folder) / "file"
            file.write_text(text, encoding="utf-8")
            self.put(file, name)

    def read(self, name: str) -> str | None:
        """A small file's text; None where it is not there."""
        system, inner = _opened(self.at(name))
        try:
            with system.open_input_stream(inner, compression=None) as stream:
                return bytes(stream.read()).decode()
        except FileNotFoundError:
            return None

    def names(self) -> set[str]:
        """The files in it."""
        return {entry.below for entry in entries(self.path) or () if entry.below}

    def clear(self) -> None:
        """Take away the folder, if it is there."""
        fs = need("pyarrow.fs", _NEEDS)
        system, inner = _opened(self.path)
        if system.get_file_info(inner).type == fs.FileType.Directory:
            system.delete_dir(inner)


# Before the output is known.
NOWHERE = Place("")
