"""The whole way, as a user walks it: run, change something, run again, verify, be interrupted."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.flow import result_hash, run_study, verify_study
from qualcode.model import Decision
from qualcode.study import open_study
from tests.studies import INTERVIEW_1, qualcode, refused, sample_copy, small_study


def outputs(study: Path) -> dict[str, bytes]:
    reports = open_study(study).settings.reports_folder
    return {
        p.relative_to(reports).as_posix(): p.read_bytes() for p in sorted(reports.rglob("*")) if p.is_file()
    }


def test_one_command_leads_from_files_to_tables_and_drafts(tmp_path: Path) -> None:
    study = small_study(tmp_path)
    done = qualcode("run", study)
    assert done.returncode == 0, done.stderr
    assert {"rapportutkast.html", "rapportutkast.docx", "rapportutkast.md", "tabeller/segments.csv"} <= set(
        outputs(study)
    )
    assert "2 sources read" in done.stdout


def test_running_twice_writes_the_same_bytes_and_codes_nothing_again(tmp_path: Path) -> None:
    study = small_study(tmp_path)
    run_study(open_study(study))
    first = outputs(study)
    again = run_study(open_study(study))
    assert again.coded == ()
    assert again.intake.unchanged == ("intervju_1", "intervju_2")
    assert outputs(study) == first


def test_two_folders_with_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    found = []
    for name in ("one", "another place"):
        study = small_study(tmp_path / name)
        run_study(open_study(study))
        found.append((result_hash(open_study(study)), outputs(study)))
    assert found[0] == found[1]


def test_only_a_changed_source_is_read_and_coded_again(tmp_path: Path) -> None:
    study = small_study(tmp_path)
    run_study(open_study(study))
    (study / "transcripts/intervju_1.txt").write_text(
        INTERVIEW_1 + "Mor: Så ringte de meg.\n", encoding="utf-8"
    )
    again = run_study(open_study(study))
    assert (list(again.intake.changed), again.coded) == (["intervju_1"], ("intervju_1",))


def test_a_changed_codebook_codes_everything_and_reads_nothing(tmp_path: Path) -> None:
    study = small_study(tmp_path)
    run_study(open_study(study))
    path = study / "codebooks/hjelp.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("- ringe", "- ringe\n      - vente"), encoding="utf-8"
    )
    again = run_study(open_study(study))
    assert (again.intake.changed, again.coded) == ({}, ("intervju_1", "intervju_2"))


def test_a_decision_stands_while_its_text_does_and_is_named_when_it_is_gone(tmp_path: Path) -> None:
    study = small_study(tmp_path)
    run_study(open_study(study))
    opened = open_study(study)
    segment = next(s for s in opened.segments() if "Jeg ringte" in s.text)
    opened.decide(Decision(segment.id, "hjelp.telefon", "reject", "Kari"))

    def status() -> list[str]:
        codings = open_study(study).data().codings
        return codings[(codings.segment_id == segment.id) & (codings.code == "hjelp.telefon")].status.tolist()

    assert status() == ["rejected"]
    file = study / "transcripts/intervju_1.txt"
    file.write_text("I: Hei.\nMor: Hei, hei.\n" + INTERVIEW_1, encoding="utf-8")
    run_study(open_study(study))
    assert status() == ["rejected"]
    file.write_text(INTERVIEW_1.replace("flere ganger", "to ganger"), encoding="utf-8")
    done = qualcode("run", study)
    assert f"{segment.id}: orphaned decision (Kari: reject hjelp.telefon)" in done.stderr
    assert "Jeg ringte flere ganger" in done.stderr


def test_a_decision_on_a_code_that_is_gone_is_kept_named_and_counted_nowhere(tmp_path: Path) -> None:
    study = small_study(tmp_path)
    run_study(open_study(study))
    opened = open_study(study)
    segment = next(s for s in opened.segments() if "Jeg ringte" in s.text)
    opened.decide(Decision(segment.id, "hjelp.telefon", "accept", "Kari"))
    path = study / "codebooks/hjelp.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: telefon", "id: samtale"), encoding="utf-8")
    done = qualcode("run", study)
    assert done.returncode == 0, done.stderr
    assert "'hjelp.telefon' counts nowhere" in done.stderr
    assert "hjelp.telefon" not in set(open_study(study).data().codings.code)


@pytest.mark.parametrize(
    "change", [{"code": "hjelp.finnes_ikke"}, {"action": "ok"}, {"coder": " "}, {"segment": "intervju_1-0"}]
)
def test_a_decision_that_makes_no_sense_is_refused(tmp_path: Path, change: dict[str, str]) -> None:
    study = small_study(tmp_path)
    run_study(open_study(study))
    segment = next(iter(open_study(study).segments()))
    given = {"segment": segment.id, "code": "hjelp", "action": "accept", "coder": "Kari"} | change
    with pytest.raises(QualcodeError):
        open_study(study).decide(Decision(**given))  # type: ignore[arg-type]
    assert open_study(study).store.decisions() == []


def test_tables_of_a_study_that_was_never_run_say_so(tmp_path: Path) -> None:
    refused(qualcode("tables", small_study(tmp_path)), "nothing has been imported", "qualcode run")


def test_a_source_that_is_gone_leaves_the_tables(tmp_path: Path) -> None:
    study = small_study(tmp_path)
    run_study(open_study(study))
    (study / "transcripts/intervju_2.txt").unlink()
    done = qualcode("run", study)
    assert "1 gone (intervju_2)" in done.stdout
    assert set(open_study(study).data().segments.source) == {"intervju_1"}


def test_every_bad_file_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    study = small_study(tmp_path, transcripts__tom=" ", transcripts__x="")
    (study / "transcripts/tom").rename(study / "transcripts/tom.txt")
    (study / "transcripts/x").rename(study / "transcripts/feil.docx")
    refused(qualcode("run", study), "tom.txt", "feil.docx")
    assert not (study / "reports").exists()
    assert not list(open_study(study).sources())


def test_bad_files_are_skipped_on_request_and_named_in_the_draft(tmp_path: Path) -> None:
    study = small_study(tmp_path)
    (study / "transcripts/feil.docx").write_bytes(b"PK\x03\x04 not a document")
    done = qualcode("run", study, "--skip-bad")
    assert done.returncode == 0, done.stderr
    assert "feil.docx: skipped." in done.stderr
    assert "feil.docx" in outputs(study)["rapportutkast.html"].decode()


def test_a_study_folder_that_cannot_be_written_is_refused_in_one_line(tmp_path: Path) -> None:
    study = small_study(tmp_path)
    (study / "qualcode.db").mkdir()
    refused(qualcode("run", study), "qualcode.db")


# --- verify ----------------------------------------------------------------------------------------


def test_verify_agrees_after_a_run(tmp_path: Path) -> None:
    study = small_study(tmp_path)
    run_study(open_study(study))
    assert verify_study(open_study(study)).differences == ()


@pytest.mark.parametrize(
    "name", ["transcripts/intervju_1.txt", "codebooks/hjelp.yaml", "qualcode.toml", "informants.csv"]
)
def test_verify_names_an_input_in_which_one_byte_has_changed(tmp_path: Path, name: str) -> None:
    study = small_study(tmp_path)
    run_study(open_study(study))
    path = study / name
    path.write_bytes(path.read_bytes() + b"\n")
    done = qualcode("verify", study)
    assert (done.returncode, done.stdout) == (1, f"{name}: has changed since the last run\n")


def test_verify_names_a_draft_that_was_edited_and_a_database_that_was_touched(tmp_path: Path) -> None:
    study = small_study(tmp_path)
    run_study(open_study(study))
    draft = study / "reports/rapportutkast.md"
    draft.write_text(draft.read_text(encoding="utf-8") + "!", encoding="utf-8")
    opened = open_study(study)
    opened.store.write_coding("intervju_1", {}, "x")
    found = verify_study(open_study(study)).differences
    assert "rapportutkast.md: has been changed since the last run wrote it" in found
    assert "qualcode.db: is not what the last run left" in found


def test_verify_names_decisions_made_since_the_last_run(tmp_path: Path) -> None:
    study = small_study(tmp_path)
    run_study(open_study(study))
    segment = next(s for s in open_study(study).segments() if "Jeg ringte" in s.text)
    open_study(study).decide(Decision(segment.id, "hjelp.telefon", "reject", "Kari"))
    assert verify_study(open_study(study)).differences == (
        "decisions: 0 at the last run, 1 now; run the study again",
    )
    run_study(open_study(study))
    assert verify_study(open_study(study)).differences == ()


def test_verify_of_a_study_never_run_says_so(tmp_path: Path) -> None:
    refused(qualcode("verify", small_study(tmp_path)), "has never been run", "qualcode run")


# --- the pipeline ----------------------------------------------------------------------------------


def test_another_pipeline_of_the_same_name_stops_the_run_until_it_is_pinned_anew(tmp_path: Path) -> None:
    study = small_study(tmp_path)
    (study / "qualcode.toml").write_text('pipeline = "modell"\n', encoding="utf-8")
    (study / "modell").mkdir()
    (study / "modell/config.cfg").write_text("[nlp]\nlang = nb\n")
    (study / "modell/meta.json").write_text('{"lang": "nb", "name": "egen", "version": "1", "pipeline": []}')
    assert qualcode("run", study, "--format", "md").returncode == 0
    (study / "modell/meta.json").write_text('{"lang": "nb", "name": "egen", "version": "2", "pipeline": []}')
    assert "pipeline: modell 1 (" in qualcode("verify", study).stdout
    refused(qualcode("run", study, "--format", "md"), "is pinned to", "modell 1 (", "--repin")
    assert qualcode("run", study, "--format", "md", "--repin").returncode == 0
    assert qualcode("run", study, "--format", "md").returncode == 0


def test_a_pipeline_that_is_not_installed_is_named_with_the_way_out(tmp_path: Path) -> None:
    study = small_study(tmp_path)
    (study / "qualcode.toml").write_text('pipeline = "nb_finnes_ikke"\n', encoding="utf-8")
    refused(qualcode("run", study), "nb_finnes_ikke is not installed", 'pipeline = "bundled"')
    assert not (study / "reports").exists()


# --- interrupted -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_run_killed_at_any_moment_ends_like_an_undisturbed_one_when_run_again(tmp_path: Path) -> None:
    whole = sample_copy(tmp_path / "whole")
    start = time.monotonic()
    run_study(open_study(whole))
    seconds = time.monotonic() - start
    expected = (result_hash(open_study(whole)), outputs(whole))
    killed = sample_copy(tmp_path / "killed")
    interrupted = 0
    for share in (0.3, 0.5, 0.7, 0.9, 1.2):
        shutil.rmtree(killed.parent / "reports", ignore_errors=True)
        for database in killed.glob("qualcode.db*"):
            database.unlink()
        process = subprocess.Popen(
            [sys.executable, "-m", "qualcode", "run", str(killed)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(seconds * share)
        interrupted += process.poll() is None
        with contextlib.suppress(ProcessLookupError):  # it was done before the blow fell
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
        run_study(open_study(killed))
        assert (result_hash(open_study(killed)), outputs(killed)) == expected
        assert not list(killed.parent.rglob("*.writing"))
    assert interrupted, "no run was cut short; the test proves nothing"
