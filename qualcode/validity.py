"""The coder, or a study's coding, scored against gold: which units, what was said of each, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qualcode.analysis.evaluation import Evaluation, evaluate, f1_gain
from qualcode.analysis.gold import GoldUnit, read_gold
from qualcode.analysis.standing import standing
from qualcode.codebook.history import code_history
from qualcode.errors import StudyError
from qualcode.recoding import recode

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from qualcode.codebook.history import CodeHistory
    from qualcode.matching import Coder
    from qualcode.model import Suggestion
    from qualcode.study import Study

    Code = Callable[[Coder], Sequence[Sequence[Suggestion]]]
    """Codes the units with another coder."""


MOST_WORDS = 3
"""Words shown for a miss or false alarm, of those that weigh most by the examples."""


@dataclass(frozen=True)
class Comparison:
    """Another way of coding the same units, scored beside.

    name: what it is, `baseline words` or `without classifier`. rule: how it codes, in a sentence or two.
    gain: how much higher the coder's micro F1 is, with a paired interval; over the codes of this evaluation.
    """

    name: str
    rule: str
    evaluation: Evaluation
    gain: tuple[float, float, float] | None

    def as_json(self) -> dict[str, Any]:
        """The figures and the rule as plain data, without the single cells."""
        figures = self.evaluation.as_json()
        del figures["misses"], figures["false_alarms"]
        return {"name": self.name, "rule": self.rule, "f1_gain_of_the_coder": self.gain, **figures}


@dataclass(frozen=True)
class Scored:
    """An evaluation with the texts behind it and the means to explain each cell; other ways beside it."""

    evaluation: Evaluation
    texts: Mapping[str, str]
    coder: Coder
    beside: tuple[Comparison, ...] = ()
    followed: tuple[str, ...] = ()
    """What became of codes that the gold names by an earlier name."""
    taught: int = 0
    """Units whose texts the study's coding has learnt from: of these the figures flatter."""

    def why(self, unit: str, code: str) -> str:
        """What spoke for and against a code in a unit, in one line."""
        explanation = next((e for e in self.coder.explain(self.texts[unit]) if e.code == code), None)
        if explanation is None:
            return "no indicator found"
        found = [f"'{r.match.surface}' +{r.weight:.2f}" for r in explanation.reasons if r.weight]
        taken = [f"'{gone.match.surface}' taken away by '{gone.by.surface}'" for gone in explanation.removed]
        words = [f"'{s.words}' {s.weight:+.2f}" for s in explanation.spoken[:MOST_WORDS]]
        said = "; ".join(found + taken) or "no indicator"
        learnt = f"; by the examples {', '.join(words)}" if words else ""
        return f"score {explanation.score:.2f} of {explanation.threshold:.2f}: {said}{learnt}"

    def as_json(self) -> dict[str, Any]:
        """The figures, and the misses and false alarms with their texts and explanations."""
        figures = self.evaluation.as_json()
        for name in ("misses", "false_alarms"):
            figures[name] = [
                {"id": unit, "code": code, "text": self.texts[unit], "why": self.why(unit, code)}
                for unit, code in figures[name]
            ]
        if self.taught:
            figures["taught"] = self.taught
        if self.beside:
            figures["beside"] = [comparison.as_json() for comparison in self.beside]
        return figures


def score_gold_file(
    path: Path,
    codebooks: Sequence[Path] = (),
    pipeline: str | None = None,
    *,
    baseline: bool = False,
    without: Collection[str] = (),
    embeddings: str = "",
) -> Scored:
    """Code a gold file's texts and score the outcome.

    Args:
        path: the gold file.
        codebooks: files or folders; none given means those that come with qualcode.
        pipeline: as `code_texts`.
        baseline: score a search for the themes' own words beside it.
        without: score the coder without these witnesses beside it (`matching.ablation.WITNESSES`).
        embeddings: as Coder.

    Raises:
        QualcodeError: a bad gold file or codebook, or no code in common.
    """
    from qualcode.codebook import load_codebooks
    from qualcode.matching import Coder
    from qualcode.new_study import default_codebooks

    units = read_gold(path)
    books = load_codebooks(codebooks or [default_codebooks()])
    coder = Coder(books, pipeline=pipeline, embeddings=embeddings)
    texts = [unit.text for unit in units]
    others = _others(coder, pipeline, baseline=baseline, without=without)
    return _scored(units, coder.code(texts), coder, others, lambda other: other.code(texts))


