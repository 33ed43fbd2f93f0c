"""Surveys: one turn per answer, keyed by question, with the respondent's group, site, role, phase, week and meeting."""

from __future__ import annotations

import io
import json

import pytest

from qualcode.errors import TranscriptError

SURVEY = """respondent;gruppe;kommune;rolle;uke;Hva er bra?;Hva savner du?;Fornøyd
1;Foreldre;Åsheim;mor;1;Vi får god hjelp når vi ringer;;Ja
2;foreldre;aasheim;far;1;"At det er ""noen"" der;
alltid";Mer tid til hver familie;Nei
3;Skole;Tindvik;;2;-;  ;Ja
4;Skole;Tindvik;;2;;Flere lærere i klassen;Ja
"""
SETTINGS = (
    '[groups]\nforeldre = "Foreldre"\nskole = "Skolen"\n[sites]\naasheim = "Åsheim"\ntindvik = "Tindvik"\n'
)


def answers(reading) -> list[tuple[str | None, str | None, str]]:
    source = reading.source
    return [(t.informant, t.question, source.text[t.start : t.end]) for t in source.turns]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_delimiter_and_encoding_gives_the_same_answers(study, delimiter, encoding) -> None:
    text = SURVEY.replace('der;\nalltid"', 'der\nalltid"').replace(";", delimiter)
    reading = study.read("skjema.csv", text.encode(encoding))
    assert answers(reading) == [
        ("skjema:1", "Hva er bra?", "Vi får god hjelp når vi ringer"),
        ("skjema:2", "Hva er bra?", 'At det er "noen" der\nalltid'),
        ("skjema:2", "Hva savner du?", "Mer tid til hver familie"),
        ("skjema:4", "Hva savner du?", "Flere lærere i klassen"),
    ]
    assert (reading.source.kind, reading.source.fidelity) == ("survey", "verbatim")


def test_respondents_are_informants_with_the_ids_of_groups_and_sites(study) -> None:
    study.settings(SETTINGS.replace("Skolen", "Skole"))
    reading = study.read("skjema.csv", SURVEY)
    rows = [(a.id, a.person, a.group, a.site, a.role) for a in reading.appearances]
    assert rows == [
        ("skjema:1", "skjema:1", "foreldre", "aasheim", "mor"),
        ("skjema:2", "skjema:2", "foreldre", "aasheim", "far"),
        ("skjema:4", "skjema:4", "skole", "tindvik", None),
    ]
    assert reading.appearances[0].attributes["Fornøyd"] == "Ja"
    assert [turn.week for turn in reading.source.turns] == ["1", "1", "1", "2"]


def test_an_unknown_group_is_counted_as_ukjent_and_the_nearest_named(study, notices) -> None:
    study.settings(SETTINGS)
    reading = study.read("skjema.csv", SURVEY.replace("Skole;", "Skolla;"))
    assert reading.appearances[2].group == "ukjent"
    assert "unknown group 'Skolla' (is it 'skole'?); counted as 'ukjent'" in notices(reading, "warning")


def test_the_settings_name_columns_and_questions(study) -> None:
    study.settings('[survey."skj*"]\nrespondent = "Nummer"\ngroup = "Hvor"\nquestions = ["Ord"]\n')
    reading = study.read("skjema.csv", "Nummer,Hvor,Ord,Annet\n7,skole,tid,Dette er en lang fritekst her\n")
    assert answers(reading) == [("skjema:7", "Ord", "tid")]
    assert reading.appearances[0].group == "skole"
    study.settings('[survey."skj*"]\ngroup = "Hvr"\n')
    assert "no column 'Hvr'" in study.refused("skjema.csv", "Nummer,Hvor,Ord\n7,skole,tid\n")


def test_one_answer_a_row_with_its_question(study) -> None:
    text = "respondent,gruppe,spørsmål,svar\n1,a,Hva er bra?,Ro\n1,a,Hva savner du?,Tid til oss\n"
    text += "2,b,Hva er bra?,Nei\n"
    assert answers(study.read("s.csv", text)) == [
        ("s:1", "Hva er bra?", "Ro"),
        ("s:1", "Hva savner du?", "Tid til oss"),
        ("s:2", "Hva er bra?", "Nei"),
    ]


