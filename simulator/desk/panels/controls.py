"""Controls: a labelled slider, list or tick box for a setting, made from the field that declares it.

Range, unit and meaning are those of the field, so no panel repeats them. Where a range is too wide for a slider
(money, members), a box takes the number; `within` narrows the range that is offered.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

import ipywidgets as widgets
from pydantic import BaseModel

from ...settings import Settings, SettingsError, hint

WIDEST_SLIDER = 1000
"""A whole number with more values than this gets a box."""
_STYLE = {"description_width": "11.5rem"}
_LAYOUT = {"width": "25rem", "max_width": "100%"}
_YES_OR_NO = "yes or no"


@dataclass(frozen=True, eq=False)
class Control:
    """A setting on the screen.

    Attributes:
        name: dotted name. widget: its labelled field. unit, meaning: of the setting.
    """

    name: str
    widget: widgets.ValueWidget
    unit: str
    meaning: str

    @property
    def value(self) -> Any:
        """The value on the screen."""
        return self.widget.value

    def show(self, settings: Settings) -> None:
        """Show what some settings hold; a value outside what is offered is shown at its end."""
        value = value_of(settings, self.name)
        if isinstance(value, int | float) and not isinstance(value, bool) and hasattr(self.widget, "min"):
            value = min(max(value, self.widget.min), self.widget.max)
        self.widget.value = value

    def differs(self, settings: Settings) -> bool:
        """Tell whether the screen shows another value than some settings hold."""
        held, shown = value_of(settings, self.name), self.widget.value
        if isinstance(held, bool) or not isinstance(held, int | float):
            return bool(held != shown)
        low, high = getattr(self.widget, "min", -math.inf), getattr(self.widget, "max", math.inf)
        return not math.isclose(min(max(held, low), high), shown, rel_tol=1e-9, abs_tol=1e-12)


def control(
    settings: Settings, name: str, within: tuple[float, float] | None = None, label: str | None = None
) -> Control:
    """Return the control of a setting, showing its value.

    Args:
        settings: a `Scenario` or `Playbook`. name: dotted name of a number, a word from a list, or a yes or no.
        within: a narrower range to offer. label: instead of the setting's name.

    Raises:
        SettingsError: in one line, when there is no such setting, it is of another kind, or `within` lies outside
            its range.
    """
    field = _field(type(settings), name)
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    unit, meaning = str(extra.get("unit", "")), field.description or ""
    kind, value = field.annotation, value_of(settings, name)
    said = label or name.rpartition(".")[2].replace("_", " ")
    if unit and unit not in (_YES_OR_NO, "name", "text") and unit not in said:
        said += f" ({unit})"
    common = {"description": said, "tooltip": meaning, "style": _STYLE, "layout": _LAYOUT}
    if kind is bool:
        made = widgets.Checkbox(value=value, indent=True, **common)
    elif get_origin(kind) is Literal:
        options = [(str(word).replace("_", " "), word) for word in get_args(kind)]
        made = widgets.Dropdown(options=options, value=value, **common)
    elif kind in (int, float):
        low, high = _range(field, name, within, kind)
        made = _number(kind, value, low, high, common)
    else:
        raise SettingsError(f"{name} is no single number, word or yes-or-no, so it has no slider")
    return Control(name, made, unit, meaning)


def value_of(settings: BaseModel, name: str) -> Any:
    """Return the value of a setting by its dotted name."""
    value: Any = settings
    for step in name.split("."):
        value = getattr(value, step)
    return value


def _field(kind: type[BaseModel], name: Any) -> Any:
    if not isinstance(name, str) or not name:
        raise SettingsError(f"a setting must be a dotted name such as 'platform.entry_friction', got {name!r}")
    owner: Any = kind
    steps = name.split(".")
    for depth, step in enumerate(steps):
        if not (isinstance(owner, type) and issubclass(owner, BaseModel)):
            raise SettingsError(f"unknown setting {name!r}: {'.'.join(steps[:depth])} has no parts")
        if step not in owner.model_fields:
            raise SettingsError(f"unknown setting {name!r}{hint(step, list(owner.model_fields))}")
        field = owner.model_fields[step]
        owner = field.annotation
    return field


def _range(field: Any, name: str, within: Any, kind: type) -> tuple[float, float]:
    low, high = -math.inf, math.inf
    for rule in field.metadata:
        low = max(low, *(getattr(rule, bound) for bound in ("ge", "gt") if hasattr(rule, bound)), -math.inf)
        high = min(high, *(getattr(rule, bound) for bound in ("le", "lt") if hasattr(rule, bound)), math.inf)
    if within is not None:
        low, high = _narrowed(name, within, low, high)
    if not math.isfinite(low + high):
        raise SettingsError(f"{name} has no limits, so a slider needs a range: within=(low, high)")
    open_below = any(getattr(rule, "gt", None) == low for rule in field.metadata)
    if open_below:
        low += 1 if kind is int else step_of(low, high)
    return low, high


def _narrowed(name: str, within: Any, low: float, high: float) -> tuple[float, float]:
    ends = list(within) if isinstance(within, tuple | list) else []
    numbers = [end for end in ends if isinstance(end, int | float) and not isinstance(end, bool)]
    if len(ends) != 2 or len(numbers) != 2 or not low <= ends[0] < ends[1] <= high:
        raise SettingsError(f"the range of {name} must be (low, high) from {low:g} to {high:g}, got {within!r}")
    return float(ends[0]), float(ends[1])


def _number(kind: type, value: float, low: float, high: float, common: dict[str, Any]) -> widgets.ValueWidget:
    value = min(max(value, low), high)
    if kind is int:
        low, high = math.ceil(low), math.floor(high)
        made = widgets.IntSlider if high - low <= WIDEST_SLIDER else widgets.BoundedIntText
        more = {"continuous_update": False} if made is widgets.IntSlider else {}
        return made(value=int(value), min=low, max=high, **common, **more)
    if high - low > WIDEST_SLIDER:
        return widgets.BoundedFloatText(value=value, min=low, max=high, **common)
    step = step_of(low, high)
    digits = max(0, -math.floor(math.log10(step)))
    return widgets.FloatSlider(
        value=value, min=low, max=high, step=step, readout_format=f".{digits}f", continuous_update=False, **common
    )


def step_of(low: float, high: float) -> float:
    """Return a step of 1, 2 or 5 times a power of ten that makes some 50 to 100 steps of a range.

    >>> step_of(0, 1), step_of(0, 60), step_of(-5, 9)
    (0.02, 1.0, 0.2)
    """
    rough = (high - low) / 100
    power = 10.0 ** math.floor(math.log10(rough))
    return next(round(power * step, 12) for step in (1, 2, 5, 10) if power * step >= rough * 0.999999)
