"""Checks before printing: each finds its slip, at the sentence it stands in, and lets what is right alone."""

from __future__ import annotations

import zipfile
from dataclasses import replace

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.data import records
from qualcode.report import build_context, make_report, write_drafts
from qualcode.report.checks import checked
from qualcode.report.citing import Quotable, stands_in
from qualcode.report.wording import misfits, near_sums, percentages, shares
from tests.five_studies.making import run
from tests.five_studies.study_e import INFORMED
from tests.five_studies.study_e import make as make_e
from tests.small_study import small_study


def found(data=None, **author):
    """Check and place of every finding in a draft with these texts of the author's."""
    data = data or small_study()
    texts = {name.replace("__", "."): (text,) for name, text in author.items()}
    return checked(build_context(data, texts), data).findings


def of_author(data=None, **author):
    return {(f.check, f.at) for f in found(data, **author) if f.where.startswith("forfatter/")}


# --- words and numbers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Flertallet, 10 av 27, var fornøyd.",
        "Flertallet (7 av 14) var fornøyd.",
        "Alle tjenestene, tre av fem, sa det.",
        "Dei fleste, to av fem, sa det.",
        "Halvparten, seks av 11, sa det.",
        "En femtedel av mappene (10 av 88) har det.",
        "Over halvparten, fem av ti, sa det.",
        "Tre av fem, altså alle, sa det.",
        "Most of them, two of five, said so.",
        "Noen, sju av elleve, sa det.",
    ],
)
def test_a_word_its_number_does_not_carry_is_found(text):
    assert len(misfits(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Flertallet, 14 av 27, var fornøyd.",
        "De fleste, sju av elleve informanter, har utsagn om temaet.",
        "Ikke alle, tre av fem, sa det.",
        "Nesten alle, ti av elleve, sa det.",
        "Om lag halvparten, fem av elleve, sa det.",
        "En femtedel av mappene (18 av 88) har det.",
        "Det er utsagn i alle de fire gruppene og på ett av to steder.",
        "Alle ble spurt, og tre av fem sa ja.",
        "Noen ganger er to av tre enige.",
        "Temaet heter «alle skal med, tre av fem».",
    ],
)
def test_a_word_that_fits_or_speaks_of_something_else_is_let_be(text):
    assert misfits(text) == []


def test_numbers_are_read_in_words_and_digits():
    assert [(s.k, s.n) for s in shares("Seks av de 11, 10 av 88 og ingen av tre.")] == [
        (6, 11),
        (10, 88),
        (0, 3),
    ]
    [(said, share)] = percentages("60 prosent av utdragene (6 av 10)")
    assert (said, share and share.n) == ("60 prosent", 10)


@given(st.integers(0, 200), st.integers(1, 200))
def test_what_the_rules_themselves_say_never_misfits(k, n):
    from qualcode.report.tendency import quantity
    from qualcode.report.texts import Words

    if 1 <= k <= n:
        assert misfits(f"{quantity(Words('nb'), k, n)} har utsagn om temaet.") == []


def test_parts_that_nearly_make_the_whole_are_pointed_out():
    assert list(near_sums("Av de 11 mappene har fem plan, fire referat og tre ingen av delene.")) == [
        (12, 11)
    ]
    assert list(near_sums("Av de 12 mappene har fem plan, fire referat og tre ingen av delene.")) == []


def test_the_authors_slips_stand_at_their_own_sentences():
    text = "Det var slik. Flertallet, to av fire, sa det. Tolv av elleve var med. Av dem var 50 prosent (to av fire) enige."
    assert of_author(tidlig_innsats=text) == {
        ("word", "Flertallet, to av fire, sa det."),
        ("sum", "Tolv av elleve var med."),
        ("percent", "Av dem var 50 prosent (to av fire) enige."),
    }


def test_all_the_groups_is_held_against_the_groups_that_were_asked():
    said = of_author(tidlig_innsats="Alle gruppene er opptatt av dette.")
    assert said == {("all_groups", "Alle gruppene er opptatt av dette.")}
    assert of_author(innledning="Alle gruppene er opptatt av dette.") == set()  # about no theme


