"""The written examples most like a text, in the classifier's own eyes: forms, letters within them, pairs."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.matching.classifier import inverse_frequencies, vector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.model import Example


@dataclass(frozen=True, slots=True)
class Near:
    """An example and how like the text it is: the cosine of the two, from 0 to 1."""

    example: Example
    likeness: float


class Neighbours:
    """Examples, indexed by feature.

    Args:
        examples: where to look.
    """

    def __init__(self, examples: Sequence[Example]) -> None:
        self._examples = tuple(examples)
        self._idf = inverse_frequencies([example.text for example in examples])
        self._index: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for i, example in enumerate(self._examples):
            for feature, value in _unit(vector(example.text, self._idf)).items():
                self._index[feature].append((i, value))

    def nearest(self, text: str, count: int = 3) -> list[Near]:
        """The examples most like a text, the most like first; those that share nothing are left out.

        Args:
            text: the text.
            count: how many at most.
        """
        likeness: defaultdict[int, float] = defaultdict(float)
        for feature, value in _unit(vector(text, self._idf)).items():
            for i, other in self._index.get(feature, ()):
                likeness[i] += value * other
        best = sorted(likeness.items(), key=lambda pair: (-round(pair[1], 9), pair[0]))
        return [Near(self._examples[i], round(value, 6)) for i, value in best[:count]]


def _unit(values: dict[str, float]) -> dict[str, float]:
    """The vector at length 1; an empty one stays empty."""
    length = math.sqrt(math.fsum(value * value for value in values.values()))
    return {feature: value / length for feature, value in values.items()} if length else {}
