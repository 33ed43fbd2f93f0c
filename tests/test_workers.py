"""Several processes find what one finds, to the byte, and end when they should."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import qualcode.workers
from qualcode import coding
from qualcode.coding import code_study, import_study
from qualcode.errors import StudyError
from qualcode.flow import result_hash, run_study, verify_study
from qualcode.study import Study, open_study
from qualcode.workers import code_in_processes
from tests.studies import CODEBOOK, small_study

SAID = (
    "Jeg ringte om natta.",
    "Hun sov ikke, og da ringte jeg igjen.",
    "Vi ringer når det trengs.",
    "Ingen ringte.",
)


@pytest.fixture(autouse=True)
def _worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """More processes are started after the first source, however little is left."""
    monkeypatch.setattr(coding, "FIRST", 2)
    monkeypatch.setattr(coding, "WORTHWHILE", -1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study of ten sources, imported by nobody yet."""
    folder = small_study(tmp_path / "study")
    for n in range(8):
        turns = "\n".join(f"Intervjuer: Hvordan gikk det?\nMor: {SAID[(n + i) % 4]}" for i in range(3))
        (folder / "transcripts" / f"intervju_1{n}.txt").write_text(
            turns + f"\nMor: Nummer{n}ringing.\n", "utf-8"
        )
    return folder


def coded(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, processes: int
) -> tuple[str, dict[str, bytes]]:
    """The outcome and the caches that are left."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    (folder / "qualcode.db").unlink(missing_ok=True)
    study = open_study(folder)
    import_study(study)
    assert len(code_study(study, processes=processes)) == 10
    outcome = result_hash(study)
    assert study.store.scores()
    study.store.close()
    return outcome, {path.name: path.read_bytes() for path in sorted((cache / "qualcode").glob("*.bin"))}


@pytest.mark.parametrize(
    ("indicator", "files"), [("ringe", ["forms", "hits"]), ("ringe/VERB", ["forms", "hits", "readings"])]
)
def test_several_processes_find_the_same_to_the_byte_and_leave_the_same_caches(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, indicator: str, files: list[str]
) -> None:
    codebook = CODEBOOK.replace("- ringe", f"- {indicator}")
    (folder / "codebooks" / "hjelp.yaml").write_text(codebook, "utf-8")
    one, caches = coded(folder, tmp_path / "one", monkeypatch, 1)
    assert [name.partition("-")[0] for name in caches] == files
    sent: list[str] = []

    def watched(study: Study, sources: Any, processes: int, *, remember: bool) -> Iterator[tuple[str, Any]]:
        for id_, suggestions in code_in_processes(study, sources, processes, remember=remember):
            sent.append(id_)
            yield id_, suggestions

    monkeypatch.setattr(qualcode.workers, "code_in_processes", watched)
    several, others = coded(folder, tmp_path / "several", monkeypatch, 3)
    assert len(sent) == 8  # all but the first two
    assert several == one
    assert others == caches
    assert not multiprocessing.active_children()


def test_a_run_and_its_verification_agree_over_processes(folder: Path) -> None:
    run_study(open_study(folder), processes=2)
    assert verify_study(open_study(folder), processes=2).differences == ()
    assert verify_study(open_study(folder)).differences == ()


def test_a_small_study_is_coded_by_one_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("more processes were started")

    monkeypatch.setattr(coding, "WORTHWHILE", 6)
    monkeypatch.setattr(qualcode.workers, "code_in_processes", refuse)
    study = open_study(folder)
    import_study(study)
    assert len(code_study(study, processes=4)) == 10


def begun(study: Study) -> Iterator[tuple[str, Any]]:
    """Coding by two processes, of which the first source is done."""
    sources = study.store.uncoded(sorted(study.store.source_keys()))
    found = code_in_processes(study, sources.items(), 2, remember=False)
    assert next(found)[0] == min(sources)
    assert multiprocessing.active_children()
    return found


@pytest.fixture
def study(folder: Path) -> Study:
    study = open_study(folder)
    import_study(study)
    return study


def test_a_stop_ends_the_processes(study: Study) -> None:
    before = signal.getsignal(signal.SIGINT)
    found = begun(study)
    found.close()  # type: ignore[attr-defined]  # as Ctrl-C does
    assert not multiprocessing.active_children()
    assert signal.getsignal(signal.SIGINT) is before


def test_a_process_that_is_killed_is_told_in_one_line(study: Study) -> None:
    found = begun(study)
    for process in multiprocessing.active_children():
        os.kill(process.pid or 0, signal.SIGKILL)
    with pytest.raises(StudyError, match=r"sudden end .* --processes 1"):
        list(found)


@pytest.mark.parametrize("line", ["- sove", "- ((", "  id: telefon"], ids=["other", "wrong", "no YAML"])
def test_a_codebook_changed_meanwhile_is_told_in_one_line(
    study: Study, folder: Path, capfd: pytest.CaptureFixture[str], line: str
) -> None:
    assert study.coder.sha256
    (folder / "codebooks" / "hjelp.yaml").write_text(CODEBOOK.replace("- ringe", line), "utf-8")
    with pytest.raises(StudyError, match="were changed while they were in use"):
        code_study(study, processes=2)
    assert study.store.scores() == []
    assert "Traceback" not in capfd.readouterr().err
