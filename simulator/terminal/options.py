"""Options: what the texts on a command line mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..playbook.playbook import Playbook
    from ..world.scenario import Scenario


def whole(option: str, text: str) -> int:
    """Return a whole number.

    Raises:
        ValueError: in one line, when the text is none.
    """
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"--{option} must be a whole number, got {text!r}") from None


def number(text: str) -> int | str:
    """Return a whole number; what is none is left as it is, for the setting to say what would be right."""
    try:
        return int(text)
    except ValueError:
        return text


def named_folder(text: str) -> Path:
    """Return where results go; an empty name is a slip, not the current folder."""
    if not text.strip():
        raise ValueError("--out needs the name of a folder")
    return Path(text).expanduser()


def sized(scene: Scenario, members: str | None, days: str | None) -> Scenario:
    """Return a scenario with as many members and days as the command line asks for."""
    asked = {"members": members, "days": days}
    return scene.replace({name: number(text) for name, text in asked.items() if text is not None})


def altered(scene: Scenario, plans: Iterable[Playbook], items: list[str]) -> tuple[Scenario, list[Playbook]]:
    """Return scenario and playbooks with every `key=value` of `items` applied to those that have the key."""
    from ..playbook.playbook import Playbook
    from ..settings import SettingsError, hint

    kinds = (type(scene), Playbook)
    changes: dict[type, dict[str, Any]] = {kind: {} for kind in kinds}
    for item in items:
        key, equals, text = item.partition("=")
        key = key.strip()
        if not key or not equals:
            raise SettingsError(f"--set needs key=value, as platform.entry_friction=0.5, got {item!r}")
        owner = next((kind for kind in kinds if key.split(".")[0] in kind.model_fields), None)
        if owner is None:
            known = dict.fromkeys(name for kind in kinds for name in kind.model_fields)
            raise SettingsError(f"unknown setting {key!r}{hint(key, list(known))}")
        changes[owner][key] = _value(key, text)
    return scene.replace(changes[type(scene)]), [plan.replace(changes[Playbook]) for plan in plans]


def _value(key: str, text: str) -> Any:
    """Return what a text after `--set key=` means: a number, true or false, a date, a list, or text."""
    import yaml

    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        raise ValueError(
            f"--set {key}: {text!r} can't be read; write it as it would stand in a YAML file"
        ) from None
