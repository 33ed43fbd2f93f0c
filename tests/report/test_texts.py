"""The three languages of a draft: complete, alike in what they fill in, and each in its own words throughout."""

from __future__ import annotations

import datetime as dt
import html
import re
import string
from typing import get_args

import docx
import pytest

from qualcode.errors import StudyError
from qualcode.report import in_language, make_report, write_reports
from qualcode.report.tendency import among, quantity
from qualcode.report.texts import Number, Words, catalogue
from qualcode.settings_names import LANGUAGES
from qualcode.settings_tables import ReportSettings, Structure
from tests.small_study import CODEBOOK, GROUPS, QUESTIONS, SEGMENTS, SOURCES, rows, small_study

EVERY = ReportSettings(structure=get_args(Structure))
SMALL = (0, 1, 2, 12, 13)


def fields(text):
    return [(name, spec) for _, name, spec, _ in string.Formatter().parse(text) if name is not None]


def words_of(text):
    return set(re.findall(r"[^\W\d]+", text.casefold()))


def catalogue_words(language):
    found = set()
    for text in catalogue(language).values():
        found |= words_of(re.sub(r"\{(\w+):([^}]*)\}", r"\2", re.sub(r"\{\w+\}", "", text)))
    return found


# --- the catalogues ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nn", "en"])
def test_a_language_has_every_text_and_no_other(language):
    assert catalogue(language).keys() == catalogue("nb").keys()


@pytest.mark.parametrize("language", ["nn", "en"])
def test_a_text_fills_in_the_same_in_every_language(language):
    for key, text in catalogue("nb").items():
        own = {name for name, _ in fields(catalogue(language)[key])}
        assert own == {name for name, _ in fields(text)}, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_and_each_form_has_one_and_many(language):
    for key, text in catalogue(language).items():
        assert text.strip(), key
        assert all(spec.count("|") == 1 for _, spec in fields(text) if spec), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("n", SMALL)
def test_every_text_can_be_printed_with_any_number(language, n):
    words = Words(language)
    for key in catalogue(language):
        filled = {name: words.number(n) for name, _ in fields(words[key])}
        said = words.text(key, **filled)
        assert not set("{}|_") & set(said.replace("nb_qualcode_sm", "").replace("not_names", "")), key
        assert "  " not in said, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotation_marks_are_the_languages_own(language):
    own = {"nb": "«»", "nn": "«»", "en": "“”"}[language]
    used = set("".join(catalogue(language).values())) & set('«»“”‘"')
    assert used == set(own)
    assert Words(language).quoted("a") == f"{own[0]}a{own[1]}"


def test_a_language_without_texts_is_refused_with_those_there_are():
    with pytest.raises(StudyError, match="Set language to one of: nb, nn, en"):
        make_report(small_study(language="sv"))


# --- numbers, lists, dates ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "numbers", "said"),
    [
        ("nb", ["null", "én", "to", "tolv", "13", "10\u00a0500"],
         ("0,60", "40 prosent", "a, b og c", "5. januar 2026")),
        ("nn", ["null", "éin", "to", "tolv", "13", "10\u00a0500"],
         ("0,60", "40 prosent", "a, b og c", "5. januar 2026")),
        ("en", ["zero", "one", "two", "twelve", "13", "10,500"],
         ("0.60", "40 per cent", "a, b and c", "5 January 2026")),
    ],
)  # fmt: skip
def test_numbers_lists_and_dates_are_the_languages_own(language, numbers, said):
    decimal, percent, listed, date = said
    words = Words(language)
    assert [words.number(n) for n in (*SMALL[:4], 13, 10_500)] == numbers
    assert words.grouped(9999) == "9999"
    assert words.decimal(0.6) == decimal
    assert words.percent(0.4) == percent
    assert [words.listed([]), words.listed(["a"]), words.listed(["a", "b", "c"])] == ["", "a", listed]
    assert words.date(dt.date(2026, 1, 5)) == date
    assert words.date(None) is None


def test_a_number_chooses_between_one_and_many_and_keeps_its_capital():
    one, two = Number("én", 1), Number("to", 2)
    assert f"{one:ett utdrag|_ utdrag}, {two:ett utdrag|_ utdrag}, {two}" == "ett utdrag, to utdrag, to"
    assert f"{one.capitalize():ett utdrag|_ utdrag}" == "Ett utdrag"
    assert f"{two.capitalize():ett utdrag|_ utdrag}" == "To utdrag"
    assert f"{two.capitalize()} {two.capitalize():står|står begge}" == "To står begge"


# --- words for quantity ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("k", "n", "nb", "nn", "en"),
    [
        (1, 1, "Den ene informanten som ble spurt,", "Den eine informanten som vart spurd,",
         "The only informant who was asked"),
        (2, 2, "Begge informantene", "Begge informantane", "Both informants"),
        (12, 12, "Alle de tolv informantene", "Alle dei tolv informantane", "All twelve informants"),
        (13, 13, "Alle de 13 informantene", "Alle dei 13 informantane", "All 13 informants"),
        (1, 2, "Én av to informanter", "Éin av to informantar", "One of two informants"),
        (7, 11, "De fleste, sju av elleve informanter,", "Dei fleste, sju av elleve informantar,",
         "Most, seven of eleven informants,"),
        (6, 12, "Halvparten, seks av tolv informanter,", "Halvparten, seks av tolv informantar,",
         "Half, six of twelve informants,"),
        (5, 11, "Om lag halvparten, fem av elleve informanter,",
         "Om lag halvparten, fem av elleve informantar,", "About half, five of eleven informants,"),
        (2, 13, "Noen, to av 13 informanter,", "Nokre, to av 13 informantar,",
         "Some, two of 13 informants,"),
    ],
)  # fmt: skip
def test_the_rules_for_quantity_hold_in_every_language(k, n, nb, nn, en):
    assert [quantity(Words(language), k, n) for language in LANGUAGES] == [nb, nn, en]


