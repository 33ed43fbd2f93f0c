"""A study's agreement: blind coders with each other and, kept apart from that, the machine with people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from qualcode.analysis.agreement import FEWEST_MARKS, FEWEST_UNITS, Agreement, agreement, ratings
from qualcode.analysis.evaluation import Evaluation, Score, evaluate
from qualcode.analysis.gold import GoldUnit
from qualcode.code_ids import is_within
from qualcode.errors import StudyError
from qualcode.passes.coders import registered
from qualcode.passes.comparing import blind_codings
from qualcode.validity import adjudicated_units

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pandas as pd

    from qualcode.analysis.agreement import CodeAgreement, Figure
    from qualcode.study import Study

Missing = Literal["nobody", "one_coder", "no_overlap"]

MOST_PAIRS = 10
"""Over this many pairs of coders (five coders) no pair is shown by itself: name those you want."""


@dataclass(frozen=True, slots=True)
class BlindWork:
    """How much a coder has coded blind. marks: codes set on segments, with the themes sub-codes imply."""

    coder: str
    assigned: int
    done: int
    marks: int


@dataclass(frozen=True, slots=True)
class AgainstPeople:
    """The machine's suggestions scored against people.

    coder: whose blind coding, None for the adjudicated codings: those hold only what a lead has decided on.
    """

    coder: str | None
    evaluation: Evaluation

    def carries(self, score: Score) -> bool:
        """Whether there is enough behind a score to give it, by the rule that holds between coders."""
        cells = score.tp + score.fn + score.fp + score.tn
        return cells >= FEWEST_UNITS and score.tp + score.fn >= FEWEST_MARKS

    def given(self, score: Score) -> dict[str, Any]:
        """A score as plain data, its figures null where there is not enough behind them."""
        enough = self.carries(score)
        figures = {
            "precision": score.precision,
            "recall": score.recall,
            "f1": score.f1,
            "f1_interval": score.f1_interval,
        }
        return {
            **(figures if enough else dict.fromkeys(figures)),
            **{cell: getattr(score, cell) for cell in ("tp", "fp", "fn", "tn")},
            "basis": "enough" if enough else "too_little",
        }


@dataclass(frozen=True, slots=True)
class StudyAgreement:
    """What there is to say of a study's agreement.

    work: everyone with blind segments, finished or not. between: all who have finished some; None where
    `missing` says why: `nobody` has, `one_coder` has, or `no_overlap`: no segment was finished by two.
    pairs: each two of three to five coders, where they overlap. machine: against each blind coder, then
    against the adjudicated codings if there are any.
    """

    work: tuple[BlindWork, ...]
    between: Agreement | None
    missing: Missing | None
    pairs: tuple[Agreement, ...]
    machine: tuple[AgainstPeople, ...]

    @property
    def idle(self) -> tuple[str, ...]:
        """Those who have finished nothing of what they were assigned; they are in no figure."""
        return tuple(work.coder for work in self.work if not work.done)

    @property
    def silent(self) -> tuple[str, ...]:
        """Those who have finished segments and set no code on any."""
        return tuple(work.coder for work in self.work if work.done and not work.marks)

    COLUMNS: ClassVar = (
        "compared", "coders", "code", "statistic", "value", "low", "high", "segments", "marked", "basis",
    )  # fmt: skip
    """Of `rows`."""

    def as_json(self) -> dict[str, Any]:
        """Everything as plain data; a figure that is not given is null, with the basis beside it."""
        from dataclasses import asdict

        machine = [
            {
                "coder": against.coder,
                "segments": against.evaluation.n_units,
                "codes": {code: against.given(score) for code, score in against.evaluation.codes.items()},
                "overall": against.given(against.evaluation.micro),
            }
            for against in self.machine
        ]
        return {**asdict(self), "machine": machine}

    def rows(self) -> list[dict[str, Any]]:
        """A row for each figure, `COLUMNS` to value; None for one that is not given.

        compared: `coders`, `pair` or `machine`. code: `*` is all codes, `* themes` all themes. marked: how
        often each coder set the code; for the machine its hits and misses.
        """
        found = [("coders", self.between)] if self.between else []
        found += [("pair", pair) for pair in self.pairs]
        rows = []
        for compared, one in found:
            overall = [("* themes", one.themes)] if one.themes else []
            for code, row in [*((r.code, r) for r in one.codes), *overall, ("*", one.overall)]:
                start = {"compared": compared, "coders": ";".join(one.coders), "code": code}
                marked = ";".join(f"{coder}={n}" for coder, n in row.marked.items())
                end = {"segments": row.units, "marked": marked, "basis": row.basis}
                rows += [{**start, **figure, **end} for figure in _figures(row)]
        for against in self.machine:
            scores = [*against.evaluation.codes.items(), ("*", against.evaluation.micro)]
            for code, score in scores:
                start = {"compared": "machine", "coders": against.coder or "adjudicated", "code": code}
                given = against.given(score)
                marked = ";".join(f"{cell}={given[cell]}" for cell in ("tp", "fp", "fn", "tn"))
                end = {"segments": against.evaluation.n_units, "marked": marked, "basis": given["basis"]}
                for name in ("precision", "recall", "f1"):
                    interval = given["f1_interval"] if name == "f1" else None
                    rows.append({**start, **_row(name, given[name], interval), **end})
        return rows


def study_agreement(
    study: Study, *, coders: Collection[str] = (), codes: Collection[str] = ()
) -> StudyAgreement:
    """Agreement of a study's coding, from blind passes alone.

    Args:
        study: an imported and coded study.
        coders: only these; all who have coded blind, if none is named.
        codes: only these; a theme brings its sub-codes. All, if none is named.

    Raises:
        StudyError: an unknown coder or code.
    """
    names = [registered(study, name).name for name in coders]
    wanted = _codes(study, codes)
    codings = blind_codings(study)
    work = _work(study, codings, names)
    finished = [w.coder for w in work if w.done]
    given = ratings(codings, finished, wanted)
    between = agreement(given) if len(finished) > 1 else None
    missing: Missing | None = None
    if between is None:
        missing = "nobody" if not finished else "one_coder" if len(finished) == 1 else "no_overlap"
    pairs = list(combinations(finished, 2))
    chosen = pairs if 1 < len(pairs) <= MOST_PAIRS else []
    return StudyAgreement(
        work=work,
        between=between,
        missing=missing,
        pairs=tuple(found for pair in chosen if (found := agreement(given.by(*pair)))),
        machine=_machine(study, codings, finished, wanted),
    )


def _codes(study: Study, codes: Collection[str]) -> list[str]:
    known = study.codes
    codes = [now for code in codes for now in study.todays.each(code, "--code")]
    unknown = [code for code in codes if code not in known]
    if unknown:
        from rapidfuzz import process

        near = [code for code, _, _ in process.extract(unknown[0], known, limit=3)]
        raise StudyError(f"there is no code {unknown[0]!r}", fix=f"Near it are: {', '.join(near)}.")
    return [code for code in known if not codes or any(is_within(code, c) for c in codes)]


def _work(study: Study, codings: pd.DataFrame, names: Sequence[str]) -> tuple[BlindWork, ...]:
    assigned = study.store.assignments()
    done = Counter[str](codings.drop_duplicates(["coder", "segment"])["coder"].tolist())
    marks = Counter[str](codings.loc[codings["value"] == 1, "coder"].tolist())
    return tuple(
        BlindWork(name, len(assigned.get(name, ())), done[name], marks[name])
        for name in sorted(set(names) if names else {*assigned, *done})
    )


def _machine(
    study: Study, codings: pd.DataFrame, finished: Sequence[str], codes: Sequence[str]
) -> tuple[AgainstPeople, ...]:
    suggested: dict[str, set[str]] = {}
    for scored in study.store.scores():
        suggested.setdefault(scored.segment, set()).add(scored.code)
    source_of = {placed.id: placed.source for placed in study.store.outline()}
    found = []
    for coder in finished:
        own = codings[codings["coder"] == coder]
        said: dict[str, set[str]] = {segment: set() for segment in own["segment"].unique().tolist()}
        for segment, code in own.loc[own["value"] == 1, ["segment", "code"]].itertuples(index=False):
            said[segment].add(code)
        units = [GoldUnit(id_, "", frozenset(has), source=source_of[id_]) for id_, has in said.items()]
        found.append(AgainstPeople(coder, _scored(units, suggested, codes)))
    decided = [
        GoldUnit(unit.id, "", unit.codes, unit.disputed, source_of[unit.id])
        for unit in adjudicated_units(study)
        if unit.id in source_of
    ]
    decided = [unit for unit in decided if not set(codes) <= unit.disputed]
    if decided:
        found.append(AgainstPeople(None, _scored(decided, suggested, codes)))
    return tuple(found)


def _scored(units: Sequence[GoldUnit], suggested: Mapping[str, set[str]], codes: Sequence[str]) -> Evaluation:
    return evaluate(units, [frozenset(suggested.get(u.id, ())) for u in units], codes, every=True)


def _figures(row: CodeAgreement) -> list[dict[str, Any]]:
    """What there is of a code, a mapping for each statistic."""
    found = []
    for name in ("percent", "kappa", "alpha", "ac1", "f1"):
        figure: Figure | None = getattr(row, name)
        found.append(_row(name, figure.value if figure else None, figure.interval if figure else None))
    indices = ("prevalence_index", "bias_index")
    return found + [_row(name, getattr(row, name)) for name in indices]


def _row(name: str, value: float | None, interval: tuple[float, float] | None = None) -> dict[str, Any]:
    low, high = interval or (None, None)
    return {"statistic": name, "value": None if value is None else round(value, 4), "low": low, "high": high}
