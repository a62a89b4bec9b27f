"""What the program prints: UTF-8 and "\\n" whatever the locale; results on stdout, messages on stderr."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from newsparse.cli.exits import RunError
from newsparse.dumps.printable import printable, reason
from newsparse.text.scrub import scrub

__all__ = ["abandon_stdout", "flush_out", "printable", "reason", "say", "say_line", "write_out"]


def write_out(text: str) -> None:
    """Write a result to standard output.

    Raises:
        RunError: standard output is closed or takes no more (a full disk).
        BrokenPipeError: its reader has gone (``| head``).
    """
    try:
        _write(_stdout(), text)
    except BrokenPipeError:
        raise
    except OSError as error:
        abandon_stdout()
        raise RunError(f"Cannot write to standard output: {reason(error)}.") from error


def flush_out() -> None:
    """See that what was written has left. Raises as `write_out` does."""
    if sys.stdout is not None and not _is_closed(sys.stdout):
        write_out("")


def say(message: str) -> None:
    """Tell a person: ``newsparse: message`` on standard error. Nothing happens where there is none."""
    _to_stderr(f"newsparse: {_with_names(message)}\n")


def _with_names(message: str) -> str:
    """The message with names of files in it as UTF-8, whatever the locale has made of them."""
    try:
        return message.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # a surrogate that stands for no byte
        return message


def say_line(line: str) -> None:
    """Write a line for a program to standard error (an error record)."""
    _to_stderr(f"{line}\n")


def abandon_stdout() -> None:
    """Let what is still unwritten go nowhere: Python would try again at its end, and complain."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _stdout().fileno())
        os.close(nowhere)
    except (OSError, RunError, AttributeError):  # nothing that Python would write at its end
        return


def _stdout() -> TextIO:
    if sys.stdout is None or _is_closed(sys.stdout):
        raise RunError("Standard output is closed: nowhere to write to. Redirect it to a file.")
    return sys.stdout


def _to_stderr(text: str) -> None:
    if sys.stderr is None or _is_closed(sys.stderr):
        return
    try:
        _write(sys.stderr, text)
    except OSError:
        return  # nobody reads messages; the exit code still tells


def _is_closed(stream: TextIO) -> bool:
    return bool(getattr(stream, "closed", False))


def _write(stream: TextIO, text: str) -> None:
    text = scrub(text)
    buffer = getattr(stream, "buffer", None)
    if buffer is None:  # what a program put there (io.StringIO, a notebook's cell) takes text, and need not do more
        stream.write(text)
        return
    stream.flush()
    buffer.write(text.encode("utf-8"))
    buffer.flush()
