"""Pseudonyms: names for people that only whoever has the key can make."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from ..hashing import MEMBER, Seal


def pseudonyms(ids: Iterable[Any], key: bytes | str) -> pd.Series:
    """Return a name for each id that nobody can make or check without the key (keyed BLAKE2b, 32 characters).

    The same id and key give the same name, also in `simulator.lab.logs`; another key gives another. Keep the key
    apart from the table, and destroy it when nobody has to be found again.

    Args:
        ids: texts or whole numbers; the index of a Series is kept.
        key: 16 to 64 bytes, or text of so many. There is no default: a hash without a key hides nobody.

    Raises:
        ValueError: in one line, when the key is missing or too short, or something is no id.
    """
    if key is None:
        raise ValueError("key must be 16 to 64 bytes that you keep secret; secrets.token_bytes(32) makes one")
    seal = Seal(key)
    if isinstance(ids, str | bytes | dict | set | pd.DataFrame) or not isinstance(ids, Iterable):
        raise ValueError(f"ids must be a column or list of texts or whole numbers, got {type(ids).__name__}")
    values = ids if isinstance(ids, pd.Series) else pd.Series(list(ids), dtype=object)
    names = [seal(MEMBER, _id(value)).hex() for value in values]
    return pd.Series(names, index=values.index, name="pseudonym", dtype="str")


def _id(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | np.integer) or not str(value).strip():
        raise ValueError(f"ids must be texts or whole numbers, none of them missing, got {type(value).__name__}")
    return str(value)