# --- tables --------------------------------------------------------------------------------------------


def test_the_lost_answer_of_study_e_is_named_with_its_group(tmp_path):
    study, _ = run(make_e(tmp_path))
    data = study.data()
    [lost] = [f for f in make_report(data).findings if f.check == "lost"]
    assert INFORMED in lost.at
    assert lost.text.startswith("Tabellen summerer til 59, men 60 svarte på skjemaet: ett svar mangler (")


def test_a_table_that_does_not_add_up_is_found():
    data = small_study()
    report = build_context(data)
    assert not [f for f in checked(report, data).findings if f.check == "table"]
    method = report.sections["metode"]
    kinds = method.tables[0]
    short = replace(kinds, rows=kinds.rows[1:])
    blocks = tuple(short if block is kinds else block for block in method.blocks)
    broken = replace(
        report,
        chapters=tuple(
            replace(method, blocks=blocks) if chapter is method else chapter for chapter in report.chapters
        ),
    )
    assert [f.place for f in checked(broken, data).findings if f.check == "table"]


# --- quotes --------------------------------------------------------------------------------------------


def test_every_quote_of_a_draft_is_verbatim_and_a_changed_one_is_not():
    assert not [f for f in found() if f.check in ("verbatim", "twice")]
    assert stands_in("De ventet altfor lenge, (…) hadde vi ikke sittet her.", "De ventet altfor lenge, ser jeg nå. "
                     "Hadde noen ringt i oktober, hadde vi ikke sittet her.")  # fmt: skip
    assert not stands_in("Hadde vi ringt i oktober", "Hadde noen ringt i oktober")
    assert not stands_in("i oktober (…) hadde noen", "Hadde noen ringt i oktober")


def test_the_authors_quotes_are_looked_up_in_the_sources():
    said = of_author(
        innledning="En sa: «Hadde noen ringt i november, hadde vi ikke sittet her.» En annen: «Dette har aldri vært "
        "sagt av noen». Lærerne sa: «så vi lever fra dag til dag». «Lav terskel» er et begrep."
    )
    assert {check for check, _ in said} == {"differs", "nowhere"}


def test_a_note_is_not_a_quote():
    said = of_author(
        innledning="«Kontaktpersonen viste fram en kalender der familiene selv hadde satt av tid»"
    )
    assert {check for check, _ in said} == {"paraphrase"}


def test_the_same_utterance_is_not_quoted_twice_unseen():
    once = of_author(innledning="«Skolen har hatt fem rektorer på seks år»")
    twice = of_author(
        innledning="«Skolen har hatt fem rektorer på seks år»",
        metode="«Skolen har hatt fem rektorer på seks år»",
    )
    assert ("twice" in {c for c, _ in once}, "twice" in {c for c, _ in twice}) == (False, True)


def with_name(**settings):
    segments = [
        {**row, "text": row["text"].replace("Hun ringte oss", "Da ringte Ragnhild oss")}
        for row in records(small_study().segments)
    ]
    return small_study(segments=segments, **settings)


def test_a_third_persons_name_in_a_quote_is_asked_about_and_the_quote_left_as_it_is():
    findings = [f for f in found(with_name()) if f.check == "name"]
    assert [f.text for f in findings] == ["Sitatet inneholder kanskje en persons navn: «Ragnhild»."]
    assert findings[0].fix == (
        "Er det et navn: qualcode quote ban STUDY s14. Er det ikke: not_names = ['Ragnhild'] i qualcode.toml."
    )
    assert findings[0].at.startswith("Da ringte Ragnhild oss før")
    assert not [f for f in found(with_name(not_names=("Ragnhild",))) if f.check == "name"]


def test_a_name_the_author_has_pinned_is_chosen_knowingly():
    pin = [{"segment_id": "s14", "action": "pin", "code": None, "reason": None, "line": 2}]
    assert not [f for f in found(with_name(overrides=pin)) if f.check == "name"]


