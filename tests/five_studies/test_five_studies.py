"""Five studies, as large as the published ones the tool must carry: every cell of every table, made by hand."""

from __future__ import annotations

import csv
import importlib
import io

import pytest

from qualcode.analysis.counting import persons
from qualcode.analysis.data import records
from qualcode.report import write_reports
from qualcode.report.context import Paragraph
from qualcode.report.facts import Facts
from qualcode.report.provenance import provenance_csv
from qualcode.report.rates import respondents
from tests.five_studies.making import compare, expected, run, tables, texts

CHAPTERS = {
    "a": ("temaer", "grupper"),
    "b": ("kilder",),
    "c": ("faser",),
    "d": ("steder",),
    "e": ("svar",),
}


@pytest.fixture(scope="module")
def studies(tmp_path_factory):
    """Each study written, run and built, once."""
    built = {}

    def get(name):
        if name not in built:
            module = importlib.import_module(f"tests.five_studies.study_{name}")
            study, report = run(module.make(tmp_path_factory.mktemp(name)))
            built[name] = (study.data(), report)
        return built[name]

    return get


def said(report, *anchors):
    return texts(*(report.sections[anchor] for anchor in anchors))


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_cell_of_every_table_is_as_made_by_hand(studies, name):
    _, report = studies(name)
    compare(tables(*(report.sections[anchor] for anchor in CHAPTERS[name])), expected(f"study_{name}"))


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_number_is_what_its_segments_add_up_to(studies, name):
    """Whatever is counted, the segments behind it hold just as many of it, and every segment exists."""
    data, report = studies(name)
    rows = {row["segment_id"]: row for row in records(data.segments)}
    count = {
        "informanter": lambda own: len(persons(own)),
        "intervjuede": lambda own: len(persons(own)),
        "svarte på skjema": lambda own: len(persons(own)),
        "utdrag": len,
        "svar": len,
        "kilder": lambda own: len({row["source"] for row in own}),
        "steder": lambda own: len({row["site"] for row in own} - {None}),
        "grupper": lambda own: len({row["group"] for row in own}),
        "kollektiver": lambda own: len(persons(own)),
    }
    checked = 0
    for claim in report.claims:
        own = [rows[segment] for segment in claim.backing.segments]
        if claim.backing.unit in count and (own or claim.backing.unit != "grupper"):
            if name == "b" and claim.text.startswith("Temaet er til stede"):
                continue  # kinds of source, not sources
            assert count[claim.backing.unit](own) == claim.backing.numerator, claim
            checked += 1
        if claim.backing.denominator is not None:
            assert claim.backing.numerator <= claim.backing.denominator
    assert checked > 50


@pytest.mark.parametrize("name", CHAPTERS)
def test_provenance_has_a_row_for_every_number_and_quote(studies, name):
    _, report = studies(name)
    rows = list(csv.DictReader(io.StringIO(provenance_csv(report.claims).decode())))
    assert [row["claim"] for row in rows] == [f"belegg_{i}" for i in range(1, len(rows) + 1)]
    quotes = [quote for section in report.sections.values() for quote in section.quotes]
    assert quotes
    assert {quote.segment for quote in quotes} == {r["segments"] for r in rows if r["place"] == "quote"}
    assert {row["chapter"] for row in rows} <= set(report.sections)


@pytest.mark.parametrize("name", CHAPTERS)
def test_no_quote_is_printed_twice_and_none_is_a_documents_or_an_interviewers(studies, name):
    data, report = studies(name)
    kinds = {row["segment_id"]: row for row in records(data.segments)}
    quotes = [quote for section in report.sections.values() for quote in section.quotes]
    assert len({quote.text for quote in quotes}) == len(quotes)
    for quote in quotes:
        row = kinds[quote.segment]
        assert row["is_informant"]
        assert row["kind"] not in ("document", "notes")


@pytest.mark.parametrize("name", CHAPTERS)
def test_all_forms_of_the_draft_can_be_written(studies, name, tmp_path):
    data, report = studies(name)
    written = write_reports(data, tmp_path, ["u.html", "u.docx", "u.md"])
    names = [path.name for path in written if path.suffix != ".svg"]
    assert names == ["u.html", "u.docx", "u.md", "provenance.csv"]
    page = written[0].read_text("utf-8")
    for claim in report.claims:
        assert f'id="til-{claim.id}"' in page
        if claim.place != "quote":
            assert f'<li id="{claim.id}"' in page


