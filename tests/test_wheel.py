"""What is installed is whole: the wheel carries everything a study needs offline."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.studies import ROOT


@pytest.mark.slow
def test_the_wheel_carries_codebooks_lexicon_pipeline_templates_and_migrations(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(tmp_path), str(ROOT)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        points = next(archive.read(name).decode() for name in names if name.endswith("entry_points.txt"))
    for needed in (
        *(
            f"default_codebooks/{book.relative_to(ROOT / 'codebooks').as_posix()}"
            for book in (ROOT / "codebooks").rglob("*.*l")
        ),
        "language/data/lexicon.gz",
        "language/data/parts.gz",
        "language/data/spellings.gz",
        "language/data/nb_qualcode_sm/meta.json",
        "report/templates/report.docx",
        "report/templates/report.html.j2",
        "report/texts.nb.toml",
        "report/texts.nn.toml",
        "report/texts.en.toml",
        "store/migrations/versions/0001_initial.py",
        "store/schema.sqlite.sql",
        "py.typed",
    ):
        assert f"qualcode/{needed}" in names
    assert "qualcode_lemmatizer" in points
    assert not [name for name in names if name.startswith(("tests", "transcripts_sample", "tools"))]
