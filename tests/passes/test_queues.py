"""Which segments are shown, and in what order."""

import pytest

from qualcode.errors import StudyError
from qualcode.model import Coder, Decision
from qualcode.passes import Filters, act, assign, queue
from qualcode.study import Study

CODE = "hjelp.telefon"


def of(source: str, *numbers: int) -> list[str]:
    return [f"{source}-{n:04}" for n in numbers]


def decided(study: Study) -> None:
    act(study, Decision("intervju_1-0000", CODE, "accept", "Kari", uncertain=True), seen=0)
    act(study, Decision("intervju_1-0001", "hjelp.soevn", "add", "Ola"), seen=0)
    act(study, Decision("intervju_1-0002", CODE, "reject", "Ola"), seen=0)
    act(study, Decision("intervju_1-0003", "", "done", "Kari"), seen=0)


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        (Filters(), of("intervju_1", *range(10))),
        (Filters(status="suggested"), of("intervju_1", 4, 6, 8)),
        (Filters(status="accepted"), of("intervju_1", 0, 1)),
        (Filters(status="rejected"), of("intervju_1", 2)),
        (Filters(status="uncertain"), of("intervju_1", 0)),
        (Filters(status="undecided"), of("intervju_1", 4, 5, 6, 7, 8, 9)),
        (Filters(status="done"), of("intervju_1", 3)),
        (Filters(status="done", coder="Ola"), []),
        (Filters(code=CODE), of("intervju_1", 0, 2, 4, 6, 8)),
        (Filters(code="hjelp"), of("intervju_1", 0, 1, 2, 4, 6, 8)),
        (Filters(code="hjelp.soevn", status="accepted"), of("intervju_1", 1)),
        (Filters(code=CODE, status="accepted"), of("intervju_1", 0)),
        (Filters(coder="Ola"), of("intervju_1", 1, 2)),
        (Filters(coder="Ola", status="accepted"), of("intervju_1", 1)),
        (Filters(score_from=0.7), of("intervju_1", 4, 6, 8)),
        (Filters(score_to=0.6), of("intervju_1", 0)),
        (Filters(score_from=0.64, score_to=0.71), of("intervju_1", 2, 4)),
        (Filters(code="hjelp.soevn", score_from=0.1), []),
    ],
)
def test_a_filter_leaves_what_it_says(
    study: Study, people: dict[str, Coder], filters: Filters, shown: list[str]
) -> None:
    from dataclasses import replace

    decided(study)
    assert queue(study, people["Kari"], "review", replace(filters, source="intervju_1")) == shown


def test_a_group_is_a_filter(study: Study, people: dict[str, Coder]) -> None:
    shown = queue(study, people["Kari"], "review", Filters(group="helsestasjon"))
    assert shown == of("intervju_3", *range(10)) + of("notat", *range(10))


def test_what_is_nearest_its_threshold_comes_first_and_what_is_decided_last(
    study: Study, people: dict[str, Coder]
) -> None:
    act(study, Decision("intervju_1-0000", CODE, "accept", "Kari"), seen=0)
    shown = queue(study, people["Kari"], "review", Filters(source="intervju_1"), "uncertainty")
    assert shown == of("intervju_1", 2, 4, 6, 8, 0, 1, 3, 5, 7, 9)


def test_missed_candidates_are_what_nothing_is_suggested_for_in_a_random_order_that_stays(
    study: Study, people: dict[str, Coder]
) -> None:
    first = queue(study, people["Kari"], "review", order="missed")
    assert {int(id_[-1]) % 2 for id_ in first} == {1}
    assert len(first) == 20
    assert first != sorted(first)
    act(study, Decision(first[3], "", "done", "Kari"), seen=0)
    undecided = queue(study, people["Ola"], "review", Filters(status="undecided"), "missed")
    assert undecided == first[:3] + first[4:]
    assert len(queue(study, people["Kari"], "review", Filters(code="hjelp.soevn"), "missed")) == 40


def test_disagreements_come_to_the_lead_and_the_settled_ones_last(
    study: Study, people: dict[str, Coder]
) -> None:
    drawn = assign(study, ["Kari", "Ola"], 0.2, 1).segments
    for segment in drawn[:3]:
        act(study, Decision(segment, "hjelp.soevn", "add", "Kari", "blind"), seen=0)
        for name in ("Kari", "Ola"):
            act(study, Decision(segment, "", "done", name, "blind"), seen=10**9)
    liv = people["Liv"]
    assert queue(study, liv, "adjudicated", order="disagreement") == list(drawn[:3])
    seen = act(study, Decision(drawn[0], "hjelp.soevn", "reject", "Liv", "adjudicated"), seen=10**9)
    # The theme that the sub-code implies is still open.
    assert queue(study, liv, "adjudicated", order="disagreement")[0] == drawn[0]
    act(study, Decision(drawn[0], "hjelp", "reject", "Liv", "adjudicated"), seen=seen)
    assert queue(study, liv, "adjudicated", order="disagreement") == [*drawn[1:3], drawn[0]]
    open_ones = queue(study, liv, "adjudicated", Filters(status="undecided"), "disagreement")
    assert open_ones == list(drawn[1:3])
    with pytest.raises(StudyError, match="only a lead sees where blind coders differ"):
        queue(study, people["Kari"], "review", order="disagreement")


def test_unknown_orders_and_statuses_are_refused(study: Study, people: dict[str, Coder]) -> None:
    with pytest.raises(StudyError, match="unknown order 'best'"):
        queue(study, people["Kari"], "review", order="best")  # type: ignore[arg-type]
    with pytest.raises(StudyError, match="unknown status 'ok'"):
        queue(study, people["Kari"], "review", Filters(status="ok"))  # type: ignore[arg-type]