def test_a_name_in_what_the_author_quotes_is_asked_about():
    said = "En sa: «Da ringte Ragnhild oss før vi rakk å bli fortvilet»."
    assert ("own_name", said) in of_author(with_name(), metode=said)


def test_a_passage_is_found_across_line_breaks():
    rows = [{"source": "a", "segment_id": "1", "text": "Vi ringte\nmandag og fikk svar"}]
    place = Quotable(rows).find("Vi ringte mandag og fikk svar.")
    assert place is not None
    assert place.exact


# --- groups and review ---------------------------------------------------------------------------------


def test_a_group_of_one_and_a_group_of_none_are_named_once_and_where_the_author_speaks_of_them():
    plain = [(f.check, f.text) for f in found() if f.check in ("one_person", "nobody")]
    assert plain == [
        ("one_person", "«Helsestasjonen» er bare én informant."),
        ("one_person", "«Skolen» er bare én informant."),
        ("nobody", "«Ungdom» har ingen informanter (n = 0)."),
    ]
    assert of_author(metode="Helsestasjonen mener dette er viktig.") == {
        ("one_person", "Helsestasjonen mener dette er viktig.")
    }


def test_a_text_whose_theme_was_rejected_to_the_last_coding_is_found():
    codings = [
        {**row, "status": "rejected" if row["code"].startswith("tidlig") else row["status"]}
        for row in records(small_study().codings)
    ]
    data = small_study(codings=codings)
    assert of_author(data, tidlig_innsats="Dette er viktig.") == {("text_rejected", "Dette er viktig.")}
    assert of_author(tidlig_innsats="Dette er viktig.") == set()


# --- in the draft --------------------------------------------------------------------------------------


def test_a_finding_stands_in_the_margin_of_every_form(tmp_path):
    (tmp_path / "forfatter").mkdir()
    slip = "Flertallet, to av fire, sa det."
    (tmp_path / "forfatter" / "innledning.md").write_text(f"Slik var det. {slip}", "utf-8")
    report = make_report(small_study(tmp_path))
    names = ["u.html", "u.docx", "u.md"]
    write_drafts(report, tmp_path / "ut", names)
    page = (tmp_path / "ut" / "u.html").read_text("utf-8")
    at = page.index(slip)
    assert page.index('href="#merknad_1"', at) < page.index('id="merknad_1"', at) < page.index("</p>", at)
    mark = (tmp_path / "ut" / "u.md").read_text("utf-8")
    assert f"{slip}[^merknad_1]" in mark
    assert "\n[^merknad_1]: " in mark
    word = docx.Document(str(tmp_path / "ut" / "u.docx"))
    said = [comment.text for comment in word.comments]
    assert len(said) == len(report.findings)
    assert said[0].startswith("«Flertallet» passer ikke med 2 av 4.")
    xml = zipfile.ZipFile(tmp_path / "ut" / "u.docx").read("word/document.xml").decode()
    assert "\ue001" not in xml
    start = xml.index("<w:commentRangeStart")
    assert slip in xml[start : xml.index("<w:commentRangeEnd")]
    again = tmp_path / "igjen"
    write_drafts(make_report(small_study(tmp_path)), again, names)
    assert all((again / n).read_bytes() == (tmp_path / "ut" / n).read_bytes() for n in names)


def test_without_the_checks_a_draft_has_no_notes(tmp_path):
    write_drafts(make_report(small_study(tmp_path), check=False), tmp_path, ["u.html", "u.docx", "u.md"])
    page = (tmp_path / "u.html").read_text("utf-8")
    assert "merknad_" not in page
    assert "Kontroll før trykk" not in page
    assert not list(docx.Document(str(tmp_path / "u.docx")).comments)


def test_the_number_beside_the_slip_is_in_the_list_at_the_head():
    for finding in found(innledning="Tolv av elleve var med."):
        assert finding.id == f"merknad_{finding.number}"
