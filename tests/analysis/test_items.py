"""Closed questions: answers in their order, sums, the empty boxes, the most frequent answer."""

from __future__ import annotations

from qualcode.analysis.items import ALL, items
from qualcode.settings import SurveyColumns
from tests.small_study import small_study


def ticked(answers, item="Får du hjelp?"):
    """Rows of answers: group and answer of each respondent."""
    return [
        {
            "informant": f"skjema:{i}",
            "person": f"skjema:{i}",
            "group": group,
            "source": "skjema",
            "item": item,
            "answer": a,
        }
        for i, (group, a) in enumerate(answers)
    ]


def test_an_empty_box_is_a_respondent_who_has_not_answered():
    (item,) = items(small_study(answers=ticked([("foreldre", "Ja"), ("foreldre", ""), ("skole", "Nei")])))
    assert (item.respondents[ALL], item.answered[ALL]) == (3, 2)
    assert (item.respondents["foreldre"], item.answered["foreldre"]) == (2, 1)
    assert sum(item.counts[ALL, answer] for answer in item.answers) == 2


def test_answers_stand_in_the_usual_order_of_a_scale_and_are_one_however_they_are_spelled():
    rows = ticked([("skole", a) for a in ("Svært mye", "litt", "En  del", "Litt", "Mye", "3", "10", "annet")])
    (item,) = items(small_study(answers=rows))
    assert item.answers == ("litt", "En del", "Mye", "Svært mye", "3", "10", "annet")
    assert item.counts[ALL, "litt"] == 2


def test_the_settings_order_goes_first_and_an_answer_nobody_gave_is_kept():
    survey = {"skjema": SurveyColumns(items={"Får du hjelp?": ("Nei", "Ja", "Vet ikke")})}
    (item,) = items(small_study(answers=ticked([("skole", "ja"), ("skole", "Kanskje")]), survey=survey))
    assert item.answers == ("Nei", "Ja", "Vet ikke", "Kanskje")
    assert item.counts[ALL, "Vet ikke"] == 0


def test_two_equally_frequent_answers_are_both_the_most_frequent():
    rows = ticked([("skole", "Ja"), ("skole", "Nei"), ("foreldre", "Nei")])
    (item,) = items(small_study(answers=rows))
    assert item.groups == ("foreldre", "skole")
    assert item.modal("skole") == (("Ja", "Nei"), 1)
    assert item.modal() == (("Nei",), 2)
    assert item.modal("barnevern") == ((), 0)


def test_answers_that_begin_with_a_number_stand_in_its_order():
    (item,) = items(
        small_study(answers=ticked([("skole", a) for a in ("10 – helt", "2", "1 – ikke", "1. klasse")]))
    )
    assert item.answers == ("1 – ikke", "1. klasse", "2", "10 – helt")


def test_every_count_knows_who_is_behind_it():
    rows = ticked([("skole", "Ja"), ("skole", "ja"), ("foreldre", "Nei"), ("foreldre", "")])
    (item,) = items(small_study(answers=rows))
    assert item.who["skole", "Ja"] == ["skjema:0", "skjema:1"]
    assert item.who[ALL, "Nei"] == ["skjema:2"]
    assert sorted(item.answering()) == ["skjema:0", "skjema:1", "skjema:2"]
