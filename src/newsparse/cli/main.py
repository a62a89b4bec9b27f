"""``newsparse``: reads the command line, runs a command, turns what goes wrong into a message and an exit code."""

from __future__ import annotations

import errno
import sys
import traceback
from collections.abc import Sequence

from newsparse import __version__
from newsparse.cli import (
    audit,
    completion,
    diff,
    doctor,
    evaluate,
    explain,
    extract,
    label,
    parse,
    profile,
    schema,
    stats,
)
from newsparse.cli.exits import Exit, UsageError
from newsparse.cli.output import abandon_stdout, flush_out, printable, reason, say, say_line
from newsparse.cli.parser import ArgumentParser
from newsparse.errors import NewsparseError

# In the order of the help text.
COMMANDS = (
    parse,
    extract,
    explain,
    schema,
    stats,
    audit,
    diff,
    label,
    evaluate,
    profile,
    doctor,
    completion,
)

# What to do where the system refuses.
_WAYS_ON = {
    errno.EMFILE: " Raise the limit of open files: ulimit -n 256",
    errno.ENOENT: " Check the path; temporary files go to the folder that TMPDIR names.",
    errno.ENOSPC: " Make room on the disk; temporary files go to the folder that TMPDIR names.",
    errno.EROFS: " Temporary files go to the folder that TMPDIR names.",
}

_EPILOG = """exit codes:
  0 all well   1 could not run   2 wrong usage   3 some pages failed   4 below --min (evaluate)   130 interrupted
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code. Never raises, never shows a traceback unless asked to (``--debug``)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _run(arguments)
        flush_out()
    except SystemExit as stop:  # argparse, after --help and --version
        return stop.code if isinstance(stop.code, int) else Exit.OK
    except KeyboardInterrupt:
        say("Interrupted.")
        return Exit.INTERRUPTED
    except BrokenPipeError:  # the reader of our output has seen enough (| head): no error
        abandon_stdout()
        return Exit.INTERRUPTED
    except UsageError as error:
        say(str(error))
        return Exit.USAGE
    except NewsparseError as error:
        say(str(error))
        return Exit.CANNOT_RUN
    except OSError as error:
        name = f" {printable(error.filename)}" if isinstance(error.filename, str) else ""
        say(f"Cannot use{name}: {reason(error)}.{_WAYS_ON.get(error.errno or 0, '')}")
        return Exit.CANNOT_RUN
    except MemoryError:
        say("There is not enough memory. Raise the limit (ulimit -v), or end other programs.")
        return Exit.CANNOT_RUN
    except Exception as error:  # a bug of ours: say so, in a line
        _say_bug(error, debug="--debug" in arguments)
        return Exit.CANNOT_RUN
    return code


def parser() -> ArgumentParser:
    """The parser of the whole command line."""
    program = ArgumentParser(prog="newsparse", description="Chinese news pages in, typed articles out.", epilog=_EPILOG)
    program.add_argument("--version", action="version", version=f"newsparse {__version__}")
    commands = program.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for command in COMMANDS:
        command.add_to(commands)
    return program


def _run(arguments: list[str]) -> int:
    program = parser()
    if not arguments:
        raise UsageError(
            "Say what to do: parse, extract, explain or schema; stats, audit or diff; label, evaluate or profile; "
            "doctor or completion.\n"
            "Try: newsparse --help"
        )
    args = program.parse_args(arguments)
    if args.command is None:
        program.error("name a command")
    if getattr(args, "output", None) == "":  # else the folder that one is in
        raise UsageError("-o: the name is empty. Name what to write.")
    code: int = args.run(args)
    return code


def _say_bug(error: Exception, *, debug: bool) -> None:
    if debug:
        say_line("".join(traceback.format_exception(error)).rstrip())
    what = str(error).partition("\n")[0]
    hint = "" if debug else " with what --debug shows"
    say(f"Internal error: {type(error).__name__}: {what}\nThis is a bug of newsparse: please report it{hint}.")
