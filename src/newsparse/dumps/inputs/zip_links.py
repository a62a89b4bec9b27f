"""Symbolic links of a zip archive: members whose data is the name of another one."""

from __future__ import annotations

import posixpath
import stat
import zipfile

from newsparse.dumps.bombs import UnpacksTooFarError
from newsparse.dumps.faults import DeadLinkError, DumpError
from newsparse.dumps.inputs.archive_links import Links, plain
from newsparse.dumps.inputs.opened import Context
from newsparse.dumps.inputs.unread import holds_no_pages
from newsparse.dumps.inputs.zip_names import member_name

_MADE_ON_UNIX = 3
# Bytes of a name of a file: what is longer is none.
_LONGEST = 4096


class ZipLinks:
    """The links of an archive, looked for when the first one is met."""

    def __init__(self, archive: zipfile.ZipFile, context: Context) -> None:
        self._archive, self._links = archive, Links(context.limits)
        self._ends: dict[int, zipfile.ZipInfo | DumpError | UnpacksTooFarError | None] = {}  # by the link's place

    def target(self, info: zipfile.ZipInfo) -> zipfile.ZipInfo | None:
        """The member that is meant: the one given, or what it links to; None where that is no page.

        Raises:
            DeadLinkError: it leads to what is not there.
            LinkOutsideError: it leads out of the archive.
            UnpacksTooFarError: too much is read by links.
        """
        if not _is_link(info):
            return info
        if not self._ends:
            self._look()
        end = self._ends[info.header_offset]
        if isinstance(end, Exception):
            raise end
        return end

    def _look(self) -> None:
        """All links at once: how much is read by them does not depend on where the run was broken off."""
        members: dict[str, zipfile.ZipInfo] = {}
        folders: set[str] = set()
        links = []
        for info in self._archive.filelist:
            name = member_name(info)
            if _is_link(info):
                self._links.add(name, self._read(info))
                links.append(info)
                continue
            if not name.endswith("/"):
                members.setdefault(plain(name), info)
            folder = plain(name) if name.endswith("/") else posixpath.dirname(plain(name))
            while folder and folder not in folders:
                folders.add(folder)
                folder = posixpath.dirname(folder)
        for info in links:
            try:
                self._ends[info.header_offset] = self._end(member_name(info), members, folders)
            except (DumpError, UnpacksTooFarError) as error:
                self._ends[info.header_offset] = error

    def _end(self, name: str, members: dict[str, zipfile.ZipInfo], folders: set[str]) -> zipfile.ZipInfo | None:
        if holds_no_pages(name):
            return None
        end = self._links.end(name)
        found = members.get(end)
        if found is not None:
            self._links.check(found.file_size, self._archive.start_dir)
        elif end not in folders:  # links to folders are not followed
            raise DeadLinkError(f"The link leads to {end}, which is not in the archive.")
        return found

    def _read(self, info: zipfile.ZipInfo) -> str:
        """Where a link leads; to itself, which is told, where that cannot be read."""
        try:
            with self._archive.open(info) as stream:
                return stream.read(_LONGEST).decode("utf-8", "replace")
        except (OSError, EOFError, zipfile.BadZipFile, RuntimeError, ValueError):
            return member_name(info).rpartition("/")[2]


def _is_link(info: zipfile.ZipInfo) -> bool:
    return info.create_system == _MADE_ON_UNIX and stat.S_ISLNK(info.external_attr >> 16)
