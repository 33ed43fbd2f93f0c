"""Deciding, changing one's mind, and being told that someone else was there."""

from dataclasses import replace

import pytest

from qualcode.analysis.standing import standing
from qualcode.errors import StudyError
from qualcode.model import Coder, Decision
from qualcode.passes import StaleDecision, act, assign, card, revoke_coder, undo
from qualcode.study import Study

SEGMENT = "intervju_1-0000"
CODE = "hjelp.telefon"


def test_a_decision_counts_and_one_that_is_taken_back_counts_no_more(
    study: Study, people: dict[str, Coder]
) -> None:
    seen = act(study, Decision(SEGMENT, CODE, "accept", "Kari"), seen=0)
    seen = act(study, Decision(SEGMENT, CODE, "reject", "Kari"), seen=seen)
    assert status(study) == "rejected"
    seen = act(study, Decision(SEGMENT, CODE, "undo", "Kari"), seen=seen)
    assert status(study) == "accepted"
    act(study, Decision(SEGMENT, CODE, "undo", "Kari"), seen=seen)
    assert status(study) is None
    assert len(study.store.decisions()) == 4


def status(study: Study, code: str = CODE) -> str | None:
    stand = standing(study.store.decisions()).get((SEGMENT, code))
    return stand.status if stand else None


def test_an_undo_with_nothing_to_take_back_is_refused(study: Study, people: dict[str, Coder]) -> None:
    seen = act(study, Decision(SEGMENT, CODE, "accept", "Kari"), seen=0)
    for back in (Decision(SEGMENT, CODE, "undo", "Ola"), Decision(SEGMENT, "", "undo", "Kari")):
        with pytest.raises(StudyError, match="nothing of yours to take back"):
            act(study, back, seen=seen)
    assert len(study.store.decisions()) == 1


def test_a_change_sets_the_one_code_in_place_of_the_other_and_is_taken_back_whole(
    study: Study, people: dict[str, Coder]
) -> None:
    change = Decision(
        SEGMENT, CODE, "change", "Kari", to_code="hjelp.soevn", valence="kritisk", uncertain=True
    )
    seen = act(study, change, seen=0)
    assert (status(study), status(study, "hjelp.soevn")) == ("rejected", "accepted")
    states = {c.code: c for c in card(study, SEGMENT, people["Kari"], "review").codings}
    assert (states["hjelp.soevn"].valence, states["hjelp.soevn"].uncertain) == ("kritisk", True)
    assert (states[CODE].valence, states[CODE].uncertain) == (None, False)
    # From the code it was changed to as well.
    act(study, Decision(SEGMENT, "hjelp.soevn", "undo", "Kari"), seen=seen)
    assert (status(study), status(study, "hjelp.soevn")) == (None, None)


def test_undo_takes_back_the_coders_newest_act_of_the_pass_one_after_the_other(
    study: Study, people: dict[str, Coder]
) -> None:
    acts = [
        Decision(SEGMENT, CODE, "accept", "Kari"),
        Decision("intervju_2-0003", "hjelp.soevn", "add", "Kari"),
        Decision("intervju_2-0003", "", "done", "Kari"),
    ]
    for decision in acts:
        act(study, decision, seen=card(study, decision.segment, people["Kari"], "review").seen)
    act(study, Decision("notat-0001", CODE, "add", "Ola"), seen=0)
    for expected in reversed(acts):
        assert undo(study, people["Kari"], "review") == expected
    assert undo(study, people["Kari"], "review") is None
    assert undo(study, people["Liv"], "adjudicated") is None
    assert list(standing(study.store.decisions())) == [("notat-0001", CODE)]


def test_a_decision_on_what_someone_else_has_decided_since_is_refused_with_their_name(
    study: Study, people: dict[str, Coder]
) -> None:
    newest = act(study, Decision(SEGMENT, CODE, "accept", "Kari"), seen=0)
    with pytest.raises(StaleDecision, match=r"^Kari has decided on this segment since") as refused:
        act(study, Decision(SEGMENT, CODE, "reject", "Ola"), seen=0)
    assert refused.value.seen == newest
    assert len(study.store.decisions()) == 1
    act(study, Decision(SEGMENT, CODE, "reject", "Ola"), seen=newest)


def test_the_same_press_sent_twice_is_stored_once(study: Study, people: dict[str, Coder]) -> None:
    press = Decision(SEGMENT, CODE, "accept", "Kari")
    act(study, press, seen=0)
    with pytest.raises(StaleDecision):
        act(study, press, seen=0)
    assert study.store.decisions() == [press]


def test_a_decision_on_a_segment_that_is_gone_is_refused(study: Study, people: dict[str, Coder]) -> None:
    source = study.store.source("intervju_1")
    study.store.write_source(source, study.store.segments(source)[1:], [], "new")
    for span in ((None, None), (5, 8)):
        gone = Decision(SEGMENT, CODE, "accept", "Kari", start=span[0], end=span[1])
        with pytest.raises(StaleDecision, match="not in the study any more") as refused:
            act(study, gone, seen=0)
        assert refused.value.seen is None
    with pytest.raises(StaleDecision):
        card(study, SEGMENT, people["Kari"], "review")
    assert study.store.stored_decisions(orphaned=True) == []