# --- A: theme x group and group x theme ------------------------------------------------------------------


def test_a_sixteen_interviews_six_five_and_five_in_four_municipalities(studies):
    data, _ = studies("a")
    own = [row for row in records(data.segments) if row["is_informant"]]
    assert {
        g: len(persons([r for r in own if r["group"] == g])) for g in ("fagteam", "barnevern", "miljo")
    } == {
        "fagteam": 6,
        "barnevern": 5,
        "miljo": 5,
    }
    assert len({row["site"] for row in own}) == 4
    assert sum(row["kind"] != "document" for row in records(data.sources)) == 16


def test_a_a_group_that_was_not_asked_is_not_said_to_be_silent(studies):
    _, report = studies("a")
    for anchor in ("tema-ansvar-miljo", "gruppe-miljo-ansvar"):
        assert said(report, anchor) == (
            "Gruppen ble ikke spurt om temaet. At ingen nevner det, sier derfor ingenting."
        )


def test_a_a_nearly_empty_theme_is_a_finding(studies):
    _, report = studies("a")
    assert "nesten tomt i dataene, og det er i seg selv et funn" in said(report, "tema-penger")
    assert "nesten tomt" not in said(report, "tema-ansvar")


def test_a_a_silence_says_how_it_is_known(studies):
    data, report = studies("a")
    assert "kjent ved maskinell lesing" in said(report, "tema-penger-miljo")
    known = {"recall": {"penger": {"recall": 0.71, "low": 0.58, "high": 0.82}}}
    from dataclasses import replace

    from qualcode.report import build_context

    estimated = build_context(replace(data, run=known))
    assert "71 prosent av utsagnene om temaet (95 prosent intervall: 58 prosent til 82 prosent)" in said(
        estimated, "tema-penger-miljo"
    )


def test_a_teams_of_unknown_head_count_are_told_apart(studies):
    _, report = studies("a")
    assert "Alle er kollektiver, der antall personer ikke er kjent" in said(report, "gruppe-fagteam")
    assert "Seks av dem er kollektiver" in said(report, "tema-nettverk")


def test_a_what_others_say_of_the_families_is_second_hand(studies):
    _, report = studies("a")
    assert "Fem av 16 informanter fra andre grupper gjengir hva de mener at «Familier» opplever." in said(
        report, "gruppe-familier"
    )
    assert "annenhånds" in said(report, "metode")
    assert "tema-annenhaands" not in report.sections


def test_a_the_one_who_differs_is_kept(studies):
    _, report = studies("a")
    assert "Én skiller seg ut og er ikke inne på temaet." in said(report, "tema-medvirkning-barnevern")


# --- B: a chapter per kind of source ---------------------------------------------------------------------


def test_b_as_many_interviews_employees_parents_and_files_as_in_the_report(studies):
    data, _ = studies("b")
    own = [row for row in records(data.segments) if row["is_informant"]]
    staff = [row for row in own if row["group"] == "ansatte"]
    assert (len({r["source"] for r in staff}), len(persons(staff)), len({r["site"] for r in staff})) == (
        36,
        85,
        12,
    )
    assert len(persons([row for row in own if row["group"] == "foreldre"])) == 9
    planned = [row["group"] for row in records(data.informants) if row["planned"]]
    assert (planned.count("foreldre"), planned.count("barn")) == (15, 10)
    assert sum(row["kind"] == "document" for row in records(data.sources)) == 88


def test_b_a_planned_group_of_none_has_its_chapter_and_its_limitation(studies):
    _, report = studies("b")
    assert said(report, "kilde-2") == "Barna: ingen data. Kilden var planlagt, men er ikke samlet inn."
    assert "Barn var planlagt, men er ikke intervjuet." in said(report, "begrensninger")


def test_b_files_are_counted_exactly_and_people_in_words(studies):
    _, report = studies("b")
    assert said(report, "kilde-4-deltakelse").startswith("Seks av de elleve dokumentene har temaet.")
    assert said(report, "kilde-3-samordning").startswith(
        "Om lag halvparten, 48 av 85 informanter, har utsagn om temaet. "
        "Kilde for kilde er det de fleste, 24 av 36, der noen er inne på det."
    )


