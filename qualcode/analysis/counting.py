"""What every table counts: which codings count, who was asked, what a table rests on (`basis`)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.analysis.data import records
from qualcode.code_ids import theme_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from qualcode.analysis.data import StudyData


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How many of the machine's suggestions a person has accepted or rejected."""

    reviewed: int
    suggestions: int


def ancestors(data: StudyData) -> dict[str, tuple[str, ...]]:
    """Every code's parent, the parent's parent and so on, nearest first."""
    parents = {row["code"]: row["parent"] for row in records(data.codebook)}
    lines: dict[str, tuple[str, ...]] = {}
    for code, parent in parents.items():
        line: list[str] = []
        above = parent
        while above is not None and above not in line:
            line.append(above)
            above = parents.get(above)
        lines[code] = tuple(line)
    return lines


def counted_segments(data: StudyData) -> dict[str, set[str]]:
    """The segments that carry each code, by the study's rule for what counts.

    A coding counts when a coder set or accepted it; a suggestion nobody has reviewed counts too unless
    `settings.count` is "reviewed". A rejected coding never counts, whatever other rows say of the same
    segment and code, unless a coder's accepted one stands beside it (two coders who disagree: adjudication
    is what settles it). A blind pass measures agreement and counts for nothing here. A
    sub-code implies its parents; rejecting a theme takes the unreviewed sub-codes of that segment with it.

    Returns:
        Segment ids by code, a key for every code of the codebook.
    """
    people: set[tuple[str, str]] = set()
    machine: set[tuple[str, str]] = set()
    rejected: set[tuple[str, str]] = set()
    for row in data.coding_rows:
        if row["pass"] == "blind":
            continue
        pair = (row["segment_id"], row["code"])
        if row["status"] == "rejected":
            rejected.add(pair)
        elif row["status"] == "accepted" or row["origin"] == "coder":
            people.add(pair)
        else:
            machine.add(pair)
    lines = ancestors(data)
    counted: dict[str, set[str]] = {code: set() for code in lines}
    suggested = machine - rejected if data.settings.count == "suggested" else set()
    for segment, code in people | suggested:
        if (segment, code) not in people and any((segment, parent) in rejected for parent in lines[code]):
            continue
        for implied in (code, *lines[code]):
            counted[implied].add(segment)
    return counted


def reviewed(data: StudyData) -> dict[str | None, Reviewed]:
    """How far the review has come, per code; the key None holds the whole study.

    Counts the machine's suggestions: one that is accepted or rejected has been reviewed.
    """
    done: dict[str | None, int] = defaultdict(int)
    total: dict[str | None, int] = defaultdict(int)
    for row in data.coding_rows:
        if row["origin"] != "machine":
            continue
        for key in (row["code"], None):
            total[key] += 1
            done[key] += row["status"] != "suggested"
    keys: list[str | None] = [None, *data.codebook["code"].tolist()]
    return {key: Reviewed(done[key], total[key]) for key in keys}


def basis(state: Reviewed, count: str) -> str:
    """What a table rests on, in the words every table and draft prints.

    Args:
        state: of a code, or of the whole study.
        count: `settings.count`.
    """
    n = f"{state.reviewed} av {state.suggestions} gjennomgått"
    if count == "reviewed":
        return f"bare gjennomgåtte kodinger teller ({n})"
    if state.suggestions and state.reviewed == state.suggestions:
        return f"gjennomgått ({n})"
    return f"maskinelt forslag, ikke gjennomgått ({n})"


# --- who was asked -----------------------------------------------------------------------------------


class Asked:
    """Whether a theme was put to those who speak in a source, by questions.csv.

    Rows that fit the theme, group, site and source are gathered per question; of a question's rows the
    one that names most of group, site and source decides, the later of two equals. A theme was put if
    any of its questions was; where no row fits, it is taken as put.
    """

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._by_theme: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in rows:
            if row["theme"] is not None:
                self._by_theme[row["theme"]].append(row)

    def __call__(self, code: str, *, group: str | None, site: str | None, source: str | None) -> bool:
        """Whether the theme of `code` was put to this group at this site in this source."""
        here = {"group": group, "site": site, "source": source}
        deciding: dict[str | None, tuple[int, bool]] = {}
        for row in self._by_theme.get(theme_of(code), ()):
            named = [key for key in here if row[key] is not None]
            if any(row[key] != here[key] for key in named):
                continue
            specificity, _ = deciding.get(row["question"], (-1, True))
            if len(named) >= specificity:
                deciding[row["question"]] = (len(named), bool(row["asked"]))
        return any(asked for _, asked in deciding.values()) if deciding else True


INTERVIEWS = ("interview", "group_interview")
"""Kinds of source in which an interviewer speaks."""


def speaker_unknown(row: Mapping[str, Any]) -> bool:
    """Whether a segment may hold an interviewer's words: from an interview, with no speaker marked.

    A recogniser's text often comes as one turn that nobody is named in; its slices are then coded whoever
    said them.

    Args:
        row: of the table of segments.
    """
    return row["kind"] in INTERVIEWS and row["speaker"] is None


def persons(rows: Collection[Mapping[str, Any]]) -> set[str]:
    """The informants, counted as persons, among rows of segments."""
    return {row["person"] for row in rows if row["is_informant"]}
