"""The same codebooks coded with one witness left out: what indicators or examples are worth by themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.codebook.reader import DEFAULT_THRESHOLD
from qualcode.errors import QualcodeError
from qualcode.matching import fusion
from qualcode.matching.coder import Coder

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from qualcode.model import Codebook, Example

WITNESSES = ("classifier", "indicators", "semantic")
"""What may be left out."""


def ablated(
    codebooks: Sequence[Codebook],
    without: Collection[str],
    *,
    pipeline: str | Path | None = None,
    learnt: Sequence[Example] = (),
    embeddings: str = "",
) -> Coder:
    """A coder that lacks some of its witnesses.

    What is left is held to its own natural limit, since the codebooks' thresholds are set for all witnesses
    together: indicators alone to the default threshold of a codebook without examples, the classifier alone
    to even odds. Without sentence embeddings the thresholds are the codebooks' own.

    Args:
        codebooks: the whole codebooks.
        without: of WITNESSES.
        pipeline: as Coder.
        learnt: as Coder.
        embeddings: as Coder; without the classifier they are left out too, since they learn from the same.

    Raises:
        QualcodeError: nothing would be left, or something is to be left out that is not there.
    """
    gone = frozenset(without)
    if {"classifier", "indicators"} <= gone:
        raise QualcodeError("without indicators and classifier nothing is left to code with")
    if "classifier" in gone and not any(book.written for book in codebooks):
        raise QualcodeError(
            "these codebooks have no written examples, so there is no classifier to leave out",
            fix="Leave --without classifier away.",
        )
    if "semantic" in gone and not embeddings:
        raise QualcodeError(
            "no sentence embeddings are in use, so there are none to leave out",
            fix="Leave --without semantic away.",
        )
    if gone == {"semantic"}:
        return Coder(codebooks, pipeline=pipeline, learnt=learnt)
    heard = "" if gone & {"classifier", "semantic"} else embeddings
    even_odds = fusion.fuse(0.0, 0.0, 0.0 if heard else None)
    limit = DEFAULT_THRESHOLD if "classifier" in gone else even_odds
    books = [
        replace(
            book,
            written=() if "classifier" in gone else book.written,
            codes=tuple(replace(c, indicators=()) for c in book.codes)
            if "indicators" in gone
            else book.codes,
        )
        for book in codebooks
    ]
    thresholds = {code.id: limit for book in books for code in book.codes}
    own = () if "classifier" in gone else learnt
    return Coder(books, pipeline=pipeline, thresholds=thresholds, learnt=own, embeddings=heard)
