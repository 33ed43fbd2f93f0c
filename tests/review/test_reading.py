"""Reading and deciding, by the plain forms: what a page shows, and what its buttons store."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest

from qualcode import passes
from qualcode.model import Decision
from qualcode.review.app import create_app
from qualcode.study import Study, open_study
from tests.review.helping import HOSTILE, KEY, Reader, made_study

REVIEW, BLIND, ADJUDICATE = "/les/gjennomgang/", "/les/blind/", "/les/avgjorelse/"


def first(reader: Reader, queue: str = REVIEW) -> str:
    """The address of the first segment of a queue."""
    return str(reader.client.get(queue).headers["Location"])


def id_of(address: str) -> str:
    return address.partition("?")[0].rpartition("/")[2]


def states(study: Study, address: str, coder: str = "Kari", coding_pass: Any = "review") -> dict[str, Any]:
    known = next(c for c in passes.coders(study) if c.name == coder)
    return {s.code: s for s in passes.card(study, id_of(address), known, coding_pass).codings}


def words(page: str) -> str:
    """A page's text."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def acts(study: Study) -> list[tuple[str, str, str]]:
    return [(row.coder, row.action, row.code) for row in passes.trail(study)]


# --- what a page shows -------------------------------------------------------------------------------


def test_a_segment_stands_with_its_question_its_codes_and_why(reader: Any) -> None:
    ola = reader("Ola")
    page = ola.page(REVIEW)
    shown = words(page)
    assert "Hva skjedde uke 1?" in shown
    assert "Utdrag 1 av 12" in shown
    assert "Telefon" in shown
    assert "fordi: «ringte»" in shown
    assert re.search(r'<mark class="for"[^>]*>ringte</mark>', page)
    assert "Styrke 0,70 av 1" in page


def test_the_pieces_of_a_marked_text_are_the_text(reader: Any, study: Study) -> None:
    ola = reader("Ola")
    known = passes.coders(study)[0]
    for id_ in passes.queue(study, known, "review"):
        page = ola.page(REVIEW + id_)
        quoted = re.search(r'<blockquote id="segment">(.*?)</blockquote>', page, re.DOTALL)
        assert quoted
        assert html.unescape(re.sub(r"<[^>]+>", "", quoted[1])) == study.store.segment(id_).text


def test_a_hostile_transcript_shows_as_text(tmp_path: Path) -> None:
    study = open_study(made_study(tmp_path / "vond", HOSTILE))
    secret = passes.add_coder(study, "Ola<script>", "lead")
    ola = Reader(create_app(study, key=KEY).test_client(), secret)
    page = ola.page(first(ola))
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "<img" not in page
    ola.press(first(ola), do="memo", memo='"><script>alert(1)</script>')
    assert "<script>" not in ola.page(first(ola))
    second = passes.queue(study, passes.coders(study)[0], "review")[1]
    assert "{{ 7*7 }} {% raw %}" in words(ola.page(REVIEW + second))
    study.store.close()


def test_the_app_speaks_the_studys_language_and_changes_on_request(reader: Any, study: Study) -> None:
    ola = reader("Ola")
    assert '<html lang="nb">' in ola.page("/")
    changed = ola.press("/", language="nn", back="/kodebok")
    assert changed.status_code == 405  # the button's form goes elsewhere
    for language, said in (("nn", "Oppgåvene dine"), ("en", "Your tasks"), ("nb", "Oppgavene dine")):
        token = re.search(r'name="token" value="([^"]+)"', ola.page("/"))
        assert token
        got = ola.client.post("/maalform", data={"token": token[1], "language": language, "back": "/"})
        assert got.headers["Location"] == "/"
        assert said in ola.page("/")
        assert f'<html lang="{language}">' in ola.page("/")


def test_the_codebook_page_has_what_a_coder_needs(reader: Any, study: Study) -> None:
    ola = reader("Ola")
    page = words(ola.page("/kodebok"))
    assert "Noen hjelper eller ber om hjelp." in page
    assert "Søvn" in page
    token = re.search(r'name="token" value="([^"]+)"', ola.page("/kodebok"))
    assert token
    form = {
        "token": token[1],
        "target": "code",
        "ref": "hjelp.soevn",
        "memo": "Gjelder natt?",
        "back": "/kodebok",
    }
    assert ola.client.post("/notat", data=form).status_code == 303
    assert [(m.target, m.ref, m.text, m.coder) for m in passes.memos(study)] == [
        ("code", "hjelp.soevn", "Gjelder natt?", "Ola")
    ]
    assert "Gjelder natt?" in ola.page("/kodebok")
    liv = reader("Liv")
    assert "Gjelder natt?" in liv.page("/kodebok")
    passes.assign(study, ["Liv"], 0.25, 1)  # until she has coded blind, she reads nobody else's thoughts
    assert "Gjelder natt?" not in liv.page("/kodebok")


