"""The app as its users meet it: the real command, a real Chromium, the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from qualcode import passes
from qualcode.study import Study, open_study
from tests.browser import accessibility_faults
from tests.review.helping import HOSTILE, made_study

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def site(study: Study, links: dict[str, str], serve: Any) -> Any:
    """The served study: site.url, and site.enter(name), a coder's own link."""
    server = serve(study.folder)
    server.enter = lambda name: f"{server.url}inn/{links[name]}"
    return server


def said(page: Any, words: str) -> None:
    """Wait for what the app says of the last act."""
    page.wait_for_function("w => document.querySelector('#said')?.textContent.includes(w)", arg=words)
    ready(page)


def ready(page: Any) -> None:
    """Wait for the page's script: a key pressed before it has run is heard by nobody."""
    page.wait_for_function("document.documentElement.classList.contains('scripts')")


def trail(study: Study) -> list[tuple[str, str, str]]:
    return [(row.coder, row.action, row.code) for row in passes.trail(study)]


def test_a_student_reviews_ten_segments_by_keyboard_only(site: Any, study: Study, window: Any) -> None:
    page = window(site.enter("Ola"))
    assert page.url == site.url  # the secret has left the address bar
    page.keyboard.press("Tab")
    page.get_by_role("link", name="Begynn").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/les/gjennomgang/uker-*")
    for n in range(1, 11):
        page.wait_for_function(
            "n => document.querySelector('.far').textContent.includes(`Utdrag ${n} av`)", arg=n
        )
        rows = page.locator(".row").count()
        for row in range(rows):
            page.keyboard.press("a" if row == rows - 1 else "x")
            page.wait_for_function(
                "n => document.querySelectorAll('.row.accepted, .row.rejected').length === n", arg=row + 1
            )
        with page.expect_navigation():
            page.keyboard.press("n")
    acts = trail(study)
    assert [action for _, action, _ in acts].count("done") == 10
    assert [action for _, action, _ in acts].count("accept") == 8  # two of the ten have no suggestion
    assert all(coder == "Ola" for coder, _, _ in acts)


def test_codes_are_added_changed_and_shaded_by_keyboard(site: Any, study: Study, window: Any) -> None:
    page = window(site.enter("Ola"))
    page.goto(site.url + "les/gjennomgang/?order=missed")  # without suggestions
    page.keyboard.press("l")
    page.keyboard.type("søv")
    page.keyboard.press("Enter")
    said(page, "Lagt til: Søvn")
    page.keyboard.press("1")
    page.keyboard.press("h")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    said(page, "Lagret: Søvn")
    assert page.locator(".shade[aria-pressed=true]").inner_text() == "kritisk"
    page.keyboard.press("t")
    page.locator(".doubt[aria-pressed=true]").wait_for()
    ready(page)
    page.keyboard.press("e")
    page.keyboard.type("telefon")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    said(page, "Byttet: Søvn med Telefon")
    page.keyboard.press("m")
    page.keyboard.type("Usikker på denne")
    page.keyboard.press("Control+Enter")
    said(page, "Notatet er lagret.")
    assert [memo.text for memo in passes.memos(study)] == ["Usikker på denne"]
    assert trail(study)[-1] == ("Ola", "change", "hjelp.soevn > hjelp.telefon")


def test_words_are_marked_by_keyboard_and_by_mouse(site: Any, study: Study, window: Any) -> None:
    page = window(site.enter("Ola"))
    page.goto(site.url + "les/gjennomgang/")
    page.keyboard.press("s")
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight", "Enter"):
        page.keyboard.press(key)
    said(page, "gjelder bare: «dem den»")
    page.keyboard.press("2")
    page.keyboard.press("a")
    said(page, "Godtatt: Telefon")
    assert "«dem den»" in page.locator(".row.accepted").inner_text()
    assert page.locator("mark.span").inner_text() == "dem den"
    text = page.locator("#segment").bounding_box()
    page.mouse.dblclick(text["x"] + 10, text["y"] + 12)
    said(page, "gjelder bare: «Jeg»")
    page.keyboard.press("1")
    page.keyboard.press("a")
    said(page, "Godtatt: Hjelp")
    rows = passes.trail(study)
    assert len(rows) == 2
    known = passes.coders(study)[0]
    states = {s.code: s for s in passes.card(study, rows[0].segment, known, "review").codings}
    segment = study.store.segment(rows[0].segment)
    at = {code: study.source("uker").text[s.start : s.end] for code, s in states.items()}
    assert at == {"hjelp": "Jeg", "hjelp.telefon": "dem den"}
    assert segment.start <= states["hjelp"].start < segment.end


