"""Libraries of the extra ``newsparse[dumps]``: each is imported where it is needed, and named where it is missing."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from newsparse.errors import MissingExtra


def need(module: str, what: str) -> ModuleType:
    """The module, imported.

    Args:
        module: its name; that of the distribution is its first part.
        what: what cannot be done without it ("a .zst file cannot be read").

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise _missing(module, what) from error


def require(module: str, what: str) -> None:
    """See that the module is installed, without importing it: another process will.

    Raises:
        MissingExtra: it is not.
    """
    try:
        found = find_spec(module.partition(".")[0])
    except ValueError:  # it was taken out of the way
        found = None
    if found is None:
        raise _missing(module, what)


def _missing(module: str, what: str) -> MissingExtra:
    library = module.partition(".")[0]
    return MissingExtra(f"Without {library} {what}. Install it: pip install 'newsparse[dumps]'")
