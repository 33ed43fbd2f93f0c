"""How a theme is spread over people: counts per informant, and how much rests on one voice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from qualcode.analysis.counting import basis, counted_segments, persons, reviewed
from qualcode.analysis.data import FLAG, INTEGER, NUMBER, TEXT, records, typed_frame

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.analysis.data import StudyData

INFORMANT_TABLE = {
    "informant": TEXT,
    "person": TEXT,
    "group": TEXT,
    "site": TEXT,
    "role": TEXT,
    "collective": FLAG,
    "planned": FLAG,
    "sources": INTEGER,
    "segments": INTEGER,
}
"""The columns before the themes; then one integer column per theme, and `basis` last."""

SPREAD = {
    "code": TEXT,
    "segments_with": INTEGER,
    "informants_with": INTEGER,
    "groups_with": INTEGER,
    "sites_with": INTEGER,
    "sources_with": INTEGER,
    "top_person": TEXT,
    "top_segments": INTEGER,
    "top_share": NUMBER,
    "informant_segments": INTEGER,
    "basis": TEXT,
}


def themes(data: StudyData) -> list[str]:
    """The top codes, in the codebook's order."""
    return [row["code"] for row in records(data.codebook) if row["parent"] is None]


def informant_table(data: StudyData) -> pd.DataFrame:
    """Count each informant's segments, and those with each theme.

    One row per row of the register and per survey respondent (`person` joins the rows of one person);
    those who were planned, or say nothing, stand with 0.

    Returns:
        Columns as `INFORMANT_TABLE`, then a column of counts per theme, then `basis`.
    """
    counted = counted_segments(data)
    names = themes(data)
    own: dict[str, list[dict[str, Any]]] = {}
    for row in data.segment_rows:
        if row["is_informant"] and row["informant"]:
            own.setdefault(row["informant"], []).append(row)
    ground = basis(reviewed(data)[None], data.settings.count)
    rows = []
    for informant in records(data.informants):
        said = own.get(informant["id"], [])
        rows.append(
            {
                **{
                    key: informant[key]
                    for key in ("person", "group", "site", "role", "collective", "planned")
                },
                "informant": informant["id"],
                "sources": len({row["source"] for row in said}),
                "segments": len(said),
                **{name: sum(row["segment_id"] in counted[name] for row in said) for name in names},
                "basis": ground,
            }
        )
    return typed_frame(rows, {**INFORMANT_TABLE, **dict.fromkeys(names, INTEGER), "basis": TEXT})


def spread(data: StudyData) -> pd.DataFrame:
    """Say for every code how many informants, groups, sites and sources carry it, and how much one voice.

    `top_person` has the most of the code's segments (the first by name of equals), `top_share` is their
    share of the informants' segments with the code (`informant_segments`), NA where no informant
    has it. Documents and unknown speakers count among `segments_with` and `sources_with` only.

    Returns:
        Columns as `SPREAD`, one row per code in the codebook's order.
    """
    counted = counted_segments(data)
    segments = data.segment_rows
    state = reviewed(data)
    rows = []
    for code in data.codebook["code"].tolist():
        having = [row for row in segments if row["segment_id"] in counted[code]]
        said = [row for row in having if row["is_informant"]]
        per_person = Counter(row["person"] for row in said)
        top = min(per_person, key=lambda person: (-per_person[person], person), default=None)
        rows.append(
            {
                "code": code,
                "segments_with": len(having),
                "informants_with": len(persons(said)),
                "groups_with": len({row["group"] for row in said} - {None}),
                "sites_with": len({row["site"] for row in said} - {None}),
                "sources_with": len({row["source"] for row in having}),
                "top_person": top,
                "top_segments": per_person[top] if top else 0,
                "top_share": round(per_person[top] / len(said), 6) if top else None,
                "informant_segments": len(said),
                "basis": basis(state[code], data.settings.count),
            }
        )
    return typed_frame(rows, SPREAD)