@pytest.mark.parametrize(
    ("k", "n", "nb", "nn", "en"),
    [
        (0, 1, "den ene ikke", "den eine ikkje", "none (one person)"),
        (1, 1, "den ene", "den eine", "the only one"),
        (0, 2, "ingen av to", "ingen av to", "none of two"),
        (2, 2, "begge", "begge", "both"),
        (1, 13, "én av 13", "éin av 13", "one of 13"),
        (12, 12, "alle tolv", "alle tolv", "all twelve"),
        (12, 13, "de fleste, tolv av 13,", "dei fleste, tolv av 13,", "most (twelve of 13)"),
    ],
)
def test_words_within_a_layer_stand_in_every_languages_sentence(k, n, nb, nn, en):
    assert [among(Words(language), k, n) for language in LANGUAGES] == [nb, nn, en]


def test_one_source_has_the_gender_of_the_word():
    assert [among(Words(name), 1, 3, "_sources") for name in LANGUAGES] == [
        "én av tre", "éi av tre", "one of three",
    ]  # fmt: skip


# --- whole drafts ------------------------------------------------------------------------------------


def own_words(language):
    """The small study with every name in a language, so that all the rest is the draft's own."""
    codebook = [
        {"code": code, "parent": parent, f"name_{language}": f"X{i}", "codebook": code.split(".")[0],
         "version": "1.0.0", "definition_en": f"Y{i}", "definition_nn": f"Y{i}"}
        for i, (code, parent, *_) in enumerate(CODEBOOK)
    ]  # fmt: skip
    groups = {group: f"Z{i}" for i, group in enumerate(GROUPS)}
    return small_study(language=language, codebook=codebook, groups=groups, report=EVERY, title="T")


def without_data(text):
    """A draft's text less what informants said, what was asked, and names of files and ids."""
    text = " ".join(html.unescape(text).split())
    data = [row[6] for row in SEGMENTS] + [row[4] for row in SEGMENTS if row[4]]
    data += (
        [row[0] for row in QUESTIONS] + [row[0] for row in SOURCES] + [row[4] for row in SOURCES if row[4]]
    )
    data += ["ødelagt.docx", "filen er skadet", "nb_qualcode_sm"]
    data += [row["role"] for row in rows("id person group site role", [i[:5] for i in ROLES]) if row["role"]]
    for said in sorted(set(data), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(said)}(?!\w)", " ", text)
    return re.sub(r"forfatter/\S+|\S+\.csv|qualcode [a-z]+( [a-z]+)*|--\S+|https?:\S+", " ", text)


ROLES = [
    ("i1", "i1", "b", "a", "kontaktperson"),
    ("i2", "i2", "b", "a", "leder"),
    ("i6", "i6", "s", "b", "lærer"),
]


@pytest.mark.parametrize(("language", "other"), [("en", "nb"), ("en", "nn"), ("nn", "nb"), ("nb", "nn")])
def test_a_draft_holds_no_word_of_another_language(language, other, tmp_path):
    foreign = catalogue_words(other) - catalogue_words(language) - {"x", "y", "z", "t"}
    assert len(foreign) > 100
    page, word, mark, *_ = write_reports(own_words(language), tmp_path, ["u.html", "u.docx", "u.md"])
    body = re.sub(r"<style>.*?</style>|<svg.*?</svg>|<[^>]+>", " ", page.read_text("utf-8"), flags=re.DOTALL)
    document = docx.Document(str(word))
    cells = [cell.text for t in document.tables for row in t.rows for cell in row.cells]
    texts = {
        "html": body,
        "docx": "\n".join([p.text for p in document.paragraphs] + cells),
        "md": re.sub(r"\\(?=[\W_])|\{#.*?\}|\]\(.*?\)|fig-alt", "", mark.read_text("utf-8")),
    }
    found = {form: sorted(words_of(without_data(text)) & foreign) for form, text in texts.items()}
    assert found == {"html": [], "docx": [], "md": []}


def test_the_language_is_told_to_browsers_and_to_word(tmp_path):
    for language, locale in (("nb", "nb-NO"), ("nn", "nn-NO"), ("en", "en-GB")):
        page, word, *_ = write_reports(
            small_study(language=language), tmp_path / language, ["u.html", "u.docx"]
        )
        assert f'<html lang="{language}">' in page.read_text("utf-8")
        document = docx.Document(str(word))
        assert document.core_properties.language == locale
        assert f'<w:lang w:val="{locale}"' in document.styles.element.xml.split("</w:docDefaults>")[0]
        assert 'w:val="nb-NO"' in document.styles["Quote"].element.xml


def test_what_informants_said_stays_as_they_said_it_and_is_marked_as_norwegian_in_english(tmp_path):
    page = write_reports(small_study(language="en"), tmp_path, ["u.html"])[0].read_text("utf-8")
    assert (
        '<blockquote lang="no"><p>“Hun ringte oss før vi rakk å bli fortvilet, det betydde mye”</p>' in page
    )


def test_a_draft_in_another_language_says_the_same(tmp_path):
    data = small_study(languages=("nb",))
    drafts = [make_report(in_language(data, language)) for language in LANGUAGES]
    for draft in drafts[1:]:
        assert list(draft.sections) == list(drafts[0].sections)
        assert [
            (c.id, c.backing.numerator, c.backing.denominator, c.backing.segments) for c in draft.claims
        ] == [
            (c.id, c.backing.numerator, c.backing.denominator, c.backing.segments) for c in drafts[0].claims
        ]