def test_one_person_with_two_roles_is_two_rows_of_one_person(study) -> None:
    text = "respondent,gruppe,rolle,svar\n1,a,leder,Vi har det bra her\n1,b,lærer,Vi har det ikke bra\n"
    rows = study.read("s.csv", text).appearances
    assert [(a.id, a.person, a.group) for a in rows] == [("s:1", "s:1", "a"), ("s:1:2", "s:1", "b")]


def test_rows_without_a_respondent_column_are_told_apart_by_their_line(study, notices) -> None:
    reading = study.read("s.csv", "Hva er bra?\nVi har det bra her\n\nVi har det ikke bra\n")
    assert [a.id for a in reading.appearances] == ["s:line2", "s:line4"]
    assert "no column for the group" in notices(reading, "warning")


def test_closed_items_are_no_answers(study) -> None:
    text = "id,Hvor ofte?,Hva tenker du?\n" + "".join(
        f"{i},Mer enn en gang i uka,Svar nummer {i} er lenger\n" for i in range(9)
    )
    reading = study.read("s.csv", text)
    assert {question for _, question, _ in answers(reading)} == {"Hva tenker du?"}
    assert reading.appearances[0].attributes == {"Hvor ofte?": "Mer enn en gang i uka"}


def test_a_workbook_reads_as_the_csv_does(study, notices) -> None:
    import csv

    from openpyxl import Workbook

    book = Workbook()
    for row in csv.reader(io.StringIO(SURVEY), delimiter=";"):
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    book.create_sheet("Koder").append(["x"])
    out = io.BytesIO()
    book.save(out)
    reading = study.read("skjema.xlsx", out.getvalue())
    assert answers(reading) == answers(study.read("skjema.csv", SURVEY))
    assert reading.appearances == study.read("skjema.csv", SURVEY).appearances
    assert "not 'Koder'" in notices(reading, "warning")