def test_a_segment_stored_anew_with_the_same_text_keeps_what_was_decided(
    study: Study, people: dict[str, Coder]
) -> None:
    seen = act(study, Decision(SEGMENT, CODE, "accept", "Kari"), seen=0)
    source = study.store.source("intervju_1")
    study.store.write_source(source, study.store.segments(source), [], "new")
    act(study, Decision(SEGMENT, CODE, "reject", "Ola"), seen=seen)


# --- narrower spans, valence, uncertainty ----------------------------------------------------------


def test_a_narrower_span_lies_within_its_segment(study: Study, people: dict[str, Coder]) -> None:
    segment = study.store.segment("intervju_1-0001")
    span = Decision(segment.id, CODE, "add", "Kari", start=segment.start + 2, end=segment.end)
    act(study, span, seen=0)
    (state,) = card(study, segment.id, people["Kari"], "review").codings
    assert (state.start, state.end) == (segment.start + 2, segment.end)
    for start, end in (
        (segment.start - 1, segment.end),
        (segment.start, segment.end + 1),
        (segment.start + 2, segment.start + 2),
        (segment.start, None),
        (None, segment.end),
    ):
        with pytest.raises(StudyError, match=r"is not within the segment\. The segment is"):
            act(study, replace(span, start=start, end=end), seen=1000)
    assert len(study.store.decisions()) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": "finnes_ikke"}, "unknown code 'finnes_ikke'"),
        ({"action": "ok"}, "unknown action 'ok'"),
        ({"coding_pass": "quick"}, "unknown pass 'quick'"),
        ({"valence": "bra"}, "unknown valence 'bra'. Choose one of: positiv, kritisk, nøytral, uklar"),
        ({"coder": " "}, "needs its coder's name"),
        ({"coder": "Per"}, "there is no coder 'Per'"),
        ({"coder": "kari"}, "there is no coder 'kari'"),
        ({"action": "change"}, "unknown code ''"),
        ({"action": "change", "to_code": "hjelp.telefon"}, "a change from 'hjelp.telefon' to itself"),
        ({"to_code": "hjelp"}, "'accept' takes no such code"),
        ({"action": "done"}, "'done' takes no such code"),
        ({"action": "reject", "start": 0, "end": 1}, "'reject' takes no span"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(
    study: Study, people: dict[str, Coder], change: dict[str, object], said: str
) -> None:
    with pytest.raises(StudyError) as refused:
        act(study, replace(Decision(SEGMENT, CODE, "accept", "Kari"), **change), seen=0)  # type: ignore[arg-type]
    assert said in str(refused.value)
    assert study.store.decisions() == []


# --- who may do what -------------------------------------------------------------------------------


def test_only_a_lead_adjudicates(study: Study, people: dict[str, Coder]) -> None:
    with pytest.raises(StudyError, match="'Kari' is not a lead"):
        act(study, Decision(SEGMENT, CODE, "accept", "Kari", "adjudicated"), seen=0)
    with pytest.raises(StudyError, match="'Kari' is not a lead"):
        card(study, SEGMENT, people["Kari"], "adjudicated")
    act(study, Decision(SEGMENT, CODE, "accept", "Liv", "adjudicated"), seen=0)


def test_a_coder_who_is_shut_out_decides_no_more(study: Study, people: dict[str, Coder]) -> None:
    revoke_coder(study, "Kari")
    with pytest.raises(StudyError, match="'Kari' has been shut out"):
        act(study, Decision(SEGMENT, CODE, "accept", "Kari"), seen=0)


def test_only_assigned_segments_are_coded_blind_and_not_reviewed_before_they_are_done(
    study: Study, people: dict[str, Coder]
) -> None:
    drawn = assign(study, ["Kari"], 0.2, 1).segments
    other = next(p.id for p in study.store.outline() if p.id not in drawn)
    with pytest.raises(StudyError, match="not assigned to you"):
        act(study, Decision(other, CODE, "add", "Kari", "blind"), seen=0)
    with pytest.raises(StudyError, match="Finish it there first"):
        act(study, Decision(drawn[0], CODE, "accept", "Kari"), seen=0)
    act(study, Decision(drawn[0], "", "done", "Kari", "blind"), seen=0)
    act(study, Decision(drawn[0], CODE, "accept", "Kari"), seen=0)


def test_blind_work_does_not_make_another_coders_decision_stale(
    study: Study, people: dict[str, Coder]
) -> None:
    segment = assign(study, ["Kari", "Ola"], 0.2, 1).segments[0]
    act(study, Decision(segment, CODE, "add", "Kari", "blind"), seen=0)
    act(study, Decision(segment, CODE, "add", "Ola", "blind"), seen=0)
    act(study, Decision(segment, CODE, "accept", "Liv"), seen=0)
    # A lead who adjudicates sees blind work, and is told of it.
    with pytest.raises(StaleDecision, match="Kari, Ola, Liv has decided"):
        act(study, Decision(segment, CODE, "accept", "Liv", "adjudicated"), seen=0)