def test_undo_takes_back_says_what_and_returns_to_the_segment(site: Any, study: Study, window: Any) -> None:
    page = window(site.enter("Ola"))
    page.goto(site.url + "les/gjennomgang/")
    first = page.url
    page.keyboard.press("2")
    page.keyboard.press("a")
    said(page, "Godtatt: Telefon")
    page.keyboard.press("1")
    page.keyboard.press("x")
    said(page, "Avvist: Hjelp")
    page.keyboard.press("n")
    said(page, "Forrige utdrag er ferdig.")
    assert page.url != first
    page.keyboard.press("Control+z")
    said(page, "Angret: utdraget er ikke lenger merket som ferdig.")
    assert page.url == first
    page.keyboard.press("u")
    said(page, "Angret: «Hjelp» er ikke lenger avvist.")
    page.keyboard.press("u")
    said(page, "Angret: «Telefon» er ikke lenger godtatt slik.")
    assert page.locator(".row.suggested").count() == 2


def test_going_on_with_suggestions_left_asks_once(site: Any, window: Any) -> None:
    page = window(site.enter("Ola"))
    page.goto(site.url + "les/gjennomgang/")
    first = page.url
    page.keyboard.press("n")
    said(page, "2 forslag står igjen.")
    assert page.url == first
    with page.expect_navigation():
        page.keyboard.press("n")
    assert page.url != first


def test_a_blind_coder_finds_no_suggestion_in_the_page_source(site: Any, study: Study, window: Any) -> None:
    passes.assign(study, ["Ola", "Liv"], 0.5, 1)
    page = window(site.enter("Ola"))
    page.get_by_role("link", name="Blindkoding").first.click()
    page.wait_for_url("**/les/blind/uker-*")
    own = set(passes.assigned(study, "Ola"))
    for _ in range(6):
        source = page.content()
        for hidden in ("<mark", "fordi:", "Styrke", "score", 'class="row'):
            assert hidden not in source, hidden
        assert page.url.rpartition("/")[2] in own
        page.keyboard.press("l")
        page.keyboard.type("telefon")
        page.keyboard.press("Enter")
        said(page, "Lagt til: Telefon")
        with page.expect_navigation():
            page.keyboard.press("n")
    assert "Du er gjennom alle de 6 utdragene" in page.locator("main").inner_text()
    assert len(trail(study)) == 12


def test_two_coders_at_once_lose_nothing(site: Any, study: Study, window: Any) -> None:
    ola = window(site.enter("Ola"))
    ola.goto(site.url + "les/gjennomgang/")
    liv = window(site.enter("Liv"))
    liv.goto(ola.url)  # the very same segment
    liv.keyboard.press("2")
    liv.keyboard.press("x")
    said(liv, "Avvist: Telefon")
    ola.keyboard.press("m")
    ola.keyboard.type("Halvskrevet tanke")
    ola.keyboard.press("Escape")
    ola.keyboard.press("2")
    ola.keyboard.press("a")
    ola.get_by_role("alert").wait_for()
    assert "Noen andre har endret utdraget" in ola.get_by_role("alert").inner_text()
    assert ola.locator("#memo").input_value() == "Halvskrevet tanke"
    assert "av Liv" in ola.locator(".row.rejected").inner_text()
    ola.keyboard.press("1")
    ola.keyboard.press("a")
    said(ola, "Godtatt: Hjelp")
    assert trail(study) == [("Liv", "reject", "hjelp.telefon"), ("Ola", "accept", "hjelp")]


def test_a_hostile_transcript_runs_nothing(tmp_path: Path, serve: Any, window: Any) -> None:
    folder = made_study(tmp_path / "vond", HOSTILE)
    study = open_study(folder)
    secret = passes.add_coder(study, "Ola", "lead")
    site = serve(folder)
    page = window(f"{site.url}inn/{secret}")
    page.goto(site.url + "les/gjennomgang/")
    assert "<script>document.title='tatt'</script>" in page.locator("#segment").inner_text()
    assert "tatt" not in page.title()
    assert page.locator("#segment script, #segment img, #segment b").count() == 0
    page.keyboard.press("n")
    page.keyboard.press("n")
    page.wait_for_function("document.querySelector('#segment').textContent.includes('7*7')")
    study.store.close()


def test_the_basic_acts_work_without_javascript(site: Any, study: Study, window: Any) -> None:
    page = window(site.enter("Ola"), java_script_enabled=False)
    page.get_by_role("link", name="Begynn").click()
    page.get_by_role("button", name="Godta Telefon").click()
    assert page.locator("#said").inner_text() == "Godtatt: Telefon"
    page.get_by_role("link", name="Endre Hjelp").click()
    page.locator(".choices button", has_text="Søvn").click()
    page.get_by_role("button", name="Angre").click()
    assert "ikke lenger byttet" in page.locator("#said").inner_text()
    page.locator("#memo").fill("Uten skript")
    page.get_by_role("button", name="Ferdig, neste").click()
    assert [row[1] for row in trail(study)] == ["accept", "change", "undo", "done"]
    assert [memo.text for memo in passes.memos(study)] == ["Uten skript"]


