"""Which segments are coded blind by whom: a stratified draw, the same for the same seed, that only grows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import TYPE_CHECKING

from qualcode.errors import StudyError
from qualcode.passes.coders import working

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from qualcode.study import Study


@dataclass(frozen=True, slots=True)
class Assignment:
    """A draw.

    coders: who has all of it. segments: their ids, in reading order. per_stratum: how many were drawn of each
    (group, source). added: how many of them each coder did not have before.
    """

    coders: tuple[str, ...]
    segments: tuple[str, ...]
    per_stratum: Mapping[tuple[str, str], int]
    added: Mapping[str, int]


def assign(study: Study, coders: Sequence[str], share: float, seed: int) -> Assignment:
    """Draw a share of the segments and assign the whole draw to every coder named, for the blind pass.

    The draw is stratified by group and source: the sum is the share of all segments, rounded, spread by
    largest remainders, so that no stratum is more than one segment from its share. Within a stratum the
    order is a hash of seed and id: the same seed draws the same, a larger share draws the same and more, and
    a coder who joins later gets what the others have. Segments the coders have already are drawn first, and
    nothing is ever taken from anyone.

    Args:
        study: an imported study.
        coders: names.
        share: of the segments, over 0, at most 1.
        seed: any integer.

    Raises:
        StudyError: nothing imported, an unknown coder or one twice, a share out of range or so small that
            it draws nothing.
    """
    names = tuple(working(study, name).name for name in coders)
    if not names or len(set(names)) < len(names):
        raise StudyError("name each coder once", fix="Write for example: --coders Kari,Ola")
    if not 0 < share <= 1:
        raise StudyError(
            f"the share {share:g} is out of range", fix="Give a share over 0 and at most 1: --share 0.2"
        )
    outline = study.store.outline()
    if not outline:
        raise StudyError(
            "nothing has been imported", where=str(study.folder), fix=f"First: qualcode import {study.folder}"
        )
    strata: dict[tuple[str, str], list[str]] = defaultdict(list)
    for placed in outline:
        strata[placed.group, placed.source].append(placed.id)
    per_stratum = spread(strata, share, seed)
    if not any(per_stratum.values()):
        raise StudyError(
            f"a share of {share:g} of {len(outline)} segments is less than one segment",
            fix=f"Give at least --share {1 / len(outline):.3f}",
        )
    held = study.store.assignments()
    of_coders = [held.get(name, set()) for name in names]
    drawn: set[str] = set()
    for stratum, size in per_stratum.items():
        ranked = sorted(
            strata[stratum], key=lambda id_: (-sum(id_ in own for own in of_coders), _rank(seed, id_))
        )
        drawn.update(ranked[:size])
    study.store.assign(dict.fromkeys(names, sorted(drawn)))
    return Assignment(
        names,
        tuple(placed.id for placed in outline if placed.id in drawn),
        per_stratum,
        {name: len(drawn - own) for name, own in zip(names, of_coders, strict=True)},
    )


def assigned(study: Study, coder: str) -> list[str]:
    """The segments a coder is to code blind, in reading order.

    Args:
        study: the study.
        coder: a name.
    """
    own = study.store.assignments().get(coder, set())
    return [placed.id for placed in study.store.outline() if placed.id in own]


def spread(
    strata: Mapping[tuple[str, str], Collection[str]], share: float, seed: int
) -> dict[tuple[str, str], int]:
    """How many to draw of each stratum: its whole part first, then one more where most is left over.

    The largest remainder (Hamilton's) apportionment of the rounded share of all; ties fall by the seed.

    Args:
        strata: ids by stratum.
        share: over 0, at most 1.
        seed: any integer.
    """
    exact = {stratum: len(ids) * _exact(share) for stratum, ids in strata.items()}
    sizes = {stratum: int(part) for stratum, part in exact.items()}
    left = int(sum(exact.values()) + Fraction(1, 2)) - sum(sizes.values())
    by_remainder = sorted(exact, key=lambda s: (sizes[s] - exact[s], _rank(seed, "\0".join(s))))
    for stratum in by_remainder[:left]:
        sizes[stratum] += 1
    return dict(sorted(sizes.items()))


def _exact(share: float) -> Fraction:
    """The share as it was written: 0.2 is a fifth, not the nearest binary number."""
    return Fraction(str(share))


def _rank(seed: int, text: str) -> str:
    return sha256(f"{seed}\0{text}".encode()).hexdigest()
