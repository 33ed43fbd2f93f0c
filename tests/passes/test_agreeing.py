"""A study's agreement: blind work only, people with each other kept apart from the machine with people."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from qualcode.errors import StudyError
from qualcode.model import Coder, Decision
from qualcode.passes import act, add_coder, assign, assigned, study_agreement
from tests.studies import qualcode, refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.study import Study

TELEPHONE = "hjelp.telefon"


def code_blind(study: Study, coder: str, sets: Callable[[int], bool], share: slice = slice(None)) -> None:
    """Finish the coder's assigned segments, setting the telephone code on those numbers."""
    for number, segment in enumerate(assigned(study, coder)[share]):
        seen = 0
        if sets(number):
            seen = act(study, Decision(segment, TELEPHONE, "add", coder, "blind"), seen=seen)
        act(study, Decision(segment, "", "done", coder, "blind"), seen=seen)


@pytest.fixture
def both(study: Study, people: dict[str, Coder]) -> Study:
    """All 40 segments assigned to Kari and Ola; Kari sets every other, as the machine does, Ola every fourth."""
    assign(study, ["Kari", "Ola"], 1.0, seed=1)
    code_blind(study, "Kari", lambda n: n % 2 == 0)
    code_blind(study, "Ola", lambda n: n % 4 == 0)
    return study


def test_two_blind_coders_are_compared_code_by_code_and_over_all(both: Study) -> None:
    """20 and 10 of 40, 10 both: observed .75, expected .5 x .25 + .5 x .75 = .5, kappa .5."""
    found = study_agreement(both)
    assert found.between is not None
    assert (found.between.coders, found.between.units, found.between.sources) == (("Kari", "Ola"), 40, 4)
    rows = {row.code: row for row in found.between.codes}
    telephone = rows[TELEPHONE]
    assert telephone.kappa is not None and telephone.kappa.value == pytest.approx(0.5)  # noqa: PT018
    assert telephone.marked == {"Kari": 20, "Ola": 10}
    assert telephone.bias_index == pytest.approx(0.25)
    assert rows["hjelp"].kappa == telephone.kappa  # the theme that the sub-code implies
    assert rows["hjelp.soevn"].basis == "one_value"
    assert found.between.overall.kappa == telephone.kappa
    assert (found.pairs, found.missing, found.idle) == ((), None, ())


def test_what_is_decided_in_review_is_in_no_agreement(both: Study) -> None:
    before = study_agreement(both)
    segment = assigned(both, "Ola")[0]
    for coder in ("Kari", "Ola"):
        act(both, Decision(segment, "hjelp.soevn", "add", coder), seen=newest(both, segment, coder))
    assert study_agreement(both) == before


def newest(study: Study, segment: str, coder: str) -> int:
    from qualcode.passes import card

    return card(study, segment, next(c for c, _ in study.store.coders() if c.name == coder), "review").seen


def test_the_machine_is_scored_against_each_blind_coder(both: Study) -> None:
    """It suggests the code where Kari set it, on 20 segments, of which Ola set 10."""
    kari, ola = study_agreement(both).machine
    scores = [(m.coder, m.evaluation.codes[TELEPHONE]) for m in (kari, ola)]
    assert [(name, s.precision, s.recall) for name, s in scores] == [("Kari", 1.0, 1.0), ("Ola", 0.5, 1.0)]
    assert not kari.carries(kari.evaluation.codes["hjelp.soevn"])


def test_a_code_the_machine_suggests_and_a_coder_never_sets_is_a_false_alarm(
    study: Study, people: dict[str, Coder]
) -> None:
    assign(study, ["Kari"], 1.0, seed=1)
    code_blind(study, "Kari", lambda _: False)
    found = study_agreement(study)
    score = found.machine[0].evaluation.codes[TELEPHONE]
    assert (score.fp, score.precision, score.recall) == (20, 0.0, None)
    assert (found.missing, found.silent) == ("one_coder", ("Kari",))


def test_the_machine_is_scored_against_what_a_lead_has_adjudicated(
    both: Study, people: dict[str, Coder]
) -> None:
    differing = [segment for i, segment in enumerate(assigned(both, "Kari")) if i % 4 == 2]
    for n, segment in enumerate(differing):
        seen = newest_adjudicated(both, segment, people["Liv"])
        action = "add" if n % 2 else "reject"
        act(both, Decision(segment, TELEPHONE, action, "Liv", "adjudicated"), seen=seen)
    adjudicated = study_agreement(both).machine[-1]
    score = adjudicated.evaluation.codes[TELEPHONE]
    assert (adjudicated.coder, score.tp, score.fp, score.fn) == (None, 5, 5, 0)
    assert not adjudicated.carries(score)


def newest_adjudicated(study: Study, segment: str, lead: Coder) -> int:
    from qualcode.passes import card

    return card(study, segment, lead, "adjudicated").seen


def test_only_what_two_have_finished_is_compared(study: Study, people: dict[str, Coder]) -> None:
    assign(study, ["Kari", "Ola"], 1.0, seed=1)
    code_blind(study, "Kari", lambda n: n % 2 == 0)
    code_blind(study, "Ola", lambda n: n % 2 == 0, slice(0, 12))
    found = study_agreement(study)
    assert found.between is not None and found.between.units == 12  # noqa: PT018
    assert {row.basis for row in found.between.codes} == {"few_units", "one_value"}


