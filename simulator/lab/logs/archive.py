"""Archive: one file, a folder or a zip as a row of files that are read in memory, within limits."""

from __future__ import annotations

import gzip
import io
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from .errors import LogError

MOST_FILES = 200_000
# Logs are text and shrink by a factor of 5 to 30; what shrinks by hundreds is made to fill the memory.
MOST_EXPANSION = 200
EXPANSION_COUNTS_FROM = 50_000_000
_HEAD_BYTES = 65_536
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_GZIP = b"\x1f\x8b"
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)

Tick = Callable[[int], None]


@dataclass(frozen=True)
class Source:
    """One file of a log.

    Attributes:
        label: how errors name it. The names of files inside a bundle may be names of people (a folder of direct
            messages, a thread's title), so these are counted instead.
        inner: its path inside the bundle, to recognise formats by; never shown.
        size: bytes stored.
    """

    label: str
    inner: PurePosixPath = field(repr=False)
    size: int
    _opener: Callable[[], BinaryIO] = field(repr=False)
    _tick: Tick = field(repr=False)

    def open(self) -> io.BufferedReader:
        """Return the content, unpacked where it is gzip; reading it may raise `LogError`."""
        return self._stream(self._tick)

    def head(self) -> bytes:
        """Return the first bytes of the content."""
        with self._stream(lambda count: None) as stream:
            return stream.read(_HEAD_BYTES)

    def _stream(self, tick: Tick) -> io.BufferedReader:
        try:
            raw = self._opener()
            packed = raw.read(2) == _GZIP
            raw.close()
            raw = self._opener()
        except _DAMAGE as error:
            raise LogError(f"{self.label}: {_trouble(error)}") from None
        inner = gzip.GzipFile(fileobj=raw) if packed else raw
        return io.BufferedReader(_Guarded(self, inner, raw, packed, tick), _HEAD_BYTES)


class _Guarded(io.RawIOBase):
    """A stream that stops what unpacks without end, and says what is wrong in its own words."""

    def __init__(self, source: Source, inner: BinaryIO, raw: BinaryIO, packed: bool, tick: Tick) -> None:
        self._source, self._inner, self._raw, self._packed, self._tick = source, inner, raw, packed, tick
        self._count = self._ticked = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        try:
            piece = self._inner.read(len(buffer))
            position = self._raw.tell() if self._packed else self._count + len(piece)
        except _DAMAGE as error:
            raise LogError(f"{self._source.label}: {_trouble(error)}") from None
        buffer[: len(piece)] = piece
        self._count += len(piece)
        if self._count > max(EXPANSION_COUNTS_FROM, MOST_EXPANSION * self._source.size):
            raise LogError(
                f"{self._source.label}: unpacks to more than {MOST_EXPANSION} times its size; that is no log"
            )
        self._tick(position - self._ticked)
        self._ticked = position
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
            self._raw.close()
        super().close()


