"""Folders: a place for results, tried before anything is run, and left as it was when they cannot be kept."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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
    with _saving_to(folder):
        run.save(folder)


def keep(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files to a folder, all or none; older ones of the same names are replaced, others left alone.

    Raises:
        OSError: in one line, when they could not be written.
    """
    with _saving_to(folder):
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".saving-", dir=folder))
        try:
            for name, content in files.items():
                (staging / name).write_bytes(content)
            _put(files, staging, folder)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def _put(names: Iterable[str], staging: Path, folder: Path) -> None:
    """Move files from staging to a folder; when one cannot be moved, put back what was there."""
    older = staging / "older"
    older.mkdir()
    try:
        for name in names:
            if (folder / name).exists():
                os.replace(folder / name, older / name)
            os.replace(staging / name, folder / name)
    except BaseException:
        for name in names:
            if not (staging / name).exists():
                (folder / name).unlink(missing_ok=True)
            if (older / name).exists():
                os.replace(older / name, folder / name)
        raise


@contextmanager
def _saving_to(folder: Path) -> Iterator[None]:
    """Say in one line why something could not be saved, and leave no empty folder behind."""
    made = _missing(folder)
    try:
        yield
    except OSError as error:
        raise OSError(f"cannot save to {folder}: {_why(folder, error)}; nothing was kept") from error
    finally:
        _remove_empty(made)  # a folder that holds something is not empty and stays


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
