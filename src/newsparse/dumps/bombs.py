"""How much compressed data may become: of a page, of a member of an archive, of a record."""

from __future__ import annotations

from newsparse.dumps.pages import MOST_BYTES
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
    """What is in an archive unpacks to far more than any page or dump does: it would fill the disk."""


def check_ratio(size: int, packed: int) -> None:
    """See that a member of an archive is none that fills the disk.

    Args:
        size: bytes that it has, or has so far.
        packed: bytes that these were unpacked from.

    Raises:
        UnpacksTooFarError: they are more than `MAX_RATIO` times as many.
    """
    if size > RATIO_FROM and size > MAX_RATIO * packed:
        raise UnpacksTooFarError(
            f"It unpacks to more than {MAX_RATIO} times its {packed} bytes: nothing of ours does. It was not read."
        )