def test_b_some_of_the_files_are_no_source_of_their_own_in_the_discussion(studies):
    _, report = studies("b")
    assert said(report, "droefting-deltakelse").startswith("Temaet er til stede i alle kildene (tre).")
    assert said(report, "droefting-barnets_plan").startswith("Temaet er til stede i to av tre kilder.")


# --- C: phases and roles ---------------------------------------------------------------------------------


def test_c_answers_and_persons_are_two_numbers(studies):
    data, _ = studies("c")
    facts = Facts(data)
    found = {
        row["id"]: (
            len(respondents(facts, source=row["id"])),
            sum(s["source"] == row["id"] for s in facts.segments),
        )
        for row in records(data.sources)
        if row["kind"] == "survey"
    }
    assert found == {
        "fase1_foreldre": (35, 319),
        "fase1_kontakt": (33, 403),
        "fase2_ungdom": (32, 358),
        "fase2_kontakt": (33, 187),
        "fase1_kurs": (171, 171),
        "fase2_kurs": (90, 90),
    }


def test_c_a_changed_form_is_warned_of_where_it_changed_and_among_the_limitations(studies):
    _, report = studies("c")
    warning = (
        "Kontaktpersoner: skjemaet ble endret fra fase 1 til fase 2. Tatt ut: «Hva var ikke godt nok?». "
        "Nytt: «Hva vil du endre til neste gang?»."
    )
    block = next(b for b in report.sections["faser"].blocks if isinstance(b, Paragraph))
    assert block.style == "warning"
    assert block.text.startswith(warning)
    assert warning in said(report, "begrensninger")
    assert "Kursdeltakere: skjemaet" not in said(report, "faser")


def test_c_absence_is_reported(studies):
    _, report = studies("c")
    assert "Kontaktpersoner, fase 2: ingen av 33 nevner temaet i 187 svar." in said(report, "fase-barnet")


# --- D: sites and factors --------------------------------------------------------------------------------


def test_d_seven_interviews_with_eleven_leaders_one_of_them_in_three_roles(studies):
    data, report = studies("d")
    own = [row for row in records(data.segments) if row["is_informant"]]
    assert len({row["source"] for row in own}) == 7
    assert len(persons(own)) == 11
    assert {row["role"] for row in own if row["person"] == "ks1"} == {
        "kommunalsjef",
        "barnevernleder (konstituert)",
        "leder av barnehagene",
    }
    table = next(t for t in report.sections["metode"].tables if "gruppe og sted" in t.caption)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Barnevernledere", "1", "1", "1", "1", "4"],
        ["Ledere i helsestasjon", "1", "1", "1", "1", "4"],
        ["Ledere i barnehage", "1", "1", "1", "1", "4"],
        ["Kommunalsjefer", "0", "0", "0", "1", "1"],
        ["I alt", "3", "3", "3", "2", "11"],
    ]


def test_d_three_municipalities_resolve_to_the_three_and_their_segments(studies):
    data, report = studies("d")
    claim = next(c for c in report.claims if "«Handlingsplan»" in c.text and c.place == "sentence")
    assert claim.text == (
        "Tre av fire kommuner har utsagn om «Handlingsplan»: Elvebakk (gruppe 1, dokument 1), "
        "Fjordvik (individuelt 1) og Havnes (individuelt 1)."
    ).replace(" 1", "\u00a01")
    rows = {row["segment_id"]: row for row in records(data.segments)}
    assert [(rows[s]["site"], rows[s]["source"]) for s in claim.backing.segments] == [
        ("elvebakk", "gruppe_elvebakk"),
        ("elvebakk", "plan_elvebakk"),
        ("fjordvik", "intervju_bv_fjordvik"),
        ("havnes", "intervju_ks_havnes"),
    ]
    assert all("andlingsplan" in rows[s]["text"] for s in claim.backing.segments)


