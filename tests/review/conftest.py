"""A small coded study, the app on it in this process, and a real server for a browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from qualcode import passes
from qualcode.review.app import create_app
from qualcode.study import Study, open_study
from tests.review.helping import KEY, LONG, Reader, Server, made_study

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study's folder, imported and coded once."""
    return made_study(tmp_path_factory.mktemp("coded") / "studie", LONG)


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signing keys of tests are not the user's."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def study(coded: Path, tmp_path: Path) -> Iterator[Study]:
    """A copy of it that a test may change, with Kari (lead), Ola and Liv."""
    folder = tmp_path / "studie"
    shutil.copytree(coded, folder)
    opened = open_study(folder)
    yield opened
    opened.store.close()


@pytest.fixture
def links(study: Study) -> dict[str, str]:
    """The coders' secrets: Kari leads."""
    roles = {"Kari": "lead", "Ola": "coder", "Liv": "coder"}
    return {name: passes.add_coder(study, name, role) for name, role in roles.items()}  # type: ignore[arg-type]


@pytest.fixture
def app(study: Study) -> Any:
    """The app, as it stands on a laptop."""
    made = create_app(study, key=KEY)
    made.testing = False
    return made


@pytest.fixture
def reader(app: Any, links: dict[str, str]) -> Any:
    """Let a coder in: reader("Ola")."""
    return lambda name: Reader(app.test_client(), links[name])


# --- a real server -----------------------------------------------------------------------------------


@pytest.fixture
def serve(tmp_path: Path) -> Any:
    """Start `qualcode review` on a study's folder; ended with the test."""
    started: list[Server] = []

    def start(folder: Path) -> Server:
        log = tmp_path / f"server{len(started)}.log"
        with log.open("w") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", "qualcode", "review", str(folder), "--no-browser", "--port", "0"],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
            )
        assert process.stdout
        first, second = process.stdout.readline(), process.stdout.readline()
        url = re.search(r"http://\S+", first)
        assert url, (first, log.read_text("utf-8"))
        link = re.search(r"http://\S+", second)
        started.append(Server(process, url[0], link[0] if link else None, log))
        return started[-1]

    yield start
    for server in started:
        server.process.kill()
        server.process.wait(10)
        assert server.process.stdout
        server.process.stdout.close()
