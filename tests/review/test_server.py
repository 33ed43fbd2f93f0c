"""Starting the app: what is refused in one line, and who is let in."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

from qualcode import passes
from qualcode.errors import StudyError
from qualcode.review.app import create_app
from qualcode.review.server import listen
from qualcode.study import open_study
from tests.review.helping import KEY
from tests.studies import qualcode, refused, small_study

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.study import Study


def test_a_study_that_is_not_imported_is_refused(tmp_path: Path) -> None:
    folder = small_study(tmp_path / "ny")
    refused(qualcode("review", folder), "nothing has been imported", "qualcode run")
    assert not list(folder.glob("*.key"))


def test_a_port_in_use_is_refused_with_the_way_out(study: Study) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        with pytest.raises(StudyError, match="cannot be used") as error:
            listen(study, port=taken.getsockname()[1])
        assert "--port" in str(error.value.fix)


def test_only_a_lead_of_the_same_name_is_let_in_by_starting_it(study: Study, monkeypatch: Any) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "kari")
    first = listen(study, port=0)
    first.server.close()
    assert first.link
    assert [(c.name, c.role) for c in passes.coders(study)] == [("kari", "lead")]
    monkeypatch.setattr("getpass.getuser", lambda: "ola")
    second = listen(study, port=0)
    second.server.close()
    assert second.link is None
    assert len(passes.coders(study)) == 1
    passes.revoke_coder(study, "kari")
    monkeypatch.setattr("getpass.getuser", lambda: "kari")
    third = listen(study, port=0)
    third.server.close()
    assert third.link is None


def test_behind_a_proxy_somebody_must_have_a_link(study: Study) -> None:
    with pytest.raises(StudyError, match="no coder who could get in"):
        listen(study, port=0, behind_tls_proxy=True, allowed_hosts=("koding.example.no",))
    assert passes.coders(study) == []


@pytest.mark.parametrize(("language", "said"), [("nn", "Du treng lenkja di"), ("en", "You need your link")])
def test_the_app_begins_in_the_studys_language(study: Study, language: str, said: str) -> None:
    settings = study.folder / "qualcode.toml"
    settings.write_text(f'language = "{language}"\n' + settings.read_text("utf-8"), "utf-8")
    opened = open_study(study.folder)
    assert said in create_app(opened, key=KEY).test_client().get("/inn").text
    opened.store.close()
