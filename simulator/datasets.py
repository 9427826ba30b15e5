"""The data sets that ship with the kit: figures of real communities and studies, and made-up ones to learn from.

>>> from simulator import datasets
>>> datasets.names("published figures")
['participation_benchmarks', 'published_effects', 'real_communities', 'stylised_facts']
>>> datasets.names("teaching")[:3]
['quiet_forum', 'rules_before_after', 'contest']
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

DESCRIPTOR = "datapackage.json"
KINDS = ("published figures", "teaching")
"""Figures of real communities with their source; and tables about members whom the simulator made up."""
# A checkout keeps the data beside the package, an installed wheel inside it.
FOLDERS = (Path(__file__).parent.parent / "datasets", Path(__file__).parent / "_datasets")
# Schema types as pandas types. The nullable variants are for columns that may be empty.
REQUIRED_TYPES = {"string": "str", "number": "float64", "integer": "int64", "boolean": "bool"}
OPTIONAL_TYPES = {"string": "str", "number": "float64", "integer": "Int64", "boolean": "boolean"}


def names(kind: str | None = None) -> list[str]:
    """Return the names that `load` and `describe` know.

    Args:
        kind: one of `KINDS`; None for all.

    Raises:
        ValueError: if there is no such kind.
        FileNotFoundError: if the data sets were not installed with the kit.
    """
    if kind is not None and not (isinstance(kind, str) and kind in KINDS):
        raise ValueError(f"no kind of data set is called {_shown(kind)}; known: {', '.join(KINDS)}")
    return [resource["name"] for resource in _package()["resources"] if kind is None or resource["kind"] == kind]


def load(name: str) -> pd.DataFrame:
    """Return one data set as a table; `describe(name)` explains its columns.

    Numbers are float64 (whole numbers int64), flags bool, text str; an empty cell is missing.

    Args:
        name: one of `names()`.

    Raises:
        ValueError: if there is no data set of that name.
        FileNotFoundError: if the data sets were not installed with the kit.
    """
    import pandas as pd  # here, because importing the kit should not wait for pandas

    resource = _resource(name)
    folder = _folder()
    path = (folder / resource["path"]).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ValueError(f"path of data set {name!r} must stay in the data folder, got {resource['path']!r}")
    return pd.read_csv(
        path,
        dtype={field["name"]: _dtype(field) for field in resource["schema"]["fields"]},
        encoding="utf-8",
        keep_default_na=False,  # only an empty cell is missing; words such as "none" are text
        na_values=[""],
    )


def describe(name: str) -> pd.Series:
    """Return what a data set is for and what its columns mean.

    Args:
        name: one of `names()`.

    Returns:
        A Series with `title`, `kind` (one of `KINDS`), `question` (what the data set answers), `description`,
        `licence`, `sources` (list of str), `fields` (dict: column to description), `definitions`
        (dict: machine name of a statistic or measure to its meaning), `privacy` (dict: purpose, k,
        quasi_identifiers, method, published, keep_days, keep_until) and `provenance` (dict: scenario, playbook,
        seed, span, command). Those that do not apply are empty.

    Raises:
        ValueError: if there is no data set of that name.
        FileNotFoundError: if the data sets were not installed with the kit.
    """
    import pandas as pd

    resource = _resource(name)
    fields = resource["schema"]["fields"]
    about = {
        "title": resource["title"],
        "kind": resource["kind"],
        "question": resource["question"],
        "description": resource["description"],
        "licence": ", ".join(licence["title"] for licence in resource["licenses"]),
        "sources": [source["title"] for source in resource["sources"]],
        "fields": {field["name"]: field["description"] for field in fields},
        "definitions": {key: text for field in fields for key, text in field.get("definitions", {}).items()},
        "privacy": resource.get("privacy", {}),
        "provenance": resource.get("provenance", {}),
    }
    return pd.Series(about, name=name, dtype=object)


def _folder() -> Path:
    for folder in FOLDERS:
        if (folder / DESCRIPTOR).is_file():
            return folder
    raise FileNotFoundError(f"data sets not found: no {DESCRIPTOR} in {' or '.join(map(str, FOLDERS))}")


def _package() -> dict[str, Any]:
    return json.loads((_folder() / DESCRIPTOR).read_text(encoding="utf-8"))


def _resource(name: str) -> dict[str, Any]:
    # A name is looked up, never joined to a path, so it cannot lead out of the folder.
    resources = {resource["name"]: resource for resource in _package()["resources"]}
    if not isinstance(name, str) or name not in resources:
        raise ValueError(f"no data set is called {_shown(name)}; known: {', '.join(resources)}")
    return resources[name]


def _shown(value: Any) -> str:
    from .lens.given import shown  # here, since only a mistake needs it

    return shown(value)


def _dtype(field: dict[str, Any]) -> str:
    types = REQUIRED_TYPES if field.get("constraints", {}).get("required") else OPTIONAL_TYPES
    return types[field["type"]]
