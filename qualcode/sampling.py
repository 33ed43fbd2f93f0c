"""Samples of uncoded segments for a person to read, and the recall that follows from what they find.

The sample is drawn by seed, spread over the sources in proportion to what they hold, from the informants'
segments that lack a code and that nobody has read to the end. A segment that has one theme and lacks
another is read for the other; within one theme the sample stays a random sample of what lacks it.
"""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from typing import TYPE_CHECKING

from qualcode.analysis.counting import counted_segments
from qualcode.analysis.elusion import Counts, Estimate, estimate
from qualcode.code_ids import is_within
from qualcode.errors import StudyError, TranscriptError
from qualcode.outfiles import write_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from qualcode.analysis.data import StudyData
    from qualcode.analysis.run_facts import Recall
    from qualcode.study import Study

FOLDER = "utvalg"
"""Within the study: the samples and what came of them."""
ESTIMATES = "recall.csv"
CODED = "(kodet)"
"""Stands in a cell of the sample where the segment has the theme already."""
COLUMNS = ("segment_id", "source", "context", "text")
ANSWERS = {"ja": True, "j": True, "yes": True, "1": True, "nei": False, "n": False, "no": False, "0": False}
LONGEST_CONTEXT = 400
"""Characters of what was said before; more is cut at its beginning."""


def draw_sample(study: Study, n: int, seed: int, codes: Sequence[str] = ()) -> pd.DataFrame:
    """Draw segments to be read.

    Args:
        study: a coded study.
        n: how many; all there are where there are fewer.
        seed: the same seed draws the same segments from the same coding.
        codes: what they are to be read for; none given means every theme.

    Returns:
        COLUMNS and one column per code, to be filled with ja or nei; in reading order.

    Raises:
        StudyError: an unknown code, nothing imported, or nothing left to draw from.
    """
    import pandas as pd

    data = study.data()
    wanted = _checked(study, codes)
    counted = counted_segments(data)
    read = set(data.run.get("people_read", ()))
    frame = [
        row
        for row in data.segment_rows
        if row["is_informant"]
        and row["segment_id"] not in read
        and any(row["segment_id"] not in counted[code] for code in wanted)
    ]
    if not frame:
        raise StudyError("there is no uncoded segment of an informant left to draw", where=str(study.folder))
    drawn = _stratified([row["source"] for row in frame], n, seed)
    contexts = _contexts(study, [frame[i] for i in drawn])
    rows = [
        {
            **{name: frame[i][name] for name in ("segment_id", "source", "text")},
            "context": contexts[frame[i]["segment_id"]],
            **{code: CODED if frame[i]["segment_id"] in counted[code] else "" for code in wanted},
        }
        for i in drawn
    ]
    return pd.DataFrame(rows, columns=[*COLUMNS, *wanted], dtype="string")


def _checked(study: Study, codes: Sequence[str]) -> list[str]:
    wanted = [now for code in codes for now in study.todays.each(code, "--code")]
    for code in wanted:
        if code not in study.codes:
            raise StudyError(f"unknown code {code!r}", fix=f"The codes are: {', '.join(study.codes)}.")
    return list(dict.fromkeys(wanted)) or [code for code in study.codes if "." not in code]


def _stratified(sources: Sequence[str], n: int, seed: int) -> list[int]:
    """Positions of a sample of n, shared out over the sources by largest remainder, then drawn in each."""
    import numpy as np

    n = min(n, len(sources))
    members: dict[str, list[int]] = {}
    for i, source in enumerate(sources):
        members.setdefault(source, []).append(i)
    generator = np.random.default_rng(seed)
    exact = {source: n * len(own) / len(sources) for source, own in members.items()}
    share = {source: int(quota) for source, quota in exact.items()}
    # Ties of the remainders are settled by lot, else the sources first in the alphabet would gain by them.
    lots = dict(zip(members, generator.permutation(len(members)).tolist(), strict=True))
    order = sorted(members, key=lambda source: (share[source] - exact[source], lots[source]))
    for source in order[: n - sum(share.values())]:
        share[source] += 1
    drawn = [
        own[int(j)]
        for source, own in members.items()
        for j in generator.choice(len(own), share[source], replace=False)
    ]
    return sorted(drawn)


def _contexts(study: Study, rows: Sequence[Mapping[str, object]]) -> dict[str, str]:
    """For each segment its question, or what was said before it."""
    sources = {source.id: source for source in study.sources()}
    contexts = {}
    for row in rows:
        source = sources[str(row["source"])]
        turn, start = source.turns[int(str(row["turn"]))], int(str(row["start"]))
        if row["question"] and start == turn.start:
            context = str(row["question"])
        elif start > turn.start:
            context = source.text[turn.start : start]
        else:
            before = source.turns[turn.index - 1] if turn.index else None
            context = source.text[before.start : before.end] if before else ""
        context = " ".join(context.split())
        cut = len(context) > LONGEST_CONTEXT
        contexts[str(row["segment_id"])] = f"… {context[-LONGEST_CONTEXT:]}" if cut else context
    return contexts


# --- what came of it -------------------------------------------------------------------------------


