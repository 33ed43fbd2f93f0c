from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.language.lexicon import lexicon, normalise

LEX = lexicon()


@pytest.mark.parametrize(
    "forms",
    [
        "deltakelse deltagelse deltaking deltakelsen deltagelsens deltakinga",
        "ikke ikkje itte ikkj",
        "selv sjøl sjølv",
        "jeg eg æ meg",
        "hun ho hu henne",
        "hva kva ka",
        "de dei dem",
        "vet veit visste",
        "moren mora mødrene",
        "tiden tida tidene",
        "jobbet jobba jobber jobbar",
        "snakker snakkar snakket",
        "barnevern barnevernet barnevernets",
        "tidlig tidleg tidligere tidlegare",
        "medvirkning medverknad medvirkningen medverknaden",
        "brukerne brukarane",
        "leder leiar leiaren lederne",
        "skolen skulen skulane",
        "hjemmet heimen",
        "trygghet tryggleik tryggleiken",
        "følelser kjensler",
        "sykepleier sjukepleiar sjukepleiaren",
        "barneverntjenesten barneverntenesta",
        "ungdomsskolelærer ungdomsskulelærarane",
    ],
)
def test_forms_of_one_word_share_a_key_across_norms_and_spellings(forms: str) -> None:
    keys = [LEX.keys(form) for form in forms.split()]

    assert frozenset.intersection(*keys), [sorted(found) for found in keys]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tidlig", "tid"),
        ("opprettet", "rett"),
        ("veileder", "vei"),
        ("føling", "følelse"),
        ("takke", "tagge"),
        ("målgruppe", "mål"),
        ("ikke", "hun"),
    ],
)
def test_words_that_only_look_alike_share_no_key(one: str, other: str) -> None:
    assert not LEX.keys(one) & LEX.keys(other)


def test_a_homograph_has_the_keys_of_every_word_it_may_be() -> None:
    assert LEX.keys("bruker") == {"bruker", "bruke"}
    assert LEX.keys("deler") >= {"del", "dele"}
    assert LEX.keys("måla") == {"mål", "måle"}


def test_an_indicator_stands_for_the_lemma_it_is() -> None:
    assert LEX.indicator_keys("bruker") == {"bruker"}
    assert LEX.indicator_keys("mål") == {"mål"}
    assert LEX.indicator_keys("deltagelse") == LEX.indicator_keys("deltaking")
    assert LEX.indicator_keys("brukerne") == {"bruker"}


def test_case_and_composition_do_not_matter() -> None:
    assert LEX.keys("BARNEVERNET") == LEX.keys("barnevernet") == {"barnevern"}
    assert LEX.keys("sja\u030alv") == LEX.keys("sjålv")


def test_an_unknown_word_is_its_own_key_and_what_its_ending_suggests() -> None:
    assert LEX.keys("xyzkvakk") == {"xyzkvakk"}
    assert "skyping" in LEX.keys("skypinga")
    assert not LEX.knows("xyzkvakk")
    assert LEX.knows("Barnevernet")
    assert LEX.knows("ikkje")


@pytest.mark.parametrize("sound", ["eh", "ehm", "mm", "hm", "øh", "øhm", "eeh", "Ehm", "mhm", "eh..."])
def test_sounds_of_hesitation_are_told_from_words(sound: str) -> None:
    assert LEX.is_hesitation(sound)


@pytest.mark.parametrize("word", ["ja", "å", "ei", "øy", "ho", "meg", "hemme", "æ", "ø"])
def test_short_words_are_no_hesitations(word: str) -> None:
    assert not LEX.is_hesitation(word)


def test_the_version_is_the_hash_of_what_decides_the_keys() -> None:
    assert len(LEX.version) == 64
    assert lexicon() is LEX


@given(st.text(max_size=30))
def test_any_string_has_keys_and_never_fails(text: str) -> None:
    keys = LEX.keys(text)

    assert keys
    assert keys == LEX.keys(text)
    assert all(isinstance(part, frozenset) and part for part in LEX.parts(text))
    assert "".join(LEX.split(text)) == normalise(text)
    assert isinstance(LEX.joined(text, "møte"), frozenset)
