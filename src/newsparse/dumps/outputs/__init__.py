"""Outputs: the formats, and which one a file is in."""

from __future__ import annotations

import re

from newsparse.dumps.outputs.format import Format
from newsparse.dumps.outputs.to_csv import CSV, CSV_GZ
from newsparse.dumps.outputs.to_folder import MARKDOWN, TEXT
from newsparse.dumps.outputs.to_jsonl import JSONL, JSONL_GZ, JSONL_ZST
from newsparse.dumps.outputs.to_parquet import PARQUET
from newsparse.dumps.printable import printable
from newsparse.errors import OptionsError

FORMATS = {each.name: each for each in (JSONL, JSONL_GZ, JSONL_ZST, PARQUET, CSV, CSV_GZ, MARKDOWN, TEXT)}

# What ends a name as an extension does: letters, figures with a letter. (out.2021 has none.)
_EXTENSION = re.compile(r"(?<=.)\.(?=[a-z0-9]*[a-z])[a-z0-9]{1,12}$")
# What may stand behind an extension so that it is none any more: "x.csv.", "x.csv~", "x.csv.1", "x.csv (1)".
_BEHIND = re.compile(r"(?:[\W_]\d*+)+$")
# Extensions of the files that a folder of a format holds.
_IN_FOLDER = {".md": "markdown", ".markdown": "markdown", ".txt": "text"}


def format_for(name: str) -> Format:
    """The format of a file by its extension; JSON Lines for a name without one.

    Raises:
        OptionsError: the extension is that of something else: whoever opens the file would find what it is not.

    >>> format_for("out.parquet").name, format_for("out.JSONL.gz").name, format_for("all").name
    ('parquet', 'jsonl.gz', 'jsonl')
    """
    lower = name.lower()
    found = next((each for each in FORMATS.values() if lower.endswith(each.extensions)), None)
    extension = _EXTENSION.search(lower)
    if found is None and extension is not None:
        raise OptionsError(_refusal(name, extension[0]))
    bare = _BEHIND.sub("", name)
    if found is None and _EXTENSION.search(bare.lower()):
        format_for(bare)  # raises where that one is not written either
        raise OptionsError(
            f"{printable(name)}: the extension is not at its end. Name OUT {printable(bare)}, or a format by --to."
        )
    return found or JSONL


def _refusal(name: str, extension: str) -> str:
    """What to do instead."""
    shown, folder = printable(name), _IN_FOLDER.get(extension)
    if folder is not None:
        return f"{shown}: one {extension} file for all pages is not written. Say --to {folder} for a folder of them."
    known = ", ".join(each.extensions[0] for each in FORMATS.values() if each.extensions)
    return f"{shown}: newsparse does not write {extension} files. Name OUT as one of {known}, or name a format by --to."
