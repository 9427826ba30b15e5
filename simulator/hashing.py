"""Hashing: names and ids become keyed hashes, which nobody can make or check without the key.

A hash without a key protects nobody: whoever has a list of names hashes them all and looks theirs up. The log
readers of `simulator.lab.logs` and `simulator.lens.privacy` share this one way of doing it.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata

MEMBER, POST, THREAD, TOPIC = b"member", b"post", b"thread", b"topic"
KEY_BYTES = 32
_SHORTEST, _LONGEST = 16, 64
_DIGEST_BYTES = 16


class Seal:
    """Turns names into hashes that nobody can make or check without the key (BLAKE2b, 128 bits).

    Args:
        key: 16 to 64 bytes, or text of so many bytes in UTF-8; None draws a new one that nobody learns.

    Raises:
        ValueError: when the key is of another type or length.
    """

    __slots__ = ("_key",)

    def __init__(self, key: bytes | str | None = None) -> None:
        if key is None:
            key = secrets.token_bytes(KEY_BYTES)
        if isinstance(key, str):
            key = key.encode("utf-8", "surrogatepass")
        if not isinstance(key, bytes):
            raise ValueError(f"key must be bytes or text, got {type(key).__name__}")
        if not _SHORTEST <= len(key) <= _LONGEST:
            raise ValueError(f"key must be {_SHORTEST} to {_LONGEST} bytes long, got {len(key)}")
        self._key = key

    def __call__(self, kind: bytes, name: str) -> bytes:
        """Return the hash of a name, 16 bytes; the same name as another kind of thing gets another hash."""
        content = unicodedata.normalize("NFC", name.strip()).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(content, key=self._key, digest_size=_DIGEST_BYTES, person=kind).digest()

    def __repr__(self) -> str:
        return "Seal()"

    def __reduce__(self) -> str:
        raise TypeError("a seal cannot be pickled: its key is never written out")


def pseudonym(name: str, key: bytes | str) -> str:
    """Return how a member of that name is called in `EventLog.pseudonyms` of a log read with the same key."""
    return Seal(key)(MEMBER, name).hex()