def test_three_coders_are_compared_together_and_two_by_two(both: Study) -> None:
    add_coder(both, "Per")
    assign(both, ["Per"], 1.0, seed=1)
    assert study_agreement(both).idle == ("Per",)
    code_blind(both, "Per", lambda n: n % 2 == 0)
    found = study_agreement(both)
    assert found.between is not None and found.between.overall.kappa is None  # noqa: PT018
    kappas = {pair.coders: pair.overall.kappa and pair.overall.kappa.value for pair in found.pairs}
    half = pytest.approx(0.5)
    assert kappas == {("Kari", "Ola"): half, ("Kari", "Per"): 1.0, ("Ola", "Per"): half}
    named = study_agreement(both, coders=["per", "Kari"])
    assert named.between is not None and named.between.coders == ("Kari", "Per")  # noqa: PT018


@pytest.mark.parametrize(("done", "missing"), [((), "nobody"), (("Kari",), "one_coder")])
def test_with_fewer_than_two_at_work_the_reason_is_said(
    study: Study, people: dict[str, Coder], done: tuple[str, ...], missing: str
) -> None:
    assign(study, ["Kari", "Ola"], 0.5, seed=1)
    for coder in done:
        code_blind(study, coder, lambda n: n % 2 == 0)
    found = study_agreement(study)
    assert (found.between, found.missing) == (None, missing)
    said = qualcode("agree", study.folder)
    assert said.returncode == 0, said.stderr
    assert ("here is one" if done else "no blind coding to compare") in said.stdout
    assert f"Nothing finished blind: {'Ola' if done else 'Kari, Ola'}." in said.stdout


def test_coders_who_share_no_segment_have_nothing_to_compare(study: Study, people: dict[str, Coder]) -> None:
    assign(study, ["Kari", "Ola"], 1.0, seed=1)
    code_blind(study, "Kari", lambda n: n % 2 == 0, slice(0, 20))
    code_blind(study, "Ola", lambda n: n % 2 == 0, slice(20, 40))
    assert study_agreement(study).missing == "no_overlap"
    assert "nothing to compare" in qualcode("agree", study.folder).stdout


def test_unknown_names_are_refused_with_the_known(both: Study) -> None:
    with pytest.raises(StudyError, match="The coders are: Kari, Liv, Ola"):
        study_agreement(both, coders=["Per"])
    with pytest.raises(StudyError, match=r"Near it are: .*hjelp\.telefon"):
        study_agreement(both, codes=["telefon"])
    refused(qualcode("agree", both.folder, "--coders", "Per"), "there is no coder 'Per'")


def test_the_command_prints_a_table_a_person_can_read(both: Study) -> None:
    said = qualcode("agree", both.folder)
    assert said.returncode == 0, said.stderr
    lines = said.stdout.splitlines()
    assert lines[0] == "Segments finished blind: Kari 40 of 40, Ola 40 of 40."
    assert "Kari and Ola: 40 segments of 4 sources coded by both." in lines
    telephone = next(line for line in lines if line.startswith("  telefon "))
    assert telephone.split() == [
        "telefon",
        "20",
        "|",
        "10",
        "75",
        "%",
        "0.50",
        "0.47",
        "0.53",
        "0.67",
        "-0.25",
        "+0.25",
    ]
    assert "undefined: nobody set it" in next(line for line in lines if line.startswith("  soevn "))
    assert "(rough: only 4 sources)" in said.stdout
    assert "hjelp.telefon: Kari sets it 20 times, Ola 10." in said.stdout
    assert "for lite grunnlag for 1 other code." in said.stdout
    assert "nan" not in said.stdout


def test_json_and_csv_hold_the_same_figures(both: Study) -> None:
    plain = json.loads(qualcode("agree", both.folder, "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(qualcode("agree", both.folder, "--format", "csv").stdout)))
    telephone = next(row for row in plain["between"]["codes"] if row["code"] == TELEPHONE)
    found = {r["statistic"]: r for r in rows if (r["compared"], r["code"]) == ("coders", TELEPHONE)}
    for name in ("percent", "kappa", "alpha", "ac1", "f1"):
        assert float(found[name]["value"]) == pytest.approx(telephone[name]["value"], abs=5e-5)
        assert float(found[name]["low"]) == telephone[name]["interval"][0]
    silent = [r for r in rows if (r["compared"], r["code"]) == ("coders", "hjelp.soevn")]
    assert {(r["value"], r["basis"]) for r in silent if r["statistic"] == "alpha"} == {("", "one_value")}
    against = next(m for m in plain["machine"] if m["coder"] == "Ola")
    assert against["codes"][TELEPHONE]["precision"] == 0.5
    assert against["codes"]["hjelp.soevn"]["basis"] == "too_little"


def test_the_same_study_gives_the_same_bytes(both: Study) -> None:
    first, second = (qualcode("agree", both.folder, "--format", "json").stdout for _ in range(2))
    assert first == second
