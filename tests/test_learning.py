"""`qualcode learn`: what people decided teaches the coding, measured on sources held out, written only if asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from qualcode import open_study
from qualcode.coding import code_study, import_study
from qualcode.errors import OutputError, StudyError
from qualcode.flow import result_hash, run_study, verify_study
from qualcode.learning import Learning, learn, write_learnt
from qualcode.model import Decision
from tests.studies import CODEBOOK, qualcode, refused, small_study

if TYPE_CHECKING:
    from pathlib import Path

SAID = "Vi gikk bort til Fyrtårnet {}"
"""A place that helps here and that no written example names."""
ELSE = "Vi kjøpte brød og melk {}"
DAYS = ["på mandag", "på tirsdag", "på onsdag", "på torsdag", "på fredag"]
SOURCES = 4
HELP = ["Han våknet hver natt", "Jeg ringte kontoret", "De ringte tilbake", "Ingen tok telefonen"]
OTHER = ["butikken", "elva", "skogen", "kirken", "kaia", "banken", "torget", "postkontoret"]
WRITTEN = [
    *(
        {"text": f"{text} {day}{end}", "codes": ["hjelp"]}
        for text in HELP
        for day in DAYS
        for end in ("", " da")
    ),
    *({"text": f"Vi gikk bort til {place} {day}", "codes": []} for place in OTHER for day in DAYS),
    *({"text": f"Vi kjøpte {thing} {day}", "codes": []} for thing in ("sko", "brød", "fisk") for day in DAYS),
]


def interview() -> str:
    return "".join(f"I: Og så?\nMor: {line.format(day)}.\n" for day in DAYS for line in (SAID, ELSE))


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "qualcode"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study of four interviews, coded, with written examples that know nothing of the place."""
    rows = [json.dumps(row, ensure_ascii=False) for row in WRITTEN]
    names = [f"intervju_{n}" for n in range(1, SOURCES + 1)]
    made = small_study(
        tmp_path / "studie",
        **{
            "codebooks/hjelp.yaml": CODEBOOK.replace("codes:", "threshold: 0.35\ncodes:", 1),
            "codebooks/examples.jsonl": "\n".join(rows),
            "informants.csv": "id,person,source,label,role,group,site,collective,status\n"
            + "".join(f"m{n},,{name},Mor,mor,foreldre,nordby,nei,\n" for n, name in enumerate(names)),
            **{f"transcripts/{name}.txt": interview() for name in names},
        },
    )
    study = open_study(made)
    import_study(study)
    code_study(study)
    study.store.close()
    return made


def review(folder: Path, *sources: str, coding_pass: str = "review") -> None:
    """Kari reads whole sources, all if none is named, and finds help where Fyrtårnet is."""
    study = open_study(folder)
    for segment in study.segments():
        if not sources or segment.source in sources:
            if "Fyrtårnet" in segment.text:
                study.decide(Decision(segment.id, "hjelp", "add", "Kari", coding_pass))  # type: ignore[arg-type]
            study.decide(Decision(segment.id, "", "done", "Kari", coding_pass))  # type: ignore[arg-type]
    study.store.close()


def learnt(folder: Path) -> Learning:
    study = open_study(folder)
    try:
        return learn(study)
    finally:
        study.store.close()


def apply(folder: Path) -> list[dict[str, object]]:
    study = open_study(folder)
    path = write_learnt(study, learn(study))
    study.store.close()
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def coded(folder: Path) -> set[str]:
    """Run the study; the sources in which something was suggested for Fyrtårnet."""
    study = open_study(folder)
    code_study(study)
    texts = {segment.id: segment for segment in study.segments()}
    found = {texts[id_].source for id_, _ in study.suggestions() if "Fyrtårnet" in texts[id_].text}
    study.store.close()
    return found


# --- what is measured ------------------------------------------------------------------------------


def test_what_people_added_in_other_sources_is_found_in_one_held_out(folder: Path) -> None:
    review(folder)
    found = learnt(folder)
    assert found.decided.before.micro.f1 == 0
    assert found.decided.after.micro.f1 == 1
    assert found.decided.gain == (1.0, 1.0, 1.0)
    assert (found.decided.sources, found.folds, found.decided.after.rough) == (4, 4, True)


def test_no_source_is_scored_by_what_was_learnt_from_itself(folder: Path) -> None:
    study = open_study(folder)
    for segment in study.segments():
        if segment.source == "intervju_1" and "Fyrtårnet" in segment.text:
            study.decide(Decision(segment.id, "hjelp", "add", "Kari"))
        elif segment.source == "intervju_2":
            study.decide(Decision(segment.id, "", "done", "Kari"))
    study.store.close()
    assert learnt(folder).decided.after.micro.recall == 0


