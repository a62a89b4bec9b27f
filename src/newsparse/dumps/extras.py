"""Libraries of the extra ``newsparse[dumps]``: each is imported where it is needed, and named where it is missing."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from newsparse.errors import MissingExtra
from newsparse.installs import install_line


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
        library = module.partition(".")[0]
        raise MissingExtra(f"Without {library} {what}. Install it: {install_line('dumps')}") from error
