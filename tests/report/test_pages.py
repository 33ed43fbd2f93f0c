"""The html draft as its readers meet it: on a phone, a tablet and a laptop, by keyboard, read aloud, printed."""

from __future__ import annotations

import io
from typing import get_args

import pypdf
import pytest

from qualcode.report import in_language, write_reports
from qualcode.settings_names import LANGUAGES
from qualcode.settings_tables import ReportSettings, Structure
from tests.browser import accessibility_faults
from tests.small_study import small_study
from tests.studies import ROOT

SAMPLE = {"nb": "rapportutkast.html", "nn": "rapportutkast.nn.html", "en": "rapportutkast.en.html"}
EVERY = ReportSettings(structure=get_args(Structure))
FEW = """() => document.querySelectorAll('.evidence ol, .appendix dl').forEach(
    list => [...list.children].slice(20).forEach(child => child.remove()))"""
"""Of hundreds of things made by the same line of the template the first twenty are looked at."""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def drafts(tmp_path_factory):
    """A draft with every structure, the checks' notes and an author's text, in each language."""
    found = {}
    for language in LANGUAGES:
        study = tmp_path_factory.mktemp(language)
        folder = study / "forfatter"
        folder.mkdir()
        (folder / "tidlig_innsats.md").write_text(
            "Alle gruppene er med, 12 av 11, se «noe ingen har sagt her».", "utf-8"
        )
        data = in_language(small_study(study, report=EVERY), language)
        found[language] = write_reports(data, study, ["utkast.html"])[0]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_fault_in_a_draft(drafts, window, language, width):
    for path in (drafts[language], ROOT / "reports" / SAMPLE[language]):
        page = window(path.as_uri(), width=width)
        page.evaluate(FEW)
        assert accessibility_faults(page) == [], path.name


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_draft_scrolls_sideways(drafts, window, width):
    for path in (*drafts.values(), *(ROOT / "reports" / name for name in SAMPLE.values())):
        page = window(path.as_uri(), width=width)
        assert page.evaluate(WIDER) <= 0, path.name


def test_a_draft_is_read_by_keyboard(drafts, window):
    page = window(drafts["nb"].as_uri(), width=360)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Gå til innholdet"
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.url.endswith("#innhold")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")
    table = page.locator(".cue + .scroll").first
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")


def test_a_reference_and_a_number_are_followed_and_lead_back_by_keyboard(drafts, window):
    page = window(drafts["nb"].as_uri())
    link = page.get_by_role("link", name="tabell\u00a01", exact=True).first
    link.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#tabell-1")
    assert page.locator("#tabell-1").bounding_box()["y"] < 800
    number = page.locator("a.number").first
    place = number.get_attribute("id")
    number.focus()
    page.keyboard.press("Enter")
    page.locator(":target a").first.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith(f"#{place}")


def test_a_draft_prints_without_what_only_a_screen_can_use_and_nothing_is_cut(drafts, window):
    page = window(drafts["nb"].as_uri(), width=643)  # A4 less the margins, in CSS pixels
    page.emulate_media(media="print")
    for hidden in (".skip", "nav", ".cue", ".proof", ".evidence"):
        assert not page.locator(hidden).first.is_visible()
    assert page.evaluate(WIDER) <= 0
    cut = page.eval_on_selector_all(
        ".scroll", "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).length"
    )
    assert cut == 0
    pdf = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, tagged=True)))
    assert abs(float(pdf.pages[0].mediabox.width) - 595) < 2
    assert "Hjelp i tide" in pdf.pages[0].extract_text()
    assert "Merknad" in "".join(p.extract_text() for p in pdf.pages)
