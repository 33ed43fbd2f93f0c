"""Which decision counts."""

from qualcode.analysis.standing import standing
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