@pytest.mark.parametrize("address", [REVIEW + "no-such-id", "/les/what/", "/les/blind/uker-77aaeb8503"])
def test_a_page_that_is_not_there_says_so(reader: Any, address: str) -> None:
    got = reader("Ola").client.get(address)
    assert got.status_code == 404
    assert "Finner ikke siden" in got.text


# --- what a button stores ----------------------------------------------------------------------------


def test_accepting_rejecting_and_adding_are_stored_and_said(reader: Any, study: Study) -> None:
    ola = reader("Ola")
    address = first(ola)
    ola.press(address, do="accept:hjelp.telefon")
    assert "Godtatt: Telefon" in ola.page(address)
    ola.press(address, do="reject:hjelp", reason="Handler om ventetid")
    ola.press(address, pick="hjelp.soevn")
    assert {code: s.status for code, s in states(study, address).items()} == {
        "hjelp": "rejected",
        "hjelp.soevn": "accepted",
        "hjelp.telefon": "accepted",
    }
    assert [row.reason for row in passes.trail(study) if row.code == "hjelp"] == ["Handler om ventetid"]


def test_pressing_the_same_button_twice_stores_one_decision(reader: Any, study: Study) -> None:
    ola = reader("Ola")
    address = first(ola)
    for _ in range(3):
        ola.press(address, do="accept:hjelp")
    for _ in range(2):
        ola.press(address, do="done")
    assert acts(study) == [("Ola", "accept", "hjelp"), ("Ola", "done", "")]


def test_changing_a_code_puts_another_in_its_place(reader: Any, study: Study) -> None:
    ola = reader("Ola")
    address = first(ola)
    assert 'value="hjelp.telefon"' in ola.page(f"{address}?change=hjelp.telefon")
    assert "Bytt «Telefon» med" in ola.page(f"{address}?change=hjelp.telefon")
    ola.press(address, change_from="hjelp.telefon", pick="hjelp.soevn")
    assert states(study, address)["hjelp.telefon"].status == "rejected"
    assert states(study, address)["hjelp.soevn"].status == "accepted"
    assert "Byttet: Telefon med Søvn" in ola.page(address)


def test_a_marked_span_attitude_and_doubt_stay_with_the_code(reader: Any, study: Study) -> None:
    ola = reader("Ola")
    address = first(ola)
    segment = study.store.segment(id_of(address))
    start = segment.text.index("ringte")
    ola.press(address, do="accept:hjelp.telefon", start=str(start), end=str(start + 10))
    ola.press(address, do="valence:hjelp.telefon:kritisk")
    ola.press(address, do="uncertain:hjelp.telefon")
    state = states(study, address)["hjelp.telefon"]
    assert (state.start, state.end) == (segment.start + start, segment.start + start + 10)
    assert (state.valence, state.uncertain) == ("kritisk", True)
    assert "gjelder bare: «ringte dem»" in words(ola.page(address))
    ola.press(address, do="whole:hjelp.telefon")
    ola.press(address, do="valence:hjelp.telefon:kritisk")  # pressed again: taken off
    state = states(study, address)["hjelp.telefon"]
    assert (state.start, state.valence, state.uncertain) == (None, None, True)


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "accept:hjelp", "start": "5", "end": "2"},
        {"do": "accept:hjelp", "start": "0", "end": "9999"},
        {"do": "accept:hjelp", "start": "x", "end": "3"},
        {"do": "accept:hjelp", "seen": "soon"},
        {"do": "valence:hjelp:kritisk"},
        {"do": "drop-everything"},
        {},
    ],
)
def test_a_form_no_page_sends_stores_nothing(reader: Any, study: Study, fields: dict[str, str]) -> None:
    ola = reader("Ola")
    assert ola.press(first(ola), **fields).status_code == 400
    assert acts(study) == []


