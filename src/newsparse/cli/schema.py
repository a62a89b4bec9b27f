"""``newsparse schema``: the JSON Schema of the record."""

from __future__ import annotations

import argparse
import json

from newsparse.cli.exits import Exit
from newsparse.cli.output import write_out
from newsparse.cli.parser import Commands


def add_to(commands: Commands) -> None:
    text = "Print the JSON Schema (draft 2020-12) of the record."
    parser = commands.add_parser("schema", help="print the record's JSON Schema", description=text)
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    from newsparse.render.json_schema import schema

    write_out(json.dumps(schema(), ensure_ascii=False, indent=2) + "\n")
    return Exit.OK
