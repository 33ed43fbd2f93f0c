from __future__ import annotations

import pytest

from qualcode.codebook import STRONG
from qualcode.matching import Coder
from qualcode.model import Code, Codebook, Indicator


@pytest.fixture(scope="session")
def book():
    """A codebook from indicators as one writes them: `! ` for a counter-indicator, (pattern, strength)."""

    def _book(*indicators, classes=None, codes=None, threshold=0.6, book_id="tema", **rest) -> Codebook:
        def _indicator(written) -> Indicator:
            pattern, strength = written if isinstance(written, tuple) else (written, STRONG)
            return Indicator(pattern.removeprefix("! "), strength, counter=pattern.startswith("! "))

        every = {book_id: indicators, **{f"{book_id}.{name}": own for name, own in (codes or {}).items()}}
        return Codebook(
            id=book_id,
            version="1",
            codes=tuple(
                Code(
                    id=name,
                    name={"nb": name},
                    parent=name.rpartition(".")[0] or None,
                    indicators=tuple(map(_indicator, own)),
                )
                for name, own in every.items()
            ),
            classes=classes or {},
            threshold=threshold,
            **rest,
        )

    return _book


@pytest.fixture(scope="session")
def coder(book):
    def _coder(*indicators, **rest) -> Coder:
        return Coder([book(*indicators, **rest)])

    return _coder


@pytest.fixture(scope="session")
def found(coder):
    """What indicators find in a text: [(surface, how)]."""

    def _found(indicators, text, **rest):
        written = [indicators] if isinstance(indicators, str) else indicators
        return [(m.surface, m.how) for m in coder(*written, **rest).find([text])[0]]

    return _found
