"""What a study's coding would learn from people's decisions, measured on sources held out.

Nothing is written unless asked: then the utterances, into the file that the study's coding learns from.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.analysis.evaluation import Evaluation, evaluate, f1_gain
from qualcode.analysis.gold import GoldUnit
from qualcode.analysis.labels import Labels, decided_labels, measuring_labels
from qualcode.analysis.standing import Ledger
from qualcode.analysis.thresholds import Cell, better_threshold
from qualcode.coding import silent
from qualcode.errors import StudyError
from qualcode.matching.classifier import FEWEST
from qualcode.model import Example
from qualcode.outfiles import write_files
from qualcode.recoding import imported_segments, recode
from qualcode.study import LEARNT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from qualcode.analysis.thresholds import Threshold
    from qualcode.coding import Progress
    from qualcode.model import Segment, Suggestion
    from qualcode.study import Study

FOLDS = 5
"""Parts the sources are held out in; fewer where there are fewer sources."""
FEW_DECISIONS = 50
"""Decided cells under which a figure is little more than an anecdote."""

Found = dict[str, frozenset[str]]
"""The codes a coding gave each segment."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """A segment and what people have said of it."""

    segment: Segment
    labels: Labels

    @property
    def example(self) -> Example:
        """As the classifier learns from it: of themes nobody decided it knows nothing."""
        return Example(
            self.segment.text, tuple(sorted(self.labels.carried)), tuple(sorted(self.labels.lacked))
        )


@dataclass(frozen=True, slots=True)
class HeldOut:
    """The same utterances scored twice: by the codebooks alone, and having learnt from other sources.

    gain: micro F1 after minus before, with a paired interval; None where one of them has none.
    """

    before: Evaluation
    after: Evaluation
    gain: tuple[float, float, float] | None
    sources: int


@dataclass(frozen=True, slots=True)
class Learning:
    """What there is to learn from, and what it comes to on sources it was not learnt from.

    utterances: what people have decided on in the review, in reading order. decided: on those utterances.
    measured: on those that were coded blind or adjudicated, if there are any; they are never learnt from.
    thresholds: by theme, where another one does better on sources held out; today's in `present`.
    unlearnt: themes with too few written examples: nothing is learnt of them, their indicators decide.
    """

    utterances: tuple[Utterance, ...]
    themes: tuple[str, ...]
    decided: HeldOut
    measured: HeldOut | None
    folds: int
    thresholds: Mapping[str, Threshold]
    present: Mapping[str, float]
    unlearnt: tuple[str, ...]


def learn(study: Study, progress: Progress = silent) -> Learning:
    """Learn from a study's decisions: each source scored by what the others taught.

    The sources are dealt out in FOLDS parts of about as many utterances; the utterances of a part are coded
    by a coder that has learnt from the written examples and from the decisions in the other parts, and once
    by the codebooks alone. What the study has learnt from before plays no part in either.

    Args:
        study: a coded study.
        progress: told after each part.

    Raises:
        StudyError: nobody has decided anything, or on one source only, so that none can be held out.
    """
    segments = {s.id: s for s in imported_segments(study)}
    themes = tuple(code for code in study.codes if "." not in code)
    ledger = Ledger(study.decisions())
    utterances = _in_order(segments, decided_labels(ledger, themes, _suggested(study)))
    measured = _in_order(segments, measuring_labels(ledger, themes))
    if not utterances:
        raise StudyError(
            "nobody has decided anything in the review yet, so there is nothing to learn from",
            where=str(study.folder),
            fix=f"Review some first: qualcode review {study.folder}"
            + (" (what is coded blind or adjudicated measures, it does not teach)" if measured else ""),
        )
    scored = list({u.segment.id: u for u in (*utterances, *measured)}.values())
    parts = _parts([u.segment.source for u in utterances], [u.segment.source for u in scored])
    if len(set(parts.values())) < 2:
        raise StudyError(
            "every decision is on one source, so that none is left to see whether what was learnt holds",
            where=utterances[0].segment.source,
            fix="Review a part of another source too.",
        )
    alone = study.coder.learning(())
    before = _codes(scored, recode(study, [u.segment for u in scored], alone))
    after: Found = {}
    cells: dict[str, list[Cell]] = {theme: [] for theme in themes}
    folds = sorted(set(parts.values()))
    for done, fold in enumerate(folds, start=1):
        own = [u for u in scored if parts[u.segment.source] == fold]
        others = [u.example for u in utterances if parts[u.segment.source] != fold]
        taught = alone.learning(others)
        after |= _codes(own, recode(study, [u.segment for u in own], taught))
        for theme, cell in _cells(
            own, recode(study, [u.segment for u in own], taught.without_thresholds()), themes, fold
        ):
            cells[theme].append(cell)
        progress("Learning", done, len(folds))
    return Learning(
        utterances,
        themes,
        _held_out(utterances, themes, before, after),
        _held_out(measured, themes, before, after) if measured else None,
        len(folds),
        {t: better for t in themes if (better := better_threshold(cells[t], alone.thresholds[t]))},
        {theme: alone.thresholds[theme] for theme in themes},
        _unlearnt(study, themes),
    )


def write_learnt(study: Study, learning: Learning) -> Path:
    """Write what was decided into the study, where its coding learns from it from now on.

    Args:
        study: the study.
        learning: of that study.

    Returns:
        The file, one utterance a line as in examples.jsonl: `text`, the themes in `codes`, in `not` those it
        does not carry, `source` and `segment`.

    Raises:
        OutputError: it cannot be written, or somebody has changed it by hand.
    """
    rows = [
        {
            "text": u.segment.text,
            "codes": list(u.example.codes),
            "not": list(u.example.rejected or ()),
            "source": u.segment.source,
            "segment": u.segment.id,
        }
        for u in learning.utterances
    ]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return write_files(study.folder, {LEARNT: text.encode()})[0]


# --- the parts -------------------------------------------------------------------------------------


def _suggested(study: Study) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for segment, suggestion in study.suggestions():
        found.setdefault(segment, []).append(suggestion.code)
    return found


def _in_order(segments: Mapping[str, Segment], labels: Mapping[str, Labels]) -> tuple[Utterance, ...]:
    return tuple(Utterance(s, labels[id_]) for id_, s in segments.items() if id_ in labels)


def _parts(decided: Sequence[str], scored: Sequence[str]) -> dict[str, int]:
    """The number of the part each source is in, dealt out so that the parts hold about as many utterances.

    Sources without a decision go to the first: nothing is learnt from them.
    """
    counts = Counter(decided)
    sizes = [0] * min(FOLDS, len(counts))
    parts = {}
    for source in sorted(counts, key=lambda s: (-counts[s], s)):
        parts[source] = min(range(len(sizes)), key=lambda i: (sizes[i], i))
        sizes[parts[source]] += counts[source]
    return dict.fromkeys(scored, 0) | parts


def _codes(own: Sequence[Utterance], found: Sequence[Sequence[Suggestion]]) -> Found:
    return {u.segment.id: frozenset(s.code for s in of_one) for u, of_one in zip(own, found, strict=True)}


def _cells(
    own: Sequence[Utterance], found: Sequence[Sequence[Suggestion]], themes: Sequence[str], part: int
) -> Iterator[tuple[str, Cell]]:
    """The score of each theme that somebody decided on, by theme."""
    for utterance, suggestions in zip(own, found, strict=True):
        scores = {s.code: s.score for s in suggestions}
        for theme in themes:
            if theme in utterance.labels.carried | utterance.labels.lacked:
                yield theme, Cell(scores.get(theme, 0.0), theme in utterance.labels.carried, part)


def _held_out(utterances: Sequence[Utterance], themes: Sequence[str], before: Found, after: Found) -> HeldOut:
    units = [
        GoldUnit(
            u.segment.id,
            u.segment.text,
            u.labels.carried,
            frozenset(themes) - u.labels.carried - u.labels.lacked,
            u.segment.source,
        )
        for u in utterances
    ]
    one, other = ([found[unit.id] for unit in units] for found in (before, after))
    return HeldOut(
        evaluate(units, one, themes, every=True),
        evaluate(units, other, themes, every=True),
        f1_gain(units, other, one, themes, every=True),
        len({unit.source for unit in units}),
    )


def _unlearnt(study: Study, themes: Sequence[str]) -> tuple[str, ...]:
    """The themes with too few written examples for the classifier to know them."""
    written = dict.fromkeys(example for book in study.codebooks for example in book.written)
    return tuple(t for t in themes if sum(e.carries(t) is True for e in written) < FEWEST)
