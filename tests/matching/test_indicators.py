"""What each kind of indicator finds in running text, and how it is said to have found it."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("indicator", "text", "surface", "how"),
    [
        ("hjelp", "Vi trengte hjelp.", "hjelp", "exact"),
        ("hjelp", "Hjelpen kom.", "Hjelpen", "lemma"),
        ("hjelp", "HJELP!", "HJELP", "exact"),
        ("høre", "De hørte på oss.", "hørte", "lemma"),
        ("møte", "Vi hadde to møter.", "møter", "lemma"),
        ("jobbe", "Vi jobba lenge.", "jobba", "lemma"),
        ("deltakelse", "Deltagelse er viktig.", "Deltagelse", "variant"),
        ("deltakelse", "Deltaking er viktig.", "Deltaking", "variant"),
        ("selv", "Jeg fikk bestemme sjøl.", "sjøl", "variant"),
        ("ikke", "Det var ikkje så lett.", "ikkje", "variant"),
        ("medvirkning", "Det er brukermedvirkningen som teller.", "brukermedvirkningen", "compound"),
        ("samarbeid", "Samarbeidsmøtet ble avlyst.", "Samarbeidsmøtet", "compound"),
        ("barnehage", "Hun går i barne hagen.", "barne hagen", "compound"),
        ("samarbeidsmøte", "Vi har samarbeids møter.", "samarbeids møter", "compound"),
        ("samarbeidsmøte", "Vi har samarbeids-møter.", "samarbeids-møter", "compound"),
        ("samarbeid", "Vi har tverrfaglig sam-arbeid.", "sam-arbeid", "compound"),
        ("lav terskel", "Det er lav terskel hos dem.", "lav terskel", "exact"),
        ("lav terskel", "Det er lave terskler hos dem.", "lave terskler", "lemma"),
        ("lav terskel", "Et lavterskeltilbud.", "lavterskeltilbud", "compound"),
        ("lav terskel", "Det er lav-terskel.", "lav-terskel", "exact"),
        ("lav terskel", "Det er lav eh terskel her.", "lav eh terskel", "exact"),
        ("lav terskel", "Det er lav, ehm, terskel her.", "lav, ehm, terskel", "exact"),
        ("lav terskel", "Det er lav\nterskel her.", "lav\nterskel", "exact"),
        ("samarbeid*", "Samarbeidspartnerne kom.", "Samarbeidspartnerne", "wildcard"),
        ("*møte", "Et nettverksmøte.", "nettverksmøte", "wildcard"),
        ("*møte", "Etter nettverksmøtet.", "nettverksmøtet", "wildcard"),
        ("*medvirk*", "Brukermedvirkningsplan.", "Brukermedvirkningsplan", "wildcard"),
        ("sam*møte", "Samarbeidsmøte.", "Samarbeidsmøte", "wildcard"),
        ('"hørte"', "De Hørte ikke.", "Hørte", "exact"),
        ('"på den måten"', "Vi gjør det på den måten.", "på den måten", "exact"),
        ("ringe .. uten", "Vi kan ringe dem når som helst uten henvisning.", None, "exact"),
        ("tidlig ~4 hjelp", "Hjelpen kom ganske tidlig.", "Hjelpen kom ganske tidlig", "lemma"),
        ("(hjelp|støtte) til", "Vi fikk støtte til det.", "støtte til", "exact"),
        ("få * hjelp", "Vi fikk god hjelp.", "fikk god hjelp", "lemma"),
        ("medvirkning", "Det var ekte medvirkninng.", "medvirkninng", "fuzzy"),
        ("samarbeid", "Det var godt samarbied.", "samarbied", "fuzzy"),
    ],
)
def test_an_indicator_finds(found, indicator, text, surface, how):
    assert (surface or "ringe dem når som helst uten", how) in found(indicator, text)


@pytest.mark.parametrize(
    ("indicator", "text"),
    [
        ('"hørte"', "Vi hører på dem."),
        ('"møte"', "Samarbeidsmøte."),
        ("lav terskel", "Den er lav. Terskel er noe annet."),
        ("lav terskel", "Den er lav, terskelen."),
        ("lav terskel", "Den var lav – terskel."),
        ("lav terskel", "Den er lav.\n\nTerskel."),
        ("lav terskel", "Terskel lav."),
        ("ringe .. uten", "Vi ringte. Uten hjelp gikk det ikke."),
        ("ringe .. uten", "Uten å ringe."),
        ("tidlig ~2 hjelp", "Tidlig på dagen kom det hjelp."),
        ("medvirkning", "Møtet gjelder med virkning fra mandag."),
        ("foreldre", "Et tilbud for eldre."),
        ("samarbeid*", "Vi arbeider sammen."),
        ("hjelp", "Det var et hjem."),
        ("forebygge", "Han foreslo noe."),
        ("møte", "Det var møkk."),
        ("teamet", "Det er noe med temaet."),
    ],
)
def test_an_indicator_leaves_alone(found, indicator, text):
    assert found(indicator, text) == []


def test_a_gap_stays_within_its_sentence_and_takes_the_nearest_end(found):
    text = "Vi ringte dit uten avtale og uten henvisning. Det gikk."
    assert found("ringe .. uten", text) == [("ringte dit uten", "lemma")]


def test_a_gap_of_three_parts_wants_them_in_order(found):
    assert found("ringe .. uten .. henvisning", "De ringer bare uten noen henvisning.")
    assert not found("ringe .. uten .. henvisning", "De ringer bare med henvisning og uten frykt.")


def test_near_works_both_ways_and_counts_words(found):
    assert found("tidlig ~3 hjelp", "tidlig en to hjelp")
    assert found("tidlig ~3 hjelp", "hjelp en to tidlig")
    assert not found("tidlig ~3 hjelp", "tidlig en to tre hjelp")
    assert found("tidlig ~1 hjelp", "tidlig eh ehm hjelp"), "sounds of hesitation are no words"


CLASSES = {"tjeneste": ("helsestasjon", "(barnevern|barneverntjeneste)", "psykisk helsevern", "PPT")}


def test_a_class_finds_its_members_phrases_too(found):
    text = "Helsestasjonen og psykisk helsevern var der."
    assert [s for s, _ in found("@tjeneste", text, classes=CLASSES)] == [
        "Helsestasjonen",
        "psykisk helsevern",
    ]


def test_a_class_named_twice_means_two_different_members(found):
    both = "@tjeneste .. @tjeneste"
    assert found(both, "PPT møtte barnevernet.", classes=CLASSES) == [("PPT møtte barnevernet", "lemma")]
    assert not found(both, "PPT snakket med PPT.", classes=CLASSES)
    assert not found(both, "Barnevernet, altså barneverntjenesten.", classes=CLASSES)


def test_of_overlapping_places_of_one_indicator_the_longest_of_the_leftmost_is_kept(found):
    assert found("(tidlig|tidlig hjelp|hjelp nå)", "tidlig hjelp nå") == [("tidlig hjelp", "exact")]


def test_different_indicators_may_overlap(found):
    assert len(found(["lav terskel", "terskel"], "lav terskel")) == 2


def test_a_compound_counts_by_head_and_by_first_part(found):
    assert found("bruker", "brukermedvirkning")
    assert found("medvirkning", "brukermedvirkning")
    assert found("medvirkning", "medvirkningsmøte")


def test_a_known_word_is_never_taken_for_a_misspelling(found):
    assert not found("samtale", "Vi sa om sandalen.")
    assert not found("barnehage", "Vi var i varehagen.")
    assert not found("avtale", "Hun uttale seg, med omtale.")
    assert found("avtale", "Vi hadde en avtaale.") == [("avtaale", "fuzzy")]


def test_a_misspelling_must_be_of_a_long_word_and_share_its_first_letter(found):
    assert not found("hjelp", "hjlp")
    assert not found("medvirkning", "nedvirkninng")


def test_accents_and_soft_hyphens_inside_a_word_do_not_hide_it(found):
    assert found("få hjelp", "Vi få\u030ar hjelp".replace("få\u030ar", "fa\u030ar"))
    assert found("barnehage", "barne\u00adhagen") == [("barne\u00adhagen", "lemma")]


def test_words_are_found_beside_any_punctuation(found):
    for text in (
        "«hjelp»",
        "(hjelp)",
        "hjelp,",
        "...hjelp...",
        "hjelp/støtte",
        "hjelp_støtte",
        "\u00a0hjelp\u00a0",
    ):
        assert found("hjelp", text) == [("hjelp", "exact")], text
