"""informants.csv: who is who, each mistake by line, and who a speaker is matched to."""

from __future__ import annotations

import pytest

from qualcode.errors import Problems, StudyError

REGISTER = """id,person,source,label,role,group,site,collective,status,alder
i01,,intervju_1,Mor,mor,foreldre,aasheim,,,40
i02,,intervju_1,Far,,foreldre,aasheim,nei,,
i03,,gruppe_1;gruppe_2,,,skole,tindvik,ja,,
i04,i02,gruppe_1,Leder,leder,skole,tindvik,,,
i05,,,,,skole,tindvik,,planlagt,
"""
SETTINGS = (
    '[groups]\nforeldre = "Foreldre"\nskole = "Skolen"\n[sites]\naasheim = "Åsheim"\ntindvik = "Tindvik"\n'
)
TALK = "I: Hva?\nMor: Ja.\nFar: Nei.\nLeder: Jo.\nMor: Ja.\nFar: Nei.\nLeder: Jo.\n"


@pytest.fixture
def filled(study):
    study.settings(SETTINGS)
    for name in ("intervju_1.txt", "gruppe_1.txt", "gruppe_2.txt"):
        study.put(name, TALK)
    study.informants(REGISTER)
    return study


def refused(study, informants: str) -> str:
    study.informants(informants)
    with pytest.raises((StudyError, Problems)) as caught:
        study.register()
    return str(caught.value)


def test_rows_become_appearances_and_the_planned_stand_apart(filled) -> None:
    register = filled.register()
    assert [a.id for a in register.appearances] == ["i01", "i02", "i03", "i04"]
    assert [a.id for a in register.planned] == ["i05"]
    first, _, collective, second_role = register.appearances
    assert (first.person, first.role, first.group, first.site, first.label) == (
        "i01",
        "mor",
        "foreldre",
        "aasheim",
        "Mor",
    )
    assert first.attributes == {"alder": "40"}
    assert collective.collective
    assert collective.sources == ("gruppe_1", "gruppe_2")
    assert second_role.person == "i02"
    assert not register.notices


@pytest.mark.parametrize("change", [(",", ";"), (",", "\t"), ("\n", "\r\n")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_way_a_spreadsheet_saves_it_reads_the_same(filled, change, encoding) -> None:
    plain = REGISTER.replace("gruppe_1;gruppe_2", '"gruppe_1;gruppe_2"').replace(
        "mor,foreldre", "møre,foreldre"
    )
    expected = "møre"
    (filled.folder / "informants.csv").write_bytes(
        plain.replace(*change).replace('"gruppe_1,gruppe_2"', '"gruppe_1;gruppe_2"').encode(encoding)
    )
    register = filled.register()
    assert register.appearances[0].role == expected
    assert len(register.appearances) == 4


def test_a_speaker_is_matched_by_label_else_by_the_row_without_one(filled) -> None:
    register = filled.register()
    assert [register.match("intervju_1", label) for label in ("mor", "MOR ", "Tante")] == [
        register.appearances[0],
        register.appearances[0],
        None,
    ]
    assert [register.match("gruppe_1", label).id for label in ("Leder", "A", "Mor")] == ["i04", "i03", "i03"]
    assert register.match("gruppe_2", None).id == "i03"
    assert register.match("gruppe_3", "Leder") is None
    assert register.match("intervju_1", None) is None


def test_a_name_matches_with_or_without_the_role_behind_it(study) -> None:
    study.informants("id,group,source,label\ni1,a,s,Kari\n")
    assert study.register().match("s", "Kari (mor)").id == "i1"


def test_the_settings_match_before_the_register(filled) -> None:
    filled.settings(SETTINGS + '[speakers."gruppe_*"]\n"A" = "i02"\n')
    assert filled.register().match("gruppe_1", "A").id == "i02"
    filled.settings(SETTINGS + '[speakers."gruppe_*"]\n"A" = "i20"\n')
    assert "'A' is set to 'i20'" in refused(filled, REGISTER)


def test_speakers_of_a_file_get_their_informants(filled, notices) -> None:
    reading = filled.read("intervju_1.txt", TALK)
    assert [t.informant for t in reading.source.turns[:4]] == [None, "i01", "i02", None]
    assert "a speaker not in informants.csv: 'Leder'; counted as 'ukjent'" in notices(reading, "warning")
    assert "label 'Leder' to informants.csv" in notices(reading, "warning")


def test_text_without_speakers_belongs_to_the_only_row_of_its_source(study) -> None:
    study.informants("id,group,source,label\ni1,a,s,Mor\n")
    assert study.read("s.txt", "Vi gikk hjem igjen.").source.turns[0].informant == "i1"


def test_a_label_in_the_register_is_a_speaker_however_seldom_it_is_seen(study, said) -> None:
    text = "I: Hva?\nMor: Ja.\nMer.\nOg mer.\nTurid: Hei.\nMer.\nI: Når?\nMor: Nå.\nEnda mer.\n"
    study.informants("id,group,source,label\ni1,a,s,Turid\n")
    assert ("Turid", "Hei.\nMer.") in said(study.read("s.txt", text))


def test_i_may_be_an_informant_if_the_register_says_so(study) -> None:
    study.informants("id,group,source,label\ni1,a,s,I\n")
    reading = study.read("s.txt", "I: Ja.\nH: Hva?\nI: Nei.\nH: Når?\n")
    assert [(t.speaker, t.is_interviewer) for t in reading.source.turns[:2]] == [("I", False), ("H", True)]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("i02,", "i01,"), ["line 3", "'i01' stands on line 2 too"]),
        (("id,person", "nr,person"), ["line 1", "no column 'id'", "nr, person, source"]),
        (("role,group", "role,gruppe"), ["line 1", "no column 'group'", "Rename 'gruppe'"]),
        (("mor,foreldre", "mor,foreldra"), ["line 2", "unknown group 'foreldra'", "'foreldre'"]),
        (("mor,foreldre,aasheim", "mor,foreldre,asheim"), ["line 2", "unknown site 'asheim'", "'aasheim'"]),
        (("i04,i02", "i04,i20"), ["line 5", "person names 'i20'", "no row"]),
        (("tindvik,ja", "tindvik,kanskje"), ["line 4", "collective is 'kanskje'"]),
        ((",planlagt", ",avlyst"), ["line 6", "status is 'avlyst'"]),
        (
            ("i02,,intervju_1,Far", "i02,,intervju_1,MOR"),
            ["line 3", "'MOR' of 'intervju_1' is claimed by line 2"],
        ),
        (("\ni02,", "\n,"), ["line 3", "the id is empty"]),
        (("i01,,intervju_1,Mor,mor", "i01,,intervju_1,Mor,mor,,,,,,,x"), ["line 2", "cells"]),
        (("status,alder", "status,id"), ["two columns named 'id'"]),
    ],
)
def test_each_mistake_is_named_with_its_line_and_the_way_out(filled, change, told) -> None:
    text = refused(filled, REGISTER.replace(*change, 1))
    assert all(part in text for part in told), text
    assert "informants.csv" in text


