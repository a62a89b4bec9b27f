"""How much compressed data may become: of a page, of a member of an archive, of a record."""

from __future__ import annotations

from dataclasses import dataclass

from newsparse.dumps.pages import MOST_BYTES, Fault
from newsparse.errors import InputError

# Bytes that a page may unpack to for each byte of it. HTML shrinks to a third or a tenth, tables of numbers to a
# thirtieth; deflate ends at 1032, zstd and brotli nowhere. What is smaller than `RATIO_FROM` does no harm.
MAX_RATIO = 200
RATIO_FROM = 4 << 20


class PageTooLarge(InputError):  # noqa: N818 - says what the page is, like EmptyPage
    """The page has more bytes than a news page has; it was not read."""


def check_size(size: int, packed: int | None = None) -> None:
    """See that a page is none that fills the memory; while it is unpacked, after every piece.

    Args:
        size: bytes that it has so far.
        packed: bytes that these were unpacked from, or all that there are.

    Raises:
        PageTooLarge: it has more than `MOST_BYTES`, or more than `MAX_RATIO` for each byte that it was packed in.
    """
    if size > MOST_BYTES:
        raise PageTooLarge(f"The page has more than {MOST_BYTES >> 20} MiB: it was not read.")
    if packed is not None and size > RATIO_FROM and size > MAX_RATIO * packed:
        raise PageTooLarge(
            f"The page unpacks to more than {MAX_RATIO} times its {packed} bytes: no page does. It was not read."
        )


class UnpacksTooFarError(OSError):
    """What is in an archive unpacks to more than is wanted: it would fill the disk."""


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What archives may hold. Beyond a limit it is an error among the others, and the rest is read.

    Attributes:
        max_nesting: archives that may lie in one another around a page. People make two; what is deeper is a trap, and
            each costs a file on the disk for the while.
        max_members: members of an archive that are read. A million of a compressed tar archive lie in 1 MB.
        max_unpacked: bytes of a member (or of a compressed file) that are put on the disk for the while. Dumps are
            cut into files of a gigabyte; `max_nesting` times as much is on the disk at the most.
        max_ratio: bytes that such a member may have for each byte that it was packed in (from `RATIO_FROM` on).
    """

    max_nesting: int = 4
    max_members: int = 10_000_000
    max_unpacked: int = 4 << 30
    max_ratio: int = MAX_RATIO

    def check(self, size: int, packed: int | None = None) -> None:
        """See that a member of an archive is none that fills the disk.

        Args:
            size: bytes that it has, or has so far.
            packed: bytes that these were unpacked from; None: nobody knows.

        Raises:
            UnpacksTooFarError: they are too many.
        """
        if size > self.max_unpacked:
            raise UnpacksTooFarError(
                f"It has more than {self.max_unpacked} bytes (--max-unpacked), which would have to be put on the disk: "
                "it was not read."
            )
        if packed is not None and size > RATIO_FROM and size > self.max_ratio * packed:
            raise UnpacksTooFarError(
                f"It unpacks to more than {self.max_ratio} times its {packed} bytes (--max-ratio): it was not read."
            )

    def check_barren(self, size: int, packed: int) -> None:
        """See that what is unpacked without a page or a row in it is none that fills the time.

        Args:
            size: bytes since the last of them.
            packed: bytes that these were unpacked from.

        Raises:
            UnpacksTooFarError: they are too many.
        """
        if size > self.max_ratio * max(packed, 1):
            raise UnpacksTooFarError(
                f"It goes on for {size >> 20} MiB, more than {self.max_ratio} times what they are packed in "
                "(--max-ratio), without a page or the end of one: what follows was not read."
            )

    def too_many(self, name: str) -> Fault:
        """What is said of an archive that has more members than are read."""
        why = f"It has more than {self.max_members} members (--max-members): those behind were not read."
        return Fault(name, "TooManyMembers", why)

    def too_deep(self, name: str) -> Fault:
        """What is said of an archive that lies too deep."""
        return Fault(
            name, "TooDeep", f"More than {self.max_nesting} archives in one another (--max-nesting): not opened."
        )
