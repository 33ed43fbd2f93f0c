"""Every cell of the small study's prevalence table, made by hand, and the rules behind it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis.data import records
from qualcode.analysis.prevalence import prevalence
from tests.small_study import CODINGS, QUESTIONS, SEGMENTS, rows, small_study

U, I, S, N = "utsagn", "ingen_utsagn", "ikke_spurt", "ikke_intervjuet"  # noqa: E741
# dimension, value: informants with/asked, segments with/all, sources with/all, state, collectives, unasked
EXPECTED = {
    "tidlig_innsats": {
        ("total", "alle"): (4, 6, 6, 14, 5, 9, U, 1, 1, 2),
        ("group", "barnevern"): (2, 3, 3, 6, 2, 4, U, 1, 1, 0),
        ("group", "helsestasjon"): (0, 1, 0, 1, 0, 1, I, 0, 0, 0),
        ("group", "foreldre"): (2, 2, 2, 4, 2, 2, U, 0, 0, 2),
        ("group", "skole"): (0, 1, 0, 1, 0, 1, I, 0, 0, 0),
        ("group", "ungdom"): (0, 0, 0, 0, 0, 0, N, 0, 0, 0),
        ("group", "dokument"): (0, 0, 1, 1, 1, 1, U, 0, 0, 0),
        ("group", "ukjent"): (0, 0, 0, 1, 0, 1, I, 0, 0, 0),
        ("site", "aas"): (3, 3, 5, 10, 4, 6, U, 1, 1, 1),
        ("site", "bjork"): (1, 3, 1, 4, 1, 4, U, 0, 0, 1),
        ("site", "dal"): (0, 0, 0, 0, 0, 0, N, 0, 0, 0),
        ("phase", "1"): (0, 0, 0, 2, 0, 1, S, 0, 0, 0),
        ("phase", "2"): (1, 1, 1, 1, 1, 1, U, 0, 0, 1),
        ("item", "Hva fungerer bra?"): (1, 1, 1, 2, 1, 1, U, 0, 0, 1),
        ("item", "Hva savner du?"): (0, 0, 0, 1, 0, 1, S, 0, 0, 0),
    },
    "tidlig_innsats.lavterskel": {
        ("total", "alle"): (2, 4, 2, 14, 2, 9, U, 1, 1, 0),
        ("group", "barnevern"): (2, 3, 2, 6, 2, 4, U, 1, 1, 0),
        ("group", "helsestasjon"): (0, 1, 0, 1, 0, 1, I, 0, 0, 0),
        ("group", "foreldre"): (0, 0, 0, 4, 0, 2, S, 0, 0, 0),
        ("group", "skole"): (0, 1, 0, 1, 0, 1, I, 0, 0, 0),
        ("group", "ungdom"): (0, 0, 0, 0, 0, 0, N, 0, 0, 0),
        ("group", "dokument"): (0, 0, 0, 1, 0, 1, I, 0, 0, 0),
        ("group", "ukjent"): (0, 0, 0, 1, 0, 1, I, 0, 0, 0),
        ("site", "aas"): (2, 2, 2, 10, 2, 6, U, 1, 1, 0),
        ("site", "bjork"): (0, 2, 0, 4, 0, 4, I, 0, 0, 0),
        ("site", "dal"): (0, 0, 0, 0, 0, 0, N, 0, 0, 0),
        ("phase", "1"): (0, 0, 0, 2, 0, 1, S, 0, 0, 0),
        ("phase", "2"): (0, 0, 0, 1, 0, 1, S, 0, 0, 0),
        ("item", "Hva fungerer bra?"): (0, 0, 0, 2, 0, 1, S, 0, 0, 0),
        ("item", "Hva savner du?"): (0, 0, 0, 1, 0, 1, S, 0, 0, 0),
    },
    "brukermedvirkning": {
        ("total", "alle"): (3, 6, 5, 14, 5, 9, U, 0, 1, 0),
        ("group", "barnevern"): (1, 3, 2, 6, 2, 4, U, 0, 1, 0),
        ("group", "helsestasjon"): (1, 1, 1, 1, 1, 1, U, 0, 0, 0),
        ("group", "foreldre"): (1, 3, 1, 4, 1, 2, U, 0, 0, 0),
        ("group", "skole"): (0, 0, 0, 1, 0, 1, S, 0, 0, 0),
        ("group", "ungdom"): (0, 0, 0, 0, 0, 0, N, 0, 0, 0),
        ("group", "dokument"): (0, 0, 0, 1, 0, 1, I, 0, 0, 0),
        ("group", "ukjent"): (0, 0, 1, 1, 1, 1, U, 0, 0, 0),
        ("site", "aas"): (2, 4, 4, 10, 4, 6, U, 0, 1, 0),
        ("site", "bjork"): (1, 2, 1, 4, 1, 4, U, 0, 0, 0),
        ("site", "dal"): (0, 0, 0, 0, 0, 0, N, 0, 0, 0),
        ("phase", "1"): (1, 1, 1, 2, 1, 1, U, 0, 0, 0),
        ("phase", "2"): (0, 1, 0, 1, 0, 1, I, 0, 0, 0),
        ("item", "Hva fungerer bra?"): (1, 2, 1, 2, 1, 1, U, 0, 0, 0),
        ("item", "Hva savner du?"): (0, 1, 0, 1, 0, 1, I, 0, 0, 0),
    },
    "tverrfaglighet": {
        ("total", "alle"): (0, 7, 0, 14, 0, 9, I, 0, 1, 0),
        ("group", "barnevern"): (0, 3, 0, 6, 0, 4, I, 0, 1, 0),
        ("group", "helsestasjon"): (0, 1, 0, 1, 0, 1, I, 0, 0, 0),
        ("group", "foreldre"): (0, 3, 0, 4, 0, 2, I, 0, 0, 0),
        ("group", "skole"): (0, 1, 0, 1, 0, 1, I, 0, 0, 0),
        ("group", "ungdom"): (0, 0, 0, 0, 0, 0, N, 0, 0, 0),
        ("group", "dokument"): (0, 0, 0, 1, 0, 1, I, 0, 0, 0),
        ("group", "ukjent"): (0, 0, 0, 1, 0, 1, I, 0, 0, 0),
        ("site", "aas"): (0, 4, 0, 10, 0, 6, I, 0, 1, 0),
        ("site", "bjork"): (0, 3, 0, 4, 0, 4, I, 0, 0, 0),
        ("site", "dal"): (0, 0, 0, 0, 0, 0, N, 0, 0, 0),
        ("phase", "1"): (0, 1, 0, 2, 0, 1, I, 0, 0, 0),
        ("phase", "2"): (0, 1, 0, 1, 0, 1, I, 0, 0, 0),
        ("item", "Hva fungerer bra?"): (0, 2, 0, 2, 0, 1, I, 0, 0, 0),
        ("item", "Hva savner du?"): (0, 1, 0, 1, 0, 1, I, 0, 0, 0),
    },
}
NUMBERS = (
    "informants_with informants_asked segments_with segments sources_with sources state "
    "collectives_with collectives_asked informants_unasked"
).split()


def cells(data):
    table = {}
    for row in records(prevalence(data)):
        table.setdefault(row["code"], {})[row["dimension"], row["value"]] = row
    return table


def test_every_cell_is_as_counted_by_hand():
    found = {
        code: {key: tuple(row[name] for name in NUMBERS) for key, row in values.items()}
        for code, values in cells(small_study()).items()
    }
    assert found == EXPECTED
    assert [list(values) for values in found.values()] == [list(values) for values in EXPECTED.values()]


def test_a_person_in_two_groups_counts_in_both_and_once_in_the_total():
    table = cells(small_study())["tverrfaglighet"]
    assert table["group", "barnevern"]["informants_asked"] == 3  # i2 among them
    assert table["group", "helsestasjon"]["informants_asked"] == 1  # i2 again, as i3
    in_groups = sum(row["informants_asked"] for (dim, _), row in table.items() if dim == "group")
    assert in_groups == table["total", "alle"]["informants_asked"] + 1


def test_segments_of_groups_add_up_to_the_total():
    for values in cells(small_study()).values():
        for column in ("segments", "segments_with"):
            parts = sum(row[column] for (dim, _), row in values.items() if dim == "group")
            assert parts == values["total", "alle"][column]


def test_a_basis_says_that_nobody_has_looked_and_how_far_the_review_has_come():
    table = cells(small_study())
    assert table["tidlig_innsats"]["total", "alle"]["basis"] == (
        "maskinelt forslag, ikke gjennomgått (1 av 6 gjennomgått)"
    )
    done = [(*row[:5], "accepted", row[6]) for row in CODINGS]
    data = small_study(codings=with_segments(done))
    assert cells(data)["brukermedvirkning"]["total", "alle"]["basis"] == "gjennomgått (4 av 4 gjennomgått)"


def with_segments(codings):
    own = {row["segment_id"]: row for row in records(small_study().segments)}
    keys = ("source", "informant", "group", "site", "start", "end", "text")
    return [
        {**row, **{key: own[row["segment_id"]][key] for key in keys}}
        for row in rows("segment_id code origin coder pass status score", codings)
    ]


def test_count_reviewed_turns_unreviewed_suggestions_off():
    table = cells(small_study(count="reviewed"))
    assert table["tidlig_innsats"]["total", "alle"]["segments_with"] == 1  # s04, through its sub-code
    assert table["brukermedvirkning"]["total", "alle"]["segments_with"] == 2  # s05 accepted, s07 by a coder
    assert table["tidlig_innsats"]["group", "foreldre"]["state"] == S
    assert "bare gjennomgåtte" in table["tidlig_innsats"]["total", "alle"]["basis"]


def test_a_rejected_suggestion_never_counts_even_if_the_machine_suggests_it_again():
    again = [*CODINGS, ("s03", "tidlig_innsats", "machine", None, None, "suggested", 0.99)]
    assert (
        cells(small_study(codings=with_segments(again)))["tidlig_innsats"]["total", "alle"]["segments_with"]
        == 6
    )


def test_rejecting_a_theme_takes_its_unreviewed_sub_codes_with_it():
    changed = [row for row in CODINGS if row[:2] != ("s01", "tidlig_innsats")]
    changed.append(("s01", "tidlig_innsats", "machine", None, None, "rejected", 0.9))
    table = cells(small_study(codings=with_segments(changed)))
    assert table["tidlig_innsats.lavterskel"]["total", "alle"]["segments_with"] == 1
    assert table["tidlig_innsats"]["total", "alle"]["segments_with"] == 5


def test_a_sub_code_a_coder_accepted_implies_its_theme():
    only = [("s09", "tidlig_innsats.lavterskel", "coder", "kari", "review", "accepted", None)]
    table = cells(small_study(codings=with_segments(only)))
    assert table["tidlig_innsats"]["group", "skole"]["informants_with"] == 1


def test_the_most_specific_row_of_a_question_decides_whatever_the_order():
    for order in (QUESTIONS, QUESTIONS[::-1]):
        data = small_study(questions=rows("question theme group site source asked", order))
        assert cells(data)["brukermedvirkning"]["group", "skole"]["state"] == S


def test_one_question_asked_is_enough_for_the_theme():
    more = [*QUESTIONS, ("Hva sa barna?", "brukermedvirkning", None, None, "int_4", True)]
    data = small_study(questions=rows("question theme group site source asked", more))
    assert cells(data)["brukermedvirkning"]["group", "skole"]["state"] == I


def test_without_questions_everyone_was_asked():
    table = cells(small_study(questions=[]))
    assert table["tidlig_innsats"]["total", "alle"]["informants_asked"] == 7


def test_a_study_without_sites_or_survey_has_no_such_rows():
    plain = [
        {**row, "site": None, "phase": None, "kind": "interview"}
        for row in records(small_study().segments)
        if row["kind"] == "interview"
    ]
    informants = [{**row, "site": None} for row in records(small_study().informants)]
    data = small_study(segments=plain, informants=informants, codings=[], sites={})
    assert {dim for dim, _ in cells(data)["tverrfaglighet"]} == {"total", "group"}


def test_an_empty_study_has_a_table_of_noughts():
    data = small_study(segments=[], codings=[])
    table = cells(data)["tidlig_innsats"]
    assert table["total", "alle"]["segments"] == 0
    assert {row["state"] for row in table.values()} == {N}


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(range(len(CODINGS))), unique=True), st.sampled_from(["suggested", "reviewed"])
)
def test_numerators_never_exceed_denominators(kept, count):
    data = small_study(codings=with_segments([CODINGS[i] for i in kept]), count=count)
    for row in records(prevalence(data)):
        assert 0 <= row["informants_with"] <= row["informants_asked"]
        assert 0 <= row["segments_with"] <= row["segments"]
        assert 0 <= row["sources_with"] <= row["sources"] <= len(SEGMENTS)
        assert (row["state"] == U) == (row["segments_with"] > 0)


@pytest.mark.parametrize("shuffle", [1, -1])
def test_the_order_of_codings_changes_nothing(shuffle):
    assert prevalence(small_study(codings=with_segments(CODINGS[::shuffle]))).equals(
        prevalence(small_study())
    )
