"""A small coded study, the app on it in this process, and a real server with a real Chromium before it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
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


# --- a real server and a real browser ----------------------------------------------------------------


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


@contextmanager
def chromium() -> Iterator[Any]:
    """The system's Chromium, driven by Playwright; a skip where there is none."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    if path is None:
        pytest.skip("needs Chromium (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            timeout=120_000,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One browser for all tests; each has windows of its own."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def window(browser: Any) -> Iterator[Any]:
    """Open a window at an address: window(url); a fault on the page's console fails the test."""
    contexts, faults = [], []

    def open_window(url: str, width: int = 1280, height: int = 800, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)  # a busy machine is no fault of the page's
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        page.goto(url)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert not [fault for fault in faults if "server responded with a status of 4" not in fault]