def test_bad_workbooks_are_refused(study) -> None:
    from openpyxl import Workbook

    out = io.BytesIO()
    Workbook().save(out)
    assert "is empty" in study.refused("tom.xlsx", out.getvalue())
    assert "cut off" in study.refused("a.xlsx", out.getvalue()[:-100])
    assert "password" in study.refused("b.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert "is not a .xlsx file" in study.refused("c.xlsx", SURVEY)


def test_a_row_with_too_many_cells_is_refused_with_its_line(study) -> None:
    assert "s.csv, line 4" in study.refused("s.csv", 'id,svar\n1,"to\nlinjer"\n2,Ja, altså nei\n')


CLOSED = "nr;gruppe;Fornøyd?;Hvor ofte?\n" + "".join(
    f"{i};{'skole' if i < 5 else 'foreldre'};{'Ja' if i % 2 else 'Nei'};{'' if i == 3 else 'Ofte'}\n"
    for i in range(9)
)


def test_a_file_of_closed_answers_alone_has_respondents_and_no_text(study, notices) -> None:
    study.settings(SETTINGS)
    reading = study.read("skjema.csv", CLOSED)
    assert (reading.source.kind, reading.source.text, reading.source.turns) == ("survey", "", ())
    assert [(a.id, a.group) for a in reading.appearances][3:6] == [
        ("skjema:3", "skole"),
        ("skjema:4", "skole"),
        ("skjema:5", "foreldre"),
    ]
    assert reading.appearances[2].attributes == {"Fornøyd?": "Nei", "Hvor ofte?": "Ofte"}
    assert reading.appearances[3].attributes == {"Fornøyd?": "Ja"}
    assert reading.speakers() == [("respondents", 0, "9 informants")]
    assert "no open answers, closed ones in 'Fornøyd?', 'Hvor ofte?'" in notices(reading, "info")


def test_the_settings_may_name_the_closed_questions_of_a_file_without_text(study) -> None:
    study.settings(SETTINGS + '[survey."skjema".items]\n"Fornøyd?" = ["Ja", "Nei"]\n')
    reading = study.read("skjema.csv", "nr;gruppe;Fornøyd?\n1;skole;Ja\n2;skole;\n3;skole;Nei\n")
    assert [a.id for a in reading.appearances] == ["skjema:1", "skjema:3"]


def test_an_answer_has_its_week_and_the_meeting_it_tells_of(study) -> None:
    text = "nr;gruppe;fase;uke;møte;spørsmål;svar\n1;skole;1;3;M7;Hva var bra?;At alle kom\n"
    (turn,) = study.read("skjema.csv", text).source.turns
    assert (turn.phase, turn.week, turn.meeting) == ("1", "3", "M7")
    study.settings('[survey."skjema"]\nweek = "gang"\nmeeting = "rom"\n')
    text = "nr;gruppe;gang;rom;spørsmål;svar\n1;skole;2;B;Hva var bra?;At alle kom\n"
    (turn,) = study.read("skjema.csv", text).source.turns
    assert (turn.phase, turn.week, turn.meeting) == (None, "2", "B")


def test_a_closed_answer_that_is_another_the_next_time_is_told_of(study, notices) -> None:
    text = "nr;gruppe;uke;Fornøyd?;Hva var bra?\n" + "".join(
        f"{i % 4};skole;{i // 4};{'Ja' if i < 6 else 'Nei'};Det jeg skrev var nummer {i}\n" for i in range(8)
    )
    assert "answers 'Fornøyd?' again, otherwise" in notices(study.read("s.csv", text), "warning")
    assert "otherwise" not in notices(study.read("t.csv", text.replace("Nei", "Ja")), "warning")


def test_tables_without_answers_are_refused(study) -> None:
    assert "no column with free text" in study.refused("s.csv", "id,alder\n1,30\n2,40\n")
    assert "two columns named 'svar'" in study.refused("s.csv", "id,svar,Svar\n1,a,b\n")


def test_a_first_line_that_names_the_delimiter_is_obeyed(study) -> None:
    reading = study.read("s.csv", "sep=;\nid;Hva, egentlig, er bra?\n1;Ro, fred og tid til hverandre\n")
    assert answers(reading) == [("s:1", "Hva, egentlig, er bra?", "Ro, fred og tid til hverandre")]


def test_json_lines_turned_to_a_table_run_as_they_are(study) -> None:
    rows = [
        {"id": f"u{i}", "text": f"Vi ringte {i} ganger", "codes": "[]", "disputed": "[]", "source": "A"}
        for i in range(9)
    ]
    header = list(rows[0])
    text = "\n".join(
        [
            ",".join(header),
            *(",".join(json.dumps(r[k]) if k == "text" else r[k] for k in header) for r in rows),
        ]
    )
    reading = study.read("gull.csv", text)
    assert len(reading.source.turns) == 9
    assert {turn.question for turn in reading.source.turns} == {"text"}


def test_a_quotation_mark_never_closed_is_refused_with_its_line(study) -> None:
    text = 'id;svar\n1;Vi har det bra her\n2;"Vi har det ikke\n3;Jo da vi har det\n'
    assert "s.csv, line 3" in study.refused("s.csv", text)
    reading = study.read("s.csv", text.replace('"Vi', 'Vi "her"'))
    assert len(reading.source.turns) == 3


def test_who_only_ticked_boxes_is_a_respondent_too(study) -> None:
    text = "id,Ofte?,Hva tenker du?\n" + "".join(
        f"{i},{'Ja' if i % 2 else 'Nei'},{f'Noe jeg skrev om dette {i}' if i < 3 else ''}\n" for i in range(9)
    )
    reading = study.read("s.csv", text)
    assert len(reading.appearances) == 9
    assert len(answers(reading)) == 3


def test_an_item_the_settings_name_is_no_open_question(study) -> None:
    study.settings('[survey."s".items]\n"Grunn" = ["Fordi det er slik her", "Av en annen grunn enn det"]\n')
    text = "id,Grunn,Hva tenker du?\n1,Fordi det er slik her,Mye rart om dagen her\n2,,Ikke noe mer enn det\n"
    reading = study.read("s.csv", text)
    assert {question for _, question, _ in answers(reading)} == {"Hva tenker du?"}
    assert [a.attributes for a in reading.appearances] == [{"Grunn": "Fordi det er slik her"}, {}]


def test_an_item_that_is_no_column_is_refused(study) -> None:
    study.settings('[survey."s".items]\n"Grun" = ["Ja"]\n')
    with pytest.raises(TranscriptError, match="Did you mean 'Grunn'"):
        study.read("s.csv", "id,Grunn,Hva tenker du?\n1,Ja,Mye rart om dagen her\n")
