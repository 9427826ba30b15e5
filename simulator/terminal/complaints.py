"""Complaints: a mistake is answered with one line on stderr and an exit code, never with a traceback."""

from __future__ import annotations

import os
import sys
from typing import Any

import typer
import typer.core

BAD_INPUT, FAILED, STOPPED = 2, 1, 130


class PlainCommands(typer.core.TyperGroup):
    """Commands that answer a mistake with one line instead of a box or a traceback."""

    def main(self, *args: Any, standalone_mode: bool = True, **options: Any) -> Any:
        """Run the command line; leave with its exit code, or return it when not `standalone_mode`."""
        options["prog_name"] = "community"
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # a terminal without Unicode shows "?", not a traceback
        try:
            result = super().main(*args, standalone_mode=False, **options)
            code = result if isinstance(result, int) else 0
            sys.stdout.flush()
        except KeyboardInterrupt:
            code = STOPPED
        except BrokenPipeError:
            code = _let_go_of_stdout()
        except Exception as error:
            if os.environ.get("SIMULATOR_DEBUG", "0") not in ("", "0"):
                raise
            code = complain(error)
        if code == STOPPED:
            say("stopped")
        if standalone_mode:
            sys.exit(code)
        return code


def say(line: str) -> None:
    """Print one line about what went wrong."""
    print(f"community: {' '.join(line.split())}", file=sys.stderr)


def complain(error: Exception) -> int:
    """Say in one line what is wrong, and return the exit code."""
    if isinstance(error, typer.TyperException):  # a command or an option that does not exist, or lacks its value
        context = getattr(error, "ctx", None)
        see = f" (see {context.command_path} --help)" if context else ""
        say(f"{error.format_message().rstrip('.')}{see}")
        return BAD_INPUT
    if isinstance(error, MemoryError):
        say("there is not enough memory for this; reduce members or days")
        return BAD_INPUT
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        say(f"{place}{_reason(error)}")
        return BAD_INPUT
    if isinstance(error, ValueError):
        say(str(error))
        return BAD_INPUT
    if isinstance(error, ImportError):
        say(f"{error.name or error} is missing or broken; mend it with: python start.py setup")
        return FAILED
    say(f"unexpected {type(error).__name__}: {error}; SIMULATOR_DEBUG=1 shows where")
    return FAILED


def _reason(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else str(error)


def _let_go_of_stdout() -> int:
    """Accept that nobody reads any more, as with `| head`."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED


def run_and_leave(app: typer.Typer) -> None:
    """Run a command line as a program and leave with its exit code, also when Ctrl-C comes very early."""
    try:
        app()
    except KeyboardInterrupt:
        say("stopped")
    except SystemExit as end:
        if end.code != STOPPED:
            raise
    # Python itself would still die of a Ctrl-C that it met while importing, although that was answered.
    sys.stdout.flush()
    os._exit(STOPPED)
