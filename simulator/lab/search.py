"""Search: find the settings whose simulated moments lie nearest to a target.

A response surface: simulate settings scattered around the best guess, each with its own luck; let a regression
say how the moments answer to the settings (which averages the luck away); go where it sees the target; scatter
anew, more closely. Beaumont, Zhang & Balding 2002 (Genetics 162:2025-2035) brought the regression into
approximate Bayesian computation; the steps are solved with `scipy.optimize.least_squares`. The last surface
also says how precisely the target fixes the settings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve_triangular
from scipy.optimize import least_squares
from scipy.special import ndtri

_SHRINK = 0.3
"""How far covariances of moments are drawn to their diagonal: a few hundred luck-only residuals are noisy."""
_FLOOR = 0.03
"""Least standard deviation of a moment: the model is not the world, so no moment is trusted beyond that."""
_RADIUS, _RADIUS_LEAST, _RADIUS_KEEP = 2.0, 1.2, 0.85
"""How far a step may go, in widths of the first guess: at first, at last, and what remains after a round."""
_SCATTER = 0.5
"""New points scatter around the best by this times the radius: closer ones would drown in luck."""
_NEAR = 20
"""A surface is fitted to so many points a setting."""
_RIDGE, _RIDGE_CURVED = 0.02, 2.0
_SEEDS_APART = 1_000_003


@dataclass(frozen=True)
class Budget:
    """How many communities are simulated: at first, in each round, and to see what the result is like."""

    first: int
    rounds: int
    each: int
    last: int

    @property
    def total(self) -> int:
        """Communities simulated in all."""
        return self.first + self.rounds * self.each + self.last


@dataclass(frozen=True, eq=False)
class Found:
    """What a search found; settings on the scale on which it was searched.

    Attributes:
        point: shape (settings,). covariance: shape (settings, settings), for the estimate's error.
        told: shape (settings,): the part of a setting's prior variance that the target removed, 0 to 1.
        distance: root mean square, over moments, of what remains between the mean of simulated communities and the
            target, in standard deviations of one community.
    """

    point: np.ndarray
    covariance: np.ndarray
    told: np.ndarray
    distance: float


@dataclass(frozen=True, eq=False)
class _Surface:
    """How moments answer to settings near a centre: level + slope d + curve d**2, and how luck scatters them.

    `doubt` is the covariance of the slopes themselves, in widths of the settings and scatters of a moment.
    """

    centre: np.ndarray
    level: np.ndarray
    slope: np.ndarray
    curve: np.ndarray
    scatter: np.ndarray
    doubt: np.ndarray

    def at(self, point: np.ndarray) -> np.ndarray:
        step = point - self.centre
        return self.level + self.slope @ step + self.curve @ step**2

    def slope_at(self, point: np.ndarray) -> np.ndarray:
        return self.slope + 2 * self.curve * (point - self.centre)


def search(
    simulate: Callable[[np.ndarray, int], np.ndarray],
    target: np.ndarray,
    guess: np.ndarray,
    width: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    budget: Budget,
    seed: int = 0,
    advance: Callable[[], None] = lambda: None,
) -> Found:
    """Return the settings whose simulated moments lie nearest to `target`.

    Args:
        simulate: returns the moments of settings with a seed, shape (moments,); NaN for what it cannot measure.
        target: moments to meet, finite.
        guess: settings to begin with, shape (settings,), also the centre of a normal prior.
        width: standard deviations of that prior; it decides only what the target leaves open.
        low, high: bounds of the settings.
        budget: how much to simulate; `first` should be at least three times the number of settings.
        seed: the luck.
        advance: called after every simulation.
    """
    rng = np.random.default_rng(seed)
    points: list[np.ndarray] = []
    results: list[np.ndarray] = []

    def look(scattered: np.ndarray) -> None:
        for point in scattered:
            results.append(simulate(point, seed * _SEEDS_APART + len(points)))
            points.append(point)
            advance()

    look(np.clip(guess + width * _scattered(rng, budget.first, len(guess)), low, high))
    best, radius = guess, _RADIUS
    for _ in range(budget.rounds):
        surface = _surface(points, results, best, width)
        best = _nearest(surface, target, guess, width, low, high, best, radius)
        look(np.clip(best + width * _SCATTER * radius * _scattered(rng, budget.each, len(guess)), low, high))
        radius = max(_RADIUS_LEAST, radius * _RADIUS_KEEP)
    surface = _surface(points, results, best, width)
    best = _nearest(surface, target, guess, width, low, high, best, radius)
    return _with_errors(surface, best, target, width)


def _scattered(rng: np.random.Generator, count: int, settings: int) -> np.ndarray:
    """Return `count` points from a normal law in `settings` dimensions, spread evenly along each (Latin)."""
    places = np.stack([rng.permutation(count) for _ in range(settings)], axis=1)
    return ndtri((places + rng.uniform(size=places.shape)) / count)


def _filled(results: list[np.ndarray]) -> np.ndarray:
    """Return results as rows, a moment that could not be measured taking its middle value."""
    rows = np.array(results)
    missing = ~np.isfinite(rows)
    if missing.any():
        known = np.where(missing, np.nan, rows)
        middle = [
            np.median(column[np.isfinite(column)]) if np.isfinite(column).any() else 0.0 for column in known.T
        ]
        rows = np.where(missing, middle, rows)
    return rows


def _surface(
    points: list[np.ndarray], results: list[np.ndarray], centre: np.ndarray, width: np.ndarray
) -> _Surface:
    """Fit the surface to the simulations nearest to `centre`, the nearer the more they count."""
    settings = len(centre)
    steps = (np.array(points) - centre) / width
    distance = np.sqrt((steps**2).mean(axis=1))
    count = min(len(points), _NEAR * (settings + 1))
    near = np.argsort(distance, kind="stable")[:count]
    reach = max(distance[near[-1]] * 1.1, 1e-9)
    weight = np.sqrt((1 - (distance[near] / reach) ** 3) ** 3 + 0.02)[:, None]
    outcomes = _filled(results)[near]
    features = np.hstack([np.ones((count, 1)), steps[near], steps[near] ** 2])
    # A light ridge: straight answers are believed sooner than curved ones.
    penalty = np.diag(np.sqrt(np.r_[0.0, np.full(settings, _RIDGE), np.full(settings, _RIDGE_CURVED)]))
    scale = outcomes.std(axis=0) + 1e-9
    left = np.vstack([features * weight, penalty])
    right = np.vstack([outcomes / scale * weight, np.zeros((len(penalty), outcomes.shape[1]))])
    found = np.linalg.lstsq(left, right, rcond=None)[0] * scale
    residuals = (outcomes - features @ found) * weight
    spare = max(float((weight**2).sum()) - settings - 1, 1.0)
    scatter = residuals.T @ residuals / spare
    own = np.diag(np.diag(scatter) + _FLOOR**2)
    inverse = np.linalg.inv(left.T @ left)
    doubt = (inverse @ ((features * weight**2).T @ (features * weight**2)) @ inverse)[
        1 : settings + 1, 1 : settings + 1
    ]
    slope, curve = found[1 : settings + 1].T / width, found[settings + 1 :].T / width**2
    scatter = (1 - _SHRINK) * scatter + _SHRINK * own + np.eye(len(own)) * _FLOOR**2
    return _Surface(centre, found[0], slope, curve, scatter, doubt)


def _nearest(surface, target, guess, width, low, high, best, radius) -> np.ndarray:
    """Return where the surface comes nearest to the target, at most `radius` widths from `best`."""
    factor = np.linalg.cholesky(surface.scatter)

    def misses(point: np.ndarray) -> np.ndarray:
        return np.r_[solve_triangular(factor, surface.at(point) - target, lower=True), (point - guess) / width]

    def slopes(point: np.ndarray) -> np.ndarray:
        return np.vstack([solve_triangular(factor, surface.slope_at(point), lower=True), np.diag(1 / width)])

    floor, ceiling = np.maximum(low, best - radius * width), np.minimum(high, best + radius * width)
    start = np.clip(best, floor + 1e-9, ceiling - 1e-9)
    # Soft: what the model cannot meet at all should not bend everything else.
    return least_squares(misses, start, slopes, bounds=(floor, ceiling), loss="soft_l1", f_scale=3.0).x


def _with_errors(surface, best, target, width) -> Found:
    """Return the point with its error: what luck in the log and in the simulations does to the estimate."""
    slope = surface.slope_at(best) * width
    known = slope.T @ np.linalg.solve(surface.scatter, slope)
    # Luck in the slopes looks like information; what it adds on average is taken off again.
    values, axes = np.linalg.eigh(known - len(target) * surface.doubt)
    known = axes @ (np.maximum(values, 0)[:, None] * axes.T)
    covariance = np.linalg.inv(known + np.eye(len(width)))
    miss = surface.at(best) - target
    factor = np.linalg.cholesky(surface.scatter)
    # A model that misses the log by more than luck is also less sure of its settings.
    excess = float((solve_triangular(factor, miss, lower=True) ** 2).mean())
    told = 1 - np.diag(covariance)
    distance = float(np.sqrt((miss**2 / np.diag(surface.scatter)).mean()))
    return Found(best, covariance * max(1.0, excess) * np.outer(width, width), np.clip(told, 0, 1), distance)
