"""``newsparse completion SHELL``: the script that lets a shell complete commands, options and files."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from newsparse.cli.exits import Exit
from newsparse.cli.output import write_out
from newsparse.cli.parser import Commands
from newsparse.errors import MissingExtra

_SHELLS = ("bash", "zsh", "tcsh")
_TEXT = """Print a script for the shell. Needs shtab (the extra completion).

  newsparse completion bash > ~/.local/share/bash-completion/completions/newsparse
  newsparse completion zsh > "${fpath[1]}/_newsparse"
"""
# What stands for a file or a folder in the help.
_FILES, _FOLDERS = (
    ("FILE", "OUT", "PAGE", "INPUT", "OLD", "NEW", "PAGES", "CASES", "PROFILE", "REPORT", "FROM"),
    ("DIR",),
)


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("completion", help="a script that completes commands in a shell", description=_TEXT)
    parser.add_argument("shell", choices=_SHELLS, metavar="SHELL", help="bash, zsh or tcsh")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from newsparse.cli.main import parser

    try:
        import shtab
    except ImportError as error:
        from newsparse.installs import install_line

        raise MissingExtra(f"Without shtab no script can be made. Install it: {install_line('completion')}") from error
    program = parser()
    for action in _actions(program):
        names = action.metavar if isinstance(action.metavar, tuple) else (action.metavar,)
        if not action.choices and any(name in (*_FILES, *_FOLDERS) for name in names):
            only_folders = bool(action.option_strings) and action.metavar in _FOLDERS
            setattr(action, "complete", shtab.DIRECTORY if only_folders else shtab.FILE)  # noqa: B010  shtab asks for it
    write_out(shtab.complete(program, shell=args.shell).rstrip("\n") + "\n")
    return Exit.OK


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """All that may be given, of all commands; argparse has no public way to ask."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _actions(command)