def test_several_mistakes_are_all_named(filled) -> None:
    text = refused(filled, REGISTER.replace("mor,foreldre", "mor,foreldra").replace(",planlagt", ",avlyst"))
    assert len(text.splitlines()) == 2


def test_an_empty_register_is_refused_but_a_missing_one_is_not(study) -> None:
    assert study.register().appearances == ()
    assert "informants.csv" in study.register().notices[0].text
    assert "informants.csv" in refused(study, "")
    study.informants("id,person,source,label,role,group,site,collective,status\n")
    assert study.register().appearances == ()


def test_printed_names_of_groups_count_as_their_ids(filled) -> None:
    filled.informants(REGISTER.replace(",skole,tindvik,ja", ",Skolen,TINDVIK,ja"))
    assert (filled.register().appearances[2].group, filled.register().appearances[2].site) == (
        "skole",
        "tindvik",
    )


def test_a_source_that_is_not_there_is_a_warning_with_the_nearest(filled) -> None:
    filled.informants(REGISTER.replace("gruppe_2", "grupe_2"))
    (notice,) = filled.register().notices
    assert (notice.level, notice.line) == ("warning", 4)
    assert "'gruppe_2'" in notice.fix


def test_a_source_may_be_named_with_its_ending_and_in_other_letters(filled) -> None:
    filled.informants(REGISTER.replace("gruppe_1;gruppe_2", "Gruppe_1.TXT;gruppe_2.txt"))
    assert filled.register().appearances[2].sources == ("gruppe_1", "gruppe_2")
    assert not filled.register().notices


def test_a_row_without_a_group_is_ukjent_with_a_warning(filled) -> None:
    filled.informants(REGISTER.replace("mor,foreldre", "mor,"))
    register = filled.register()
    assert register.appearances[0].group == "ukjent"
    assert "'i01' has no group" in register.notices[0].text


def test_a_register_is_proposed_from_what_was_read(study) -> None:
    from qualcode.intake import propose_register

    readings = [
        study.read("intervju_1.txt", "I: Hva?\nKari (helsesykepleier): Ja.\nI: Når?\nInformant 2: Nå.\n"),
        study.read("notat_1.txt", "Vi gikk."),
        study.read("dokument_1.txt", "Saken gjelder."),
        study.read("skjema.csv", "id,svar\n1,Vi har det bra nå\n"),
    ]
    proposed = propose_register(readings)
    assert proposed.splitlines() == [
        "id,person,source,label,role,group,site,collective,status",
        "i01,,intervju_1,Kari (helsesykepleier),helsesykepleier,,,nei,",
        "i02,,intervju_1,Informant 2,,,,nei,",
        "i03,,notat_1,,,,,nei,",
    ]
    study.informants(proposed)
    assert [
        t.informant
        for t in study.read("intervju_1.txt", "I: Hva?\nKari: Ja.\nI: Ja?\nKari: Nå.\n").source.turns
    ] == [None, "i01"] * 2