def test_d_empty_cells_say_why_they_are_empty(studies):
    _, report = studies("d")
    text = said(report, "faktor-kultur")
    assert "Én av tre kommuner har utsagn om «Kultur»: Elvebakk" in text
    assert (
        "Ikke spurt: Granli. Ingen utsagn fra Fjordvik og Havnes. Dette er kjent ved maskinell lesing" in text
    )
    assert "Ikke stilt i Granli: «Hvordan vil dere beskrive tonen mellom dere?»." in text
    assert "Ingen av tre kommuner har utsagn om «Felles språk»." in text


def test_d_the_same_post_has_one_name_and_the_same_name_is_two_posts(studies):
    data, report = studies("d")
    roles = {row["informant"]: row["role"] for row in records(data.segments) if row["informant"]}
    assert roles["hs1"] == roles["hs2"] == roles["hs3"] == "leder av helsestasjonen"
    assert roles["bh3"] == "leder av barnehagen"
    quotes = [q.attribution for section in report.sections.values() for q in section.quotes]
    assert "leder av helsestasjonen, Fjordvik" in quotes
    assert all(", " in attribution for attribution in quotes)


# --- E: closed items, open answers, interviews -----------------------------------------------------------

PRINTED = {
    "Har du brukt tjenesten?": [
        ["Ja", 5, 2, 5, 10, 2, 24],
        ["Nei", 9, 4, 5, 17, 1, 36],
        ["I alt", 14, 6, 10, 27, 3, 60],
    ],
    "Hvor stort er behovet for forebygging?": [
        ["Litt", 0, 0, 0, 1, 0, 1],
        ["En del", 0, 0, 0, 10, 0, 10],
        ["Mye", 5, 2, 2, 9, 1, 19],
        ["Svært mye", 9, 4, 8, 7, 2, 30],
        ["I alt", 14, 6, 10, 27, 3, 60],
    ],
    "Er du godt informert om tjenesten?": [
        ["Ja", 10, 3, 10, 24, 2, 49],
        ["Nei", 4, 3, 0, 2, 1, 10],
        ["I alt", 14, 6, 10, 26, 3, 59],
    ],
}


@pytest.mark.parametrize("item", PRINTED)
def test_e_the_closed_tables_have_the_printed_rows(studies, item):
    _, report = studies("e")
    found = tables(report.sections["svar"])[f"«{item}» etter gruppe."]
    assert found[1:] == [[str(cell) for cell in row] for row in PRINTED[item]]


def test_e_the_lost_answer_is_named_not_hidden(studies):
    _, report = studies("e")
    lost = (
        "Ett svar mangler på «Er du godt informert om tjenesten?»: 59 av 60 har svart (Barnehagene 26\u00a0av\u00a027). "
        "Tabellen summerer derfor til 59."
    )
    assert lost in said(report, "svar-kjennskap")
    assert lost in said(report, "begrensninger")
    assert said(report, "svar").count("svar mangler") == 1


def test_e_as_many_respondents_and_interviews_as_in_the_report(studies):
    data, report = studies("e")
    facts = Facts(data)
    groups = ("bv", "fl", "hs", "bh", "ph")
    assert [len(respondents(facts, group=group)) for group in groups] == [14, 6, 10, 27, 3]
    assert sum(row["kind"] == "interview" for row in records(data.sources)) == 6
    assert "60 av 86 inviterte svarte på skjemaet (70 prosent). 26 av dem skrev åpne svar." in said(
        report, "svar"
    )


def test_e_the_words_for_services_are_guarded(studies):
    _, report = studies("e")
    text = said(report, "svar")
    assert "«Nei» er alene det vanligste svaret i tre av fem grupper." in text
    assert "I Helsestasjonen er «Ja» og «Nei» like vanlige." in text
    assert "alle de fem gruppene" not in text


def test_e_a_service_that_wrote_nothing_is_not_one_that_named_nothing(studies):
    _, report = studies("e")
    assert "Ingen åpne svar fra Psykisk helse" in said(report, "svar-forebygging")
    assert "Små grupper (Psykisk helse)" in next(iter(report.sections["svar-samarbeid-lukket"].tables)).note


def test_e_interviews_and_open_answers_stand_apart_under_a_topic(studies):
    _, report = studies("e")
    assert said(report, "svar-forebygging-intervju").startswith(
        "Av de intervjuede har halvparten, tre av seks,"
    )
    assert said(report, "svar-forebygging-apne").startswith(
        "Av dem som skrev åpne svar, har noen, åtte av 26,"
    )
