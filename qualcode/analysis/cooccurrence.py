"""Which codes are spoken of together: pairs of codes in the same segment."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from qualcode.analysis.counting import ancestors, basis, counted_segments, persons, reviewed
from qualcode.analysis.data import INTEGER, NUMBER, TEXT, typed_frame

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.analysis.data import StudyData

COOCCURRENCE = {
    "code_a": TEXT,
    "code_b": TEXT,
    "segments_both": INTEGER,
    "segments_a": INTEGER,
    "segments_b": INTEGER,
    "jaccard": NUMBER,
    "informants_both": INTEGER,
    "basis": TEXT,
}


def cooccurrence(data: StudyData) -> pd.DataFrame:
    """Count the segments that carry both codes of each pair.

    A code and its own parent are no pair: one implies the other. Jaccard's index is segments with both
    over segments with either (Jaccard 1912, The distribution of the flora in the alpine zone), NA where
    neither code occurs. `informants_both` counts the persons who say both in one segment.

    Returns:
        Columns as `COOCCURRENCE`, one row per unordered pair, codes in the codebook's order.
    """
    counted = counted_segments(data)
    lines = ancestors(data)
    speaker = {row["segment_id"]: row for row in data.segment_rows}
    ground = basis(reviewed(data)[None], data.settings.count)
    rows = []
    for a, b in combinations(data.codebook["code"].tolist(), 2):
        if a in lines[b] or b in lines[a]:
            continue
        both, either = counted[a] & counted[b], counted[a] | counted[b]
        rows.append(
            {
                "code_a": a,
                "code_b": b,
                "segments_both": len(both),
                "segments_a": len(counted[a]),
                "segments_b": len(counted[b]),
                "jaccard": round(len(both) / len(either), 6) if either else None,
                "informants_both": len(persons([speaker[segment] for segment in both])),
                "basis": ground,
            }
        )
    return typed_frame(rows, COOCCURRENCE)