def score_study(
    study: Study, gold: Path | None = None, *, baseline: bool = False, without: Collection[str] = ()
) -> Scored:
    """Score a study's stored suggestions.

    Args:
        study: a coded study.
        gold: a gold file whose ids are segment ids; without it the study's adjudicated codings.
        baseline: as score_gold_file.
        without: as score_gold_file.

    Raises:
        StudyError: no adjudicated codings, or gold ids that are not segments of the study.
    """
    segments = {s.id: s for s in study.segments()}
    units = read_gold(gold) if gold else adjudicated_units(study)
    if not units:
        raise StudyError(
            "has no adjudicated codings to be scored against",
            where=str(study.folder),
            fix="Give a gold file: qualcode evaluate STUDY --gold FILE.",
        )
    unknown = [unit.id for unit in units if unit.id not in segments]
    if unknown:
        raise StudyError(
            f"{len(unknown)} of {len(units)} ids are not segments of the study, the first {unknown[0]!r}",
            where=str(gold),
            fix="Ids stand in segments.csv (qualcode export); they change with the transcript and the unit.",
        )
    suggested: dict[str, list[Suggestion]] = {}
    for segment, suggestion in study.suggestions():
        suggested.setdefault(segment, []).append(suggestion)
    with_source = [
        GoldUnit(u.id, segments[u.id].text, u.codes, u.disputed, segments[u.id].source) for u in units
    ]
    others = _others(study.coder, study.pipeline, baseline=baseline, without=without)
    wanted = [segments[u.id] for u in with_source]
    scored = _scored(
        with_source,
        [suggested.get(u.id, []) for u in units],
        study.coder,
        others,
        lambda other: recode(study, wanted, other),
    )
    learnt = {example.text for example in study.learnt}
    return replace(scored, taught=sum(unit.text in learnt for unit in with_source))


def _others(
    coder: Coder, pipeline: str | None, *, baseline: bool, without: Collection[str]
) -> list[tuple[str, str, Coder]]:
    """Name, rule and coder of each other way that was asked for; made before anything is scored."""
    from qualcode.codebook.own_words import own_words
    from qualcode.language.lexicon import lexicon
    from qualcode.matching import Coder
    from qualcode.matching.ablation import ablated

    others = []
    if without:
        left = ablated(
            coder.codebooks, without, pipeline=pipeline, learnt=coder.learnt, embeddings=coder.embeddings
        )
        limit = next(iter(left.thresholds.values()), 0.0)
        name = f"without {' and '.join(sorted(set(without)))}"
        others.append((name, f"What is left counts from its own threshold, {limit:.2f}.", left))
    if baseline:
        books = [own_words(book, lexicon()) for book in coder.codebooks]
        searched = "; ".join(
            f"{book.id}: {', '.join(i.pattern for i in book.codes[0].indicators)}" for book in books
        )
        rule = f"A unit has a theme where it holds a word of the theme's name. {searched}."
        others.append(("baseline words", rule, Coder(books, pipeline=pipeline)))
    return others


def _scored(
    units: Sequence[GoldUnit],
    found: Sequence[Sequence[Suggestion]],
    coder: Coder,
    others: Sequence[tuple[str, str, Coder]],
    code: Code,
) -> Scored:
    history = code_history(coder.codebooks)
    followed = _followed(units, history)
    units = _today(units, history)
    said = _codes_of(found)
    beside = []
    for name, rule, other in others:
        known = _known(other)
        other_said = _codes_of(code(other))
        gain = f1_gain(units, said, other_said, known)
        beside.append(Comparison(name, rule, evaluate(units, other_said, known), gain))
    texts = {unit.id: unit.text for unit in units}
    return Scored(evaluate(units, said, _known(coder)), texts, coder, tuple(beside), followed=followed)


def _followed(units: Sequence[GoldUnit], history: CodeHistory) -> tuple[str, ...]:
    """What became of the old codes that stand in gold, a line each."""
    named = {code for unit in units for code in unit.codes | unit.disputed}
    left = ": which of them is meant cannot be told, so those cells are left out"
    return tuple(
        f"In the gold, {line}{left if history.is_split(old) else ''}."
        for old, line in zip(sorted(history.heirs), history.lines(), strict=True)
        if old in named
    )


def _today(units: Sequence[GoldUnit], history: CodeHistory) -> list[GoldUnit]:
    """Gold units by today's codes: renamed and merged codes follow, a split one leaves its heirs disputed."""

    def now(codes: frozenset[str]) -> frozenset[str]:
        return frozenset(history.follow(code) for code in codes if not history.is_split(code))

    def unsettled(unit: GoldUnit) -> frozenset[str]:
        split = [code for code in unit.codes | unit.disputed if history.is_split(code)]
        return frozenset(heir for code in split for heir in history.heirs[code]) - unit.codes

    return [
        replace(unit, codes=now(unit.codes), disputed=now(unit.disputed) | unsettled(unit)) for unit in units
    ]


def _known(coder: Coder) -> list[str]:
    return [code.id for codebook in coder.codebooks for code in codebook.codes]


def _codes_of(found: Sequence[Sequence[Suggestion]]) -> list[frozenset[str]]:
    return [frozenset(suggestion.code for suggestion in of_unit) for of_unit in found]


def adjudicated_units(study: Study) -> tuple[GoldUnit, ...]:
    """The segments a lead has decided on, without texts; codes nobody adjudicated there are disputed."""
    decided: dict[str, dict[str, bool]] = {}
    for (segment, code), stand in standing(study.decisions()).items():
        if stand.coding_pass == "adjudicated":
            decided.setdefault(segment, {})[code] = stand.status == "accepted"
    every = {code.id for codebook in study.codebooks for code in codebook.codes}
    return tuple(
        GoldUnit(
            segment,
            "",
            frozenset(code for code, yes in of_segment.items() if yes),
            frozenset(every - set(of_segment)),
        )
        for segment, of_segment in sorted(decided.items())
    )
