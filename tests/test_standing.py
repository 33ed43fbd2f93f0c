"""Which decision counts, and what people have read."""

from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.standing import Ledger, Standing, read_by_people, standing
from qualcode.model import Decision

PAIR = ("s1", "tidlig_innsats")


def decision(action: str, coder: str = "A", coding_pass: str = "review") -> Decision:
    return Decision(*PAIR, action, coder, coding_pass)  # type: ignore[arg-type]


def test_the_newest_review_decision_stands() -> None:
    assert standing([decision("accept"), decision("reject", "B")])[PAIR].status == "rejected"


def test_an_adjudicated_decision_stands_over_a_later_review() -> None:
    found = standing([decision("accept", "L", "adjudicated"), decision("reject", "B")])[PAIR]
    assert (found.status, found.coder) == ("accepted", "L")


def test_an_undo_takes_back_only_its_coders_newest_decision() -> None:
    acts = [decision("accept", "B"), decision("accept"), decision("reject"), decision("undo")]
    assert standing(acts)[PAIR].coder == "A"
    assert standing([*acts, decision("undo")])[PAIR].coder == "B"
    assert PAIR not in standing([decision("accept"), decision("undo"), decision("undo")])


def test_a_blind_pass_measures_and_does_not_count() -> None:
    assert standing([decision("add", coding_pass="blind")]) == {}


def test_what_a_decision_says_of_the_coding_stands_with_it() -> None:
    said = Decision(
        *PAIR, "accept", "A", "review", "Fordi.", start=3, end=9, valence="kritisk", uncertain=True
    )
    assert standing([said])[PAIR] == Standing("accepted", "A", "review", "kritisk", True, 3, 9, "Fordi.")
    # The newest act says it all: what it leaves out is not kept from the one before.
    assert standing([said, decision("accept")])[PAIR] == Standing("accepted", "A", "review")


def test_a_change_rejects_the_one_code_and_sets_the_other() -> None:
    change = Decision(*PAIR, "change", "A", to_code="samarbeid", valence="positiv")
    found = standing([decision("accept"), change])
    assert found[PAIR] == Standing("rejected", "A", "review")
    assert found["s1", "samarbeid"] == Standing("accepted", "A", "review", "positiv")
    for code in (PAIR[1], "samarbeid"):
        undone = [decision("accept"), change, Decision("s1", code, "undo", "A")]
        assert standing(undone) == {PAIR: Standing("accepted", "A", "review")}


def test_a_done_mark_is_no_coding_and_can_be_taken_back() -> None:
    mark = done("review")
    assert standing([mark]) == {}
    assert list(Ledger([mark]).done("s1")) == [("A", "review")]
    assert not Ledger([mark, Decision("s1", "", "undo", "A")]).done("s1")
    assert Ledger([mark, Decision("s1", "", "undo", "B")]).done("s1")
    assert Ledger([mark, Decision("s1", PAIR[1], "undo", "A")]).done("s1")


def done(coding_pass: str, coder: str = "A", segment: str = "s1") -> Decision:
    return Decision(segment, "", "done", coder, coding_pass)  # type: ignore[arg-type]


def test_people_have_read_what_they_marked_as_done_in_any_pass() -> None:
    acts = [done("review", segment="s3"), done("blind", segment="s1"), done("adjudicated", segment="s2")]
    assert read_by_people([*acts, decision("accept")], {}) == ["s1", "s2", "s3"]
    assert read_by_people([decision("accept")], {}) == []
    assert read_by_people([done("review"), Decision("s1", "", "undo", "A", "review")], {}) == []


def test_what_a_blind_coder_found_and_no_table_counts_is_not_called_read() -> None:
    found = [decision("add", coding_pass="blind"), done("blind")]
    assert read_by_people(found, {}) == []
    # It is suggested as well, or someone has settled it, or the whole segment has been reviewed.
    assert read_by_people(found, {"s1": [PAIR[1]]}) == ["s1"]
    assert read_by_people([*found, decision("reject", "L", "adjudicated")], {}) == ["s1"]
    assert read_by_people([*found, done("review", "B")], {}) == ["s1"]


ACTS = st.builds(
    Decision,
    segment=st.sampled_from(["s1", "s2"]),
    code=st.sampled_from(["a", "b"]),
    action=st.sampled_from(["accept", "reject", "add"]),
    coder=st.sampled_from(["A", "B"]),
    coding_pass=st.sampled_from(["blind", "review", "adjudicated"]),
)


@given(st.lists(ACTS, max_size=12), ACTS)
def test_an_act_and_its_undo_leave_what_stood_before(before: list[Decision], act: Decision) -> None:
    undo = Decision(act.segment, act.code, "undo", act.coder, act.coding_pass)
    assert standing([*before, act, undo]) == standing(before)
