"""Co-occurrence, the informants' table and spread of the small study, counted by hand."""

from __future__ import annotations

from qualcode.analysis.cooccurrence import cooccurrence
from qualcode.analysis.data import records
from qualcode.analysis.spread import informant_table, spread
from tests.small_study import small_study


def test_every_pair_of_codes_is_as_counted_by_hand():
    found = {
        (row["code_a"], row["code_b"]): (
            row["segments_both"], row["segments_a"], row["segments_b"], row["jaccard"], row["informants_both"]
        )
        for row in records(cooccurrence(small_study()))
    }  # fmt: skip
    theme, sub, users, many = (
        "tidlig_innsats",
        "tidlig_innsats.lavterskel",
        "brukermedvirkning",
        "tverrfaglighet",
    )
    assert found == {
        (theme, users): (1, 6, 5, 0.1, 1),  # s05, of ten segments with either
        (theme, many): (0, 6, 0, 0.0, 0),
        (sub, users): (0, 2, 5, 0.0, 0),
        (sub, many): (0, 2, 0, 0.0, 0),
        (users, many): (0, 5, 0, 0.0, 0),
    }


def test_two_codes_nobody_uses_have_no_jaccard():
    assert {row["jaccard"] for row in records(cooccurrence(small_study(codings=[])))} == {None}


def test_the_informant_table_is_as_counted_by_hand():
    names = "informant person group planned sources segments tidlig_innsats brukermedvirkning tverrfaglighet"
    found = [tuple(row[name] for name in names.split()) for row in records(informant_table(small_study()))]
    assert found == [
        ("i1", "i1", "barnevern", False, 2, 3, 2, 2, 0),
        ("i2", "i2", "barnevern", False, 1, 1, 0, 0, 0),
        ("i3", "i2", "helsestasjon", False, 1, 1, 0, 1, 0),
        ("i4", "i4", "barnevern", False, 1, 2, 1, 0, 0),
        ("i5", "i5", "foreldre", False, 1, 1, 1, 0, 0),
        ("i6", "i6", "skole", False, 1, 1, 0, 0, 0),
        ("i7", "i7", "ungdom", True, 0, 0, 0, 0, 0),
        ("skjema:1", "skjema:1", "foreldre", False, 1, 2, 0, 1, 0),
        ("skjema:2", "skjema:2", "foreldre", False, 1, 1, 1, 0, 0),
    ]


def test_spread_names_the_loudest_voice_among_informants():
    names = (
        "segments_with informants_with groups_with sites_with sources_with top_person top_segments top_share"
    )
    found = {
        row["code"]: tuple(row[name] for name in names.split()) for row in records(spread(small_study()))
    }
    assert found == {
        "tidlig_innsats": (6, 4, 2, 2, 5, "i1", 2, 0.4),
        "tidlig_innsats.lavterskel": (2, 2, 1, 1, 2, "i1", 1, 0.5),
        "brukermedvirkning": (5, 3, 3, 2, 5, "i1", 2, 0.5),
        "tverrfaglighet": (0, 0, 0, 0, 0, None, 0, None),
    }
