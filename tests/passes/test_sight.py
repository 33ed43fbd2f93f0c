"""What a coder is shown: of the text everything, in a blind pass of nobody else's work anything."""

from collections.abc import Iterator
from dataclasses import asdict

import pytest

from qualcode.errors import StudyError
from qualcode.model import Coder, Decision
from qualcode.passes import Filters, act, assign, card, queue, undo, write_memo
from qualcode.study import Study

CODE = "hjelp.telefon"


@pytest.fixture
def busy(study: Study, people: dict[str, Coder]) -> tuple[str, ...]:
    """Half the study is assigned to Kari and Ola; on all of it Ola, Liv and the machine have left traces."""
    drawn = assign(study, ["Kari", "Ola"], 0.5, 1).segments
    for segment in drawn:
        write_memo(study, "segment", segment, "SPOR i notat", "Ola")
        act(study, Decision(segment, "hjelp", "add", "Ola", "blind", "SPOR", uncertain=True), seen=0)
        act(study, Decision(segment, "", "done", "Ola", "blind"), seen=10**9)
        act(study, Decision(segment, CODE, "reject", "Ola", "review", "SPOR"), seen=0)
        act(study, Decision(segment, "hjelp.soevn", "add", "Liv", "adjudicated", "SPOR"), seen=10**9)
        act(study, Decision(segment, "", "done", "Liv", "review"), seen=10**9)
    return drawn


def test_a_blind_card_holds_nothing_of_suggestions_or_of_others(
    study: Study, people: dict[str, Coder], busy: tuple[str, ...]
) -> None:
    assert {segment for segment, _ in study.suggestions()} & set(busy)
    for segment in busy:
        shown = card(study, segment, people["Kari"], "blind")
        assert (shown.codings, shown.memos, shown.seen, shown.done) == ((), (), 0, False)
        everything = str(asdict(shown))
        for trace in ("SPOR", "Ola", "Liv", "hjelp", "machine"):
            assert trace not in everything


def test_a_blind_card_holds_the_coders_own_work(
    study: Study, people: dict[str, Coder], busy: tuple[str, ...]
) -> None:
    first, second = busy[:2]
    seen = act(study, Decision(first, CODE, "add", "Kari", "blind", valence="positiv"), seen=0)
    seen = act(study, Decision(first, "", "done", "Kari", "blind"), seen=seen)
    write_memo(study, "segment", first, "Mitt.", "Kari")
    shown = card(study, first, people["Kari"], "blind")
    (state,) = shown.codings
    assert (state.code, state.status, state.origin, state.valence) == (CODE, "accepted", "coder", "positiv")
    assert (state.score, state.matches, state.evidence) == (None, (), None)
    assert ([memo.text for memo in shown.memos], shown.seen) == (["Mitt."], seen)
    assert (shown.done, shown.done_by) == (True, ("Kari",))
    assert not card(study, second, people["Kari"], "blind").done


def every_filter() -> Iterator[Filters]:
    yield Filters(code=CODE)
    yield Filters(status="suggested")
    yield Filters(status="rejected")
    yield Filters(status="accepted")
    yield Filters(status="uncertain")
    yield Filters(status="done")
    yield Filters(score_from=0.1)
    yield Filters(score_to=0.9)
    yield Filters(coder="Ola")
    yield Filters(status="done", coder="Ola")


def test_no_filter_of_a_blind_queue_tells_anything_of_suggestions_or_of_others(
    study: Study, people: dict[str, Coder], busy: tuple[str, ...]
) -> None:
    kari = people["Kari"]
    assert queue(study, kari, "blind") == list(busy)
    assert queue(study, kari, "blind", Filters(status="undecided")) == list(busy)
    for filters in every_filter():
        assert queue(study, kari, "blind", filters) == []
    for order in ("uncertainty", "missed", "disagreement"):
        with pytest.raises(StudyError, match="not for blind coding"):
            queue(study, kari, "blind", order=order)  # type: ignore[arg-type]
    assert undo(study, kari, "blind") is None