def test_what_the_study_learnt_before_plays_no_part_in_the_figures(folder: Path) -> None:
    review(folder)
    first = learnt(folder)
    apply(folder)
    assert coded(folder)
    assert learnt(folder) == first


def test_undecided_cells_are_neither_scored_nor_learnt(folder: Path) -> None:
    review(folder, "intervju_1", "intervju_2")
    score = learnt(folder).decided.after.codes["hjelp"]
    assert score.tp + score.fp + score.fn + score.tn == 20
    assert {row["source"] for row in apply(folder)} == {"intervju_1", "intervju_2"}


def test_what_was_coded_blind_is_scored_apart_and_never_teaches(folder: Path) -> None:
    review(folder, "intervju_1", "intervju_2", "intervju_3")
    review(folder, "intervju_4", coding_pass="blind")
    found = learnt(folder)
    assert found.measured is not None
    assert (found.measured.before.micro.f1, found.measured.after.micro.f1) == (0, 1)
    assert found.measured.after.n_units == 10
    assert {row["source"] for row in apply(folder)} == {"intervju_1", "intervju_2", "intervju_3"}


def test_the_same_decisions_teach_the_same_to_the_last_byte(folder: Path) -> None:
    review(folder)
    first = apply(folder)
    written = (folder / "learnt.jsonl").read_bytes()
    assert apply(folder) == first
    assert (folder / "learnt.jsonl").read_bytes() == written


def test_of_a_theme_without_written_examples_nothing_is_learnt_and_that_is_said(folder: Path) -> None:
    (folder / "codebooks/examples.jsonl").unlink()
    review(folder)
    found = learnt(folder)
    assert found.unlearnt == ("hjelp",)
    assert found.decided.after == found.decided.before
    assert "hjelp: nothing is learnt of it" in qualcode("learn", folder).stdout


# --- what is written -------------------------------------------------------------------------------


def test_nothing_is_changed_unasked(folder: Path) -> None:
    review(folder)
    before = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    done = qualcode("learn", folder)
    assert done.returncode == 0, done.stderr
    assert "Nothing has been changed" in done.stdout
    assert {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()} == before


def test_each_utterance_is_a_line_with_its_words_its_themes_and_where_it_was_said(folder: Path) -> None:
    review(folder, "intervju_1", "intervju_2")
    rows = apply(folder)
    assert len(rows) == 20
    first = rows[0]
    assert list(first) == ["text", "codes", "not", "source", "segment"]
    assert (first["text"], first["codes"], first["not"]) == (
        "Vi gikk bort til Fyrtårnet på mandag.",
        ["hjelp"],
        [],
    )
    assert (rows[1]["codes"], rows[1]["not"]) == ([], ["hjelp"])


def test_once_applied_the_coding_learns_and_without_the_file_it_is_as_before(folder: Path) -> None:
    review(folder, "intervju_1", "intervju_2", "intervju_3")
    study = open_study(folder)
    untaught = result_hash(study)
    study.store.close()
    apply(folder)
    assert coded(folder) == {f"intervju_{n}" for n in range(1, SOURCES + 1)}
    (folder / "learnt.jsonl").unlink()
    assert coded(folder) == set()
    study = open_study(folder)
    assert result_hash(study) == untaught
    study.store.close()
    assert list(folder.glob(".qualcode-classifier-*")) == []


