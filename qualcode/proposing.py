"""Indicators a code could have, by what the utterances that carry it say more often than the others do.

What an indicator of the code catches already is left out. Proposed, never written anywhere.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from qualcode.analysis.labels import Labels, decided_labels, measuring
from qualcode.analysis.log_odds import log_odds_ratios
from qualcode.analysis.standing import Ledger
from qualcode.code_ids import is_within
from qualcode.codebook import syntax
from qualcode.codebook.reader import WEAK
from qualcode.errors import CodebookError, StudyError
from qualcode.language.lexicon import lexicon
from qualcode.matching import Coder
from qualcode.matching.expressions import Expression, Expressions, Kind
from qualcode.model import Code, Codebook, Indicator
from qualcode.recoding import imported_segments

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.analysis.log_odds import Contrast
    from qualcode.model import Segment
    from qualcode.study import Study

FEWEST_CARRYING = 10
"""Utterances that carry the code, under which nothing can be said of how they are worded."""
FEWEST = 3
"""Utterances that carry the code and hold the expression where no indicator stands."""
FEWEST_SOURCES = 2
"""What stands in one source only is that conversation's, not the code's."""
LEAST_Z = 1.96
LOOKED_AT = 400
"""Expressions, the most telling by their lemmas, that are looked up as indicators would find them."""


@dataclass(frozen=True, slots=True)
class Find:
    """An utterance that carries the code, and where in its text the expression stands."""

    segment: Segment
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """An expression that could be an indicator.

    z, log_odds: as `log_odds_ratios`. inside, outside: utterances with and without the code where an
    indicator so written is found. informants, sources: that those inside come from. finds: one for each
    utterance inside where no indicator of the code, nor a better proposal, covers it; in reading order.
    """

    pattern: str
    kind: Kind
    z: float
    log_odds: float
    inside: int
    outside: int
    informants: int
    sources: int
    finds: tuple[Find, ...]

    @property
    def line(self) -> str:
        """The proposal as a line of a codebook; weak, until somebody has seen what it finds."""
        return f"- {{match: {self.pattern}, strength: weak}}"


@dataclass(frozen=True, slots=True)
class Proposals:
    """Proposals for a code, the most telling first, and the utterances they were drawn from.

    carrying: utterances with the code; unreviewed: of these, suggestions nobody has decided on. rejected,
    silent, untouched: utterances without it, because somebody said so, read them to the end in silence, or
    neither machine nor people ever gave them the code. undecided: left out, as nobody has decided on the
    suggestion. measuring: left out, as they were coded blind or adjudicated and are to measure with.
    """

    code: str
    proposals: tuple[Proposal, ...]
    carrying: int
    unreviewed: int
    rejected: int
    silent: int
    untouched: int
    undecided: int
    measuring: int


def propose(study: Study, code: str, *, unreviewed: bool = False) -> Proposals:
    """Propose indicators for a code from the utterances that people gave it.

    Args:
        study: a coded study.
        code: theme or sub-code; an utterance with one of its sub-codes carries it.
        unreviewed: let suggestions that nobody has decided on count as carrying it.

    Raises:
        StudyError: an unknown code, or too few utterances that carry it.
    """
    if code not in study.codes:
        raise StudyError(f"unknown code {code!r}", fix=f"The codes are: {', '.join(study.codes)}.")
    segments = imported_segments(study)
    suggested: dict[str, list[str]] = {}
    for id_, suggestion in study.suggestions():
        suggested.setdefault(id_, []).append(suggestion.code)
    ledger = Ledger(study.decisions())
    labels, kept = decided_labels(ledger, [code], suggested), measuring(ledger)
    undecided = {id_ for id_, codes in suggested.items() if id_ not in labels and code in codes} - kept
    carrying = {id_ for id_, said in labels.items() if said.carried}
    by_people = len(carrying)
    if unreviewed:
        carrying |= undecided
    _check_enough(code, len(carrying), len(undecided), unreviewed=unreviewed)
    outside = {s.id for s in segments} - carrying - undecided - kept
    said = [labels.get(id_, Labels()) for id_ in outside]
    return Proposals(
        code,
        _proposals(study, code, segments, carrying, outside),
        carrying=len(carrying),
        unreviewed=len(carrying) - by_people,
        rejected=sum(bool(one.rejected) for one in said),
        silent=sum(bool(one.silent) for one in said),
        untouched=sum(one == Labels() for one in said),
        undecided=len(undecided - carrying),
        measuring=len(kept),
    )


def _check_enough(code: str, carrying: int, undecided: int, *, unreviewed: bool) -> None:
    if carrying >= FEWEST_CARRYING:
        return
    way_out = f"Accept or add it on {FEWEST_CARRYING - carrying} more"
    if not unreviewed and carrying + undecided >= FEWEST_CARRYING:
        way_out += f", or take the {undecided} suggestions nobody has decided on as they are: --unreviewed"
    raise StudyError(
        f"{code!r} has been given to {carrying} utterances{'' if unreviewed else ' by people'}, "
        f"too few to see how they are worded",
        fix=f"{way_out}.",
    )


def _proposals(
    study: Study, code: str, segments: Sequence[Segment], carrying: set[str], outside: set[str]
) -> tuple[Proposal, ...]:
    reader = Expressions(lexicon(), [segment.text for segment in segments])
    holding: dict[Expression, list[int]] = defaultdict(list)
    for number, segment in enumerate(segments):
        for expression in reader.of(segment.text):
            holding[expression].append(number)
    inside = [segment.id in carrying for segment in segments]
    without = [segment.id in outside for segment in segments]
    by_kind = {kind: {e: own for e, own in holding.items() if e.kind == kind} for kind in get_args(Kind)}
    likely: list[tuple[Contrast, Expression]] = []
    for of_kind in by_kind.values():
        contrasts = _contrasts(of_kind, inside, without)
        likely += [
            (contrasts[e.pattern], e)
            for e, own in of_kind.items()
            if sum(inside[i] for i in own) >= FEWEST and contrasts[e.pattern].z > 0 and _parses(e.pattern)
        ]
    likely.sort(key=lambda pair: (-pair[0].z, pair[1]))
    found = _found(study, code, [e.pattern for _, e in likely[:LOOKED_AT]], [s.text for s in segments])
    # As an indicator finds it, with its compounds and variants, not as the lexicon alone reads it.
    for _, expression in likely[:LOOKED_AT]:
        by_kind[expression.kind][expression] = sorted(found.places[expression.pattern])
    ranked = [
        (contrasts[expression.pattern], expression)
        for of_kind in by_kind.values()
        for contrasts in [_contrasts(of_kind, inside, without)]
        for expression in of_kind
        if found.places.get(expression.pattern) and contrasts[expression.pattern].z >= LEAST_Z
    ]
    proposals = []
    for contrast, expression in sorted(ranked, key=lambda pair: (-pair[0].z, pair[1])):
        places = found.places[expression.pattern]
        new = {
            i: free[0]
            for i, spans in places.items()
            if inside[i] and (free := [span for span in spans if not _overlaps(span, found.covered[i])])
        }
        own = [segments[i] for i in sorted(places) if inside[i]]
        if len(new) < FEWEST or len({s.source for s in own}) < FEWEST_SOURCES:
            continue
        for i, spans in places.items():
            found.covered[i] += spans
        proposals.append(
            Proposal(
                expression.pattern,
                expression.kind,
                z=contrast.z,
                log_odds=contrast.log_odds,
                inside=len(own),
                outside=sum(without[i] for i in places),
                informants=len({s.informant for s in own if s.informant}),
                sources=len({s.source for s in own}),
                finds=tuple(Find(segments[i], *new[i]) for i in sorted(new)),
            )
        )
    return tuple(proposals)


def _contrasts(
    holding: Mapping[Expression, Sequence[int]], inside: Sequence[bool], without: Sequence[bool]
) -> dict[str, Contrast]:
    """The contrast of each expression of one kind; an utterance counts it once, however often it says it."""
    one = {e.pattern: sum(inside[i] for i in own) for e, own in holding.items()}
    other = {e.pattern: sum(without[i] for i in own) for e, own in holding.items()}
    return log_odds_ratios(one, other, {e.pattern: len(own) for e, own in holding.items()})


@dataclass(frozen=True, slots=True)
class _Found:
    """places: by pattern and number of the text, every find. covered: by text, what indicators catch."""

    places: dict[str, dict[int, list[tuple[int, int]]]]
    covered: dict[int, list[tuple[int, int]]]


def _found(study: Study, code: str, patterns: Sequence[str], texts: Sequence[str]) -> _Found:
    trial = Code("trial", {"nb": "trial"}, indicators=tuple(Indicator(p, WEAK) for p in patterns))
    places: dict[str, dict[int, list[tuple[int, int]]]] = {pattern: {} for pattern in patterns}
    for number, matches in enumerate(Coder([Codebook("trial", "0", (trial,))]).find(texts)):
        for m in matches:
            places[m.indicator].setdefault(number, []).append((m.start, m.end))
    covered: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, matches in enumerate(study.coder.find(texts)):
        for m in matches:
            if not m.counter and is_within(m.code, code):
                covered[number].append((m.start, m.end))
    return _Found(places, covered)


def _overlaps(span: tuple[int, int], covered: Sequence[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in covered)


def _parses(pattern: str) -> bool:
    try:
        syntax.parse(pattern, classes=frozenset())
    except CodebookError:
        return False
    return True
