from __future__ import annotations

import csv
from pathlib import Path

import pytest

from qualcode.language.lexicon import lexicon

LEX = lexicon()
GOLD = Path(__file__).parent / "compounds_gold.csv"


def finds(indicator: str, word: str) -> bool:
    wanted = LEX.indicator_keys(indicator)
    return any(wanted & part for part in LEX.parts(word))


@pytest.mark.parametrize(
    ("indicator", "word"),
    [
        ("medvirkning", "brukermedvirkningsprosessen"),
        ("medvirkning", "brukarmedverknad"),
        ("bruker", "brukermedvirkning"),
        ("brukermedvirkning", "brukermedvirkningsprosessen"),
        ("barnevern", "barneverntjenesten"),
        ("tjeneste", "sosialtenesta"),
        ("møte", "samarbeidsmøtene"),
        ("samarbeid", "samarbeidsmøte"),
        ("veileder", "veilederrolle"),
        ("veiledning", "foreldreveiledning"),
        ("barnehage", "barnehagelæraren"),
        ("rådgiver", "PPT-rådgiveren"),
        ("navn", "etternavn"),
    ],
)
def test_a_compound_is_found_by_its_parts(indicator: str, word: str) -> None:
    assert finds(indicator, word)


@pytest.mark.parametrize(
    ("indicator", "word"),
    [
        ("vei", "veileder"),
        ("vei", "veiledning"),
        ("vei", "forveien"),
        ("leder", "veileder"),
        ("mål", "målgruppe"),
        ("rett", "opprettet"),
        ("hage", "barnehagen"),
        ("tid", "tidlig"),
        ("sak", "årsaken"),
        ("arbeid", "samarbeid"),
        ("virkning", "medvirkning"),
        ("skap", "fellesskapet"),
    ],
)
def test_a_word_is_not_found_by_what_is_no_part_of_its_meaning(indicator: str, word: str) -> None:
    assert not finds(indicator, word)


def test_the_full_split_is_kept_apart_from_what_a_word_is_found_by() -> None:
    assert LEX.split("målgruppe") == ("mål", "gruppe")
    assert LEX.split("Brukermedvirkningsprosessen") == ("bruker", "medvirknings", "prosessen")
    assert LEX.split("musikkollektivet") == ("musik", "kollektivet")
    assert LEX.split("opprettet") == ("opprettet",)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("barne", "hage", "barnehage"),
        ("samarbeids", "møte", "samarbeidsmøte"),
        ("bruker", "medvirkning", "brukermedvirkning"),
        ("foreldre", "veiledningen", "foreldreveiledning"),
        ("Skole", "helsetjeneste", "skolehelsetjeneste"),
    ],
)
def test_a_compound_written_apart_has_the_keys_of_the_whole(first: str, second: str, joined: str) -> None:
    assert LEX.joined(first, second) & LEX.keys(joined)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("stor", "familie"),
        ("kommunens", "møte"),
        ("i", "går"),
        ("over", "klasse"),
        ("lærer", "sa"),
        ("tid", "til"),
    ],
)
def test_words_that_stand_side_by_side_by_right_are_not_joined(first: str, second: str) -> None:
    assert LEX.joined(first, second) == frozenset()


@pytest.mark.parametrize("half", ["dev", "held"])
def test_the_splitter_keeps_its_measure_on_words_split_by_hand(half: str) -> None:
    with GOLD.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["half"] == half]
    found = {row["word"]: "+".join(LEX.split(row["word"])) for row in rows}

    hits = sum("+" in row["parts"] and found[row["word"]] == row["parts"] for row in rows)
    precision = hits / sum("+" in parts for parts in found.values())
    recall = hits / sum("+" in row["parts"] for row in rows)
    f1 = 2 * precision * recall / (precision + recall)

    assert len(rows) == 300
    assert f1 >= 0.95
