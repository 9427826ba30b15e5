"""Course: what `course.toml` lists - modules, their exercises, and the checks that these hold."""

from __future__ import annotations

import ast
import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Exercise:
    """One exercise of a module.

    Attributes:
        source: its script, below the root. check: the module with its checks, below the root.
        subject: ids of what is practised.
    """

    root: Path
    source: str
    check: str
    subject: tuple[str, ...]

    @property
    def name(self) -> str:
        """What its notebook is called, such as "01a_roles"."""
        return Path(self.source).stem

    @cached_property
    def title(self) -> str:
        """The heading of its page, without "Exercise:"; its name where there is no page yet."""
        try:
            text = (self.root / self.source).read_text(encoding="utf-8")
        except OSError:
            return self.name
        found = re.search(r"^# # (?:Exercise: )?(.+)$", text, re.MULTILINE)
        return found[1][:1].upper() + found[1][1:] if found else self.name

    @cached_property
    def checks(self) -> tuple[str, ...]:
        """The names of its checks, in the order in which they are written; none where there are none yet."""
        try:
            tree = ast.parse((self.root / self.check).read_text(encoding="utf-8"))
        except (OSError, SyntaxError):
            return ()
        return tuple(
            each.name for each in tree.body if isinstance(each, ast.FunctionDef) and each.name.startswith("check_")
        )


@dataclass(frozen=True)
class Module:
    """One module: a notebook with a question, and the exercises that practise it.

    Attributes:
        id, title, question, objectives: as the notebook says them.
        subject: ids it teaches. partly: ids it only touches, and other modules teach.
        notebook: its script, below the root. minutes: how long it takes a group, for facilitators.
    """

    id: str
    title: str
    question: str
    objectives: tuple[str, ...]
    subject: tuple[str, ...]
    partly: tuple[str, ...]
    notebook: str
    minutes: int
    exercises: tuple[Exercise, ...]


def modules(root: Path = ROOT) -> tuple[Module, ...]:
    """Return the modules of the course in their order.

    Raises:
        ValueError: in one line, if course.toml is missing or is not what it should be.
    """
    path = root / "course.toml"
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))["module"]
        return tuple(_module(root, dict(each)) for each in listed)
    except OSError as error:
        raise ValueError(f"course.toml cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"course.toml is damaged: {str(error).splitlines()[0]}") from None
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"course.toml: a module lacks or misspells {str(error).splitlines()[0]}") from None


def appendices(root: Path = ROOT) -> tuple[str, ...]:
    """Return the scripts of pages that belong to no module; call `modules` first to hear of a damaged file."""
    return tuple(tomllib.loads((root / "course.toml").read_text(encoding="utf-8")).get("appendices", ()))


@cache
def exercises(root: Path = ROOT) -> tuple[Exercise, ...]:
    """Return all exercises of the course in their order. Raises ValueError as `modules` does."""
    return tuple(each for module in modules(root) for each in module.exercises)


def _module(root: Path, table: dict) -> Module:
    practised = [
        Exercise(root, one["source"], one["check"], tuple(one["subject"])) for one in table.pop("exercises")
    ]
    lists = {name: tuple(table.pop(name)) for name in ("objectives", "subject", "partly")}
    return Module(**table, **lists, exercises=tuple(practised))
