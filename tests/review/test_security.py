"""What guards the app, each guard by what it refuses."""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from qualcode import passes
from qualcode.errors import StudyError
from qualcode.review import security
from qualcode.review.app import create_app
from qualcode.review.server import listen
from tests.review.helping import KEY, Reader, field
from tests.studies import qualcode, refused

if TYPE_CHECKING:
    from qualcode.study import Study

FIRST = "/les/gjennomgang/"


def test_a_link_is_exchanged_for_a_session_and_leaves_the_address_bar(reader: Any) -> None:
    entered = reader("Ola").entered
    assert entered.status_code == 303
    assert entered.headers["Location"] == "/"
    cookie = entered.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie  # gone when the browser is closed


def test_the_session_holds_no_secret(reader: Any, links: dict[str, str]) -> None:
    value = re.search(r"=(\.?)([^.;]+)", reader("Ola").entered.headers["Set-Cookie"])
    assert value
    packed = base64.urlsafe_b64decode(value[2] + "===")
    kept = json.loads(zlib.decompress(packed) if value[1] else packed)
    assert kept["coder"] == "Ola"
    assert links["Ola"] not in json.dumps(kept)


@pytest.mark.parametrize("address", ["/", FIRST, "/kodebok", "/uenighet", "/taster", "/les/blind/"])
def test_nobody_gets_in_without_a_link(app: Any, address: str) -> None:
    got = app.test_client().get(address, follow_redirects=True)
    assert "Du trenger lenken din" in got.text
    assert "ringte" not in got.text


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example:8420"]
)
def test_an_unknown_host_name_is_refused(app: Any, links: dict[str, str], host: str) -> None:
    got = app.test_client().get(f"/inn/{links['Ola']}", headers={"Host": host})
    assert got.status_code == 400
    assert "Set-Cookie" not in got.headers


@pytest.mark.parametrize("host", ["127.0.0.1:8420", "localhost:1", "[::1]:8420", "LOCALHOST"])
def test_the_machines_own_names_are_answered(app: Any, host: str) -> None:
    assert app.test_client().get("/inn", headers={"Host": host}).status_code == 200


def test_a_shut_out_coder_is_out_with_the_next_click(reader: Any, study: Study) -> None:
    ola = reader("Ola")
    assert "Hei, Ola" in ola.page("/")
    passes.revoke_coder(study, "Ola")
    assert "Du trenger lenken din" in ola.page("/")
    passes.new_secret(study, "Ola")  # let in again, by the new link and not by the old session
    assert "Du trenger lenken din" in ola.page("/")


def test_a_new_link_ends_the_sessions_of_the_old_one(reader: Any, study: Study) -> None:
    ola = reader("Ola")
    passes.new_secret(study, "Ola")
    assert "Du trenger lenken din" in ola.page("/")


def test_a_write_without_the_forms_token_is_refused(reader: Any, study: Study) -> None:
    ola = reader("Ola")
    address = ola.client.get(FIRST).headers["Location"]
    page = ola.page(address)
    for token in ("", "guessed", field(reader("Liv").page("/"), "token")):
        got = ola.client.post(address, data={"token": token, "seen": "0", "do": "accept:hjelp"})
        assert got.status_code == 403
    for path in ("/ut", "/maalform", "/notat", FIRST):
        assert ola.client.post(path, data={"language": "nn"}).status_code == 403
    crossed = {"Sec-Fetch-Site": "cross-site"}
    form = {"token": field(page, "token"), "seen": "0", "do": "accept:hjelp"}
    assert ola.client.post(address, data=form, headers=crossed).status_code == 403
    assert passes.trail(study) == []


def test_every_answer_carries_the_guards(reader: Any) -> None:
    ola = reader("Ola")
    for address in ("/", FIRST, "/static/app.js", "/inn/wrong", "/there/is/no/such/page"):
        got = ola.client.get(address)
        headers = got.headers
        got.close()
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        if not address.startswith("/static"):
            assert headers["Cache-Control"] == "no-store"


def test_no_page_needs_anything_inline_or_from_elsewhere(reader: Any) -> None:
    kari = reader("Kari")
    for address in ("/", FIRST, "/kodebok", "/uenighet", "/taster"):
        page = kari.page(address)
        assert not re.search(r"<style|style=|\son\w+=|javascript:|<script(?! src=\"/static)", page), address
        assert not re.search(r"(src|href|action)=\"(https?:)?//", page), address


def test_wrong_secrets_are_counted_by_address(app: Any, links: dict[str, str]) -> None:
    client = app.test_client()
    for _ in range(security.MOST_WRONG):
        assert client.get("/inn/wrong").status_code == 403
    assert client.get("/inn/wrong").status_code == 429
    assert client.get(f"/inn/{links['Ola']}").status_code == 429
    elsewhere = {"REMOTE_ADDR": "127.0.0.9"}
    assert client.get(f"/inn/{links['Ola']}", environ_overrides=elsewhere).status_code == 303