def test_an_unknown_code_is_refused_in_plain_words(reader: Any, study: Study) -> None:
    ola = reader("Ola")
    got = ola.press(first(ola), pick="no.such.code", memo="Husk dette")
    assert got.status_code == 409
    assert "Valget ble ikke lagret" in got.text
    assert "Husk dette" in got.text
    assert acts(study) == []


def test_done_goes_on_to_the_next_and_ends_with_thanks(reader: Any) -> None:
    ola = reader("Ola")
    address, seen = first(ola), []
    while address != REVIEW:
        seen.append(address)
        address = ola.press(address, do="done").headers["Location"]
    assert len(set(seen)) == 12
    assert "Du er gjennom alle de 12 utdragene" in ola.page(REVIEW)
    assert "12 av 12 er ferdig, 12 av dem av deg" in words(ola.page("/"))


def test_undo_takes_back_the_newest_act_and_says_which(reader: Any, study: Study) -> None:
    ola = reader("Ola")
    address = first(ola)
    ola.press(address, do="accept:hjelp.telefon")
    ola.press(address, do="done")
    page = ola.page(REVIEW)
    for said in ("ikke lenger merket som ferdig", "«Telefon» er ikke lenger godtatt"):
        back = ola.press(REVIEW, page)
        assert back.headers["Location"] == address
        assert said in ola.page(address)
    ola.press(REVIEW, page)
    assert "Det er ingenting å angre." in ola.page(REVIEW)
    assert states(study, address)["hjelp.telefon"].status == "suggested"


def test_a_memo_is_stored_with_the_act_it_was_written_beside(reader: Any, study: Study) -> None:
    ola = reader("Ola")
    address = first(ola)
    ola.press(address, do="memo", memo="Spør om dette")
    ola.press(address, do="done", memo="Ferdig, men i tvil")
    assert [(m.ref, m.text, m.coder) for m in passes.memos(study)] == [
        (id_of(address), "Spør om dette", "Ola"),
        (id_of(address), "Ferdig, men i tvil", "Ola"),
    ]
    assert "Spør om dette" in reader("Liv").page(address)


def test_a_decision_on_what_another_has_changed_is_refused_and_the_memo_kept(
    reader: Any, study: Study
) -> None:
    ola, liv = reader("Ola"), reader("Liv")
    address = first(ola)
    page = ola.page(address)
    liv.press(address, do="reject:hjelp.telefon")
    got = ola.press(address, page, do="accept:hjelp.telefon", memo="Min lange tanke <b>", reason="fordi")
    assert got.status_code == 409
    assert "Noen andre har endret utdraget" in got.text
    assert "Min lange tanke &lt;b&gt;</textarea>" in got.text
    assert 'value="fordi"' in got.text
    assert "av Liv" in got.text
    assert acts(study) == [("Liv", "reject", "hjelp.telefon")]
    assert passes.memos(study) == []
    assert ola.press(address, got.text, do="accept:hjelp.telefon").status_code == 303


def test_a_segment_whose_text_is_gone_says_so_and_gives_back_what_was_typed(
    reader: Any, study: Study
) -> None:
    ola = reader("Ola")
    address = first(ola)
    page = ola.page(address)
    study.store.remove_sources(["uker"])
    got = ola.press(address, page, do="done", memo="Tanken min")
    assert got.status_code == 409
    assert "finnes ikke lenger" in got.text
    assert "Tanken min" in got.text


# --- queues ------------------------------------------------------------------------------------------


def test_filters_narrow_the_queue_and_follow_along(reader: Any) -> None:
    ola = reader("Ola")
    address = first(ola, REVIEW + "?code=hjelp.soevn")
    assert "Utdrag 1 av 5" in words(ola.page(address))
    following = ola.press(address, do="done").headers["Location"]
    assert following.endswith("?code=hjelp.soevn")
    assert following != address
    assert "Ingen utdrag passer til utvalget" in ola.page(REVIEW + "?group=ingen")
    for nonsense in ("?order=sideways", "?status=odd", "?score_from=x", "?order=disagreement"):
        assert "Utdrag 1 av 12" in words(ola.page(REVIEW + nonsense))