def read_answers(path: Path) -> dict[str, dict[str, bool]]:
    """The answers of a sample that a person has filled in: by code, then by segment.

    Args:
        path: csv or xlsx, as `qualcode sample` wrote it; cells of ANSWERS, CODED, or empty (not read).

    Raises:
        StudyError: not a sample, or a cell that is neither yes nor no, by line and column.
    """
    from qualcode.intake.tabular import read_csv, read_xlsx

    try:
        data = path.read_bytes()
        table = read_xlsx(data, path) if path.suffix.lower() == ".xlsx" else read_csv(data, path)
    except OSError as error:
        raise StudyError(f"cannot be read ({error.strerror})", where=str(path)) from None
    except TranscriptError as error:
        raise StudyError(error.what, where=error.where, fix=error.fix) from None
    codes = [name for name in table.header if name not in COLUMNS]
    if "segment_id" not in table.header or not codes:
        raise StudyError(
            "is not a sample: it needs segment_id and a column for each code",
            where=str(path),
            fix="Draw one with: qualcode sample STUDY",
        )
    answers: dict[str, dict[str, bool]] = {code: {} for code in codes}
    for line, cells in zip(table.lines, table.rows, strict=True):
        row = dict(zip(table.header, cells, strict=True))
        for code in codes:
            said = row[code].lower()
            if said and said != CODED:
                if said not in ANSWERS:
                    raise StudyError(
                        f"{code} says {row[code]!r}",
                        where=f"{path}, {table.unit} {line}",
                        fix="Write ja or nei, or leave it empty if it was not read.",
                    )
                answers[code][row["segment_id"]] = ANSWERS[said]
    return answers


def estimate_recall(study: Study, path: Path) -> tuple[Estimate, ...]:
    """Estimate recall from a filled-in sample, and keep the estimates with the study.

    Args:
        study: the study the sample was drawn from, with the coding it was drawn from.
        path: the filled-in sample.

    Returns:
        One estimate per code that anything was read for.

    Raises:
        StudyError: as `read_answers`; segments that are not the study's, or that the machine has come to
            code since the sample was drawn.
    """
    answers = read_answers(path)
    data = study.data()
    _checked(study, list(answers))
    estimates = tuple(estimate(code, _counts(data, code, own, path)) for code, own in answers.items() if own)
    if not estimates:
        raise StudyError("no cell is filled in", where=str(path), fix="Write ja or nei in each empty cell.")
    _keep(study, estimates)
    return estimates


def _counts(data: StudyData, code: str, answers: Mapping[str, bool], path: Path) -> Counts:
    informants = {row["segment_id"] for row in data.segment_rows if row["is_informant"]}
    unknown = sorted(answers.keys() - informants)
    if unknown:
        raise StudyError(
            f"{unknown[0]!r} is no informant's segment of the study",
            where=str(path),
            fix="Segments change with their transcript; draw a new sample.",
        )
    carried = counted_segments(data)[code] & informants
    by_people = {
        row["segment_id"]
        for row in data.coding_rows
        if is_within(row["code"], code) and row["pass"] != "blind" and row["status"] == "accepted"
    } & carried
    # What the reading found may have been coded by hand since: it was still missed.
    missed = {segment for segment, yes in answers.items() if yes}
    changed = sorted((answers.keys() & carried) - (missed & by_people))
    if changed:
        raise StudyError(
            f"{len(changed)} segments of the sample have {code!r} by now, the first {changed[0]!r}",
            where=str(path),
            fix="The coding has changed since the sample was drawn; draw a new one.",
        )
    carried -= missed
    by_people -= missed
    own = [r for r in data.coding_rows if r["code"] == code and r["origin"] == "machine"]
    reviewed = [r for r in own if r["status"] != "suggested" and r["segment_id"] in informants]
    people_read = set(data.run.get("people_read", ()))
    return Counts(
        population=len((informants - carried - people_read) | answers.keys()),
        read=len(answers),
        missed=len(missed),
        confirmed=len(by_people),
        unreviewed=len(carried - by_people),
        reviewed=len(reviewed),
        right=sum(r["status"] == "accepted" for r in reviewed),
    )


def _keep(study: Study, estimates: Sequence[Estimate]) -> None:
    """Write the estimates, each in place of an earlier one of its code."""
    rows = {row["code"]: row for row in _kept(study)}
    for one in estimates:
        rows[one.code] = {
            "code": one.code,
            "recall": _number(one.recall),
            "low": _number(one.interval[0]),
            "high": _number(one.interval[1]),
            "precision": one.precision,
            "elusion": _number(one.elusion),
            "elusion_low": _number(one.elusion_interval[0]),
            "elusion_high": _number(one.elusion_interval[1]),
            **{name: str(value) for name, value in asdict(one.counts).items()},
            "coder": study.coder.sha256,
        }
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(next(iter(rows.values()))), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows[code] for code in sorted(rows))
    write_files(study.folder / FOLDER, {ESTIMATES: out.getvalue().encode()})


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def _kept(study: Study) -> list[dict[str, str]]:
    """The kept estimates that were made of the coding as it is now; others are worth nothing any more."""
    path = study.folder / FOLDER / ESTIMATES
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if row.get("coder") == study.coder.sha256]


def estimated_recall(study: Study) -> dict[str, Recall]:
    """Recall and its 95 % interval by code, as estimated of the codebooks in force; {} where it was not.

    Args:
        study: the study.
    """
    return {
        row["code"]: {
            "recall": float(row["recall"]),
            "low": float(row["low"]),
            "high": float(row["high"]),
            "precision": row["precision"],
        }
        for row in _kept(study)
        if row["recall"]
    }
