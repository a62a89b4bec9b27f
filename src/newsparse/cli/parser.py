"""The argument parser: as argparse's, but it says what was probably meant, and it never exits by itself."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn, Protocol

from newsparse.cli.exits import UsageError
from newsparse.cli.output import printable


class Commands(Protocol):
    """What a command adds itself to (argparse's own type is private)."""

    def add_parser(self, name: str, **kwargs: Any) -> ArgumentParser:
        """A parser for the command's own arguments."""


class ArgumentParser(argparse.ArgumentParser):
    """An argument parser that raises `UsageError`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(**kwargs, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:]}.\nTry: {self.prog} --help")

    def parse_known_args(  # type: ignore[override] # its overloads only tie the result's type to the namespace's
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """As argparse's, but an unknown option is an error at the parser that does not know it, with a suggestion."""
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self._unknown(unknown)
        return found, unknown

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        if action.dest == "command":
            raise UsageError(_unknown_command(self.prog, str(value), action.choices))
        if action.dest == "action":
            hint = _suggestion(str(value), action.choices)
            self.error(f"unknown action {printable(str(value))}{hint}; the actions are {', '.join(action.choices)}")
        known = ", ".join(map(str, action.choices))
        hint = _suggestion(str(value), map(str, action.choices))
        name = "/".join(action.option_strings) or action.metavar or action.dest
        self.error(f"{name} {printable(str(value))} is not one of {known}{hint}")

    def _unknown(self, unknown: list[str]) -> NoReturn:
        first = unknown[0]
        name = first.split("=", 1)[0]
        if name.startswith("-"):
            known = [option for action in self._actions for option in action.option_strings]
            self.error(f"unknown option {printable(name)}{_suggestion(name, known)}")
        self.error(f"unexpected argument {printable(first)}")


def _suggestion(word: str, known: Iterable[str]) -> str:
    """ " (did you mean …?)" where something known is close to ``word``."""
    import difflib  # few command lines are mistyped

    close = difflib.get_close_matches(word, list(known), n=1)
    return f" (did you mean {close[0]}?)" if close else ""


def _unknown_command(prog: str, word: str, known: Iterable[str]) -> str:
    """What to say of a word that is no command: perhaps it is a file, perhaps it is mistyped."""
    known = list(known)
    shown = printable(word)
    if os.path.isdir(word):  # noqa: PTH112 - a str from the command line, asked about once
        return f"{shown} is a folder, not a command. Try: {prog} extract {shown}"
    if os.path.exists(word):  # noqa: PTH110 - as above
        return f"{shown} is a file, not a command. Try: {prog} parse {shown}"
    hint = _suggestion(word, known)
    return f"Unknown command {shown}{hint}.\nThe commands are {', '.join(known)}. Try: {prog} --help"
