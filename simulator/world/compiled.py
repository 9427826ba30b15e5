"""Compilation: one source for every rule, run by Numba where it is present and by Python where it is not."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any

import numpy as np

try:
    if os.environ.get("SIMULATOR_WITHOUT_NUMBA"):
        raise ImportError("SIMULATOR_WITHOUT_NUMBA is set")
    import numba
except ImportError:
    numba = None

HAS_NUMBA = numba is not None
"""True when the compiled engine can be used."""


def _source_fingerprint() -> str:
    """Return a short hash of every module of the world: compiled code is valid for exactly these sources."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _cache_folder() -> str | None:
    """Return a writable folder for compiled code, or None when there is none.

    Numba notices a change in the file of a compiled function but not in the files it calls. A rule edited in
    `behaviour.py` would leave a stale loop in `hour.py`, so the folder's name carries the fingerprint of all.
    """
    name = f"compiled-{_source_fingerprint()}"
    here = Path(__file__).parent / "__pycache__" / name
    shared = Path(tempfile.gettempdir()) / f"community-simulator-{os.environ.get('USER', 'user')}" / name
    for folder in (here, shared):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if os.access(folder, os.W_OK):
                return str(folder)
        except OSError:
            continue
    return None


CACHE_FOLDER = _cache_folder() if HAS_NUMBA else None


def rule(function: Callable, inline: bool = False) -> Callable:
    """Compile `function` where Numba is present; leave it as it is where not.

    Compiled rules count no references: arrays stay with whoever calls (atomic counting took a third of all
    time), so a rule may not make arrays of its own. With `inline` the function becomes part of its caller.

    No fast-math: additions and multiplications keep their order, so compiled and interpreted results are equal
    bit for bit. Integer division by zero and array bounds are the caller's business, as in any compiled loop.
    """
    if not HAS_NUMBA:
        return function
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = CACHE_FOLDER or before
    try:
        return numba.njit(cache=CACHE_FOLDER is not None, error_model="numpy", forceinline=inline, _nrt=False)(
            function
        )
    finally:
        numba.config.CACHE_DIR = before


def inline_rule(function: Callable) -> Callable:
    """Like `rule`, for functions that inner loops call with many arrays."""
    return rule(function, inline=True)


def interpreted(*modules: ModuleType) -> SimpleNamespace:
    """Return the rules of modules as plain Python functions that call each other as such, and their constants.

    The engine that is there to be read uses them, so that no rule is compiled behind its back.
    """
    names: dict[str, Any] = {}
    for module in modules:
        names |= vars(module)
    plain = {
        name: FunctionType(thing.py_func.__code__, names, name, thing.py_func.__defaults__)
        for name, thing in names.items()
        if hasattr(thing, "py_func")
    }
    names.update(plain)
    return SimpleNamespace(**{name: thing for name, thing in names.items() if not name.startswith("__")})


def records(array: np.ndarray) -> np.ndarray:
    """Return a structured array whose rows have attributes, which interpreted rules need; a view, no copy."""
    return array if HAS_NUMBA else array.view(np.recarray)


def attributes(record: np.ndarray) -> SimpleNamespace:
    """Return the fields of a one-row record array as Python numbers, for interpreted rules."""
    return SimpleNamespace(**{name: record[name][0].item() for name in record.dtype.names})
