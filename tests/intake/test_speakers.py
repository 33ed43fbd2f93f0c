"""Who speaks: every usual way to write a speaker is understood, and what only looks like one is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.intake.marks import seconds
from qualcode.intake.speakers import find_speakers

# One turn, as transcribers and programs write it.
FORMS = {
    "letters": "{who}: {words}\n",
    "blank lines": "{who}: {words}\n\n",
    "no space": "{who}:{words}\n",
    "tab": "{who}:\t{words}\n",
    "tab alone": "{who}\t{words}\n",
    "bold": "**{who}:** {words}\n",
    "bold colon": "**{who}**: {words}\n",
    "square": "[{who}]: {words}\n",
    "angle": "<{who}> {words}\n",
    "item": "- {who}: {words}\n",
    "wide colon": "{who}：{words}\n",
    "indented": "   {who}: {words}\n",
    "own line": "{who}\n{words}\n\n",
    "own line colon": "{who}:\n{words}\n",
    "own line bold": "**{who}**\n\n{words}\n\n",
    "time before": "[00:{time}] {who}: {words}\n",
    "bare time": "00:{time} {who}: {words}\n",
    "time after": "{who} 00:{time}\n{words}\n\n",
    "time of a meeting": "{who}   {time}\n{words}\n",
    "time in brackets": "{who} ({time}): {words}\n",
    "time above": "[00:{time}]\n{who}: {words}\n",
    "time at the end": "{who}: {words} #00:{time}-7#\n",
}
WORDS = ["Hva tenker dere?", "Det går bra.", "Hvorfor det?", "Vet ikke."]
TIMES = ["00:01", "00:05", "01:01", "01:09"]


def written(form: str, asks: str, answers: str) -> str:
    turns = zip([asks, answers] * 2, WORDS, TIMES, strict=True)
    return "".join(FORMS[form].format(who=who, words=words, time=time) for who, words, time in turns)


PAIRS = [
    ("I", "A"),
    ("Intervjuer", "Informant 2"),
    ("Intervjuar", "Mor"),
    ("Forsker", "Miljøterapeut"),
    ("Moderator", "Ledende helsesykepleier"),
    ("F", "B"),
    ("INTERVJUER", "SPEAKER_01"),
    ("I", "Barnevernleder"),
    ("Intervjuer 1", "PPT-rådgiver"),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("asks", "answers"), PAIRS)
def test_every_usual_way_to_write_a_speaker_is_understood(study, said, form, asks, answers) -> None:
    reading = study.read("samtale.txt", written(form, asks, answers))
    assert said(reading) == [
        (asks, "Hva tenker dere?"),
        (answers, "Det går bra."),
        (asks, "Hvorfor det?"),
        (answers, "Vet ikke."),
    ]
    assert [turn.is_interviewer for turn in reading.source.turns] == [True, False, True, False]
    assert reading.source.kind == "interview"


@pytest.mark.parametrize("form", [form for form in FORMS if "time" in form])
def test_times_are_kept_per_turn(study, form) -> None:
    reading = study.read("samtale.txt", written(form, "I", "Mor"))
    times = [turn.time for turn in reading.source.turns]
    assert times == ([None, 1.0, 5.0, 61.0] if "end" in form else [1.0, 5.0, 61.0, 69.0])
    assert "0:0" not in reading.source.text


NOT_SPEAKERS = [
    "Problemet er dette: vi mangler tid.",
    "Problemet: vi mangler tid.",
    "Klokka 10:30 begynte møtet.",
    "Kl. 10:30 begynte møtet.",
    "Klokka 10: da begynte møtet.",
    "10:30 begynte møtet.",
    "NB: dette gjelder ikke alle.",
    "Merk: dette gjelder ikke alle.",
    "OBS: dette gjelder ikke alle.",
    "Tema 2: Samarbeid",
    "https://www.kommune.no/skole",
    "www.kommune.no: der sto det.",
    "Det er to ting: tid og penger.",
    "Og så sa hun: nei.",
    "Jeg tenkte: hvorfor ikke?",
    "For eksempel: vi ringer først.",
    "Mor sa: kom hit.",
    "Dato: 12. mars",
    "C:\\Users\\Kari",
    "Vi fikk beskjed på mandag: møtet var avlyst.",
    "Matteus 5:3 sto på veggen.",
]


@pytest.mark.parametrize("line", NOT_SPEAKERS)
def test_what_only_looks_like_a_speaker_is_something_said(study, said, line) -> None:
    text = f"I: Hva skjedde?\n\nFar: Vi kom dit.\n{line}\nSå gikk vi.\n\nI: Og så?\n\nFar: Ingenting.\n"
    reading = study.read("samtale.txt", text)
    assert said(reading)[1] == ("Far", f"Vi kom dit.\n{line}\nSå gikk vi.")
    assert len(said(reading)) == 4


@pytest.mark.parametrize("line", NOT_SPEAKERS)
def test_a_false_speaker_that_recurs_is_still_none(study, said, line) -> None:
    text = "".join(f"I: Hva skjedde?\nFar: Vi kom dit.\n{line}\n" for _ in range(5))
    assert {label for label, _ in said(study.read("samtale.txt", text))} == {"I", "Far"}


@pytest.mark.parametrize("line", NOT_SPEAKERS)
def test_false_speakers_alone_make_no_speakers(study, said, line) -> None:
    text = f"Vi kom dit tidlig.\n{line}\nSå gikk vi hjem.\n{line}\nOg slik var det.\n"
    assert [label for label, _ in said(study.read("samtale.txt", text))] == [None]


def test_a_name_with_a_role_is_one_speaker_with_or_without_it(study, said) -> None:
    text = "I: Hva?\nKari (helsesykepleier): Ja.\nI: Hvorfor?\nKari: Nei.\nI: Når?\nKari (ler): Vet ikke.\n"
    labels = [label for label, _ in said(study.read("a.txt", text))]
    assert labels == ["I", "Kari (helsesykepleier)"] * 3


def test_two_of_the_same_name_with_different_roles_are_two(study, said) -> None:
    text = "I: Hva?\nInformant (mor): Ja.\nInformant (far): Nei.\n" * 2
    reading = study.read("a.txt", text)
    assert {label for label, _ in said(reading)} == {"I", "Informant (mor)", "Informant (far)"}
    assert reading.source.kind == "group_interview"


NAMES = """Solveig: Hva tenker du?
Bjarne: At det går.
Solveig: Hvorfor?
Bjarne: Vi er to.
Solveig: Og da?
Bjarne: Ja.
"""


def test_names_that_recur_and_alternate_are_speakers(study, said, notices) -> None:
    reading = study.read("a.txt", NAMES)
    assert [label for label, _ in said(reading)] == ["Solveig", "Bjarne"] * 3
    assert "took 'Solveig', 'Bjarne' for speakers" in notices(reading, "doubt")


def test_who_asks_nearly_everything_is_taken_for_the_interviewer_with_a_doubt(study, notices) -> None:
    reading = study.read("a.txt", NAMES)
    assert [turn.is_interviewer for turn in reading.source.turns] == [True, False] * 3
    doubt = notices(reading, "doubt")
    assert "1: 'Solveig' asks 3 of 3 questions; taken for the interviewer" in doubt
    assert '[speakers."a"]: "Solveig" = "INFORMANT-ID"' in doubt


def test_f_and_m_are_father_and_mother_not_a_researcher(study) -> None:
    reading = study.read("a.txt", "M: Vi gikk.\nF: Ja, vi gikk.\nM: Så kom vi.\nF: Ja.\n")
    assert not any(turn.is_interviewer for turn in reading.source.turns)
    assert reading.source.kind == "group_interview"


def test_a_label_seen_once_in_a_text_of_long_turns_is_doubted_and_the_setting_named(
    study, said, notices
) -> None:
    text = "I: Hva?\nMor: Ja.\nMer.\nOg mer.\nTurid: Hei på dere.\nMer.\nI: Når?\nMor: Nå.\nEnda mer.\n"
    reading = study.read("a.txt", text)
    assert {label for label, _ in said(reading)} == {"I", "Mor"}
    assert "5: 'Turid' looks a little like a speaker; taken for text" in notices(reading, "doubt")
    study.settings('[speakers."a"]\n"Turid" = "interviewer"\n')
    reading = study.read("a.txt", text)
    assert ("Turid", "Hei på dere.\nMer.") in said(reading)
    assert "Turid" not in notices(reading)


def test_the_settings_overrule_every_guess(study, said) -> None:
    study.settings('[speakers."g*"]\n"A" = "i1"\n"B" = "interviewer"\n"Mor" = "not a speaker"\n"I" = "i2"\n')
    study.informants("id,group,source,label\ni1,foreldre,,\ni2,skole,,\n")
    reading = study.read("g1.txt", "I: Hva?\nA: Ja.\nMor: nei.\nB: Jo.\nA: Ja.\nMor: nei.\n")
    assert [(t.speaker, t.is_interviewer, t.informant) for t in reading.source.turns] == [
        ("I", False, "i2"),
        ("A", False, "i1"),
        ("B", True, None),
        ("A", False, "i1"),
    ]
    assert said(reading)[1] == ("A", "Ja.\nMor: nei.")


def test_a_label_that_is_a_sentence_is_a_speaker_when_the_settings_say_so(study, said) -> None:
    study.settings('[speakers."a"]\n"Han som er rektor" = "interviewer"\n')
    reading = study.read("a.txt", "Han som er rektor: Hva?\nMor: Ja.\nHan som er rektor: Når?\nMor: Nå.\n")
    assert said(reading)[0] == ("Han som er rektor", "Hva?")


def test_interviewers_named_in_the_settings_ask(study) -> None:
    study.settings('interviewers = ["Solveig"]\n')
    reading = study.read("a.txt", "Solveig: Fortell.\nMor: Ja.\nSolveig: Mer.\nMor: Nei.\n")
    assert [turn.is_interviewer for turn in reading.source.turns] == [True, False, True, False]


def test_two_informants_make_a_group_interview(study) -> None:
    text = "I: Hva?\nA: Ja.\nB: Nei.\nI: Når?\nA: Nå.\n"
    assert study.read("a.txt", text).source.kind == "group_interview"
    study.settings('[sources."a"]\nkind = "interview"\n')
    assert study.read("a.txt", text).source.kind == "interview"


def test_what_stands_before_the_first_speaker_is_not_said_by_anybody(study, said, notices) -> None:
    text = (
        "Intervju 4, Åsheim\nDato: 12. mai\nTil stede: mor og far\n\nI: Hva?\nMor: Ja.\nI: Når?\nMor: Nå.\n"
    )
    reading = study.read("a.txt", text)
    assert said(reading)[0] == ("I", "Hva?")
    assert "lines 1-3, before the first speaker, left out" in notices(reading, "info")


def test_much_text_before_the_first_speaker_is_kept_and_reported(study, said, notices) -> None:
    text = "Her står det mye.\n" * 200 + "I: Hva?\nMor: Ja.\nI: Når?\nMor: Nå.\n"
    reading = study.read("a.txt", text)
    assert said(reading)[0][0] is None
    assert "200 lines stand before the first speaker" in notices(reading, "doubt")


def test_a_list_of_those_present_is_no_conversation(study, said) -> None:
    text = "Møte i fagteamet.\n\nMor\nFar\nSaksbehandler\nLærer\n\nVi snakket om skolen.\nSå var det slutt.\n"
    assert [label for label, _ in said(study.read("a.txt", text))] == [None]


def test_short_answers_on_lines_of_their_own_are_no_names(study, said) -> None:
    text = "Intervjuer\nKom du?\n\nMor\nJa\nDet gjorde jeg.\n\nIntervjuer\nAlene?\n\nMor\nNei\nMed far.\n"
    assert said(study.read("a.txt", text)) == [
        ("Intervjuer", "Kom du?"),
        ("Mor", "Ja\nDet gjorde jeg."),
        ("Intervjuer", "Alene?"),
        ("Mor", "Nei\nMed far."),
    ]


def test_a_turn_keeps_its_paragraphs_apart(study, said) -> None:
    reading = study.read("a.txt", "I: Hva?\nMor: Først.\n\n\n  Så dette.  \nOg dette.\n\nI: Ja?\nMor: Nei.\n")
    assert said(reading)[1] == ("Mor", "Først.\n\nSå dette.\nOg dette.")


def test_the_same_label_in_other_letters_is_the_same_speaker(study, said) -> None:
    reading = study.read("a.txt", "I: Hva?\nMOR: Ja.\nI: Når?\nMor : Nå.\nI: Ja?\nmor: Nei.\n")
    assert {label for label, _ in said(reading)} == {"I", "MOR"}


def test_the_counts_of_each_speaker_are_told(study) -> None:
    study.informants("id,group,source,label\ni1,foreldre,a,Mor\n")
    reading = study.read("a.txt", "I: Hva?\nMor: Ja.\nFar: Nei.\nI: Når?\nMor: Nå.\n")
    assert reading.speakers() == [("I", 2, "interviewer"), ("Mor", 2, "i1"), ("Far", 1, "ukjent")]


def test_seconds_of_a_stamp() -> None:
    assert seconds("[00:12:31]") == 751
    assert seconds("12:31") == 751
    assert seconds("01:00:00,500 --> 01:00:02,000") == 3600.5


@given(st.text(max_size=400))
def test_blocks_lie_in_order_inside_the_text(text: str) -> None:
    found = find_speakers("I: Hva?\n" + text + "\nMor: Ja.\nI: Nei?\n", "a", settled={})
    at = found.before
    for block in found.blocks:
        assert at <= block.start <= block.end
        at = block.end


def test_letters_once_each_are_a_list_not_a_conversation(study, said) -> None:
    text = "Vi hadde tre ting:\nA: ro i klassen\nB: tid\nC: noen å ringe\n"
    assert [label for label, _ in said(study.read("a.txt", text))] == [None]


def test_headings_that_name_speakers_are_speakers(study, said) -> None:
    text = (
        "# Intervju\n\n### Intervjuer\n\nHva?\n\n### Mor\n\nJa.\n\n### Intervjuer\n\nOg?\n\n### Mor\n\nNei.\n"
    )
    labels = [label for label, _ in said(study.read("a.md", text))]
    assert labels == ["Intervjuer", "Mor"] * 2


def test_the_time_may_stand_under_the_name(study, said) -> None:
    text = "Intervjuer\n0:03\nHva?\n\nMor\n0:10\nJa.\n\nIntervjuer\n0:15\nOg?\n\nMor\n1:20\nNei.\n"
    reading = study.read("a.txt", text)
    assert [words for _, words in said(reading)] == ["Hva?", "Ja.", "Og?", "Nei."]
    assert [turn.time for turn in reading.source.turns] == [3, 10, 15, 80]
