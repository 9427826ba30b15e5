"""Factors: settings that a sweep varies, and the points at which it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from scipy.stats import qmc

from ..playbook.playbook import Playbook
from ..settings import SettingsError, hint
from ..world.scenario import Scenario

DESIGNS = ("grid", "random", "latin", "sobol", "morris")
POINTS_MOST = 1_000_000
MORRIS_LEVELS = 4


@dataclass(frozen=True)
class Factors:
    """Settings to vary, by dotted name: values for a grid, (low, high) for the other designs.

    Attributes:
        scenario, playbook: what they are settings of. values: by name.
    """

    scenario: Scenario
    playbook: Playbook | None
    values: Mapping[str, Sequence[Any]]

    def __post_init__(self) -> None:
        """See that every factor is a setting.

        Raises:
            ValueError: in one line, when there is none, or a name is unknown.
        """
        if not isinstance(self.values, Mapping) or not self.values:
            raise ValueError("factors must name at least one setting, as {'team.judgement': [0.6, 0.9]}")
        for name, values in self.values.items():
            self._owner(name)
            if isinstance(values, str) or not isinstance(values, Sequence | np.ndarray) or len(values) < 2:
                raise ValueError(f"factor {name!r} needs at least two values, got {values!r}")

    @property
    def names(self) -> list[str]:
        """Names of the factors, in order."""
        return list(self.values)

    def ranges(self) -> list[tuple[float, float]]:
        """Return lowest and highest value of each factor.

        Raises:
            ValueError: in one line, when they are no two numbers, the lower one first.
        """
        found = []
        for name, values in self.values.items():
            numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
            if len(values) != 2 or not numbers or not values[0] < values[1]:
                raise ValueError(f"factor {name!r} needs (lowest, highest) for this design, got {values!r}")
            found.append((float(values[0]), float(values[1])))
        return found

    def points(self, design: str = "grid", samples: int = 64, seed: int = 7) -> list[dict[str, Any]]:
        """Return the settings at each point of a design.

        Args:
            design: grid (every combination), random (uniform), latin (Latin hypercube), sobol (Saltelli's scheme
                on a Sobol sequence, for indices of total effect) or morris (trajectories, for screening).
            samples: points of random and latin; base samples of sobol (a power of 2) and trajectories of morris.
            seed: of the design.

        Raises:
            ValueError: in one line, when something cannot be used.
        """
        if design not in DESIGNS:
            raise ValueError(f"design must be one of {', '.join(DESIGNS)}, got {design!r}")
        if design == "grid":
            count = int(np.prod([len(values) for values in self.values.values()], dtype=object))
            _few(count)
            return [dict(zip(self.names, values, strict=True)) for values in product(*self.values.values())]
        if isinstance(samples, bool) or not isinstance(samples, int) or samples < 2:
            raise ValueError(f"samples must be a whole number from 2, got {samples!r}")
        per = {"sobol": len(self.names) + 2, "morris": len(self.names) + 1}.get(design, 1)
        _few(samples * per)
        return [self._rounded(row) for row in self.matrix(design, samples, seed)]

    def matrix(self, design: str, samples: int, seed: int) -> np.ndarray:
        """Return the points of a design over ranges as numbers: shape (points, factors)."""
        ranges = np.array(self.ranges())
        if design in ("random", "latin"):
            rng = np.random.default_rng(seed)
            shape = (samples, len(ranges))
            units = (
                rng.random(shape) if design == "random" else qmc.LatinHypercube(shape[1], rng=rng).random(samples)
            )
            return ranges[:, 0] + units * (ranges[:, 1] - ranges[:, 0])
        if design == "sobol":
            if samples & (samples - 1):
                raise ValueError(f"samples must be a power of 2 for a sobol design, as 64, got {samples}")
            from SALib.sample import sobol

            return sobol.sample(self.problem(), samples, calc_second_order=False, seed=seed)
        from SALib.sample import morris

        return morris.sample(self.problem(), samples, num_levels=MORRIS_LEVELS, seed=seed)

    def problem(self) -> dict[str, Any]:
        """Return the factors as SALib wants them."""
        return {"num_vars": len(self.names), "names": self.names, "bounds": [list(pair) for pair in self.ranges()]}

    def at(self, point: Mapping[str, Any]) -> tuple[Scenario, Playbook | None]:
        """Return place and playbook at a point.

        Raises:
            SettingsError: when a value cannot be used.
        """
        own = {name: value for name, value in point.items() if self._owner(name) is Scenario}
        plans = {name: value for name, value in point.items() if name not in own}
        playbook = self.playbook.replace(plans) if plans else self.playbook
        return self.scenario.replace(own) if own else self.scenario, playbook

    def _rounded(self, row: np.ndarray) -> dict[str, Any]:
        """Return a point as settings; where whole numbers are asked for, the nearest one."""
        point = dict(zip(self.names, row.tolist(), strict=True))
        return {name: round(value) if self._is_whole(name) else value for name, value in point.items()}

    def _is_whole(self, name: str) -> bool:
        value: Any = (self.scenario if self._owner(name) is Scenario else self.playbook).model_dump()
        for part in name.split("."):
            value = value[part] if isinstance(value, dict) and part in value else None
        return isinstance(value, int) and not isinstance(value, bool)

    def _owner(self, name: str) -> type[Scenario] | type[Playbook]:
        first = str(name).split(".")[0]
        if first in Scenario.model_fields:
            return Scenario
        if first in Playbook.model_fields:
            if self.playbook is None:
                raise ValueError(f"factor {name!r} is a setting of a playbook, but nobody manages this community")
            return Playbook
        known = [*Scenario.model_fields, *Playbook.model_fields]
        raise SettingsError(f"unknown setting {name!r}{hint(str(name), known)}")


def _few(count: int) -> None:
    if count > POINTS_MOST:
        raise ValueError(f"a design may have at most {POINTS_MOST:,} points, this one has {count:,}")
