"""Words as they are said, read as the written form they stand for, with the text as it was."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import spacy

from qualcode.language.lexicon import lexicon
from qualcode.language.pipelines import BUNDLED, load_pipeline
from qualcode.language.spoken import FACTORY, SpokenForms, read_forms

if TYPE_CHECKING:
    from spacy.language import Language

HERE = Path(__file__).parent
TABLE = HERE.parents[1] / "tools" / "pipeline" / "spoken_forms.txt"


@pytest.fixture
def nlp() -> Language:
    """A blank pipeline with three spoken forms."""
    made = spacy.blank("nb")
    component = made.add_pipe(FACTORY, name="spoken_forms")
    assert isinstance(component, SpokenForms)
    component.fill("# said\nhun: hu\nikke: itte ikkje\n")
    return made


def test_a_spoken_form_has_the_features_of_the_written_one_and_its_own_text(nlp: Language) -> None:
    doc = nlp("Hu kom itte hjem")
    assert doc.text == "Hu kom itte hjem"
    assert [(token.norm_, token.prefix_, token.suffix_) for token in doc] == [
        ("hun", "H", "Hun"),
        ("kom", "k", "kom"),
        ("ikke", "i", "kke"),
        ("hjem", "h", "jem"),
    ]


@pytest.mark.parametrize("sound", ["eh", "ehhm", "øhm", "mhm", "eeeh"])
def test_every_hesitation_is_read_as_one(nlp: Language, sound: str) -> None:
    assert nlp(f"det er {sound} fint")[2].norm_ == "eh"


def test_words_that_only_look_like_sounds_stay_words(nlp: Language) -> None:
    assert [token.norm_ for token in nlp("å øye hem emne")] == ["å", "øye", "hem", "emne"]


def test_the_forms_are_saved_with_the_pipeline(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "pipe")
    again = spacy.load(tmp_path / "pipe")
    assert [token.norm_ for token in again("hu kom itte")] == ["hun", "kom", "ikke"]
    whole = spacy.blank("nb")
    whole.add_pipe(FACTORY, name="spoken_forms")
    whole.from_bytes(nlp.to_bytes())
    assert whole("itte")[0].norm_ == "ikke"


def test_the_bundled_table_is_the_one_in_the_tools() -> None:
    shipped = HERE.parents[1] / "qualcode" / "language" / "data" / "nb_qualcode_sm" / "spoken_forms"
    assert (shipped / "forms.txt").read_text(encoding="utf-8") == TABLE.read_text(encoding="utf-8")


def test_a_spelling_stands_once_and_its_written_form_is_a_word() -> None:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    spellings = [form for line in lines for form in line.partition(":")[2].split()]
    assert len(spellings) == len(set(spellings)) == len(read_forms(TABLE.read_text(encoding="utf-8")))
    assert not [line for line in lines if not lexicon().keys(line.partition(":")[0])]


def test_dialect_is_tagged_as_what_it_means() -> None:
    """Our own sentences, written before the table; the figure stands in docs/pipeline.md."""
    with (HERE / "spoken_forms_probe.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    pipeline = load_pipeline(BUNDLED)
    right = 0
    for row, words in zip(rows, pipeline.analyse(row["sentence"] for row in rows), strict=True):
        right += [row["pos"]] == [word.pos for word in words if word.text == row["word"]]
    assert len(rows) >= 60
    assert right / len(rows) >= 0.85


def test_sentences_see_the_spoken_forms_too_so_that_what_came_before_does_not_matter() -> None:
    pipeline = load_pipeline(BUNDLED)
    pipeline.sentences("Jørra det.")  # a spelling that no other test has
    assert pipeline._nlp.vocab["Jørra"].norm_ == "gjøre"
