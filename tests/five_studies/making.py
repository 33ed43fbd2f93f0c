"""Writes a small fictional study to disk, runs it, and reads the hand-made tables it is held against."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.coding import code_study, import_study
from qualcode.report import build_context
from qualcode.study import Study, open_study

if TYPE_CHECKING:
    from qualcode.report.context import ReportContext, Section

HERE = Path(__file__).parent


def write_study(folder: Path, **files: str) -> Path:
    """Write files; in a name / is written __ and . is written ___ ."""
    for name, text in files.items():
        path = folder / name.replace("___", ".").replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def codebook(
    id_: str,
    name: str,
    definition: str,
    subs: dict[str, tuple[str, list[str]]],
    *,
    version: str = "1.0.0",
    was: dict[str, list[str]] | None = None,
) -> str:
    """A codebook's YAML; subs: name and indicators by id. The sub-code `""` holds the theme's own indicators."""
    lines = [f"id: {id_}", f"version: {version}", f"name: {{nb: {quoted(name)}}}"]
    lines.append(f"definition: {{nb: {quoted(definition)}}}")
    if "" in subs:
        lines += ["indicators:", *(f"  - {quoted(i)}" for i in subs[""][1])]
    rest = {sub: value for sub, value in subs.items() if sub}
    if rest:
        lines.append("codes:")
    for sub, (sub_name, indicators) in rest.items():
        lines += [f"  - id: {sub}", f"    name: {{nb: {quoted(sub_name)}}}", "    indicators:"]
        lines += [f"      - {quoted(i)}" for i in indicators]
        lines += [f"    was: [{', '.join(was[sub])}]"] if was and sub in was else []
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A text as YAML."""
    return json.dumps(text, ensure_ascii=False)


def run(folder: Path) -> tuple[Study, ReportContext]:
    """Import and code the study, and build its draft."""
    study = open_study(folder)
    import_study(study)
    code_study(study)
    return study, build_context(study.data())


def tables(*sections: Section) -> dict[str, list[list[str]]]:
    """Every table of the sections and those within, by caption: the head, then the rows, as texts."""
    found: dict[str, list[list[str]]] = {}
    for section in sections:
        for inner in section.every():
            for table in inner.tables:
                assert table.caption not in found, table.caption
                rows = [[cell.text.replace("\u00a0", " ") for cell in row] for row in table.rows]
                found[table.caption] = [list(table.head), *rows]
    return found


def expected(name: str) -> dict[str, list[list[str]]]:
    """The hand-made tables of a study: a line `# caption`, the head, the rows; separated by semicolons."""
    found: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for row in csv.reader((HERE / "expected" / f"{name}.csv").read_text("utf-8").splitlines(), delimiter=";"):
        if row and row[0].startswith("# "):
            rows = found.setdefault(";".join(row)[2:], [])
        elif row:
            rows.append(row)
    return found


def texts(*sections: Section) -> str:
    """All that the sections say in sentences."""
    return "\n".join(text for section in sections for inner in section.every() for text in inner.texts)


def compare(found: dict[str, list[list[str]]], wanted: dict[str, list[list[str]]]) -> None:
    """Every cell of every table is as it was made by hand, and there is no other table."""
    assert sorted(found) == sorted(wanted)
    for caption, rows in wanted.items():
        assert found[caption] == rows, caption
