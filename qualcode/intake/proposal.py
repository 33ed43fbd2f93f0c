"""A first informants.csv for a study: one row per speaker found, for a person to fill in."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from qualcode.intake import labels
from qualcode.intake.register import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.intake.reading import Reading


def propose_register(readings: Sequence[Reading]) -> str:
    """The text of an informants.csv to fill in: a row per speaker who is not an interviewer.

    Args:
        readings: of the study's files.

    Returns:
        csv with the register's columns; the group is left empty, the role guessed from the label.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n", restval="")
    writer.writeheader()
    n = 0
    for reading in readings:
        source = reading.source
        if source.kind in ("survey", "document"):
            continue
        for label in dict.fromkeys(turn.speaker for turn in source.turns if not turn.is_interviewer):
            n += 1
            row = {
                "id": f"i{n:02}",
                "source": source.id,
                "label": label or "",
                "role": labels.guess_role(label) if label else "",
                "site": source.site or "",
                "collective": "nei",
            }
            writer.writerow(row)
    return out.getvalue()
