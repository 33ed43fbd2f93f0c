"""The system's Chromium, for tests of pages as their readers meet them."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


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


def accessibility_faults(page: Any, *impacts: str) -> list[tuple[str, list[str]]]:
    """What breaks axe's WCAG 2.1 A and AA rules on a page as it is now: the rule, and the first elements.

    Args:
        page: Playwright's.
        impacts: how serious; none named is every fault.
    """
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    return [
        (fault["id"], [node["html"][:120] for node in fault["nodes"]][:3])
        for fault in found.response["violations"]
        if not impacts or fault["impact"] in impacts
    ]
