from __future__ import annotations

import pytest

from qualcode.language.norm import norm


@pytest.mark.parametrize(
    "sentence",
    [
        "Eg veit ikkje korleis dei tenkjer om dette.",
        "vi fekk ikkje noko hjelp frå kommunen",
        "Brukarane må vere med frå starten, og det krev openheit.",
    ],
)
def test_nynorsk_is_told_by_its_words_and_endings(sentence: str) -> None:
    assert norm(sentence) == "nn"


@pytest.mark.parametrize(
    "sentence",
    [
        "Jeg vet ikke hvordan de tenker om dette.",
        "vi fikk ikke noe hjelp fra kommunen",
        "Jeg jobba heime sjøl, men hun var ikke med fram.",
    ],
)
def test_bokmaal_is_told_also_with_radical_forms(sentence: str) -> None:
    assert norm(sentence, "nn") == "nb"


def test_a_sentence_without_marks_has_the_norm_of_its_source() -> None:
    assert norm("Ja, kanskje.", "nn") == "nn"
    assert norm("Ja, kanskje.") == "nb"
    assert norm("") == "nb"
