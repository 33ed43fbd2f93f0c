"""The texts in three languages."""

import re
from pathlib import Path

import pytest

import qualcode.review
from qualcode.review.texts import Texts, catalogue
from qualcode.settings_names import LANGUAGES

FOLDER = Path(qualcode.review.__file__).parent


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_texts_with_the_same_gaps(language: str) -> None:
    bokmaal, other = catalogue("nb"), catalogue(language)
    assert list(other) == list(bokmaal)
    for key, text in bokmaal.items():
        assert sorted(re.findall(r"\{\w*\}", other[key])) == sorted(re.findall(r"\{\w*\}", text)), key


def test_every_text_is_used_and_every_text_used_is_there() -> None:
    files = [*FOLDER.glob("*.py"), *(FOLDER / "templates").iterdir()]
    code = "\n".join(file.read_text("utf-8") for file in files)
    made = (
        "pass_",
        "status_",
        "order_",
        "kind_",
        "valence_",
        "did_",
        "undid_",
        "filter_",
        "codes_",
        "empty_",
    )
    for key in catalogue("nb"):
        named = key.removesuffix("_title").removesuffix("_one").removesuffix("_many")
        assert key.startswith(made) or re.search(rf"""["']{named}["']""", code), key
    for key in re.findall(r"""\bt\(["']([a-zæøå_]+)["'][,)]""", code):
        assert key in catalogue("nb"), key


def test_names_fall_back_to_bokmaal_and_numbers_follow_the_language() -> None:
    assert Texts("nn").of({"nb": "Søvn"}) == "Søvn"
    assert Texts("nn").of({"nb": "Søvn", "nn": "Svevn"}) == "Svevn"
    assert Texts("nb").decimal(0.5) == "0,50"
    assert Texts("en").decimal(0.5) == "0.50"
    assert Texts("de").language == "nb"
