"""Files that all workers see: on a shared disk, or behind an address (s3://, hdfs://, gs://) that pyarrow can open."""

from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from newsparse.dumps.extras import need
from newsparse.dumps.faults import DumpError
from newsparse.dumps.inputs.opened import Context
from newsparse.dumps.inputs.tree import walk
from newsparse.dumps.printable import printable

_NEEDS = "files of a cluster cannot be read"
_COPIED = 8 << 20
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/")

# What to do about addresses that pyarrow does not open, by their schemes.
_INSTEAD = {
    "s3a": "Write s3:// for it.",
    "s3n": "Write s3:// for it.",
    "http": "newsparse does not download: fetch it first.",
    "https": "newsparse does not download: fetch it first.",
    "dbfs": "Write the path under which all workers see it: /dbfs/...",
}
_ELSE = "Give a path that all workers see (a mounted disk), or s3://, gs://, abfs://, hdfs://."
_HADOOP = (
    "The driver and all workers need Hadoop's native client: JAVA_HOME, HADOOP_HOME (with lib/native/libhdfs.so) and "
    "CLASSPATH=$(hadoop classpath --glob). Or mount it (NFS gateway, FUSE) and give that path."
)
# Where addresses are opened by Hadoop's client.
_BY_HADOOP = ("hdfs", "viewfs")


class Entry(NamedTuple):
    """A file.

    Attributes:
        path: where it is.
        below: its path below the folder that was listed; "" for the file itself.
        size: bytes.
        error: it is none to be read, for this reason.
    """

    path: str
    below: str
    size: int
    error: Exception | None = None


def scheme_of(path: str) -> str:
    """The scheme of an address; "" for a path."""
    return found[1].lower() if (found := _SCHEME.match(path)) else ""


def is_local(path: str) -> bool:
    """Whether it is a path, or written as one's address (file:)."""
    return scheme_of(path) in ("", "file")


def local_path(path: str) -> str:
    """A path as it stands, or that of an address file:, from the root: workers have other working folders."""
    if scheme_of(path) == "file":
        path = need("pyarrow.fs", _NEEDS).FileSystem.from_uri(path)[1]
    return str(Path(path).absolute())


def absolute(path: str) -> str:
    """A path from the root, an address as it is."""
    return local_path(path) if is_local(path) else path


def opened(path: str) -> tuple[Any, str]:
    """The file system of a path and the path in it.

    Raises:
        DumpError: nothing here opens such addresses; the message says what to do.
    """
    fs = need("pyarrow.fs", _NEEDS)
    if is_local(path):
        return fs.LocalFileSystem(), local_path(path)
    scheme = scheme_of(path)
    try:
        system, inner = fs.FileSystem.from_uri(path)
    except (OSError, ValueError) as error:
        said = _HADOOP if scheme in _BY_HADOOP else _INSTEAD.get(scheme, _ELSE)
        why = str(error).partition("\n")[0].rstrip(".")
        raise DumpError(f"{printable(path)} cannot be opened ({printable(why)}). {said}") from error
    return system, inner


def entries(path: str, *, follow_links: bool = False) -> list[Entry] | None:
    """The files of a folder, in code point order, or the file itself; None: nothing is there.

    Raises:
        OSError: the place cannot be reached.
        DumpError: as `opened`.
    """
    if is_local(path):
        return _local_entries(Path(local_path(path)), follow_links=follow_links)
    fs = need("pyarrow.fs", _NEEDS)
    system, inner = opened(path)
    info = system.get_file_info(inner)
    if info.type == fs.FileType.NotFound:
        return None
    if info.type != fs.FileType.Directory:
        return [Entry(path, "", info.size or 0)]
    base = info.path.rstrip("/") + "/"
    listed = system.get_file_info(fs.FileSelector(inner, recursive=True))
    files = {each.path.removeprefix(base): each for each in listed if each.type == fs.FileType.File}
    return [Entry(f"{path.rstrip('/')}/{below}", below, files[below].size or 0) for below in sorted(files)]


def _local_entries(path: Path, *, follow_links: bool) -> list[Entry] | None:
    if path.is_dir():
        found = walk(path, Context(follow_links=follow_links))
        return [Entry(entry.path, entry.name, entry.size, entry.error) for entry in found]
    return [Entry(str(path), "", path.stat().st_size)] if path.exists() else None


def is_hidden(below: str) -> bool:
    """Whether engines take a file of a folder for none of its own: what they write beside their parts."""
    return any(part.startswith((".", "_")) for part in below.split("/"))


@contextmanager
def fetched(path: str) -> Iterator[Path]:
    """A file as one on this machine's disk, under its own name: itself, or a copy for the while."""
    if is_local(path):
        yield Path(local_path(path))
        return
    system, inner = opened(path)
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
        system, inner = opened(self.at(name))
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
        system, inner = opened(self.at(name))
        try:
            with system.open_input_stream(inner, compression=None) as stream:
                return bytes(stream.read()).decode()
        except FileNotFoundError:
            return None

    def names(self) -> set[str]:
        """The files in it."""
        found = (entry.below for entry in entries(self.path) or ())
        return {below for below in found if below and not is_hidden(below)}

    def clear(self) -> None:
        """Take away the folder, if it is there."""
        fs = need("pyarrow.fs", _NEEDS)
        system, inner = opened(self.path)
        if system.get_file_info(inner).type == fs.FileType.Directory:
            system.delete_dir(inner)


# Before the output is known.
NOWHERE = Place("")