def test_a_decision_that_takes_a_segment_out_of_the_filters_does_not_lose_ones_place(reader: Any) -> None:
    ola = reader("Ola")
    queue = REVIEW + "?status=undecided"
    address = first(ola, queue)
    assert ola.press(address, do="accept:hjelp").headers["Location"] == address
    assert "utenfor utvalget" in ola.page(address)
    assert ola.press(address, do="done").headers["Location"] != address


def test_coders_who_begin_at_once_are_given_different_segments(reader: Any) -> None:
    ola, liv = reader("Ola"), reader("Liv")
    at_ola = first(ola)
    ola.page(at_ola)
    at_liv = first(liv)
    assert at_liv != at_ola
    liv.page(at_liv)
    assert ola.press(at_ola, do="done").headers["Location"] not in (at_ola, at_liv)


# --- blind coding and adjudication -------------------------------------------------------------------


def test_a_blind_page_holds_no_suggestion_and_nobody_elses_work(reader: Any, study: Study) -> None:
    ola, liv = reader("Ola"), reader("Liv")
    passes.assign(study, ["Ola", "Liv"], 1.0, 1)
    address = first(ola, BLIND)
    liv.press(address, pick="hjelp.soevn", memo="Livs notat")
    liv.press(address, do="done")
    page = ola.page(address)
    assert "<mark" not in page
    for hidden in ("fordi:", "Styrke", 'aria-pressed="true">Godtatt', 'class="row', "Livs notat", "Liv:"):
        assert hidden not in page.replace('lang="nb" aria-pressed="true"', "")
    ola.press(address, pick="hjelp.telefon")
    page = ola.page(address)
    assert page.count('<li class="row') == 1
    assert states(study, address, "Ola", "blind").keys() == {"hjelp.telefon"}
    ola.press(address, do="undo:hjelp.telefon")
    assert 'class="row' not in ola.page(address)


def test_a_blind_coder_sees_only_what_is_assigned_and_not_in_the_review_before_it_is_done(
    reader: Any, study: Study
) -> None:
    ola = reader("Ola")
    passes.assign(study, ["Ola"], 0.25, 1)
    own = passes.assigned(study, "Ola")
    assert "Utdrag 1 av 3" in words(ola.page(BLIND))
    assert "Utdrag 1 av 9" in words(ola.page(REVIEW))
    assert ola.client.get(REVIEW + own[0]).status_code == 404
    other = next(i for i in passes.queue(study, passes.coders(study)[2], "review") if i not in own)
    assert ola.client.get(BLIND + other).status_code == 404
    ola.press(BLIND + own[0], do="done")
    assert ola.client.get(REVIEW + own[0]).status_code == 200


def test_a_lead_sees_the_disagreements_and_settles_them(reader: Any, study: Study) -> None:
    kari, ola, liv = reader("Kari"), reader("Ola"), reader("Liv")
    passes.assign(study, ["Ola", "Liv"], 1.0, 1)
    address = first(ola, BLIND)
    for coder, code in ((ola, "hjelp.telefon"), (liv, "hjelp.soevn")):
        coder.press(address, pick=code, memo=f"Tenkte på {code}")
        coder.press(address, do="done")
    page = words(kari.page("/uenighet"))
    assert "1 utdrag er kodet ulikt. 0 av dem er avgjort." in page
    assert "Telefon Liv: nei Ola: ja" in page
    deciding = first(kari, ADJUDICATE)
    assert id_of(deciding) == id_of(address)
    page = words(kari.page(deciding))
    assert "Liv: nei Ola: ja" in page
    assert "Tenkte på hjelp.soevn" in page
    kari.press(deciding, do="accept:hjelp.telefon", reason="Hun ringer")
    kari.press(deciding, do="reject:hjelp.soevn")
    kari.press(deciding, do="done")
    state = states(study, deciding)
    assert (state["hjelp.telefon"].status, state["hjelp.telefon"].coding_pass) == ("accepted", "adjudicated")
    assert state["hjelp.soevn"].status == "rejected"
    assert "1 av dem er avgjort" in words(kari.page("/uenighet"))


def test_the_overview_shows_a_coder_their_own_pace_and_a_lead_everyones(reader: Any, study: Study) -> None:
    ola = reader("Ola")
    passes.act(study, Decision(id_of(first(ola)), "hjelp", "accept", "Liv"), seen=0)
    assert "Liv" not in words(ola.page("/"))
    assert "Liv Gjennomgang" in words(reader("Kari").page("/"))