def test_every_acknowledged_decision_outlives_a_killed_server(
    study: Study, links: dict[str, str], serve: Any, window: Any
) -> None:
    server = serve(study.folder)
    page = window(f"{server.url}inn/{links['Ola']}")
    page.goto(server.url + "les/gjennomgang/")
    for n in (1, 2):
        page.keyboard.press("a")
        page.wait_for_function("n => document.querySelectorAll('.row.accepted').length === n", arg=n)
    acknowledged = [row for row in trail(study) if row[1] == "accept"]
    assert len(acknowledged) == page.locator(".row.accepted").count() == 2
    server.kill()
    again = serve(study.folder)
    page.goto(f"{again.url}inn/{links['Ola']}")
    page.goto(f"{again.url}les/gjennomgang/{passes.trail(study)[0].segment}")
    assert page.locator(".row.accepted").count() == 2
    assert trail(study) == acknowledged


def test_keys_are_shown_and_may_be_turned_off(site: Any, study: Study, window: Any) -> None:
    page = window(site.enter("Ola"))
    page.goto(site.url + "les/gjennomgang/")
    page.keyboard.press("?")
    assert "godta" in page.locator("dialog").inner_text()
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.wait_for_timeout(200)
    assert trail(study) == []


def test_whoever_starts_it_first_leads_and_is_let_in(
    coded: Path, tmp_path: Path, serve: Any, window: Any
) -> None:
    import getpass
    import shutil

    folder = tmp_path / "ny"
    shutil.copytree(coded, folder)
    server = serve(folder)
    assert server.link
    page = window(server.link)
    assert page.locator("h1").inner_text() == f"Hei, {getpass.getuser()}"
    assert page.locator("nav").get_by_role("link", name="Uenighet").count() == 1
    assert server.link.rpartition("/")[2] not in server.log.read_text("utf-8")
    study = open_study(folder)
    assert [(c.name, c.role) for c in passes.coders(study)] == [(getpass.getuser(), "lead")]
    study.store.close()


def test_axe_finds_no_serious_fault_on_any_page(site: Any, study: Study, window: Any) -> None:
    passes.assign(study, ["Ola", "Liv", "Kari"], 0.25, 1)
    disputed = passes.assigned(study, "Ola")[0]
    for name, code in (("Ola", "hjelp.soevn"), ("Liv", "hjelp.telefon")):
        decide_blind(study, name, disputed, "add", code)
        decide_blind(study, name, disputed, "done", "")
    page = window(site.enter("Kari"), bypass_csp=True)
    page.goto(site.url + "les/gjennomgang/")
    page.keyboard.press("a")
    said(page, "Godtatt")
    page.locator("#memo").fill("Et notat")
    reading = ["les/gjennomgang/?status=accepted", "les/blind/", "les/avgjorelse/", "les/gjennomgang/nei"]
    for address in ["", *reading, "uenighet", "samsvar", "kodebok", "taster", "inn/feil-lenke"]:
        page.goto(site.url + address)
        check(page, address)
    page.goto(site.url + "les/gjennomgang/")
    page.keyboard.press("l")
    page.locator(".filters summary").click()
    check(page, "everything open")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    check(page, "the keys")
    page.context.clear_cookies()
    page.goto(site.url)
    check(page, "the door")


def check(page: Any, where: str) -> None:
    """No serious or critical fault by axe's WCAG 2.1 A and AA rules, in light and in dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert accessibility_faults(page, "serious", "critical") == [], (where, scheme)


def decide_blind(study: Study, name: str, segment: str, action: Any, code: str) -> None:
    from qualcode.model import Decision

    coder = next(c for c in passes.coders(study) if c.name == name)
    seen = passes.card(study, segment, coder, "blind").seen
    passes.act(study, Decision(segment, code, action, name, "blind"), seen=seen)


def test_no_page_scrolls_sideways_in_any_language_on_a_laptop_a_tablet_or_a_phone(
    site: Any, window: Any
) -> None:
    page = window(site.enter("Kari"))
    for language, title in (("nn", "Gjennomgang"), ("en", "Review"), ("nb", "Gjennomgang")):
        page.locator(".me summary").click()
        page.locator(f"button[value={language}]").click()
        page.wait_for_function("l => document.documentElement.lang === l", arg=language)
        for address in ("", "kodebok", "samsvar", "les/gjennomgang/"):
            page.goto(site.url + address)
            for width, height in ((1280, 800), (768, 1024), (390, 800)):
                page.set_viewport_size({"width": width, "height": height})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
        assert page.title().startswith(f"{title} 1/12")
