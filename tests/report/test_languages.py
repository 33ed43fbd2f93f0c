"""Drafts in several languages from one study, side by side and none over the other."""

from __future__ import annotations

from pathlib import Path

from qualcode.flow import run_study, verify_study
from qualcode.study import open_study
from tests.studies import qualcode, refused, small_study

SETTINGS = """
title = {nb = "Små samtaler", en = "Small talks"}
language = ["nb", "nn", "en"]
date = 2026-01-31
attribution = "rolle"
[groups]
foreldre = {nb = "Foreldre", en = "Parents"}
helsestasjon = {nb = "Helsestasjonen", en = "Child health centre"}
[role_names]
mor = {nb = "mor", en = "mother"}
"""


def drafts(folder: Path, form: str) -> dict[str, str]:
    return {p.name: p.read_text("utf-8") for p in sorted((folder / "reports").glob(f"rapportutkast*.{form}"))}


def test_one_run_writes_a_draft_in_each_language_beside_the_main_one(tmp_path):
    study = small_study(tmp_path, **{"qualcode.toml": SETTINGS})
    run_study(open_study(study))
    found = drafts(study, "html")
    assert list(found) == ["rapportutkast.en.html", "rapportutkast.html", "rapportutkast.nn.html"]
    en, nb, nn = found.values()
    assert "<h1>Små samtaler</h1>" in nb
    assert "<h1>Små samtaler</h1>" in nn
    assert "<h1>Small talks</h1>" in en
    assert "31 January 2026" in en
    assert "31. januar 2026" in nn
    assert "«Han sov ikke om natta. Jeg ringte flere ganger.»" in nn
    assert "“Han sov ikke om natta. Jeg ringte flere ganger.”" in en
    assert "(mother)" in en
    assert "(mor)" in nn
    assert "provenance.en.csv" in en
    assert {"provenance.csv", "provenance.nn.csv", "provenance.en.csv"} <= {
        path.name for path in (study / "reports").iterdir()
    }
    assert verify_study(open_study(study)).differences == ()


def test_every_markdown_draft_has_its_own_drawings(tmp_path):
    study = small_study(tmp_path, **{"qualcode.toml": SETTINGS})
    run_study(open_study(study))
    for name, text in drafts(study, "md").items():
        suffix = name.removeprefix("rapportutkast").removesuffix(".md")
        assert f"(figur_1{suffix}.svg)" in text
        assert (study / "reports" / f"figur_1{suffix}.svg").is_file()


def test_a_single_language_is_written_without_touching_the_others(tmp_path):
    study = small_study(tmp_path)
    run_study(open_study(study))
    before = drafts(study, "html")
    done = qualcode("report", study, "--language", "nn", "--format", "html")
    assert done.returncode == 0, done.stderr
    after = drafts(study, "html")
    assert set(after) - set(before) == {"rapportutkast.nn.html"}
    assert after["rapportutkast.html"] == before["rapportutkast.html"]
    assert '<html lang="nn">' in after["rapportutkast.nn.html"]
    refused(qualcode("report", study, "--language", "sv"), "'sv' is not one of")


def test_the_authors_text_is_put_into_the_draft_of_its_language_only(tmp_path):
    study = small_study(
        tmp_path,
        **{
            "qualcode.toml": SETTINGS,
            "forfatter/hjelp.md": "Slik leser jeg det.",
            "forfatter/en/hjelp.md": "This is how I read it.",
        },
    )
    run_study(open_study(study))
    en, nb, nn = drafts(study, "html").values()
    assert "Slik leser jeg det." in nb
    assert "This is how I read it." in en
    assert not any(said in nn for said in ("Slik leser jeg det.", "This is how I read it."))
    assert "forfatter/nn/hjelp.md" in nn
