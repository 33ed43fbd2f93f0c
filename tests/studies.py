"""Small real studies for the tests: files on disk, run through the real command line."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "transcripts_sample"

CODEBOOK = """\
id: hjelp
version: 1.0.0
name: {nb: Hjelp}
definition: {nb: Noen hjelper eller ber om hjelp.}
codes:
  - id: soevn
    name: {nb: Søvn}
    indicators:
      - sove
      - våkne .. natta
  - id: telefon
    name: {nb: Telefon}
    indicators:
      - ringe
"""

INFORMANTS = """\
id,person,source,label,role,group,site,collective,status
m1,,intervju_1,Mor,mor,foreldre,nordby,nei,
h1,,intervju_2,B,helsesykepleier,helsestasjon,nordby,nei,
"""

INTERVIEW_1 = """\
I: Hvordan var den første tida?
Mor: Han sov ikke om natta. Jeg ringte flere ganger.
I: Hvem ringte du til?
Mor: Til helsestasjonen. De ba meg vente.
I: Og så?
Mor: Da var det sommer og alle hadde ferie.
"""

INTERVIEW_2 = """\
I: Hva gjør dere når noen ringer?
B: Vi ringer tilbake samme dag, hvis vi kan.
I: Og hvis dere ikke kan?
B: Da blir det dagen etter. Kontoret er fullt av permer.
"""


def small_study(folder: Path, **files: str) -> Path:
    """A study of two interviews and one codebook; `files` (path with / as __) replaces or adds files."""
    contents = {
        "qualcode.toml": 'title = "Små samtaler"\ndate = 2026-01-31\n',
        "informants.csv": INFORMANTS,
        "codebooks/hjelp.yaml": CODEBOOK,
        "transcripts/intervju_1.txt": INTERVIEW_1,
        "transcripts/intervju_2.txt": INTERVIEW_2,
    }
    for name, text in {**contents, **{k.replace("__", "/"): v for k, v in files.items()}}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def sample_copy(folder: Path) -> Path:
    """The sample study, its codebooks and a reports folder, copied so that a test may change them."""
    shutil.copytree(SAMPLE, folder / "transcripts_sample", ignore=shutil.ignore_patterns("*.db*"))
    shutil.copytree(ROOT / "codebooks", folder / "codebooks")
    return folder / "transcripts_sample"


def qualcode(*arguments: str | Path, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user would, in a process of its own."""
    command = [sys.executable, "-m", "qualcode", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=timeout, check=False
    )


def refused(done: subprocess.CompletedProcess[str], *said: str) -> None:
    """Assert that a command was refused: exit code 2, each thing said, no traceback, one line an error."""
    assert done.returncode == 2, (done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    for words in said:
        assert words in done.stderr, done.stderr
