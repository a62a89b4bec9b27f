"""Links in archives: each is read as what it links to, as one in a folder is, if that is in the archive, too."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from newsparse.dumps.bombs import RATIO_FROM, ArchiveLimits, UnpacksTooFarError
from newsparse.dumps.faults import DeadLinkError, LinkOutsideError
from newsparse.dumps.inputs.unread import holds_no_pages
from newsparse.dumps.pages import Fault

# Links to links that are followed, as a system follows them.
_DEEPEST = 40


class Links:
    """The links of an archive.

    Args:
        limits: of archives: what is read by links must have a size that the archive could have without them.
    """

    def __init__(self, limits: ArchiveLimits) -> None:
        self._limits = limits
        self._targets: dict[str, str] = {}  # of each link, as it stands there
        self._read = 0

    def __bool__(self) -> bool:
        return bool(self._targets)

    def __len__(self) -> int:
        return len(self._targets)

    def add(self, name: str, target: str, *, hard: bool = False) -> None:
        """Take a link. A hard link says where in the archive it leads, any other one goes from its own place."""
        self._targets[plain(name)] = target if hard else posixpath.join(posixpath.dirname(name), target)

    def end(self, name: str) -> str:
        """The name of the member to which a link leads in the end.

        Raises:
            LinkOutsideError: it leads out of the archive.
            DeadLinkError: links lead in a circle.
        """
        name = first = plain(name)
        for _ in range(_DEEPEST):
            link = next((part for part in _and_folders(name) if part in self._targets), None)
            if link is None:
                return name
            name = plain(self._targets[link] + name[len(link) :])
            if name == first:
                raise DeadLinkError("The link leads to itself.")
            if name.startswith(("/", "../")) or name == "..":
                raise LinkOutsideError("The link leads out of the archive: it was not followed.")
        raise DeadLinkError(f"The link leads to more than {_DEEPEST} others, or in a circle.")

    def check(self, size: int, packed: int) -> None:
        """See that a link may be read, too.

        Args:
            size: bytes of what it links to.
            packed: bytes of the archive.

        Raises:
            UnpacksTooFarError: what is read by links has more than `ArchiveLimits.max_ratio` times these.
        """
        if self._read + size > max(RATIO_FROM, self._limits.max_ratio * packed):
            raise UnpacksTooFarError("So much is read by links already (--max-ratio): this one was not read.")
        self._read += size


def _and_folders(name: str) -> Iterator[str]:
    """A name, and those of the folders around it: each may be a link."""
    while name.strip("/"):
        yield name
        name = posixpath.dirname(name)


def plain(name: str) -> str:
    """A member's name without detours.

    >>> plain("./a//b/../c.html"), plain("../a")
    ('a/c.html', '../a')
    """
    return posixpath.normpath(name)


def dead(name: str, target: str) -> Fault | None:
    """What is said of a link to what is not there; nothing where it could not be a page."""
    if holds_no_pages(name):
        return None
    return Fault(name, DeadLinkError.__name__, f"The link leads to {target}, which is not in the archive.")
