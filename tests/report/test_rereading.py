"""Rerun without loss: what the author wrote stays, and is read again when the numbers under it change."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from qualcode.analysis.data import records
from qualcode.errors import StudyError
from qualcode.flow import run_study, verify_study
from qualcode.model import Decision
from qualcode.report import in_language, keep_for_author, make_report
from qualcode.study import open_study
from tests.small_study import small_study as tables
from tests.studies import qualcode, refused, small_study


def one_round(data, **named):
    """A draft as the command makes it, and what its checks say of rereading."""
    report = make_report(data, **named)
    keep_for_author(data.settings.folder, report, **named)
    return [f for f in report.findings if f.check == "reread"]


def write(folder: Path, name: str, text: str) -> None:
    path = folder / "forfatter" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def changed(folder: Path):
    """The small study after a review that rejected one of the two who spoke of early help."""
    codings = [
        {**row, "status": "rejected" if row["segment_id"] in ("s01", "s05") else row["status"]}
        for row in records(tables().codings)
    ]
    return tables(folder, codings=codings)


def test_a_file_for_each_text_is_made_once_and_never_written_to_again(tmp_path):
    one_round(tables(tmp_path))
    folder = tmp_path / "forfatter"
    made = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")}
    assert {"sammendrag.md", "tidlig_innsats.md", "tidlig_innsats.barnevern.md", "metode.md"} <= set(made)
    assert made["tidlig_innsats.md"].startswith("# Tidlig innsats\n\n<!-- ")
    write(tmp_path, "metode", "Mine egne ord.")
    (folder / "sammendrag.md").unlink()
    one_round(tables(tmp_path))
    assert (folder / "metode.md").read_text("utf-8") == "Mine egne ord."
    assert not (folder / "sammendrag.md").exists()  # taken away, and not made again


def test_the_heading_and_the_hint_of_a_file_are_not_printed(tmp_path):
    one_round(tables(tmp_path))
    path = tmp_path / "forfatter" / "tidlig_innsats.md"
    path.write_text(path.read_text("utf-8") + "Dette mener jeg.\n", "utf-8")
    texts = make_report(tables(tmp_path)).sections["tema-tidlig_innsats-lesning"].texts
    assert texts == ("Dette mener jeg.",)


def test_a_text_is_not_to_be_read_again_while_its_numbers_stand(tmp_path):
    write(tmp_path, "tidlig_innsats", "Halvparten, to av fire, sier det.")
    assert one_round(tables(tmp_path)) == []
    assert one_round(tables(tmp_path)) == []


def test_when_the_numbers_change_the_sentence_that_repeats_them_is_pointed_out(tmp_path):
    write(tmp_path, "tidlig_innsats", "Dette er viktig. Halvparten, to av fire, sier det.")
    one_round(tables(tmp_path))
    [found] = one_round(changed(tmp_path))
    assert found.at == "Halvparten, to av fire, sier det."
    assert found.where == "forfatter/tidlig_innsats.md"
    assert "halvparten, to av fire," in found.text
    assert "→ «Av de intervjuede som ble spurt, har én av fire" in found.text
    assert one_round(changed(tmp_path)) == [found]  # until it has been read


def test_a_text_that_repeats_no_number_is_pointed_out_as_a_whole(tmp_path):
    write(tmp_path, "tidlig_innsats", "Dette er viktig. Mange er enige.")
    one_round(tables(tmp_path))
    assert [f.at for f in one_round(changed(tmp_path))] == ["Dette er viktig."]


def test_a_text_written_after_the_last_draft_was_written_against_it(tmp_path):
    one_round(tables(tmp_path))
    write(tmp_path, "tidlig_innsats", "Halvparten, to av fire, sier det.")
    assert [f.at for f in one_round(changed(tmp_path))] == ["Halvparten, to av fire, sier det."]


def test_a_text_that_is_changed_or_said_to_stand_is_read(tmp_path):
    for name in ("tidlig_innsats", "sammendrag"):
        write(tmp_path, name, "Halvparten, to av fire, sier det.")
    one_round(tables(tmp_path))
    assert len(one_round(changed(tmp_path))) == 2
    write(tmp_path, "tidlig_innsats", "Én av fire sier det.")
    assert [f.where for f in one_round(changed(tmp_path))] == ["forfatter/sammendrag.md"]
    assert one_round(changed(tmp_path), read=("sammendrag",)) == []
    assert one_round(changed(tmp_path)) == []


def test_the_texts_of_a_further_language_are_read_again_too(tmp_path):
    def rounds(data):
        both = replace(data.settings, languages=("nb", "en"))
        return [one_round(in_language(replace(data, settings=both), name)) for name in both.languages]

    write(tmp_path, "tidlig_innsats", "Dette mener jeg.")
    assert rounds(tables(tmp_path)) == [[], []]
    write(tmp_path, "en/tidlig_innsats", "This matters. Half, two of four, say so.")
    assert rounds(tables(tmp_path)) == [[], []]
    main, other = rounds(changed(tmp_path))
    assert [f.at for f in main] == ["Dette mener jeg."]
    assert [f.at for f in other] == ["Half, two of four, say so."]
    assert other[0].where == "forfatter/en/tidlig_innsats.md"
    assert "two of four" in other[0].text
    assert "one of four" in other[0].text
    write(tmp_path, "tidlig_innsats", "Dette mener jeg nå.")
    assert [len(found) for found in rounds(changed(tmp_path))] == [0, 1]  # each language has its own
    write(tmp_path, "en/tidlig_innsats", "One of four says so.")
    assert rounds(changed(tmp_path)) == [[], []]


def test_what_was_kept_and_is_broken_is_named(tmp_path):
    one_round(tables(tmp_path))
    (tmp_path / "forfatter" / ".tall.json").write_text("{", "utf-8")
    with pytest.raises(StudyError, match=r"\.tall\.json: cannot be read as the numbers .* Delete it"):
        make_report(tables(tmp_path))


def test_a_run_says_what_to_look_at_and_verify_agrees_with_it_afterwards(tmp_path):
    folder = small_study(tmp_path)
    study = open_study(folder)
    run_study(study)
    write(folder, "hjelp", "Begge, to av to, ringte.")
    run_study(open_study(folder))
    study = open_study(folder)
    for segment, suggestion in list(study.suggestions()):
        study.decide(Decision(segment, suggestion.code, "reject", "Kari"))
    done = run_study(open_study(folder), formats=("md",))
    assert {f.check for f in done.findings} >= {"reread", "text_rejected"}
    assert verify_study(open_study(folder)).differences == ()
    said = qualcode("report", folder, "--format", "md")
    assert said.returncode == 0
    assert "forfatter/hjelp.md, «Begge, to av to, ringte.»: " in said.stdout
    assert "To look at" not in qualcode("report", folder, "--format", "md", "--no-check").stdout
    refused(qualcode("report", folder, "--read", "hjalp"), "there is no text forfatter/hjalp.md", "hjelp")
    assert "er endret siden" not in qualcode("report", folder, "--format", "md", "--read", "hjelp").stdout
    kept = json.loads((folder / "forfatter" / ".tall.json").read_text("utf-8"))
    assert set(kept) == {"texts", "against", "last", "made"}