def test_the_count_of_wrong_secrets_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security, "MOST_ADDRESSES", 3)
    wrong = security.WrongSecrets()
    for n in range(50):
        wrong.add(str(n))
    assert len(wrong._times) == 3


def test_a_large_body_is_refused(reader: Any, study: Study) -> None:
    ola = reader("Ola")
    address = ola.client.get(FIRST).headers["Location"]
    got = ola.press(address, do="memo", memo="x" * (security.LARGEST_BODY + 1))
    assert got.status_code == 413
    assert "for lang" in got.text
    assert passes.memos(study) == []


def test_a_failure_is_logged_without_the_secret(
    app: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(passes, "coder_of_secret", fail)
    got = app.test_client().get("/inn/MY-SECRET-LINK")
    assert got.status_code == 500
    assert "Noe gikk galt" in got.text
    assert "RuntimeError: broken" in caplog.text
    assert "MY-SECRET-LINK" not in caplog.text + got.text


def test_a_page_shown_for_a_link_does_not_repeat_it(reader: Any) -> None:
    got = reader("Ola").client.get("/inn/SOMEBODYS-OLD-LINK")
    assert got.status_code == 403
    assert "SOMEBODYS-OLD-LINK" not in got.text


def test_behind_a_proxy_cookies_are_for_https_only_and_the_proxys_names_are_answered(
    study: Study, links: dict[str, str]
) -> None:
    app = create_app(study, key=KEY, hosts=frozenset({"koding.example.no"}), secure=True)
    client = app.test_client()
    names = {"Host": "koding.example.no"}
    address = f"/inn/{links['Ola']}"
    assert client.get(address, headers=names).status_code == 400  # plain http
    assert client.get(address, base_url="https://127.0.0.1").status_code == 400
    entered = client.get(address, base_url="https://koding.example.no")
    assert entered.status_code == 303
    cookie = entered.headers["Set-Cookie"]
    assert cookie.startswith("__Host-")
    assert "Secure" in cookie


def test_beyond_this_machine_it_serves_only_behind_a_proxy_with_names(
    study: Study, links: dict[str, str]
) -> None:
    folder = study.folder
    refused(qualcode("review", folder, "--host", "192.0.2.1"), "could be read", "--behind-tls-proxy")
    refused(qualcode("review", folder, "--behind-tls-proxy"), "--allowed-host")
    with pytest.raises(StudyError, match="goes with"):
        listen(study, port=0, allowed_hosts=("x.no",))


def test_a_proxy_is_trusted_with_the_address_only_when_asked_for(study: Study, links: dict[str, str]) -> None:
    plain = listen(study, port=0)
    behind = listen(study, port=0, behind_tls_proxy=True, allowed_hosts=("koding.example.no",))
    try:
        assert plain.server.adj.trusted_proxy is None
        assert behind.server.adj.trusted_proxy == "*"
        assert behind.link is None  # nobody is let in by having started it
    finally:
        plain.server.close()
        behind.server.close()


def test_the_signing_key_is_random_kept_private_and_out_of_the_study(
    study: Study, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    first = security.signing_key(study)
    assert security.signing_key(study) == first
    kept = list((tmp_path / "data").rglob("*.key"))
    assert len(kept) == 1
    assert kept[0].stat().st_mode & 0o077 == 0
    assert len(set(first)) > 8
    assert not list(study.folder.rglob("*.key"))


def test_a_session_signed_with_another_key_is_nobodys(app: Any, study: Study, links: dict[str, str]) -> None:
    other = create_app(study, key=b"x" * 32).test_client()
    other.get(f"/inn/{links['Ola']}")
    cookie = next(iter(other._cookies.values()))
    client = app.test_client()
    client.set_cookie(cookie.key, cookie.value)
    assert "Du trenger lenken din" in client.get("/", follow_redirects=True).text


def test_only_a_lead_sees_the_disagreements_and_adjudicates(reader: Any) -> None:
    ola: Reader = reader("Ola")
    assert ola.client.get("/uenighet").status_code == 404
    assert ola.client.get("/les/avgjorelse/").status_code == 404
    assert "/uenighet" not in ola.page("/")
    assert "Uenighet" in reader("Kari").page("/uenighet")


def test_one_is_led_back_only_to_pages_of_the_app(reader: Any) -> None:
    ola = reader("Ola")
    for back in ("//evil.example/", "https://evil.example", "/\\evil.example", "javascript:alert(1)", ""):
        got = ola.client.post(
            "/maalform", data={"token": field(ola.page("/"), "token"), "language": "nb", "back": back}
        )
        assert got.headers["Location"] == "/"
