"""Decision: one thing that the player decided, at one hour; a log of them is a session."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np


class Options(Mapping[str, Any]):
    """The options of a decision: a table that nobody can change, made of plain JSON values."""

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        """Copy `values`.

        Raises:
            ValueError: when something in it is no plain value, such as an object or a number that is not finite.
        """
        self._values = {str(name): plain(value, str(name)) for name, value in (values or {}).items()}

    def __getitem__(self, name: str) -> Any:
        """Return one option; lists and tables are copies."""
        return plain(self._values[name], name)

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._values)

    def __len__(self) -> int:
        """Return how many options there are."""
        return len(self._values)

    def __repr__(self) -> str:
        """Show them as a plain table."""
        return repr(self._values)

    def __hash__(self) -> int:
        """Return a hash that equal options share."""
        return hash(json.dumps(self._values, sort_keys=True))


@dataclass(frozen=True)
class Decision:
    """Something that was decided.

    Attributes:
        number: place in the log, from 1.
        hour: hour of the run that comes next when it is decided.
        what: a verb of the playbook, "set" for a change of policy, or "card" for an event of a workshop.
        options: its target and how it is done (see `Session.verbs`).
    """

    number: int
    hour: int
    what: str
    options: Options = field(default_factory=Options)

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data for a log."""
        return {"number": self.number, "hour": self.hour, "what": self.what, "options": dict(self.options)}

    def __str__(self) -> str:
        """Say it in a line."""
        if self.what == "set":
            return "set " + ", ".join(f"{name} to {value}" for name, value in self.options["changes"].items())
        rest = {name: value for name, value in self.options.items() if name not in ("target", "later")}
        target = f" {self.options['target']}" if "target" in self.options else ""
        said = ", ".join(f"{name} {value}" for name, value in rest.items())
        return f"{self.what}{target}" + (f" ({said})" if said else "")


@dataclass(frozen=True)
class Branch:
    """A way the session has gone before a rewind; `Session.switch` goes back to it.

    Attributes:
        number: from 1. decisions: what had been decided. hour: how far it had been lived.
    """

    number: int
    decisions: tuple[Decision, ...]
    hour: int


def shown(value: Any, most: int = 60) -> str:
    """Return a value for an error message: one line, however large or odd it is."""
    text = " ".join(repr(value).split())
    return text if len(text) <= most else f"{text[:most]}..."


def plain(value: Any, name: str = "value") -> Any:
    """Return a value as JSON knows it: numbers, text, yes or no, none, lists and tables of these.

    Raises:
        ValueError: in one line, when it is something else.
    """
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        if not math.isfinite(value):
            raise ValueError(f"{name} must be a finite number, got {value!r}")
        return float(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item, f"{name}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, name) for item in value]
    if hasattr(value, "model_dump"):
        return plain(value.model_dump(mode="json"), name)
    raise ValueError(f"{name} must be a number, text, a list or a table, got {type(value).__name__}")
