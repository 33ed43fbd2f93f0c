"""People in the flow: what they decide and read comes out in tables and drafts, whatever the database."""

from pathlib import Path

import pytest

from qualcode.flow import run_study, verify_study
from qualcode.model import Decision
from qualcode.passes import act, add_coder, assign
from qualcode.study import Study, open_study
from tests.studies import CODEBOOK, qualcode, small_study


@pytest.fixture
def folder(database_url: str, tmp_path: Path) -> Path:
    setting = "sqlite" if database_url.startswith("sqlite") else database_url
    return small_study(
        tmp_path, **{"qualcode.toml": f'title = "Små"\ndate = 2026-01-31\ndatabase = "{setting}"\n'}
    )


def done(study: Study, segment: str, name: str, coding_pass: str = "review") -> None:
    act(study, Decision(segment, "", "done", name, coding_pass), seen=10**9)  # type: ignore[arg-type]


def test_a_study_on_either_database_is_run_reviewed_verified_and_exported(folder: Path) -> None:
    ran = qualcode("run", folder, "--format", "md")
    assert ran.returncode == 0, ran.stderr
    assert (folder / "qualcode.db").exists() == ('"sqlite"' in (folder / "qualcode.toml").read_text())
    assert qualcode("verify", folder).returncode == 0
    study = open_study(folder)
    add_coder(study, "Kari")
    segment = next(s.id for s in study.segments() if "Jeg ringte" in s.text)
    act(study, Decision(segment, "hjelp.telefon", "reject", "Kari", reason="Nei."), seen=0)
    study.store.close()
    found = qualcode("verify", folder)
    assert found.stdout == "decisions: 0 at the last run, 1 now; run the study again\n"
    assert qualcode("run", folder, "--format", "md").returncode == 0
    again = qualcode("verify", folder)
    assert again.returncode == 0, again.stdout + again.stderr
    exported = qualcode("export", folder, "--out", folder / "ut")
    assert exported.returncode == 0, exported.stderr
    assert "Kari,review,rejected" in (folder / "ut/codings.csv").read_text("utf-8")
    assert qualcode("doctor", folder).returncode == 0


def test_both_databases_end_in_the_same_tables_and_record(tmp_path: Path, postgres_url: str) -> None:
    found = []
    for name, setting in (("sqlite", "sqlite"), ("postgres", postgres_url)):
        study = open_study(small_study(tmp_path / name, **{"qualcode.toml": f'database = "{setting}"\n'}))
        run_study(study, formats=("md",))
        record = study.store.last_run()
        assert record is not None
        found.append(
            (record["result"], {k: v for k, v in record["outputs"].items() if k.startswith("tabeller")})
        )
        study.store.close()
    assert found[0] == found[1]


def test_what_a_coder_says_of_a_coding_is_in_the_tables(tmp_path: Path) -> None:
    study = open_study(small_study(tmp_path))
    run_study(study, formats=("md",))
    add_coder(study, "Kari")
    segment = next(s for s in study.segments() if "Jeg ringte" in s.text)
    span = (segment.start + 23, segment.end)
    accept = Decision(
        segment.id, "hjelp.telefon", "accept", "Kari",
        start=span[0], end=span[1], valence="kritisk", uncertain=True,
    )  # fmt: skip
    act(study, accept, seen=0)
    codings = study.data().codings.set_index(["segment_id", "code"])
    row = codings.loc[(segment.id, "hjelp.telefon")]
    assert (row["valence"], row["uncertain"], row["span_start"], row["span_end"]) == ("kritisk", True, *span)
    assert study.source("intervju_1").text[slice(*span)] == "Jeg ringte flere ganger."
    # The segment is what is counted, whatever part of it was marked.
    assert (row["start"], row["end"]) == (segment.start, segment.end)
    other = codings.loc[(segment.id, "hjelp.soevn")]
    assert (other.isna()["valence"], other["uncertain"], other.isna()["span_start"]) == (True, False, True)


def test_blind_work_changes_no_table_and_an_adjudicated_decision_stands_over_a_review(tmp_path: Path) -> None:
    study = open_study(small_study(tmp_path))
    run_study(study, formats=("md",))
    for name, role in (("Kari", "coder"), ("Liv", "lead")):
        add_coder(study, name, role)  # type: ignore[arg-type]
    assign(study, ["Kari"], 1, 1)
    segment = next(s.id for s in study.segments() if "Jeg ringte" in s.text)

    def status() -> str:
        codings = study.data().codings
        return str(codings[(codings.segment_id == segment) & (codings.code == "hjelp.telefon")].status.item())

    act(study, Decision(segment, "hjelp.telefon", "reject", "Kari", "blind"), seen=0)
    done(study, segment, "Kari", "blind")
    assert status() == "suggested"
    act(study, Decision(segment, "hjelp.telefon", "reject", "Kari"), seen=0)
    assert status() == "rejected"
    act(study, Decision(segment, "hjelp.telefon", "accept", "Liv", "adjudicated"), seen=10**9)
    act(study, Decision(segment, "hjelp.telefon", "reject", "Kari"), seen=10**9)
    assert status() == "accepted"


def test_the_draft_says_that_people_have_read_what_they_marked_as_read(tmp_path: Path) -> None:
    silent = (
        "I: Hvordan har dere det?\nB: Kontoret er fullt av permer.\nI: Ja vel?\nB: Vi maler det til våren.\n"
    )
    study = open_study(small_study(tmp_path, **{"transcripts/intervju_2.txt": silent}))
    run_study(study, formats=("md",))
    assert study.data().run["people_read"] == []
    add_coder(study, "Kari")
    segments = [s.id for s in study.segments()]
    for segment in segments:
        done(study, segment, "Kari")
    assert study.data().run["people_read"] == sorted(segments)
    before = (tmp_path / "reports/rapportutkast.md").read_text("utf-8")
    run_study(study, formats=("md",))
    after = (tmp_path / "reports/rapportutkast.md").read_text("utf-8")
    assert "ingen har lest gjennom tekstene" in before
    assert "mennesker har lest alle utdragene" in after
    assert verify_study(open_study(tmp_path)).differences == ()
    act(study, Decision(segments[0], "", "undo", "Kari"), seen=10**9)
    assert study.data().run["people_read"] == sorted(segments[1:])


def test_a_decision_on_a_renamed_code_is_shown_on_the_new_one_and_can_be_taken_back(tmp_path: Path) -> None:
    from qualcode.model import Coder
    from qualcode.passes import card, queue, undo
    from qualcode.passes.queues import Filters

    folder = small_study(tmp_path)
    study = open_study(folder)
    run_study(study, formats=("md",))
    add_coder(study, "Kari")
    segment = next(s.id for s in study.segments() if "Jeg ringte" in s.text)
    act(study, Decision(segment, "hjelp.telefon", "reject", "Kari"), seen=0)
    study.store.close()
    renamed = CODEBOOK.replace("id: telefon", "id: samtale\n    was: hjelp.telefon")
    (folder / "codebooks/hjelp.yaml").write_text(renamed, encoding="utf-8")
    study = open_study(folder)
    run_study(study, formats=("md",))
    kari = Coder("Kari")
    shown = {c.code: c.status for c in card(study, segment, kari, "review").codings}
    assert shown["hjelp.samtale"] == "rejected"
    assert queue(study, kari, "review", Filters(code="hjelp.samtale", status="rejected")) == [segment]
    assert undo(study, kari, "review") is not None
    shown = {c.code: c.status for c in card(study, segment, kari, "review").codings}
    assert shown["hjelp.samtale"] == "suggested"
