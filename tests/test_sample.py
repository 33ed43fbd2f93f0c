"""`qualcode sample`: a sample of what was not coded, read by a person, and the recall that follows."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from qualcode import open_study
from qualcode.coding import code_study, import_study
from qualcode.errors import StudyError
from qualcode.exchange import write_table
from qualcode.model import Decision
from qualcode.sampling import CODED, draw_sample, estimate_recall, estimated_recall
from tests.studies import INFORMANTS, qualcode, refused, small_study

if TYPE_CHECKING:
    from pathlib import Path

LONG = "".join(
    f"I: Og dag {i}?\nMor: {'Vi ringte' if i % 5 == 0 else 'Vi gikk tur'} nummer {i}.\n" for i in range(30)
)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = small_study(tmp_path / "studie")
    (folder / "transcripts/intervju_3.txt").write_text(LONG, encoding="utf-8")
    register = INFORMANTS.replace("m1,,intervju_1,", "m1,,intervju_1;intervju_3,")
    (folder / "informants.csv").write_text(register, encoding="utf-8")
    opened = open_study(folder)
    import_study(opened)
    code_study(opened)
    opened.store.close()
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def draw(study: Path, out: Path, n: int = 500) -> None:
    opened = open_study(study)
    write_table(draw_sample(opened, n, 1), out)
    opened.store.close()


def read_in(study: Path, filled: Path) -> None:
    opened = open_study(study)
    estimate_recall(opened, filled)
    opened.store.close()


def fill(path: Path, yes: str = "nummer 1.") -> Path:
    """Fill a sample in as a spreadsheet saves it: semicolons, Windows-1252."""
    table = rows(path)
    for row in table:
        row["hjelp"] = row["hjelp"] or ("ja" if yes in row["text"] else "nei")
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(table)
    return path


def test_only_uncoded_segments_of_informants_are_drawn_with_what_was_said_before(study: Path) -> None:
    done = qualcode("sample", study, "--n", "500")
    assert "there are no more than 27" in done.stdout
    drawn = rows(study / "utvalg/utvalg_1.csv")
    assert list(drawn[0]) == ["segment_id", "source", "context", "text", "hjelp"]
    assert {row["hjelp"] for row in drawn} == {""}
    assert not any(word in row["text"] for row in drawn for word in ("ringte", "sov", "ringer"))
    assert next(r for r in drawn if r["text"] == "Vi gikk tur nummer 7.")["context"] == "Og dag 7?"


def test_the_same_seed_draws_the_same_and_every_source_has_its_share(study: Path) -> None:
    opened = open_study(study)
    one, again, other = (draw_sample(opened, 13, seed) for seed in (1, 1, 2))
    assert one.equals(again)
    assert not one.equals(other)
    assert set(one["source"].value_counts().to_dict().items()) >= {("intervju_3", 12)}
    opened.store.close()


def test_a_segment_with_one_code_is_read_for_the_other_alone(study: Path) -> None:
    opened = open_study(study)
    drawn = draw_sample(opened, 100, 1, ["hjelp.soevn", "hjelp.telefon"])
    cells = {row["text"]: (row["hjelp.soevn"], row["hjelp.telefon"]) for _, row in drawn.iterrows()}
    assert cells["Vi ringte nummer 5."] == ("", CODED)
    assert cells["Vi gikk tur nummer 1."] == ("", "")
    opened.store.close()


def test_a_filled_sample_becomes_an_estimate_that_stays_with_the_study(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "les.csv"
    assert qualcode("sample", study, "--n", "500", "--out", out).returncode == 0
    done = qualcode("sample", study, "--read", fill(out))
    assert done.returncode == 0, done.stderr
    assert "no suggestion has been reviewed" in done.stdout
    opened = open_study(study)
    # 8 coded (6 of the long interview, 1 of each other), 27 uncoded all read, 1 of them missed
    assert estimated_recall(opened)["hjelp"] == {
        "recall": 0.8889,
        "low": 0.8889,
        "high": 0.8889,
        "precision": "assumed",
    }
    opened.store.close()


def test_a_part_read_gives_an_interval_and_what_was_not_read_is_left_out(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "les.xlsx"
    draw(study, out, 20)
    from openpyxl import load_workbook

    book = load_workbook(out)
    sheet = book.active
    for line in range(2, 12):
        sheet.cell(line, 5, "Nei")
    book.save(out)
    read_in(study, out)
    (kept,) = rows(study / "utvalg/recall.csv")
    assert (kept["read"], kept["population"], kept["recall"], kept["high"]) == (
        "10",
        "27",
        "1.0000",
        "1.0000",
    )
    assert 0.3 < float(kept["low"]) < 0.9


def test_a_missed_segment_coded_by_hand_after_the_reading_still_counts_as_missed(
    study: Path, tmp_path: Path
) -> None:
    out = tmp_path / "les.csv"
    draw(study, out)
    fill(out)
    opened = open_study(study)
    missed = next(s for s in opened.segments() if s.text == "Vi gikk tur nummer 1.")
    opened.decide(Decision(missed.id, "hjelp", "add", "Kari"))
    opened.store.close()
    read_in(study, out)
    (kept,) = rows(study / "utvalg/recall.csv")
    assert (kept["missed"], kept["population"], kept["recall"]) == ("1", "27", "0.8889")


def test_segments_read_to_the_end_are_not_drawn_and_hold_nothing_missed(study: Path) -> None:
    opened = open_study(study)
    for segment in opened.segments():
        if segment.source == "intervju_3":
            opened.decide(Decision(segment.id, "", "done", "Kari"))
    assert set(draw_sample(opened, 100, 1)["source"]) == {"intervju_1", "intervju_2"}
    opened.store.close()


def test_an_estimate_of_another_codebook_is_worth_nothing(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "les.csv"
    draw(study, out)
    read_in(study, fill(out))
    book = study / "codebooks/hjelp.yaml"
    book.write_text(book.read_text(encoding="utf-8") + "      - skype\n", encoding="utf-8")
    assert estimated_recall(open_study(study)) == {}


def test_a_sample_of_another_coding_is_refused(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "les.csv"
    draw(study, out)
    fill(out)
    book = study / "codebooks/hjelp.yaml"
    book.write_text(book.read_text(encoding="utf-8") + "      - tur\n", encoding="utf-8")
    opened = open_study(study)
    code_study(opened)
    with pytest.raises(StudyError, match=r"have 'hjelp' by now.*"):
        estimate_recall(opened, out)
    opened.store.close()
    assert not (study / "utvalg/recall.csv").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("segment_id,hjelp\nx,kanskje\n", "line 2: hjelp says 'kanskje'"),
        ("segment_id,hjelp\nx,ja\n", "'x' is no informant's segment"),
        ("segment_id,hjelp\nx,\n", "no cell is filled in"),
        ("segment_id,hjulp\nx,ja\n", "unknown code 'hjulp'"),
        ("id,tekst\nx,ja\n", "is not a sample"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(study: Path, tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "les.csv"
    path.write_text(content, encoding="utf-8")
    opened = open_study(study)
    with pytest.raises(StudyError) as caught:
        estimate_recall(opened, path)
    assert said in str(caught.value)
    opened.store.close()


def test_a_filled_sample_is_not_drawn_over(study: Path) -> None:
    qualcode("sample", study)
    fill(study / "utvalg/utvalg_1.csv")
    refused(qualcode("sample", study), "is not overwritten")
    refused(
        qualcode("sample", study, "--read", study / "utvalg/utvalg_1.csv", "--code", "hjelp"), "--read takes"
    )
