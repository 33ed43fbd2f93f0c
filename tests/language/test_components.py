"""The lemmatiser of the bundled pipeline: dictionaries by norm, unknown compounds, saving and loading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from qualcode.language.components import FACTORY, NormLemmatizer, Table, lengthened, shortened

if TYPE_CHECKING:
    from pathlib import Path

written = st.text(st.characters(codec="utf-8", exclude_characters="\t\n\r"), min_size=1, max_size=12)

NOUN = "Definite=Ind|Gender=Masc|Number=Sing"


@pytest.fixture(scope="module")
def lemmatizer() -> NormLemmatizer:
    """A lemmatiser that knows a handful of words."""
    component = NormLemmatizer(spacy.blank("nb"))
    component.fill(
        {
            "nb": {"er|AUX|": "være", "»|PUNCT|": '" »', "satt|VERB|": "sitte sette"},
            "nn": {"er|AUX|": "vere", "møta|NOUN|": "møte"},
        },
        {"skjermen|noun": shortened("skjermen", "skjerm"), "møter|noun": "1 ", "møter|verb": "1 "},
        {"ikke": -4.0, "ikkje": 4.0, "jeg": -5.0, "eg": 5.0},
    )
    return component


@settings(deadline=None)
@given(st.dictionaries(written, written, max_size=80))
def test_a_table_gives_back_what_it_was_given(entries: dict[str, str]) -> None:
    table = Table().from_bytes(Table(entries).to_bytes())
    assert {key: table.get(key) for key in entries} == entries


@settings(deadline=None)
@given(st.dictionaries(written, written, max_size=80), written)
def test_a_table_knows_nothing_it_was_not_given(entries: dict[str, str], key: str) -> None:
    assert Table(entries).get(key) == entries.get(key)


@settings(deadline=None)
@given(written, written)
def test_an_edit_makes_the_lemma_of_its_form(form: str, lemma: str) -> None:
    assert lengthened(form, shortened(form, lemma)) == lemma


def test_the_same_form_has_the_lemma_of_its_norm(lemmatizer: NormLemmatizer) -> None:
    assert lemmatizer.lemma("er", "AUX", "", "er", "nb") == "være"
    assert lemmatizer.lemma("Er", "AUX", "", "er", "nn") == "vere"


def test_where_the_treebank_has_several_lemmas_the_edit_trees_choose(lemmatizer: NormLemmatizer) -> None:
    assert lemmatizer.lemma("satt", "VERB", "", "sette", "nb") == "sette"
    assert lemmatizer.lemma("satt", "VERB", "", "satte", "nb") == "sitte"


def test_an_unknown_compound_takes_the_inflection_of_its_last_part(lemmatizer: NormLemmatizer) -> None:
    assert lemmatizer.lemma("dataskjermen", "NOUN", NOUN, "dataskjerme", "nb") == "dataskjerm"
    assert lemmatizer.lemma("TV-skjermen", "NOUN", NOUN, "TV-skjerme", "nb") == "TV-skjerm"
    assert lemmatizer.lemma("samarbeidsmøta", "NOUN", "", "samarbeidsmøta", "nn") == "samarbeidsmøte"


def test_a_word_in_dialect_spelling_has_the_lemma_of_the_written_form(lemmatizer: NormLemmatizer) -> None:
    assert lemmatizer.lemma("e", "AUX", "", "e", "nb", spoken="er") == "være"
    assert lemmatizer.lemma("e", "AUX", "", "e", "nn", spoken="er") == "være"
    assert lemmatizer.lemma("døm", "PRON", "", "dø", "nb", spoken="dem") == "dem"
    assert lemmatizer.lemma("ca", "ADV", "", "ca", "nb", spoken="cirka om lag") == "ca"
    assert lemmatizer.lemma("e", "AUX", "", "e", "nb", spoken="e") == "e"
    assert lemmatizer.lemma("møter", "NOUN", "", "møter", "nb", spoken="er") == "møte"


def test_a_genitive_has_the_lemma_of_its_bare_form(lemmatizer: NormLemmatizer) -> None:
    assert lemmatizer.lemma("skjermens", "NOUN", "Case=Gen|Definite=Def", "skjermens", "nb") == "skjerm"
    assert lemmatizer.lemma("Oslos", "PROPN", "Case=Gen", "oslos", "nb") == "Oslo"


def test_a_name_keeps_its_capitals_and_a_mark_is_its_own_lemma(lemmatizer: NormLemmatizer) -> None:
    assert lemmatizer.lemma("NAV", "PROPN", "", "nav", "nb") == "NAV"
    assert lemmatizer.lemma("»", "PUNCT", "", "»", "nb") == '"'
    assert lemmatizer.lemma("…", "PUNCT", "", "x", "nb") == "…"


def test_a_word_nobody_knows_keeps_what_the_edit_trees_made_of_it(lemmatizer: NormLemmatizer) -> None:
    assert lemmatizer.lemma("brillig", "ADJ", "", "brille", "nb") == "brille"
    assert lemmatizer.lemma("brillig", "ADJ", "", "", "nb") == "brillig"


def test_the_norm_is_decided_sentence_by_sentence(lemmatizer: NormLemmatizer) -> None:
    vocab = lemmatizer.nlp.vocab
    words = ["jeg", "er", "ikke", "her", "eg", "er", "ikkje", "her", "er", "her"]
    starts = [word in {"jeg", "eg"} for word in words]
    doc = Doc(
        vocab, words=words, pos=["AUX" if word == "er" else "ADV" for word in words], sent_starts=starts
    )
    lemmatizer(doc)
    assert [token.lemma_ for token in doc if token.text == "er"] == ["være", "vere", "vere"]


def test_a_sentence_that_tells_nothing_follows_the_text_around_it(lemmatizer: NormLemmatizer) -> None:
    words = ["eg", "er", "ikkje", "her", "er", "her"]
    doc = Doc(
        lemmatizer.nlp.vocab,
        words=words,
        pos=["AUX" if word == "er" else "ADV" for word in words],
        sent_starts=[True, False, False, False, True, False],
    )
    lemmatizer(doc)
    assert doc[4].lemma_ == "vere"


def test_the_lemmatiser_is_saved_and_loaded_with_its_pipeline(
    tmp_path: Path, lemmatizer: NormLemmatizer
) -> None:
    nlp = spacy.blank("nb")
    component = nlp.add_pipe(FACTORY, name="lemmatizer")
    component.from_bytes(lemmatizer.to_bytes())  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "saved")
    again = spacy.load(tmp_path / "saved").get_pipe("lemmatizer")
    assert again.lemma("Er", "AUX", "", "er", "nn") == "vere"  # type: ignore[attr-defined]
    assert again.norm_of(nlp.make_doc("eg er her")) == "nn"  # type: ignore[attr-defined]
    assert again.to_bytes() == lemmatizer.to_bytes()  # type: ignore[attr-defined]