def test_a_run_notices_verify_agrees_and_the_draft_says_so(folder: Path) -> None:
    review(folder)
    apply(folder)
    study = open_study(folder)
    assert len(run_study(study, formats=["md"]).coded) == SOURCES
    assert verify_study(study).differences == ()
    draft = (folder / "reports/rapportutkast.md").read_text(encoding="utf-8")
    assert "Maskinen har også lært av 40 utdrag fra denne studien" in draft
    study.store.close()
    with (folder / "learnt.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"text": "Noe nytt.", "codes": [], "not": ["hjelp"]}\n')
    again = open_study(folder)
    assert verify_study(again).differences == ("learnt.jsonl: has changed since the last run",)
    again.store.close()


def test_versions_of_a_codebook_are_compared_as_the_study_codes_with_them(folder: Path) -> None:
    review(folder)
    apply(folder)
    done = qualcode("codebook", "diff", folder / "codebooks", folder / "codebooks", "--study", folder)
    assert "hjelp              20     20     ·     ·" in done.stdout


def test_what_people_said_stays_in_the_studys_folder(folder: Path, cache: Path) -> None:
    review(folder)
    apply(folder)
    coded(folder)
    kept = [path.read_text(encoding="utf-8", errors="replace") for path in cache.rglob("*") if path.is_file()]
    assert kept
    assert not any("fyrtårn" in text.lower() for text in kept)
    (own,) = folder.glob(".qualcode-classifier-*.json")
    assert "fyrtårnet" in own.read_text(encoding="utf-8")


def test_what_was_learnt_is_trained_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    review(folder)
    apply(folder)
    coded(folder)
    monkeypatch.setattr("qualcode.matching.classifier.train", None)
    study = open_study(folder)
    assert study.coder.classifier.codes == ("hjelp",)
    study.store.close()


def test_a_file_changed_by_hand_is_used_and_not_overwritten(folder: Path) -> None:
    review(folder)
    apply(folder)
    path = folder / "learnt.jsonl"
    kept = [
        line
        for line in path.read_text(encoding="utf-8").splitlines(keepends=True)
        if "intervju_1" not in line
    ]
    path.write_text("".join(kept), encoding="utf-8")
    study = open_study(folder)
    assert len(study.learnt) == 30
    with pytest.raises(OutputError, match="changed by someone else"):
        write_learnt(study, learn(study))
    study.store.close()


# --- what is said ----------------------------------------------------------------------------------


def test_the_screen_names_the_figures_their_ground_and_what_they_hide(folder: Path) -> None:
    review(folder, "intervju_1", "intervju_2")
    shown = qualcode("learn", folder, "--apply").stdout
    assert "Decided on: 20 utterances in 2 sources." in shown
    assert "hjelp   10         0      10  0.000 (0.00 to 0.00)   1.000 (1.00 to 1.00)" in shown
    assert "+1.000 (+1.00 to +1.00, paired, 2 sources, rough: under ten sources)" in shown
    assert "says little of what is overlooked" in shown
    assert "There are 10 decisions only" in shown
    assert "20 utterances, as people said them" in shown


def test_evaluating_on_what_was_learnt_says_that_the_figures_flatter(folder: Path) -> None:
    review(folder)
    apply(folder)
    coded(folder)
    study = open_study(folder)
    gold = [
        json.dumps({"id": s.id, "text": s.text, "codes": ["hjelp"] if "Fyrtårnet" in s.text else []})
        for s in study.segments("intervju_1")
    ]
    study.store.close()
    (folder / "gold.jsonl").write_text("\n".join(gold), encoding="utf-8")
    done = qualcode("evaluate", folder, "--gold", folder / "gold.jsonl")
    assert "The coding has learnt from 10 of these units (learnt.jsonl)" in done.stdout


def test_doctor_names_utterances_that_the_transcripts_no_longer_hold(folder: Path) -> None:
    review(folder)
    apply(folder)
    assert "ok  learnt.jsonl: 40 utterances" in qualcode("doctor", folder).stdout
    (folder / "transcripts/intervju_4.txt").write_text(
        "I: Og så?\nMor: Nei.\nI: Ja?\nMor: Nei.\n", encoding="utf-8"
    )
    study = open_study(folder)
    import_study(study)
    study.store.close()
    # The same words are said in the other interviews, so nothing has gone yet.
    assert "no longer hold" not in qualcode("doctor", folder).stdout
    with (folder / "learnt.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"text": "Det sa jeg aldri.", "codes": [], "not": ["hjelp"]}\n')
    done = qualcode("doctor", folder)
    assert done.returncode == 2
    assert "!!  learnt.jsonl: 1 utterance that the transcripts no longer hold" in done.stdout


def test_without_decisions_or_with_those_of_one_source_it_refuses(folder: Path) -> None:
    with pytest.raises(StudyError, match="nobody has decided anything in the review"):
        learnt(folder)
    review(folder, "intervju_1")
    with pytest.raises(StudyError, match="every decision is on one source"):
        learnt(folder)


def test_a_bad_line_is_named_with_its_number(folder: Path) -> None:
    (folder / "learnt.jsonl").write_text(
        '{"text": "Ja.", "codes": []}\n{"text": "Ja.", "not": "hjelp"}\n', encoding="utf-8"
    )
    refused(qualcode("code", folder), "learnt.jsonl, line 2: not is not a list of codes")


def test_a_renamed_theme_keeps_what_it_taught(folder: Path) -> None:
    review(folder)
    apply(folder)
    book = (folder / "codebooks/hjelp.yaml").read_text(encoding="utf-8")
    (folder / "codebooks/hjelp.yaml").unlink()
    renamed = book.replace("id: hjelp", "id: stoette\nwas: hjelp", 1)
    (folder / "codebooks/stoette.yaml").write_text(renamed, encoding="utf-8")
    study = open_study(folder)
    assert {example.carries("stoette") for example in study.learnt} == {True, False}
    study.store.close()
