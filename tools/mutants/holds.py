"""What must hold of whatever newsparse is given: an answer or a typed error, and a record that is what it says."""

from __future__ import annotations

import functools
import json
import re
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import newsparse
from mutants import made
from newsparse.sections import text_of
from newsparse.text.scrub import scrub_all

# Errors that say that newsparse, not its input, is wrong; in a row of errors they are as untyped as if raised.
# ("error" is zlib's and struct's: it tells nobody what happened.)
BUGS = frozenset(
    "ArithmeticError AssertionError AttributeError BufferError IndexError KeyError LookupError NameError "
    "NotImplementedError OverflowError RecursionError ReferenceError RuntimeError StopIteration SystemError TypeError "
    "UnboundLocalError UnicodeEncodeError UnicodeError UnicodeTranslateError ZeroDivisionError "
    "error "
    "WorkerDied PageTimeout".split()
)
# Addresses that run or carry something; browsers leave out controls and white space in them.
_RUN = re.compile(r"(?:javascript|vbscript|livescript|file|blob):|data:(?!image/)", re.I)
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f]")


class Broken(Exception):  # noqa: N818 - says of the promise what it is
    """Something that must hold does not; `kind` is short and the same for all of a kind."""

    def __init__(self, kind: str, seen: object) -> None:
        super().__init__(f"{kind}: {str(seen)[:300]}")
        self.kind = kind


def page(given: made.Page) -> str:
    """Read a page; what became of it, in a word.

    Raises:
        Broken: what must hold does not.
    """
    try:
        options = newsparse.Options(**given.options)
        article = newsparse.parse(given.page, given.url, content_type=given.content_type, options=options)
    except newsparse.NewsparseError as error:
        return type(error).__name__
    except Exception as error:  # that none comes here is what is checked
        raise Broken(place_of(error), repr(error)) from error
    try:
        hold(article)
    except Broken:
        raise
    except Exception as error:  # as above
        raise Broken(place_of(error), repr(error)) from error
    return article.kind


def hold(article: newsparse.Article) -> None:
    """See that an article hangs together and can be written."""
    record = article.to_dict()
    row(record)
    if text_of(article.sections) != article.text:
        raise Broken("sections do not cover the text", article.text)
    if newsparse.Article.from_dict(record).to_dict() != record:
        raise Broken("a record read back is another", record["url"])


def row(record: dict[str, Any]) -> None:
    """See that a record is valid, can be written, and leads nowhere that runs."""
    try:
        json.dumps(record, allow_nan=False)
    except ValueError as error:
        raise Broken("no JSON", error) from error
    if scrub_all(record) != record:
        raise Broken("a character that no file may hold", "")
    if (wrong := validator()(record)) is not None:
        raise Broken("an invalid row", wrong)
    for address in _addresses(record):
        if _RUN.match(_UNSEEN.sub("", address)):
            raise Broken("an address that runs", address)


@functools.cache
def validator() -> Callable[[dict[str, Any]], str | None]:
    """What is wrong with a record by the schema, or None. Where it is there, jsonschema-rs does it: faster by far."""
    try:
        import jsonschema_rs
    except ImportError:
        import jsonschema

        slow = jsonschema.Draft202012Validator(newsparse.schema())
        return lambda record: next((error.message for error in slow.iter_errors(record)), None)
    quick = jsonschema_rs.validator_for(newsparse.schema())
    return lambda record: None if quick.is_valid(record) else next(map(str, quick.iter_errors(record)))


def place_of(error: BaseException) -> str:
    """The error's type, and where in newsparse it came from: the same for all of one fault."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "newsparse" in Path(frame.filename).parts]
    where = f"{Path(ours[-1].filename).name}, {ours[-1].name}" if ours else "?"
    return f"{type(error).__name__} in {where}"


def _addresses(record: dict[str, Any]) -> list[str]:
    # url is what the caller gave.
    found = [record["canonical_url"], record["source_url"], *record["pages"]]
    found += [image["url"] for image in record["images"]] + [crumb["url"] for crumb in record["breadcrumbs"]]
    return [address for address in found if address]
