"""Blind coders beside each other: where they differ, and the table that agreement is computed from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.code_ids import ancestors
from qualcode.passes.sight import ledger_of

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.analysis.standing import Ledger
    from qualcode.study import Study


def disagreements(study: Study) -> list[tuple[str, str, dict[str, bool]]]:
    """Segment, code, and by coder whether they set it, where blind coders who have finished it differ.

    A sub-code implies its parent: two coders who chose different sub-codes agree on the theme. In reading
    order, then the codebooks'. For leads: it shows every coder's blind work.
    """
    ledger = ledger_of(study)
    place = {code: i for i, code in enumerate(study.codes)}
    return [
        (placed.id, code, by_coder)
        for placed in study.store.outline()
        for code, by_coder in sorted(
            blind_differences(ledger, placed.id).items(), key=lambda item: place.get(item[0], -1)
        )
        if code in place
    ]


def blind_differences(ledger: Ledger, segment: str) -> dict[str, dict[str, bool]]:
    """By code what each blind coder who has finished a segment said, for the codes on which they differ."""
    found = {coder: blind_codes(ledger, segment, coder) for coder in blind_coders(ledger, segment)}
    return {
        code: {coder: code in codes for coder, codes in found.items()}
        for code in sorted(set().union(*found.values()))
        if not all(code in codes for codes in found.values())
    }


def blind_coders(ledger: Ledger, segment: str) -> list[str]:
    """Who has read a segment to its end in the blind pass, by name."""
    return sorted(coder for coder, coding_pass in ledger.done(segment) if coding_pass == "blind")


def blind_codes(ledger: Ledger, segment: str, coder: str) -> set[str]:
    """The codes a coder set on a segment in the blind pass, with the themes their sub-codes imply."""
    return {
        implied
        for code, stand in ledger.blind(segment, coder).items()
        if stand.status == "accepted"
        for implied in (code, *ancestors(code))
    }


def blind_codings(study: Study) -> pd.DataFrame:
    """Every segment that a coder has read to the end in the blind pass, by every code of the codebooks.

    Returns:
        Columns segment, source, group, coder, code (text) and value (0 or 1; a sub-code implies its parent);
        sorted by source, place in the source, coder, and the codebooks' order.
    """
    import pandas as pd

    ledger = ledger_of(study)
    rows = []
    for placed in study.store.outline():
        for coder in blind_coders(ledger, placed.id):
            codes = blind_codes(ledger, placed.id, coder)
            rows += [
                (placed.id, placed.source, placed.group, coder, code, int(code in codes))
                for code in study.codes
            ]
    frame = pd.DataFrame(rows, columns=["segment", "source", "group", "coder", "code", "value"])
    return frame.astype({name: "str" for name in frame.columns if name != "value"} | {"value": "int64"})
