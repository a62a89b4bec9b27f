"""images and main_image: the article's pictures with their captions; no logos, codes, icons or pixels."""

from __future__ import annotations

from collections.abc import Iterator

from newsparse.article import Image
from newsparse.fields.rule import FieldRule, Found, given
from newsparse.options import Options
from newsparse.page.block import Block, Picture
from newsparse.page.page import Page
from newsparse.page.photos import is_machinery
from newsparse.text.counted import counted
from newsparse.text.titles import squeeze


def image_of(page: Page, block: Block) -> Image | None:
    """The record's image of a picture block, its caption bound to it; a caption that repeats the title is dropped."""
    picture = block.picture
    if picture is None or is_machinery(picture) or (address := page.address(picture.src)) is None:
        return None
    return Image(address, _caption(page, block), _own(page, picture.alt) or None)


def _caption(page: Page, block: Block) -> str | None:
    for after in page.under(block):
        if after.picture is not None:
            continue
        if after.has("caption"):
            return _own(page, after.text) or None
        break
    return None


def _own(page: Page, words: str) -> str:
    """The words, unless they only say the headline again."""
    headline = page.first("headline")
    title = headline.text if headline else page.head.title
    return "" if squeeze(words) == squeeze(title) else words


def in_body(page: Page, options: Options) -> Found | None:
    """The pictures among the body's lines."""
    first: dict[str, Image] = {}
    for image in _images(page):
        first.setdefault(image.url, image)
    unique = tuple(first.values())
    return Found(unique, counted(len(unique), "picture"), 0.9) if unique else None


def _images(page: Page) -> Iterator[Image]:
    for block in page.labelled("body"):
        if block.picture is not None and (image := image_of(page, block)) is not None:
            yield image


IMAGES: tuple[FieldRule, ...] = (in_body,)


def first_in_body(page: Page, options: Options) -> Found | None:
    """The first picture of the body."""
    image = next(_images(page), None)
    return Found(image, image.url, 0.8) if image else None


def meta(page: Page, options: Options) -> Found | None:
    """og:image and the like."""
    value = page.head.first("og:image", "twitter:image", "image", "og:image:url")
    address = page.address(value)
    return Found(Image(address), value, 0.6) if address and not is_machinery(Picture(value)) else None


def _given(page: Page, address: str) -> Image | None:
    """The picture at an address that a site profile points at."""
    found = page.address(address)
    return Image(found) if found else None


MAIN_IMAGE: tuple[FieldRule, ...] = (given("main_image", _given), first_in_body, meta)