def test_before_a_segment_is_done_blind_no_other_pass_shows_it(
    study: Study, people: dict[str, Coder], busy: tuple[str, ...]
) -> None:
    kari = people["Kari"]
    assert not set(queue(study, kari, "review")) & set(busy)
    assert len(queue(study, kari, "review")) == 20
    with pytest.raises(StudyError, match="Finish it there first"):
        card(study, busy[0], kari, "review")
    act(study, Decision(busy[0], "", "done", "Kari", "blind"), seen=0)
    assert busy[0] in queue(study, kari, "review")
    shown = card(study, busy[0], kari, "review")
    assert {c.code: (c.status, c.coder) for c in shown.codings} == {
        CODE: ("rejected", "Ola"),
        "hjelp.soevn": ("accepted", "Liv"),
    }
    # What Ola did blind is still nobody's but a lead's to see.
    assert "hjelp" not in {c.code for c in shown.codings}
    assert shown.blind_codings == shown.blind_coders == ()
    assert shown.done_by == ("Liv",)


def test_a_segment_that_is_not_assigned_is_not_shown_blind(
    study: Study, people: dict[str, Coder], busy: tuple[str, ...]
) -> None:
    other = next(p.id for p in study.store.outline() if p.id not in busy)
    with pytest.raises(StudyError, match="not assigned to you"):
        card(study, other, people["Kari"], "blind")
    assert queue(study, people["Liv"], "blind") == []


def test_a_lead_who_adjudicates_sees_who_finished_and_what_they_said(
    study: Study, people: dict[str, Coder], busy: tuple[str, ...]
) -> None:
    first, second = busy[:2]
    act(study, Decision(first, "", "done", "Kari", "blind"), seen=0)
    act(study, Decision(second, CODE, "add", "Kari", "blind"), seen=0)
    shown = card(study, first, people["Liv"], "adjudicated")
    assert shown.blind_coders == ("Ola", "Kari")
    assert [(b.coder, b.code, b.uncertain, b.reason) for b in shown.blind_codings] == [
        ("Ola", "hjelp", True, "SPOR")
    ]
    # Kari is not finished with the second.
    assert card(study, second, people["Liv"], "adjudicated").blind_coders == ("Ola",)


def test_a_card_shows_what_carries_a_suggestion_and_what_is_said_around_it(
    study: Study, people: dict[str, Coder]
) -> None:
    shown = card(study, "intervju_2-0004", people["Kari"], "review")
    (state,) = shown.codings
    (match,) = state.matches
    assert shown.segment.text[match.start : match.end] == match.surface == "ringte"
    assert (state.status, state.origin, state.score, state.threshold) == ("suggested", "machine", 0.75, 0.6)
    assert [(t.label, t.text, t.is_interviewer) for t in shown.before] == [
        ("B", "Svar 3: vi ringte i intervju_2.", False),
        ("I", "Spørsmål 4?", True),
    ]
    assert [t.text for t in shown.after] == ["Spørsmål 5?", "Svar 5: vi ringte i intervju_2."]
    assert card(study, "intervju_2-0009", people["Kari"], "review").after == ()


def test_a_segment_that_is_part_of_its_turn_is_shown_with_the_rest_of_it(
    study: Study, people: dict[str, Coder]
) -> None:
    from dataclasses import replace

    source = study.store.source("intervju_1")
    whole = study.store.segments(source)
    middle = whole[4]
    part = replace(middle, id="del", start=middle.start + 8, end=middle.end - 14)
    study.store.write_source(source, [replace(part, text="")], [], "parts")
    shown = card(study, "del", people["Kari"], "review")
    assert shown.segment.text == "vi ringte"
    assert [t.text for t in shown.before][-2:] == ["Spørsmål 4?", "Svar 4:"]
    assert [t.text for t in shown.after][:2] == ["i intervju_1.", "Spørsmål 5?"]
