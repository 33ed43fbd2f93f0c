"""What people's decisions say of a segment, and what they leave open."""

from __future__ import annotations

from qualcode.analysis.labels import Labels, decided_labels, measuring_labels
from qualcode.analysis.standing import Ledger
from qualcode.model import Action, Decision, Pass

CODES = ["hjelp", "svar"]


def act(code: str, action: Action, *, by: str = "Kari", in_: Pass = "review", **more: object) -> Decision:
    return Decision("s1", code, action, by, in_, **more)  # type: ignore[arg-type]


def decided(*acts: Decision, suggested: tuple[str, ...] = ()) -> Labels | None:
    return decided_labels(Ledger(acts), CODES, {"s1": suggested}).get("s1")


def test_what_was_accepted_added_or_changed_to_is_carried() -> None:
    assert decided(act("hjelp", "accept"), act("svar", "add")) == Labels(frozenset(CODES))
    changed = decided(act("hjelp", "change", to_code="svar"))
    assert changed == Labels(frozenset(["svar"]), rejected=frozenset(["hjelp"]))


def test_a_code_nobody_decided_on_is_unknown() -> None:
    assert decided(act("hjelp", "reject")) == Labels(rejected=frozenset(["hjelp"]))


def test_a_sub_code_carries_its_theme_and_its_rejection_says_nothing_of_it() -> None:
    assert decided(act("hjelp.telefon", "accept")) == Labels(frozenset(["hjelp"]))
    assert decided(act("hjelp.telefon", "reject")) is None


def test_silence_counts_only_where_the_segment_was_read_to_its_end() -> None:
    assert decided(act("", "done")) == Labels(silent=frozenset(CODES))
    assert decided() is None


def test_a_suggestion_that_was_passed_over_was_not_judged() -> None:
    assert decided(act("", "done"), suggested=("hjelp.telefon",)) == Labels(silent=frozenset(["svar"]))


def test_what_is_in_doubt_or_taken_back_is_unknown() -> None:
    assert decided(act("hjelp", "accept", uncertain=True)) is None
    assert decided(act("hjelp", "accept"), act("hjelp", "undo")) is None


def test_a_segment_coded_blind_or_adjudicated_does_not_teach() -> None:
    assert decided(act("hjelp", "accept"), act("svar", "add", in_="blind")) is None
    assert decided(act("hjelp", "accept"), act("svar", "add", in_="adjudicated")) is None


def test_blind_coders_measure_where_they_agree() -> None:
    ledger = Ledger(
        [
            *(act("hjelp", "add", by=who, in_="blind") for who in ("A", "B")),
            act("svar", "add", by="A", in_="blind"),
            *(act("", "done", by=who, in_="blind") for who in ("A", "B")),
        ]
    )
    assert measuring_labels(ledger, [*CODES, "annet"])["s1"] == Labels(
        frozenset(["hjelp"]), silent=frozenset(["annet"])
    )


def test_what_a_lead_adjudicated_stands_over_the_blind_coders() -> None:
    ledger = Ledger(
        [
            act("hjelp", "add", in_="blind"),
            act("", "done", in_="blind"),
            act("hjelp", "reject", by="Leder", in_="adjudicated"),
            act("svar", "add", by="Leder", in_="adjudicated"),
        ]
    )
    assert measuring_labels(ledger, CODES)["s1"] == Labels(frozenset(["svar"]), frozenset(["hjelp"]))


def test_a_blind_coder_who_has_not_finished_measures_nothing() -> None:
    assert measuring_labels(Ledger([act("hjelp", "add", in_="blind")]), CODES) == {}
