"""Digest: one hash of all tables of a community; equal digests mean tables equal to the last bit."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..lab.run import TABLES

if TYPE_CHECKING:
    from ..lab.run import Run


def digest(run: Run) -> str:
    """Return a SHA-256 hash over every cell of every table of a run, as 64 hexadecimal digits."""
    total = hashlib.sha256()
    for name in TABLES:
        table = getattr(run, name)
        for column in table:
            values = table[column]
            total.update(f"{name}.{column} {len(values)} ".encode())
            if isinstance(values.dtype, pd.CategoricalDtype) or values.dtype.kind not in "ifbu":
                total.update("\x1f".join(map(str, values)).encode("utf-8", "surrogatepass"))
            else:
                # Byte order is fixed, so that all machines hash the same bytes.
                plain = np.ascontiguousarray(values.to_numpy())
                total.update(plain.astype(plain.dtype.newbyteorder("<")).tobytes())
    return total.hexdigest()
