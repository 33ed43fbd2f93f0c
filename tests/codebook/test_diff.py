"""What changed between two versions of a codebook, in lines a person reads."""

from __future__ import annotations

from qualcode.codebook import load_codebooks
from qualcode.codebook.diff import codebook_changes

BEFORE = """\
id: tema
version: 1.0.0
name: Tema
classes: {sted: [hus, gate]}
indicators: ["@sted ~2 åpen", terskel, {match: ringe, strength: weak}]
codes:
  - {id: a, name: A, indicators: [vente]}
  - {id: b, name: B}
  - {id: c, name: C}
"""
AFTER = """\
id: tema
version: 1.1.0
name: Emne
threshold: 0.5
classes: {sted: [hus, vei]}
indicators: ["@sted ~2 åpen", ringe, "! terskelen til stua"]
codes:
  - {id: ny, name: A, was: tema.a, indicators: [vente, drøye]}
  - {id: b, name: B}
  - {id: d, name: D}
"""


def read(folder, text):
    folder.mkdir()
    (folder / "tema.yaml").write_text(text, encoding="utf-8")
    return load_codebooks([folder])


def test_every_change_is_a_line(tmp_path):
    old, new = read(tmp_path / "old", BEFORE), read(tmp_path / "new", AFTER)
    assert codebook_changes(old, new) == [
        "~ tema: version 1.0.0 -> 1.1.0",
        "~ tema: threshold 0.6 -> 0.5",
        "+ tema: @sted: vei",
        "- tema: @sted: gate",
        "~ tema.a was renamed to tema.ny",
        "+ tema.d",
        "- tema.c",
        "~ tema: name rewritten",
        "+ tema: `! terskelen til stua`",
        "- tema: `terskel`",
        "~ tema: `ringe` 0.3 -> 0.7",
        "+ tema.ny: `drøye`",
    ]


def test_the_same_codebook_has_no_changes(tmp_path):
    assert codebook_changes(read(tmp_path / "a", AFTER), read(tmp_path / "b", AFTER)) == []


def test_other_examples_are_one_line_for_all_codebooks(tmp_path):
    old = read(tmp_path / "old", BEFORE)
    (tmp_path / "old" / "examples.jsonl").write_text('{"text": "x", "codes": []}\n', encoding="utf-8")
    assert codebook_changes(old, load_codebooks([tmp_path / "old"])) == ["~ written examples: 0 -> 1"]
