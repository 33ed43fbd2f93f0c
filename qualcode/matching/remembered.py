"""What word forms mean to a codebook, remembered from run to run in the user's cache folder.

Only forms that the sieve lets through are asked for. A file holds no word: each form stands as eight bytes of
a keyed hash beside the numbers of the elements it matches. It may be deleted at any time; one that is damaged
or of another codebook is as good as none.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING

from qualcode.matching.kept import cache_folder, read, write

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.matching.forms import Found

MOST = 250_000
"""Forms in a file; no more are kept. Two of so many share a hash once in 500 million files."""

_SIZE = 8


class Remembered:
    """Forms with what they match, kept in one file.

    Args:
        fingerprint: hash of all that decides what a form matches.
        folder: where the files lie; None is the user's cache folder.
    """

    def __init__(self, fingerprint: str, folder: Path | None = None) -> None:
        self.path = (folder or cache_folder()) / f"forms-{fingerprint[:24]}.bin"
        self._key = fingerprint.encode()[:64]
        self._nothing: set[bytes] = set()
        self._found: dict[bytes, Found] = {}
        self._new: dict[bytes, Found] = {}
        self._read()

    def __len__(self) -> int:
        """How many forms are remembered."""
        return len(self._nothing) + len(self._found)

    def get(self, form: str) -> Found | None:
        """What a form matches; None if it has not been met."""
        digest = self._hash(form)
        return () if digest in self._nothing else self._found.get(digest)

    def add(self, form: str, found: Found) -> None:
        """Remember what a form matches."""
        self.take({self._hash(form): found})

    def take(self, new: dict[bytes, Found]) -> None:
        """Remember what another process found, as its `hand_over` gave it."""
        self._new.update(new)
        self._found.update((digest, found) for digest, found in new.items() if found)
        self._nothing.update(digest for digest, found in new.items() if not found)

    def hand_over(self) -> dict[bytes, Found]:
        """What is new since the last time, by hash; it is then for the taker to save."""
        new, self._new = self._new, {}
        return new

    def save(self) -> None:
        """Write the file if there is anything new."""
        if self._new and len(self) <= MOST:
            found = {digest.hex(): self._found[digest] for digest in sorted(self._found)}
            table = json.dumps(found, separators=(",", ":")).encode()
            write(self.path, table + b"\n" + b"".join(sorted(self._nothing)))
            self._new = {}

    def _hash(self, form: str) -> bytes:
        return blake2b(form.encode(), digest_size=_SIZE, key=self._key).digest()

    def _read(self) -> None:
        found, _, nothing = (read(self.path) or b"{}\n").partition(b"\n")
        self._nothing = {nothing[i : i + _SIZE] for i in range(0, len(nothing), _SIZE)}
        self._found = {
            bytes.fromhex(digest): tuple((element, how) for element, how in pairs)
            for digest, pairs in json.loads(found).items()
        }
