"""What the app's tests share: a small coded study, a coder without a browser, a server of its own."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING, Any

from qualcode.coding import code_study, import_study
from qualcode.study import open_study
from tests.studies import small_study

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from flask.testing import FlaskClient

KEY = b"k" * 32
LONG = "\n".join(
    f"I: Hva skjedde uke {n}?\nMor: {said}"
    for n, said in enumerate(
        [
            "Jeg ringte dem den uka, og de svarte ikke.",
            "Han sov ikke. Jeg ringte igjen.",
            "Vi gikk tur og plukket blåbær.",
            "Han våknet midt på natta og ville ringe bestemor.",
            "Jeg ringte helsestasjonen.",
            "Da sov han i tre timer.",
            "Det var stille.",
            "De ringte tilbake til slutt.",
            "Vi sov alle sammen.",
            "Ingen ringte.",
            "Han sov hele natta.",
            "Jeg ringte for å si takk.",
        ],
        start=1,
    )
)
HOSTILE = """\
I: Hva sa de?
Mor: De ringte og sa </blockquote><script>document.title='tatt'</script><img src=x onerror="document.title='tatt'">
I: Og så?
Mor: Ja, de ringte "igjen" & <b onclick='x'>igjen</b> {{ 7*7 }} {% raw %} \u202e baklengs.
"""
INFORMANTS = "id,source,label,role,group,site\nmor,uker,Mor,mor,foreldre,nord\n"


def made_study(folder: Path, text: str, **files: str) -> Path:
    """A coded study of one interview, `uker`."""
    small_study(folder, **{"informants.csv": INFORMANTS, "transcripts__uker.txt": text, **files})
    for name in ("intervju_1.txt", "intervju_2.txt"):
        (folder / "transcripts" / name).unlink()
    study = open_study(folder)
    import_study(study)
    code_study(study)
    study.store.close()
    return folder


class Reader:
    """A coder at the app, without a browser: fetches pages and presses buttons."""

    def __init__(self, client: FlaskClient, secret: str) -> None:
        self.client = client
        self.entered = client.get(f"/inn/{secret}")

    def page(self, address: str) -> str:
        got = self.client.get(address, follow_redirects=True)
        assert got.status_code == 200, (address, got.status_code)
        return got.text

    def press(self, address: str, page: str | None = None, **fields: str) -> Any:
        """Send a page's form with some fields; the address without a redirect followed."""
        page = page or self.page(address)
        form = {"token": field(page, "token")}
        if 'name="seen"' in page:
            form["seen"] = field(page, "seen")
        return self.client.post(address, data=form | fields)


def field(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


class Server:
    """`qualcode review` in a process of its own."""

    def __init__(self, process: subprocess.Popen[str], url: str, link: str | None, log: Path) -> None:
        self.process, self.url, self.link, self.log = process, url, link, log

    def kill(self) -> None:
        """As a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)
