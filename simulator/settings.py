"""Settings: frozen, validated models that are read from YAML, altered by name, and explain their errors."""

from __future__ import annotations

import difflib
import os
import reprlib
import tempfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any, ClassVar, Self, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError


def setting(default: Any, unit: str, description: str, source: str = "", **bounds: Any) -> Any:
    """Declare a setting with its unit and meaning; `bounds` are pydantic's (ge, le, ...)."""
    extra = {"unit": unit} | ({"source": source} if source else {})
    return Field(default, description=description, json_schema_extra=extra, **bounds)


def text(default: str, longest: int, description: str, shortest: int = 0) -> Any:
    """Declare a setting that is text of limited length."""
    return setting(default, "text", description, min_length=shortest, max_length=longest)


class SettingsError(ValueError):
    """A setting that cannot be used; the message names field, value, and what would be right."""


class Section(BaseModel):
    """A part of a `Settings`: frozen, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, allow_inf_nan=False)

    @field_validator("*", mode="before")
    @classmethod
    def _truth_is_no_number(cls, value: Any, info: ValidationInfo) -> Any:
        # Python counts True as 1; a community with `members: true` is a mistake.
        if isinstance(value, bool) and cls.model_fields[str(info.field_name)].annotation in (int, float):
            raise PydanticCustomError("float_type", "a number")
        return value


class Settings(Section):
    """Base of `Scenario` and `Playbook`."""

    shelf: ClassVar[str] = ""
    """Folder inside the package that holds the YAML files that ship."""
    noun: ClassVar[str] = "settings"

    def __init__(self, /, **values: Any) -> None:
        """Validate `values`.

        Raises:
            SettingsError: in one line, when something is unknown, of the wrong type or out of range.
        """
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise SettingsError(" ".join(explain(error, type(self)).split())) from None

    @classmethod
    def names(cls) -> list[str]:
        """Return the names that `load` knows, sorted."""
        folder = resources.files("simulator") / cls.shelf
        return sorted(entry.name[: -len(".yaml")] for entry in folder.iterdir() if entry.name.endswith(".yaml"))

    @classmethod
    def load(cls, name: str | os.PathLike[str]) -> Self:
        """Return the settings that ship under a name, or those in a YAML file.

        Args:
            name: one of `names()`, or the path of a file that ends in .yaml or .yml.

        Raises:
            SettingsError: when the name is unknown (lists the known ones), the file is missing or unreadable,
                is not YAML, or holds something that cannot be used.
        """
        text = os.fspath(name) if isinstance(name, str | os.PathLike) else None
        if not isinstance(text, str):
            raise SettingsError(f"{cls.noun} must be a name or a path, got {name!r}")
        if text.endswith((".yaml", ".yml")):
            return cls.from_yaml(_read(Path(text), cls.noun), origin=text)
        if text not in cls.names():
            raise SettingsError(f"unknown {cls.noun} {text!r}{hint(text, cls.names())}")
        shipped = resources.files("simulator") / cls.shelf / f"{text}.yaml"
        return cls.from_yaml(shipped.read_text(encoding="utf-8"), origin=text)

    @classmethod
    def from_yaml(cls, text: str, origin: str = "text") -> Self:
        """Return the settings written in a YAML text; `origin` names it in errors.

        Raises:
            SettingsError: when the text is not YAML, not a table of settings, or not valid.
        """
        try:
            values = yaml.safe_load(text)
        except (yaml.YAMLError, RecursionError, ValueError, AttributeError, LookupError, TypeError) as error:
            mark = getattr(error, "problem_mark", None)
            place = f", line {mark.line + 1}" if mark else ""
            problem = getattr(error, "problem", None) or type(error).__name__
            raise SettingsError(f"{origin} is not valid YAML{place}: {problem}") from None
        if not isinstance(values, dict) or not all(isinstance(key, str) for key in values):
            raise SettingsError(f"{origin} must hold settings as `name: value` lines")
        try:
            return cls(**values)
        except SettingsError as error:
            raise SettingsError(f"{origin}: {error}") from None

    def to_yaml(self) -> str:
        """Return the settings as YAML that `from_yaml` reads back to an equal object."""
        return yaml.safe_dump(self.model_dump(mode="json"), sort_keys=False, allow_unicode=True, width=100)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the settings to a YAML file, whole or not at all, and return its path.

        Raises:
            OSError: when the folder does not exist or cannot be written to.
        """
        return write_whole(Path(path), self.to_yaml())

    def replace(self, changes: Mapping[str, Any] | None = None, **keywords: Any) -> Self:
        """Return a copy with some settings altered, validated again.

        Args:
            changes: values by dotted name, as in `{"platform.entry_friction": 0.5}`.
            keywords: values by plain name, as in `members=500`.

        Raises:
            SettingsError: when a name is unknown (lists the known ones) or a value cannot be used.
        """
        if changes is not None and not isinstance(changes, Mapping):
            raise SettingsError(f"changes must be a table of names and values, got {type(changes).__name__}")
        values = self.model_dump()
        for name, value in {**(changes or {}), **keywords}.items():
            _put(values, type(self), str(name), value)
        return type(self)(**values)


