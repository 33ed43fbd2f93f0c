"""The coder, or a study's coding, scored against gold: which units, what was said of each, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.analysis.evaluation import Evaluation, evaluate
from qualcode.analysis.gold import GoldUnit, read_gold
from qualcode.analysis.standing import standing
from qualcode.errors import StudyError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qualcode.matching import Coder
    from qualcode.model import Suggestion
    from qualcode.study import Study


@dataclass(frozen=True)
class Scored:
    """An evaluation with the texts behind it and the means to explain each cell."""

    evaluation: Evaluation
    texts: Mapping[str, str]
    coder: Coder

    def why(self, unit: str, code: str) -> str:
        """What spoke for and against a code in a unit, in one line."""
        explanation = next((e for e in self.coder.explain(self.texts[unit]) if e.code == code), None)
        if explanation is None:
            return "no indicator found"
        found = [f"'{r.match.surface}' +{r.weight:.2f}" for r in explanation.reasons if r.weight]
        taken = [f"'{gone.match.surface}' taken away by '{gone.by.surface}'" for gone in explanation.removed]
        return f"score {explanation.score:.2f}: {'; '.join(found + taken)}"

    def as_json(self) -> dict[str, Any]:
        """The figures, and the misses and false alarms with their texts and explanations."""
        figures = self.evaluation.as_json()
        for name in ("misses", "false_alarms"):
            figures[name] = [
                {"id": unit, "code": code, "text": self.texts[unit], "why": self.why(unit, code)}
                for unit, code in figures[name]
            ]
        return figures


def score_gold_file(path: Path, codebooks: Sequence[Path] = (), pipeline: str | None = None) -> Scored:
    """Code a gold file's texts and score the outcome.

    Args:
        path: the gold file.
        codebooks: files or folders; none given means those that come with qualcode.
        pipeline: as `code_texts`.

    Raises:
        QualcodeError: a bad gold file or codebook, or no code in common.
    """
    from qualcode.codebook import load_codebooks
    from qualcode.matching import Coder
    from qualcode.new_study import default_codebooks

    units = read_gold(path)
    coder = Coder(load_codebooks(codebooks or [default_codebooks()]), pipeline=pipeline)
    found = coder.code([unit.text for unit in units])
    return _scored(units, found, coder)


def score_study(study: Study, gold: Path | None = None) -> Scored:
    """Score a study's stored suggestions.

    Args:
        study: a coded study.
        gold: a gold file whose ids are segment ids; without it the study's adjudicated codings.

    Raises:
        StudyError: no adjudicated codings, or gold ids that are not segments of the study.
    """
    segments = {s.id: s for s in study.segments()}
    units = read_gold(gold) if gold else _adjudicated(study)
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
    return _scored(with_source, [suggested.get(u.id, []) for u in units], study.coder)


def _scored(units: Sequence[GoldUnit], found: Sequence[Sequence[Suggestion]], coder: Coder) -> Scored:
    known = [code.id for codebook in coder.codebooks for code in codebook.codes]
    evaluation = evaluate(units, [frozenset(s.code for s in of_unit) for of_unit in found], known)
    return Scored(evaluation, {unit.id: unit.text for unit in units}, coder)


def _adjudicated(study: Study) -> tuple[GoldUnit, ...]:
    """The segments a lead has decided on; codes nobody adjudicated there are left out as disputed."""
    decided: dict[str, dict[str, bool]] = {}
    for (segment, code), stand in standing(study.store.decisions()).items():
        if stand.coding_pass == "adjudicated":
            decided.setdefault(segment, {})[code] = stand.status == "accepted"
    if not decided:
        raise StudyError(
            "has no adjudicated codings to be scored against",
            where=str(study.folder),
            fix="Give a gold file: qualcode evaluate STUDY --gold FILE.",
        )
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
