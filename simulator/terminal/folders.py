"""Folders: a place for a run, tried before the run begins, and left as it was when the run cannot be kept."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..lab.run import Run


def require_writable(folder: Path) -> None:
    """Try to write to a folder, making it for the moment if need be; leave nothing behind.

    Raises:
        OSError: in one line, when a run could not be saved there.
    """
    made = _missing(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OSError(f"cannot write to {folder}: {_why(folder, error)}") from error
    finally:
        _remove_empty(made)


def save(run: Run, folder: Path) -> None:
    """Save a run to a folder, whole or not at all.

    Raises:
        OSError: in one line, when it could not be saved.
    """
    made = _missing(folder)
    try:
        run.save(folder)
    except OSError as error:
        raise OSError(f"cannot save to {folder}: {_why(folder, error)}; nothing was kept") from error
    finally:
        _remove_empty(made)  # a folder that holds a run is not empty and stays


def _missing(folder: Path) -> list[Path]:
    """Return the folders on the way that do not exist yet, innermost first."""
    return [place for place in (folder, *folder.parents) if not os.path.lexists(place)]


def _remove_empty(folders: Iterable[Path]) -> None:
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            return


def _why(folder: Path, error: OSError) -> str:
    in_the_way = next((place for place in (folder, *folder.parents) if place.is_file()), None)
    if in_the_way is not None:
        return f"{in_the_way} is a file, name a folder"
    return os.strerror(error.errno) if error.errno else str(error)
