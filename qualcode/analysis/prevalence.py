"""Prevalence: informants, segments and sources with a code, over those who could have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.analysis.counting import Asked, basis, counted_segments, persons, reviewed
from qualcode.analysis.data import INTEGER, TEXT, records, typed_frame
from qualcode.model import UNKNOWN
from qualcode.segmenting import DOCUMENT_GROUP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from qualcode.analysis.data import StudyData
    from qualcode.model import State

__all__ = ["DIMENSIONS", "PREVALENCE", "TOTAL", "dimension_values", "prevalence"]

DIMENSIONS = ("total", "group", "site", "phase", "item")
TOTAL = "alle"
"""The value of the one row of dimension `total`."""

PREVALENCE = {
    "code": TEXT,
    "dimension": TEXT,
    "value": TEXT,
    "informants_with": INTEGER,
    "informants_asked": INTEGER,
    "segments_with": INTEGER,
    "segments": INTEGER,
    "sources_with": INTEGER,
    "sources": INTEGER,
    "state": TEXT,
    "basis": TEXT,
    "collectives_with": INTEGER,
    "collectives_asked": INTEGER,
    "informants_unasked": INTEGER,
}


def prevalence(data: StudyData) -> pd.DataFrame:
    """Count every code in the whole study and in each group, site, phase and item (survey question).

    Informants are persons: once in each group they speak in, once in the total. A collective counts as
    one; `collectives_with` and `collectives_asked` say how many of the informants counted are collectives.
    `informants_asked` holds those to whom the theme was put (see `Asked`) and those who spoke of it all
    the same; `informants_unasked` is how many the latter are. Documents and unknown speakers give
    segments and sources, never informants; they have rows of their own (`dokument`, `ukjent`), so that
    the groups' segments add up to the total.

    state: `utsagn` when a segment carries the code; `ikke_intervjuet` when nobody spoke there;
    `ikke_spurt` when people spoke and the theme was put to none of them; else `ingen_utsagn`.

    Returns:
        Columns as `PREVALENCE`; codes in the codebook's order, dimensions as `DIMENSIONS`, values in
        the order of `dimension_values`.
    """
    segments = data.segment_rows
    counted = counted_segments(data)
    asked = Asked(records(data.questions))
    state_of_review = reviewed(data)
    collectives = {row["person"] for row in segments if row["is_informant"] and row["collective"]}
    cells = []
    for dimension in DIMENSIONS:
        for value in dimension_values(data, dimension):
            here = _rows_of(segments, dimension, value)
            speakers = {(r["person"], r["group"], r["site"], r["source"]) for r in here if r["is_informant"]}
            cells.append((dimension, value, here, speakers))
    rows: list[dict[str, Any]] = []
    for code in data.codebook["code"].tolist():
        ground = basis(state_of_review[code], data.settings.count)
        for dimension, value, here, speakers in cells:
            having = [row for row in here if row["segment_id"] in counted[code]]
            with_code = persons(having)
            put_to = {
                person
                for person, group, site, source in speakers
                if asked(code, group=group, site=site, source=source)
            }
            could = put_to | with_code
            rows.append(
                {
                    "code": code,
                    "dimension": dimension,
                    "value": value,
                    "informants_with": len(with_code),
                    "informants_asked": len(could),
                    "segments_with": len(having),
                    "segments": len(here),
                    "sources_with": len({row["source"] for row in having}),
                    "sources": len({row["source"] for row in here}),
                    "state": _state(dimension, here, having, could),
                    "basis": ground,
                    "collectives_with": len(with_code & collectives),
                    "collectives_asked": len(could & collectives),
                    "informants_unasked": len(with_code - put_to),
                }
            )
    return typed_frame(rows, PREVALENCE)


def dimension_values(data: StudyData, dimension: str) -> list[str]:
    """The values a dimension has rows for, in the order they are printed.

    Groups and sites: those of the settings in their order, then others found in the data or planned in
    the register by name; `dokument` and `ukjent` last, and only where there are such segments
    (a segment without a site is `ukjent` in a study that has sites).
    Phases by name; items (survey questions) in the order of the segments.
    """
    if dimension == "total":
        return [TOTAL]
    segments = data.segment_rows
    if dimension == "item":
        return _unique(row["question"] for row in segments if row["kind"] == "survey" and row["question"])
    if dimension == "phase":
        return sorted({row["phase"] for row in segments if row["phase"]})
    configured = data.settings.groups if dimension == "group" else data.settings.sites
    last = (DOCUMENT_GROUP, UNKNOWN)
    found: set[str | None] = {_value(row, dimension) for row in segments}
    registered = {row[dimension] for row in records(data.informants)} - {None}
    others = sorted(v for v in found | registered if v and v not in configured and v not in last)
    if dimension == "site" and not configured and not others:
        return []
    return [*(v for v in configured if v not in last), *others, *(v for v in last if v in found)]


def _unique(values: Any) -> list[str]:
    return list(dict.fromkeys(values))


def _rows_of(segments: Sequence[Mapping[str, Any]], dimension: str, value: str) -> list[Mapping[str, Any]]:
    if dimension == "total":
        return list(segments)
    return [row for row in segments if _value(row, dimension) == value]


def _value(row: Mapping[str, Any], dimension: str) -> str | None:
    """Where a segment belongs; what a document or an unknown speaker says has a group of its own."""
    if dimension == "group":
        if row["kind"] == "document":
            return DOCUMENT_GROUP
        return row["group"] or UNKNOWN if row["is_informant"] else UNKNOWN
    if dimension == "item":
        return row["question"] if row["kind"] == "survey" else None
    value: str | None = row[dimension]
    return value or UNKNOWN if dimension == "site" else value


def _state(
    dimension: str,
    here: Sequence[Mapping[str, Any]],
    having: Sequence[Mapping[str, Any]],
    could: set[str],
) -> State:
    if having:
        return "utsagn"
    # A case document speaks for no one: a site known from documents only was not interviewed.
    text_of_people = any(row["kind"] != "document" for row in here)
    if not here or (not text_of_people and dimension in ("site", "phase")):
        return "ikke_intervjuet"
    if persons(here) and not could:
        return "ikke_spurt"
    return "ingen_utsagn"
