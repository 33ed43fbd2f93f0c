"""What a draft says of praise and criticism: how many, where it says something, and whose judgement it is."""

from __future__ import annotations

import re

import pytest

from qualcode.analysis.data import records
from qualcode.analysis.voices import Part
from qualcode.report import build_context, in_language
from qualcode.report.facts import Facts
from qualcode.report.valences import valence_across, valence_sentences
from tests.small_study import small_study

GOOD, BAD = "Hva er bra?", "Hva er ikke godt nok?"


def survey(*answers, valence=()):
    """The small study with a survey of these (group, question, text) alone under a theme; ids are q0, q1 ..."""
    segments, codings = records(small_study().segments), []
    for i, (group, question, text) in enumerate(answers):
        ids = {"informant": f"r{i}", "person": f"r{i}", "group": group, "site": "aas", "speaker": f"r{i}"}
        segments.append(
            {
                "segment_id": f"q{i}",
                "source": "skjema",
                "kind": "survey",
                "fidelity": "verbatim",
                "turn": 9 + i,
            }
            | {"question": question, "text": text, "start": 900 + i * 100, "end": 900 + i * 100 + len(text)}
            | ids
            | {"is_informant": True}
        )
        codings.append({"segment_id": f"q{i}", "code": "tverrfaglighet", "origin": "machine"})
        codings[-1] |= {"status": "suggested", "score": 0.8, "valence": dict(valence).get(i)}
    return small_study(segments=segments, codings=codings)


def said(data, group="barnevern"):
    return " ".join(s.text for s in valence_sentences(Facts(data), "tverrfaglighet", Part(group=group)))


FOUR = (
    ("barnevern", GOOD, "Møtene på fredager med alle sammen"),
    ("barnevern", BAD, "Telefonen ringer i ett sett hele dagen"),
    ("barnevern", BAD, "Skolen burde vært med fra dag én"),
    ("barnevern", "Noe annet?", "Vi flyttet inn i nytt bygg i fjor"),
)


def test_a_cell_says_how_many_praise_and_criticise_and_that_a_machine_judged():
    assert said(survey(*FOUR)) == (
        "Av de fire svarene på skjema er to kritiske, ett positivt og ett uklart (maskinell vurdering). "
        "Ett av dem sier hva som bør gjøres."
    )


def test_the_segments_that_take_a_side_carry_the_number():
    first, proposals = valence_sentences(Facts(survey(*FOUR)), "tverrfaglighet", Part(group="barnevern"))
    assert (first.backing.numerator, first.backing.denominator) == (3, 4)
    assert first.backing.segments == ("q0", "q1", "q2")
    assert proposals.backing.segments == ("q2",)


def test_nothing_is_said_where_too_few_take_a_side():
    assert said(survey(*FOUR[:2], FOUR[3])) == ""
    many = [("barnevern", "Noe annet?", f"Bygget har {n} etasjer og en kjeller") for n in range(7)]
    assert said(survey(*FOUR, *many)) == ""


def test_what_coders_have_set_is_called_theirs():
    by_all = survey(*FOUR[:3], valence=dict.fromkeys(range(3), "kritisk"))
    assert said(by_all).startswith("Alle de tre svarene på skjema er kritiske (vurdert av kodere).")
    some = survey(*FOUR, valence={3: "nøytral"})
    assert "to kritiske, ett positivt og ett nøytralt (maskinell vurdering)" in said(some)
    assert "Ett av dem er vurdert av kodere, resten maskinelt." in said(some)


OPPOSED = tuple(
    (group, question, text)
    for group, question in (("barnevern", GOOD), ("foreldre", BAD))
    for text in (
        f"Det faste møtet på mandagene, sier vi i {group}",
        f"Planen som ligger framme for alle hos {group}",
        f"Kontoret i første etasje, midt i byen, der {group} sitter",
    )
)


def test_groups_that_lean_opposite_ways_are_named_and_shown_by_a_pair():
    data = survey(*OPPOSED)
    sentences = [s.text.replace("\u00a0", " ") for s in valence_across(Facts(data), "tverrfaglighet")]
    assert sentences == [
        "Tonen er ulik: blant utdrag som klart tar side, er de fleste positive i Barneverntjenesten (3 av 3).",
        "De fleste er kritiske i Foreldre (3 av 3).",
    ]
    assert valence_across(Facts(survey(*OPPOSED[:3])), "tverrfaglighet") == []


def test_a_pair_has_lead_ins_that_set_the_one_against_the_other():
    data = survey(*FOUR)
    quotes = Facts(data).quotes("tverrfaglighet", Part(group="barnevern"), 3)
    assert [quote.lead for quote in quotes][:2] == [
        f"Positivt, på spørsmålet «{GOOD}»:",
        f"Derimot kritisk, på spørsmålet «{BAD}»:",
    ]
    assert "vist ved siden av et sitat som tar den andre siden" in quotes[0].reason


def test_the_method_says_how_sure_it_is_only_where_something_was_said():
    told = " ".join(build_context(survey(*FOUR)).sections["metode"].texts)
    assert "I intervjuer forteller ord alene for lite" in told
    assert "forteller ord alene for lite" not in " ".join(
        build_context(small_study()).sections["metode"].texts
    )


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nn", r"Av dei fire svara på skjema er to kritiske, eitt positivt og eitt uklart \(maskinell vurdering\)\."),
        ("en", r"Of the four survey answers, two are critical, one is positive and one is unclear \(judged by machine\)\."),
    ],
)  # fmt: skip
def test_the_split_is_told_in_every_language(language, sentence):
    data = in_language(survey(*FOUR), language)
    found = " ".join(build_context(data).sections["tema-tverrfaglighet-barnevern"].texts)
    assert re.search(sentence, found), found
