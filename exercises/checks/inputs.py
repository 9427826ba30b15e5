"""Inputs: what a learner entered, read with patience - each function says in one line what is wrong, or "".

    fault = inputs.number("percent", percent, 0, 100, 40) or inputs.choice("goal", goal, GOALS)
    if fault:
        return fault

None of them fails, whatever is handed in. All take the name under which the learner knows the answer first.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from numbers import Integral, Real
from typing import Any

import numpy as np
import pandas as pd

from simulator import Playbook, Run, Scenario

from .feedback import not_yet

MOST_MEMBERS, MOST_DAYS = 20_000, 400
"""Larger communities keep a learner waiting for a check."""
_MOST_SHOWN = 40


def empty(name: str, answer: Any, write: str) -> str:
    """Return a fault if nothing was entered: None, `...`, blank text, or a table or list without content."""
    nothing = answer is None or answer is ... or answer is pd.NA or answer is pd.NaT
    if not nothing and isinstance(answer, str | bytes):
        nothing = not answer.strip()
    elif not nothing and isinstance(answer, list | tuple | set | frozenset | dict | np.ndarray | pd.Series):
        nothing = np.size(answer) == 0 if isinstance(answer, np.ndarray | pd.Series) else not answer
    elif not nothing and isinstance(answer, pd.DataFrame):
        nothing = answer.empty
    return not_yet(f"{name} is still empty.", write) if nothing else ""


def number(name: str, answer: Any, low: float, high: float, example: float, whole: bool = False) -> str:
    """Return what is wrong with an answer that must be a number from `low` to `high`, whole if asked for."""
    write = f"Write a plain number, such as {name} = {example:g}."
    if fault := empty(name, answer, write):
        return fault
    if isinstance(answer, str | bytes):
        return not_yet(f"{name} is text.", f"{write} Leave out quotation marks and signs such as %.")
    if isinstance(answer, bool | np.bool_):
        return not_yet(f"{name} is not a number but {answer}.", write)
    if not isinstance(answer, Real):
        return not_yet(f"{name} is not a number but {_kind(answer)}.", write)
    try:
        value = float(answer)
    except OverflowError:
        value = math.inf
    if not low <= value <= high:
        return not_yet(f"{name}: expected a number from {low:g} to {high:g}, got {value:g}.", write)
    if whole and not isinstance(answer, Integral) and value != int(value):
        return not_yet(f"{name} counts something, so it is a whole number; got {value:g}.", write)
    return ""


def choice(name: str, answer: Any, options: Iterable[str]) -> str:
    """Return what is wrong with an answer that must be one of some words; they are compared as they stand."""
    options = list(options)
    write = f"Write one of {_quoted(options)}, with quotation marks."
    if fault := empty(name, answer, write):
        return fault
    if not isinstance(answer, str):
        return not_yet(f"{name} is not a word but {_kind(answer)}.", write)
    if answer not in options:
        return not_yet(f"{name}: {_shortened(answer)!r} is not among the choices.", write)
    return ""


def choices(name: str, answer: Any, options: Iterable[str], count: int | None = None, once: bool = True) -> str:
    """Return what is wrong with an answer that must be a list of words, `count` of them, none twice if `once`."""
    options = list(options)
    write = f"Write a list of words out of {_quoted(options)}, such as [{options[0]!r}]."
    if fault := empty(name, answer, write):
        return fault
    if not isinstance(answer, list | tuple | set | frozenset):
        return not_yet(f"{name} is not a list but {_kind(answer)}.", write)
    words = list(answer)
    for word in words:
        if not isinstance(word, str) or word not in options:
            return not_yet(f"{name}: {_shortened(word)!r} is not among the choices.", write)
    if once and len(set(words)) < len(words):
        return not_yet(f"{name} names something twice.", "Name each once.")
    if count is not None and len(words) != count:
        return not_yet(f"{name} has {len(words)} entries.", f"Give {count}.")
    return ""


def numbers(name: str, answer: Any, length: int, low: float, high: float) -> str:
    """Return what is wrong with an answer that must be a flat list of `length` numbers from `low` to `high`."""
    write = f"Write a list of {length} numbers, such as {name} = [{', '.join([f'{low:g}'] * min(length, 3))}]."
    if fault := empty(name, answer, write):
        return fault
    if not isinstance(answer, list | tuple | np.ndarray | pd.Series):
        return not_yet(f"{name} is not a list but {_kind(answer)}.", write)
    if np.ndim(answer) != 1 if isinstance(answer, np.ndarray | pd.Series) else False:
        return not_yet(f"{name} is a table, not a list.", write)
    if len(answer) != length:
        return not_yet(f"{name} has {len(answer)} entries.", write)
    for place, each in enumerate(answer, start=1):
        if number(name, each, low, high, low):
            said = "the place is empty" if empty(name, each, write) else f"{_kind(each)} does not fit"
            return not_yet(f"{name}, entry {place}: {said}; each is a number from {low:g} to {high:g}.", write)
    return ""


def text(name: str, answer: Any, least_words: int = 1, most_words: int = 400) -> str:
    """Return what is wrong with an answer that must be written in words."""
    write = f'Write it between quotation marks, such as {name} = "...".'
    if fault := empty(name, answer, write):
        return fault
    if not isinstance(answer, str):
        return not_yet(f"{name} is not text but {_kind(answer)}.", write)
    words = len(answer.split())
    if not any(letter.isalpha() for letter in answer):
        return not_yet(f"{name} has no words.", write)
    if words < least_words:
        return not_yet(f"{name} has {words} of at least {least_words} words.", "Say a little more.")
    if words > most_words:
        return not_yet(f"{name} has {words} words.", f"Say it in at most {most_words}.")
    return ""


def run(name: str, answer: Any) -> str:
    """Return what is wrong with an answer that must be a run."""
    if fault := empty(name, answer, "Let the community live first: simulate(...) returns a run."):
        return fault
    if not isinstance(answer, Run):
        return not_yet(
            f"{name} is not a run but {_kind(answer)}.",
            "It must be what simulate(...) returns; run the cells above again.",
        )
    return ""


def scenario(name: str, answer: Any, most_members: int = MOST_MEMBERS, most_days: int = MOST_DAYS) -> str:
    """Return what is wrong with an answer that must be a scenario small enough to be checked while you wait."""
    write = f'{name} is made by Scenario.load("forum"), and changed by .replace(...).'
    if fault := empty(name, answer, write) or _not_a(Scenario, "scenario", name, answer, write):
        return fault
    if answer.members > most_members or answer.days > most_days:
        return not_yet(
            f"{name} has {answer.members:,} members for {answer.days:,} days, too much to try while you wait.",
            f"Keep to {most_members:,} members and {most_days:,} days.",
        )
    return ""


def playbook(name: str, answer: Any) -> str:
    """Return what is wrong with an answer that must be a playbook."""
    write = f'{name} is made by Playbook.load("balanced"), and changed by .replace(...).'
    return empty(name, answer, write) or _not_a(Playbook, "playbook", name, answer, write)


def table(name: str, answer: Any, columns: Sequence[str] = (), least_rows: int = 1) -> str:
    """Return what is wrong with an answer that must be a table with some columns and rows."""
    write = "A table is what pandas calls a DataFrame, such as run.posts."
    if answer is None or answer is ...:
        return empty(name, answer, write)
    if not isinstance(answer, pd.DataFrame):
        return not_yet(f"{name} is not a table but {_kind(answer)}.", write)
    have = {str(column) for column in answer.columns}
    if missing := [column for column in columns if column not in have]:
        return not_yet(f"{name} has no column {_quoted(missing)}.", f"It has {_quoted(sorted(have))}.")
    if answer.columns.duplicated().any():
        return not_yet(f"{name} has two columns of the same name.", "Give each a name of its own.")
    if len(answer) < least_rows:
        return not_yet(f"{name} has {len(answer)} rows.", f"It needs at least {least_rows}.")
    return ""


def tactic(name: str, answer: Any) -> str:
    """Return what is wrong with an answer that must be a tactic: an object with a method `on_hour(community)`."""
    write = "A tactic is an object with a method on_hour(community)."
    if fault := empty(name, answer, write):
        return fault
    if isinstance(answer, type):
        return not_yet(f"{name} is a class.", f"Make one of it, with brackets: {answer.__name__}().")
    if not callable(getattr(answer, "on_hour", None)):
        return not_yet(f"{name} has no method on_hour.", write)
    return ""


def function(name: str, answer: Any, example: str) -> str:
    """Return what is wrong with an answer that must be a function; `example` is a line that begins one."""
    if fault := empty(name, answer, f"Write a function: {example}"):
        return fault
    if not callable(answer):
        return not_yet(f"{name} is not a function but {_kind(answer)}.", f"Begin it with {example}")
    return ""


def mapping(name: str, answer: Any, keys: Iterable[str]) -> str:
    """Return what is wrong with an answer that must be a dict with exactly these keys."""
    keys = list(keys)
    write = f"Write {{{keys[0]!r}: ..., }} with the keys {_quoted(keys)}."
    if fault := empty(name, answer, write):
        return fault
    if not isinstance(answer, Mapping):
        return not_yet(f"{name} is not a dict but {_kind(answer)}.", write)
    if missing := [key for key in keys if key not in answer]:
        return not_yet(f"{name} says nothing of {_quoted(missing)}.", write)
    if unknown := [key for key in answer if key not in keys]:
        return not_yet(f"{name} has {_shortened(unknown[0])!r}, which nobody asked for.", write)
    return ""


def _not_a(kind: type, noun: str, name: str, answer: Any, write: str) -> str:
    return "" if isinstance(answer, kind) else not_yet(f"{name} is not a {noun} but {_kind(answer)}.", write)


def _kind(answer: Any) -> str:
    """Return what an answer is, in words that a learner may know."""
    known = {
        str: "text", bytes: "text", bool: "True or False", int: "a number", float: "a number", list: "a list",
        tuple: "several values with commas", dict: "a dict", set: "a set", type: "a class",
        pd.DataFrame: "a table", pd.Series: "a column of a table", np.ndarray: "a list of numbers",
        Run: "a run", Playbook: "a playbook", Scenario: "a scenario",
    }  # fmt: skip
    for kind, words in known.items():
        if isinstance(answer, kind):
            return words
    return f"something called {type(answer).__name__}"


def _quoted(words: Iterable[Any]) -> str:
    words = list(islice((f'"{word}"' for word in words), 13))
    return ", ".join(words[:12]) + (", ..." if len(words) > 12 else "")


def _shortened(answer: Any) -> str:
    said = " ".join(answer.split()) if isinstance(answer, str) else _kind(answer)
    return said if len(said) <= _MOST_SHOWN else said[:_MOST_SHOWN] + "..."
