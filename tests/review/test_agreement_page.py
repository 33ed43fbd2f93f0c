"""The page of agreement, as a lead reads it."""

from typing import Any

import pytest

from qualcode import passes
from qualcode.model import Decision
from qualcode.study import Study


def code_blind(study: Study, name: str, code: str | None, every: int = 1) -> None:
    for number, segment in enumerate(passes.assigned(study, name)):
        seen = 0
        if code and number % every == 0:
            seen = passes.act(study, Decision(segment, code, "add", name, "blind"), seen=seen)
        passes.act(study, Decision(segment, "", "done", name, "blind"), seen=seen)


def test_it_says_what_is_missing_until_two_have_coded(study: Study, reader: Any) -> None:
    assert "Ingen har lest ferdig noe utdrag" in reader("Kari").page("/samsvar")
    passes.assign(study, ["Ola", "Liv"], 1.0, 1)
    code_blind(study, "Ola", "hjelp.telefon")
    page = reader("Kari").page("/samsvar")
    assert "Bare én har lest ferdig" in page
    assert "de har ikke lest ferdig noe: Liv" in page
    assert "Maskinen mot mennesker" in page


def test_twelve_segments_are_too_little_and_it_is_said(study: Study, reader: Any) -> None:
    passes.assign(study, ["Ola", "Liv"], 1.0, 1)
    code_blind(study, "Ola", "hjelp.telefon", every=2)
    code_blind(study, "Liv", "hjelp.telefon", every=3)
    page = reader("Kari").page("/samsvar")
    assert "12 utdrag fra 1 kilde er lest ferdig av minst to" in page
    assert "for lite grunnlag: 12 utdrag" in page
    assert "ikke definert: ingen har satt koden" in page
    assert "trukket over utdrag" in page
    assert "nan" not in page.replace("annan", "")


def test_it_is_for_leads(reader: Any) -> None:
    ola = reader("Ola")
    assert ola.client.get("/samsvar").status_code == 404
    assert "/samsvar" not in ola.page("/")
    assert 'href="/samsvar"' in reader("Kari").page("/")


@pytest.mark.parametrize(("language", "said"), [("nn", "Samde"), ("en", "Agree"), ("nb", "Enige")])
def test_it_speaks_three_languages(study: Study, reader: Any, language: str, said: str) -> None:
    passes.assign(study, ["Ola", "Liv", "Kari"], 1.0, 1)
    for name in ("Ola", "Liv", "Kari"):
        code_blind(study, name, "hjelp.telefon")
    kari = reader("Kari")
    kari.press("/maalform", kari.page("/"), language=language, back="/")
    assert f">{said}</th>" in kari.page("/samsvar")
