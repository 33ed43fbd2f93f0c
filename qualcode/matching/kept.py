"""Results kept from run to run in the user's cache folder: hits of a text, readings of a sentence, by hash.

No file holds a word of a text: keys are keyed hashes, values are numbers and names of word classes. Any of
them may be deleted at any time; one that is damaged is as good as none.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import blake2b, sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LARGEST = 64_000_000
"""Bytes of a file; what would make it larger is not kept."""


def cache_folder() -> Path:
    """Where caches lie; everything in it may be deleted."""
    import platformdirs

    return platformdirs.user_cache_path("qualcode")


@cache
def code_hash() -> str:
    """SHA-256 of the code that finds matches: what another version found is never taken for this one's."""
    digest = sha256()
    package = files("qualcode")
    for name in ("matching", "codebook/syntax.py", "segmenting.py"):
        place = package / name
        for source in sorted(place.iterdir(), key=lambda s: s.name) if place.is_dir() else [place]:
            if source.name.endswith(".py"):
                digest.update(source.read_bytes())
    return digest.hexdigest()


class Kept:
    """Values by the texts they were worked out from, in one file; read when the first is asked for.

    Args:
        name: what is kept, the first part of the file's name.
        fingerprint: hash of all that the values depend on besides the texts.
        folder: where the file lies; None is the user's cache folder.
    """

    def __init__(self, name: str, fingerprint: str, folder: Path | None = None) -> None:
        self.path = (folder or cache_folder()) / f"{name}-{fingerprint[:24]}.bin"
        self._key = fingerprint.encode()[:64]
        self._values: dict[str, str] | None = None
        self._new: dict[str, str] = {}

    def get(self, texts: Sequence[str]) -> Any:
        """What was kept for these texts (plain data of JSON), None if there is nothing."""
        value = self._read().get(self._hash(texts))
        return None if value is None else json.loads(value)

    def put(self, texts: Sequence[str], value: Any) -> None:
        """Keep a value (plain data of JSON) for these texts."""
        self.take({self._hash(texts): json.dumps(value, separators=(",", ":"))})

    def take(self, new: dict[str, str]) -> None:
        """Keep what another process found, as its `hand_over` gave it."""
        self._read().update(new)
        self._new.update(new)

    def hand_over(self) -> dict[str, str]:
        """What is new since the last time, by hash; it is then for the taker to save."""
        new, self._new = self._new, {}
        return new

    def save(self) -> None:
        """Write the file if there is anything new."""
        if not self._new:
            return
        values = self._read()
        lines = [f"{key}\t{values[key]}\n" for key in sorted(values)]
        if sum(map(len, lines)) < LARGEST:
            write(self.path, "".join(lines).encode())
        self._new = {}

    def _hash(self, texts: Sequence[str]) -> str:
        lengths = ",".join(map(str, map(len, texts)))
        data = f"{lengths} {''.join(texts)}".encode("utf-8", "surrogatepass")
        return blake2b(data, digest_size=16, key=self._key).hexdigest()

    def _read(self) -> dict[str, str]:
        if self._values is None:
            lines = (read(self.path) or b"").decode().splitlines()
            self._values = {key: value for key, _, value in (line.partition("\t") for line in lines)}
        return self._values


def read(path: Path) -> bytes | None:
    """What `write` wrote; None if it is not there or has been damaged since."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    body = content[32:]
    return body if sha256(body).digest() == content[:32] else None


def write(path: Path, body: bytes) -> None:
    """Write a file whole or not at all; if the folder cannot be written to, nothing is kept."""
    import os

    temporary = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(sha256(body).digest() + body)
        temporary.replace(path)
    except OSError:
        return
