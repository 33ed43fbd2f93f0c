"""The pages say what the commands do."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from qualcode.cli import COMMANDS
from tests.studies import ROOT, qualcode


def test_the_command_reference_is_what_the_commands_say() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    from cli_reference import page

    assert (ROOT / "docs/cli.md").read_text(encoding="utf-8") == page(), "run: make docs"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_commands_help_has_an_example(name: str) -> None:
    inner = {"codebook": ["check"], "pipeline": ["list"], "coder": ["add"], "quote": ["pin"]}.get(name, [])
    shown = qualcode(name, *inner, "--help")
    assert shown.returncode == 0
    assert f"Example:\n    qualcode {name}" in shown.stdout


def test_help_and_version_import_nothing_heavy() -> None:
    heavy = (
        "spacy pandas numpy sqlalchemy sklearn docx openpyxl matplotlib jinja2 rich rapidfuzz alembic".split()
    )
    for option in ("--help", "--version"):
        code = (
            f"import sys\nsys.argv = ['qualcode', {option!r}]\nfrom qualcode.cli import main\n"
            "try:\n    main()\nexcept SystemExit:\n    pass\n"
            f"print([m for m in {heavy!r} if m in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("page", [*sorted(ROOT.glob("docs/*.md")), ROOT / "README.md"], ids=lambda p: p.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http", "mailto")):
            assert (page.parent / target).exists(), target


def test_no_file_names_a_machine_of_ours() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.splitlines():
        path = ROOT / name
        if (
            path != Path(__file__)
            and path.suffix in (".py", ".md", ".toml", ".lock", ".yaml", ".yml", ".csv", "")
            and path.is_file()
        ):
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not re.search(r"/(?:root|home/\w+|farm)/|--index-url|find-links\s+\S*/", text), name
