"""Decisions on old codes count for the codes of today, and are never rewritten."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.following import followed, undecided
from qualcode.analysis.standing import standing
from qualcode.codebook.history import CodeHistory
from qualcode.model import Decision

HISTORY = CodeHistory({"old": ("new",), "a": ("ab",), "b": ("ab",), "s": ("s1", "s2")})


def act(
    code: str, action: str = "accept", coder: str = "Kari", coding_pass: str = "review", to: str | None = None
) -> Decision:
    return Decision("seg", code, action, coder, coding_pass, to_code=to)  # type: ignore[arg-type]


def stands(*acts: Decision) -> dict[str, str]:
    return {code: stand.status for (_, code), stand in standing(followed(acts, HISTORY)).items()}


def test_of_a_renamed_code_every_decision_follows() -> None:
    assert stands(act("old")) == {"new": "accepted"}
    assert stands(act("old", "reject")) == {"new": "rejected"}
    assert stands(act("x", "change", to="old")) == {"x": "rejected", "new": "accepted"}


def test_a_decision_on_the_new_code_stands_over_those_that_followed() -> None:
    assert stands(act("old"), act("new", "reject")) == {"new": "rejected"}


def test_a_merged_code_is_set_where_any_of_the_old_ones_stood_set() -> None:
    assert stands(act("a"), act("b", "reject")) == {"ab": "accepted"}
    assert stands(act("a"), act("b"), act("b", "reject")) == {"ab": "accepted"}
    assert stands(act("a", "reject"), act("b", "reject")) == {"ab": "rejected"}
    assert stands(act("a"), act("a", "reject", "Lise", "adjudicated")) == {"ab": "rejected"}


def test_a_change_within_what_was_merged_is_no_change_any_more() -> None:
    assert stands(act("a", "change", to="b")) == {"ab": "accepted"}
    assert stands(act("b"), act("a", "change", to="x")) == {"ab": "accepted", "x": "accepted"}


def test_an_undo_takes_back_the_old_decision_it_was_meant_for_and_no_other() -> None:
    assert stands(act("a"), act("b"), act("a", "undo")) == {"ab": "accepted"}
    assert followed([act("a"), act("a", "undo")], HISTORY) == []
    assert stands(act("a"), act("a", "undo"), act("b", "reject")) == {"ab": "rejected"}


def test_a_split_codes_rejection_holds_for_every_heir_and_its_coding_waits_for_a_decision() -> None:
    assert stands(act("s", "reject")) == {"s1": "rejected", "s2": "rejected"}
    assert stands(act("s")) == {"s": "accepted"}
    (waiting,) = undecided(followed([act("s")], HISTORY), HISTORY)
    assert (waiting.segment, waiting.code, waiting.heirs, waiting.coder) == ("seg", "s", ("s1", "s2"), "Kari")
    assert undecided(followed([act("s"), act("s2", "add")], HISTORY), HISTORY) == []


def test_blind_work_follows_by_its_own_coder() -> None:
    acts = [act("a", "add", coding_pass="blind"), act("b", "reject", "Ola", "blind")]
    assert [(d.code, d.action, d.coder) for d in followed(acts, HISTORY)] == [
        ("ab", "add", "Kari"),
        ("ab", "reject", "Ola"),
    ]


ACTS = st.lists(
    st.builds(
        act,
        st.sampled_from(["old", "new", "a", "b", "s", "x"]),
        st.sampled_from(["accept", "add", "reject", "undo"]),
        st.sampled_from(["Kari", "Ola"]),
        st.sampled_from(["blind", "review", "adjudicated"]),
    ),
    max_size=12,
)


@given(ACTS)
def test_without_history_nothing_changes_and_following_twice_is_following_once(acts: list[Decision]) -> None:
    assert followed(acts, CodeHistory()) == acts
    once = followed(acts, HISTORY)
    assert standing(followed(once, HISTORY)) == standing(once)


@given(ACTS)
def test_a_rename_alone_changes_no_standing_but_its_name(acts: list[Decision]) -> None:
    history = CodeHistory({"old": ("renamed",)})
    expected = {("renamed" if code == "old" else code): s.status for (_, code), s in standing(acts).items()}
    found = {code: s.status for (_, code), s in standing(followed(acts, history)).items()}
    assert found == expected
