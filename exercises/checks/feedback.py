"""Feedback: one line from every check, `Passed - why` or `Not yet - what. Where next.`, whatever was entered.

A check is a function with the decorator `check`; `who_writes.py` shows two.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

PASSED, NOT_YET = "Passed", "Not yet"
_LONGEST = 500


def passed(praise: str = "") -> str:
    """Return the answer to what is right, with a sentence that says why."""
    return f"{PASSED} - {praise}" if praise else PASSED


def not_yet(what: str, where_next: str) -> str:
    """Return the answer to what is not right yet: what it is, then where to look next."""
    return f"{NOT_YET} - {what} {where_next}"


def check(function: Callable[..., str]) -> Callable[..., str]:
    """Make a function a check: it never fails, answers in one line, and its answer is noted for `progress()`.

    Whatever the function does not foresee (an answer that breaks it, a forgotten bracket, a learner's own
    code that fails) becomes a `Not yet` that names the error.
    """

    @functools.wraps(function)
    def checked(*answers: object, **named: object) -> str:
        try:
            said = function(*answers, **named)
        except Exception as error:  # a learner's own code may raise anything
            said = not_yet(f"this could not be checked ({_told(error)}).", _where_next(error, function))
        said = _one_line(said)
        from ..progress import note  # progress reads the course, which a check by itself need not

        note(function.__module__, function.__name__, said)
        return said

    checked.is_check = True
    return checked


def _where_next(error: Exception, function: Callable[..., str]) -> str:
    if isinstance(error, TypeError) and f"{function.__name__}()" in _told(error):
        return f"Call {function.__name__} as it stood in the cell at first."
    return "Run the cells from the top again. If it stays like this, show this line to whoever leads the course."


def _told(error: Exception) -> str:
    try:
        message = str(error)
    except Exception:  # the error may be the learner's own, and fail to tell of itself
        message = ""
    return _one_line(f"{type(error).__name__}: {message}" if message else type(error).__name__, 200)


def _one_line(said: str, longest: int = _LONGEST) -> str:
    line = " ".join(said.split())
    return line if len(line) <= longest else line[: longest - 3] + "..."