class Bundle:
    """The files of a log, in the order of their names; a context manager.

    Args:
        path: a file, a folder, a zip archive (never unpacked to disk), or a list of files.
        progress: called with the share that has been read, 0 to 1, after about every hundredth.

    Raises:
        LogError: when there is nothing, or nothing that can be opened.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
        progress: Callable[[float], object] | None = None,
    ) -> None:
        self._stack = ExitStack()
        self._progress, self._done, self._told = progress, 0, 0.0
        self.files: list[Source] = []
        listed = isinstance(path, list | tuple)
        try:
            paths = [Path(entry) for entry in path] if listed else [Path(path)]
        except TypeError:
            raise LogError(f"path must be a path or a list of paths, got {type(path).__name__}") from None
        self.label = f"{len(paths)} files" if listed else shown(paths[0])
        self.is_folder = listed
        with self._stack:
            for entry in paths:
                self._add(entry)
            self._stack = self._stack.pop_all()
        if not self.files:
            raise LogError(f"{self.label}: holds no files")
        self._total = sum(source.size for source in self.files)

    def __enter__(self) -> Bundle:
        return self

    def __exit__(self, *problem: object) -> None:
        self._stack.close()

    def only(self) -> Source:
        """Return the one file there is.

        Raises:
            LogError: when there are several.
        """
        if len(self.files) > 1:
            raise LogError(f"{self.label}: holds {len(self.files)} files, but this format is one file")
        return self.files[0]

    def beginning_with(self, start: bytes) -> list[Source]:
        """Return the files of a log in several files that begin so, the file itself when it is one alone."""
        if not self.is_folder:
            return self.files
        return [source for source in self.files if source.head().lstrip().startswith(start)]

    def _add(self, path: Path) -> None:
        try:
            mode = path.stat().st_mode
        except FileNotFoundError:
            raise LogError(f"no file at {str(path)!r}") from None
        except (OSError, ValueError) as error:
            raise LogError(f"{shown(path)}: {_trouble(error)}") from None
        if stat.S_ISDIR(mode):
            self._add_folder(path)
        elif not stat.S_ISREG(mode):
            raise LogError(f"{shown(path)}: is neither a file nor a folder")
        elif _starts_like_zip(path):
            self._add_zip(path)
        else:
            size = path.stat().st_size
            if not size:
                raise LogError(f"{shown(path)}: is empty")
            self._append(shown(path), PurePosixPath(path.name), size, lambda: path.open("rb"))

    def _add_folder(self, folder: Path) -> None:
        self.is_folder = True
        found = []
        for here, folders, names in os.walk(folder):
            folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
            found += [Path(here, name) for name in sorted(names) if not name.startswith(".")]
            if len(found) > MOST_FILES:
                raise LogError(f"{shown(folder)}: holds more than {MOST_FILES:,} files")
        # A link may lead anywhere, out of the folder too.
        found = [path for path in found if path.is_file() and not path.is_symlink()]
        for number, path in enumerate(found, start=1):
            label = f"{shown(folder)}, file {number} of {len(found)}"
            inner = PurePosixPath(path.relative_to(folder).as_posix())
            self._append(label, inner, path.stat().st_size, lambda path=path: path.open("rb"))

    def _add_zip(self, path: Path) -> None:
        self.is_folder = True
        try:
            archive = self._stack.enter_context(zipfile.ZipFile(path))
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        except _DAMAGE as error:
            raise LogError(f"{shown(path)}: as a zip archive, it {_trouble(error)}") from None
        if len(entries) > MOST_FILES:
            raise LogError(f"{shown(path)}: holds more than {MOST_FILES:,} files")
        if any(leads_out(entry.filename) for entry in entries):
            raise LogError(f"{shown(path)}: holds a file whose path leads out of the archive; export it again")
        if any(entry.flag_bits & 1 for entry in entries):
            raise LogError(f"{shown(path)}: is locked with a password; unlock it first")
        limit = max(EXPANSION_COUNTS_FROM, MOST_EXPANSION * path.stat().st_size)
        if sum(entry.file_size for entry in entries) > limit:
            raise LogError(f"{shown(path)}: unpacks to more than {MOST_EXPANSION} times its size; that is no log")
        named = [(PurePosixPath(entry.filename), entry) for entry in entries]
        named = [(inner, entry) for inner, entry in named if not _is_clutter(inner)]
        named.sort(key=lambda pair: str(pair[0]))
        for number, (inner, entry) in enumerate(named, start=1):
            label = f"{shown(path)}, file {number} of {len(named)}"
            self._append(label, inner, entry.file_size, lambda entry=entry: archive.open(entry))

    def _append(self, label: str, inner: PurePosixPath, size: int, opener: Callable[[], BinaryIO]) -> None:
        self.files.append(Source(label, inner, size, opener, self._tick))

    def _tick(self, count: int) -> None:
        self._done += count
        share = min(1.0, self._done / self._total) if self._total else 1.0
        if self._progress is not None and share >= min(1.0, self._told + 0.01) and share > self._told:
            self._told = share
            self._progress(share)


def shown(path: Path) -> str:
    """Return a file's name for errors: no folders, one line, not too long."""
    name = path.name or str(path)
    plain = "".join(letter if letter.isprintable() else "?" for letter in name)
    return plain if len(plain) <= 80 else plain[:77] + "..."


def leads_out(name: str) -> bool:
    """Tell whether a path inside an archive would leave the folder it was unpacked in."""
    parts: Iterable[str] = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or (len(name) > 1 and name[1] == ":")


def _trouble(error: Exception) -> str:
    """Return what is wrong with a file that cannot be read, without what the error quotes."""
    return "is not yours to read" if isinstance(error, PermissionError) else "is damaged or cut off"


def _starts_like_zip(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in _ZIP
    except OSError as error:
        raise LogError(f"{shown(path)}: {_trouble(error)}") from None


def _is_clutter(inner: PurePosixPath) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in inner.parts)