def _put(values: dict[str, Any], model: type[BaseModel], dotted: str, value: Any) -> None:
    """Set one dotted name in nested `values`, checking every step against `model`."""
    steps = dotted.split(".")
    here: Any = values
    kind: Any = model
    for depth, step in enumerate(steps):
        owner = ".".join(steps[:depth]) or model.__name__
        if not _is_model(kind):
            raise SettingsError(f"unknown setting {dotted!r}: {owner} has no parts, set it as a whole")
        if step not in kind.model_fields:
            raise SettingsError(
                f"unknown setting {dotted!r}: {owner} has no {step!r}{hint(step, list(kind.model_fields))}"
            )
        if depth == len(steps) - 1:
            here[step] = value.model_dump() if isinstance(value, BaseModel) else value
        else:
            here, kind = here[step], kind.model_fields[step].annotation


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


_LISTED_MOST, _LISTED_NEAR = 60, 12


def hint(name: str, known: list[str]) -> str:
    """Return the end of an error line: the likeliest meant name, and those that exist, or the nearest of many."""
    close = difflib.get_close_matches(name, known, n=1)
    meant = f" - did you mean {close[0]!r}?" if close else ""
    if len(known) <= _LISTED_MOST:
        return f"{meant} (known: {', '.join(known)})"
    near = difflib.get_close_matches(name, known, n=_LISTED_NEAR, cutoff=0.3)
    return f"{meant} (nearest of {len(known)} known: {', '.join(near or known[:_LISTED_NEAR])})"


_WANTED = {
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_parsing": "a number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "string_type": "text",
    "dict_type": "a table of names and values",
    "model_type": "a table of names and values",
    "model_attributes_type": "a table of names and values",
    "list_type": "a list",
    "tuple_type": "a list",
    "date_parsing": "a date such as 2024-01-31",
    "date_from_datetime_parsing": "a date such as 2024-01-31",
    "date_type": "a date such as 2024-01-31",
}


def explain(error: ValidationError, model: type[BaseModel]) -> str:
    """Return the first problem of a pydantic error in one line: field, what would be right, value."""
    problems = error.errors(include_url=False)
    problem = problems[0]
    place = [str(part) for part in problem["loc"]]
    field = ".".join(place) or model.__name__
    value = _short(problem.get("input"))
    context = problem.get("ctx", {})
    kind = problem["type"]
    more = f" ({len(problems) - 1} more to mend)" if len(problems) > 1 else ""
    if kind == "extra_forbidden":
        owner = _part(model, problem["loc"][:-1])
        known = list(owner.model_fields) if _is_model(owner) else []
        return f"unknown setting {field!r}{hint(place[-1], known)}{more}"
    if kind == "missing":
        return f"{field} is missing{more}"
    if kind in ("greater_than_equal", "greater_than", "less_than_equal", "less_than"):
        word, bound = {
            "greater_than_equal": ("at least", "ge"),
            "greater_than": ("more than", "gt"),
            "less_than_equal": ("at most", "le"),
            "less_than": ("less than", "lt"),
        }[kind]
        return f"{field} must be {word} {_plain(context[bound])}, got {value}{more}"
    if kind == "literal_error":
        return f"{field} must be one of {context['expected']}, got {value}{more}"
    if kind == "value_error":
        return f"{field if place else ''}{': ' if place else ''}{context['error']}{more}"
    if kind in _WANTED:
        return f"{field} must be {_WANTED[kind]}, got {value}{more}"
    return f"{field}: {problem['msg'].lower()}, got {value}{more}"


def _part(model: Any, place: tuple[int | str, ...]) -> Any:
    """Return the type found at a place inside a model, following lists by their numbers."""
    for step in place:
        if isinstance(step, int):
            model = next(iter(get_args(model)), None)
        else:
            model = (
                model.model_fields[step].annotation if _is_model(model) and step in model.model_fields else None
            )
    return model


def _plain(bound: float) -> str:
    return str(int(bound)) if float(bound).is_integer() else str(bound)


_SHORTENER = reprlib.Repr()
_SHORTENER.maxlevel = 2
_SHORTENER.maxstring = _SHORTENER.maxlong = _SHORTENER.maxother = 60


def _short(value: Any) -> str:
    """Show a value in some sixty letters; what is nested is never unfolded."""
    shown = _SHORTENER.repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."


def _read(path: Path, noun: str) -> str:
    try:
        if path.stat().st_size > 1_000_000:
            raise SettingsError(f"{path} is larger than 1 MB, too large for a {noun}")
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SettingsError(f"no {noun} file at {path}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not text in UTF-8") from None
    except (OSError, ValueError) as error:
        raise SettingsError(f"cannot read {str(path)!r}: {getattr(error, 'strerror', None) or error}") from None


def write_whole(path: Path, text: str) -> Path:
    """Write a text file so that it is there whole or not at all; return its path."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path
