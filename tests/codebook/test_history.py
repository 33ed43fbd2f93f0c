"""Where codes come from: what `was:` says, and what it must not say."""

from __future__ import annotations

import pytest

from qualcode.codebook import load_codebooks
from qualcode.codebook.history import code_history
from qualcode.errors import CodebookError


@pytest.fixture
def books(tmp_path):
    def _books(**files):
        for name, codes in files.items():
            (tmp_path / f"{name}.yaml").write_text(f"id: {name}\nname: X\n{codes}", encoding="utf-8")
        return load_codebooks([tmp_path])

    return _books


def sub(name, was=None):
    return f"  - {{id: {name}, name: X{f', was: {was}' if was else ''}}}\n"


def test_a_code_says_what_it_was_whole_or_in_a_list(books):
    found = books(
        tema="codes:\n"
        + sub("ny", "tema.gammel")
        + sub("en", "[tema.a, tema.b]")
        + sub("c1", "tema.c")
        + sub("c2", "[tema.c]")
    )
    assert code_history(found).lines() == [
        "tema.a was merged into tema.en",
        "tema.b was merged into tema.en",
        "tema.c was split into tema.c1 and tema.c2",
        "tema.gammel was renamed to tema.ny",
    ]


def test_a_whole_theme_may_be_renamed_and_a_code_may_move_to_another_codebook(books):
    found = books(nytt="was: gammelt\n", annet="codes:\n" + sub("x", "gammelt.x"))
    history = code_history(found)
    assert (history.follow("gammelt"), history.follow("gammelt.x")) == ("nytt", "annet.x")
    assert history.follow("nytt") == "nytt"


def test_what_is_still_a_code_cannot_be_what_another_was(books):
    with pytest.raises(CodebookError, match=r"'tema\.b' says that it was 'tema\.a', which is still a code"):
        books(tema="codes:\n" + sub("a") + sub("b", "tema.a"))


def test_a_table_of_what_was_is_a_mistake_with_its_line(books):
    with pytest.raises(CodebookError, match="'was' is not a list of texts") as caught:
        books(tema="codes:\n" + sub("b", "{a: 1}"))
    assert "line 4" in str(caught.value)
