"""Codebook files: what is read, and that every mistake is named with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.codebook import STRONG, WEAK, load_codebook, load_codebooks, read_examples
from qualcode.codebook.nodes import read_nodes
from qualcode.errors import CodebookError, Problems

WHOLE = """\
id: terskel
version: 1.2.0
name: {nb: Terskel, nn: Terskel, en: Threshold}
definition: {nb: Hvor lett det er å få hjelp.}
include: [lav og høy terskel]
exclude:
  - dørstokker
threshold: 0.5
classes:
  tjeneste: [helsestasjon, PPT, psykisk helse]
indicators:
  - terskel*
codes:
  - id: lav
    name: {nb: Lav terskel}
    indicators:
      - lav terskel
      - {match: "ringe .. uten henvisning", strength: weak, note: det skjer}
      - {match: "@tjeneste ~4 direkte", strength: 0.45}
      - "! terskelen til stua"
    codes:
      - id: selvhenvisning
        name: Selvhenvisning
  - id: nei
    name: {nb: Nei}
examples:
  - {text: Det er lav terskel her., codes: [terskel.lav]}
counter_examples:
  - {text: Hun snublet i terskelen til stua.}
  - Vi har dørstokker.
"""


@pytest.fixture
def write(tmp_path):
    def _write(text: str | bytes, name: str = "terskel.yaml") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return _write


def _errors(path: Path) -> list[CodebookError]:
    with pytest.raises((CodebookError, Problems)) as raised:
        load_codebook(path)
    error = raised.value
    return list(error.errors) if isinstance(error, Problems) else [error]


def _says(path: Path) -> str:
    return "\n".join(map(str, _errors(path)))


def test_a_whole_codebook_is_read(write):
    book = load_codebook(write(WHOLE))
    assert (book.id, book.version, book.threshold) == ("terskel", "1.2.0", 0.5)
    assert [code.id for code in book.codes] == [
        "terskel",
        "terskel.lav",
        "terskel.lav.selvhenvisning",
        "terskel.nei",
    ]
    assert [code.parent for code in book.codes] == [None, "terskel", "terskel.lav", "terskel"]
    assert book.codes[0].name == {"nb": "Terskel", "nn": "Terskel", "en": "Threshold"}
    assert book.codes[2].name == {"nb": "Selvhenvisning"}
    assert (book.codes[0].include, book.codes[0].exclude) == (("lav og høy terskel",), ("dørstokker",))
    assert book.classes == {"tjeneste": ("helsestasjon", "PPT", "psykisk helse")}
    assert book.examples[0].codes == ("terskel.lav",)
    assert [example.text for example in book.counter_examples] == [
        "Hun snublet i terskelen til stua.",
        "Vi har dørstokker.",
    ]


def test_indicators_have_strength_note_polarity_and_place(write):
    own = load_codebook(write(WHOLE)).codes[1].indicators
    assert [(i.pattern, i.strength, i.counter) for i in own] == [
        ("lav terskel", STRONG, False),
        ("ringe .. uten henvisning", WEAK, False),
        ("@tjeneste ~4 direkte", 0.45, False),
        ("terskelen til stua", STRONG, True),
    ]
    assert own[1].note == "det skjer"
    assert [(i.line, i.column) for i in own] == [(17, 9), (18, 18), (19, 18), (20, 12)]


def test_the_hash_is_of_the_bytes_of_the_file(write):
    one = load_codebook(write(WHOLE)).sha256
    assert load_codebook(write(WHOLE)).sha256 == one
    assert load_codebook(write(WHOLE + "# a comment\n")).sha256 != one


def test_a_bom_and_windows_line_ends_are_no_part_of_the_codebook(write):
    book = load_codebook(write(b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode()))
    assert book.codes[1].indicators[0].pattern == "lav terskel"


def test_no_value_is_typed_by_its_looks(write):
    book = load_codebook(write("id: terskel\nversion: 1.0\nname: {nb: Nei}\nindicators: [nei, 24, on]\n"))
    assert book.version == "1.0"
    assert [i.pattern for i in book.codes[0].indicators] == ["nei", "24", "on"]


def test_several_mistakes_are_reported_together(write):
    text = (
        WHOLE.replace("definition:", "defintion:")
        .replace("lav terskel\n", "(lav terskel\n")
        .replace("0.45", "1.45")
    )
    says = _says(write(text))
    assert len(_errors(write(text))) == 3
    assert "line 4, column 1: unknown key 'defintion'. Did you mean 'definition'?" in says
    assert "line 17, column 9: indicator '(lav terskel': a '(' without its ')'" in says
    assert "line 19, column 51: strength '1.45' is not a number from 0 to 1" in says


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("# only a comment\n", "empty"),
        ("- a\n- b\n", "not a codebook"),
        ("id: terskel\n", "no name"),
        ("name: {nb: T}\n", "no id"),
        ("id: annet\nname: T\n", "differs from the file's name"),
        ("id: ter skel\nname: T\n", "cannot be an id"),
        ("id: terskel\nid: terskel\nname: T\n", "the key 'id' stands twice"),
        ("id: terskel\nname: {nb: T, no: T}\n", "unknown key 'no'"),
        ("id: terskel\nname: T\nthreshold: 1.2\n", "threshold '1.2' is not a number from 0 to 1"),
        ("id: terskel\nname: T\nthreshold: høy\n", "threshold 'høy' is not a number"),
        ("id: terskel\nname: T\nthreshold: [0.5]\n", "threshold is not a number"),
        ("id: terskel\nname: T\nindicators: lav\n", "'indicators' is not a list"),
        ("id: terskel\nname: T\nindicators: [[lav]]\n", "not an indicator"),
        ("id: terskel\nname: T\nindicators: [{strength: weak}]\n", "not an indicator"),
        ("id: terskel\nname: T\nindicators: [{match: a, strength: stong}]\n", "unknown strength 'stong'"),
        ("id: terskel\nname: T\nindicators: [{match: a, strenght: weak}]\n", "Did you mean 'strength'?"),
        ("id: terskel\nname: T\nindicators: ['!']\n", "empty"),
        ("id: terskel\nname: T\nindicators: ['@x']\n", "unknown class '@x'"),
        ("id: terskel\nname: T\nclasses: {x: []}\n", "the class 'x' is empty"),
        ("id: terskel\nname: T\nclasses: {x: ['@y']}\n", "unknown class '@y'"),
        ("id: terskel\nname: T\ncodes: [{id: a, name: A}, {id: a, name: B}]\n", "'terskel.a' exists already"),
        ("id: terskel\nname: T\ncodes: [a]\n", "not a code"),
        ("id: terskel\nname: T\ninclude: {a: b}\n", "'include' is not a list of texts"),
        ("id: terskel\nname: T\nversion: [1]\n", "'version' is not text"),
        ("id: terskel\nname: T\nexamples: [{text: x, codes: [terskl]}]\n", "Did you mean 'terskel'?"),
        ("id: terskel\nname: T\nexamples: [{text: x}]\n", "an example without codes"),
        ("id: terskel\nname: T\nexamples: [{codes: [terskel]}]\n", "an example without text"),
        ("id: terskel\nname: T\nexamples: [x]\n", "not an example"),
        ("id: terskel\nname: T\n---\nid: to\n", "a second document"),
        ("id: terskel\n? [a]\n: b\n", "a key that is not text"),
        ("id: terskel\n\tname: T\n", "Indent with spaces"),
        ("id: terskel\nname: T\nindicators: [a\n", "not valid YAML"),
        ("id: terskel\nname: T\ninclude: [a: b: c]\n", "not valid YAML"),
        ("id: &a terskel\nname: T\n", "anchor"),
    ],
)
def test_a_wrong_codebook_is_refused_with_place_and_remedy(write, text, says):
    for error in _errors(write(text)):
        assert error.where
        assert error.fix
    assert says in _says(write(text))


@pytest.mark.parametrize("line", ["*møte", "@tjeneste møte", "! stua", "*samarbeid*"])
def test_an_indicator_that_yaml_takes_for_its_own_sign_is_told_to_be_quoted(write, line):
    error = _errors(write(f"id: terskel\nname: T\nindicators:\n  - {line}\n"))[0]
    assert error.where is not None
    assert ", line 4, " in error.where
    assert f"in quotation marks: '{line}'" in str(error)


def test_a_yaml_bomb_is_refused_before_it_expands(write):
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)
    )
    assert "anchor" in _says(write(bomb))


def test_a_file_nested_without_end_is_refused(write):
    assert "too deep" in _says(write("id: " + "[" * 5000 + "]" * 5000))


def test_a_file_that_is_not_utf8_is_refused_with_its_line(write):
    assert "line 2: not UTF-8 text" in _says(write("id: terskel\nname: Åsen\n".encode("latin-1")))


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    with pytest.raises(CodebookError, match="cannot be read"):
        load_codebook(tmp_path / "finnes_ikke.yaml")


def test_a_folder_gives_its_codebooks_in_order_of_name(write, tmp_path):
    write("id: b\nname: B\n", "b.yaml")
    write("id: a\nname: A\n", "a.yaml")
    write("ikke en kodebok", "lesmeg.txt")
    assert [book.id for book in load_codebooks([tmp_path])] == ["a", "b"]


def test_an_empty_folder_is_an_error(tmp_path):
    with pytest.raises(CodebookError, match="no codebook in the folder"):
        load_codebooks([tmp_path])


def test_the_same_code_in_two_codebooks_is_refused(write, tmp_path):
    (tmp_path / "annen").mkdir()
    first, second = write("id: a\nname: A\n", "a.yaml"), write("id: a\nname: A\n", "annen/a.yaml")
    with pytest.raises(CodebookError, match="the code 'a' exists already"):
        load_codebooks([first, second])


def test_mistakes_in_several_codebooks_are_reported_together(write, tmp_path):
    write("id: a\n", "a.yaml")
    write("id: b\n", "b.yaml")
    with pytest.raises(Problems) as problems:
        load_codebooks([tmp_path])
    assert [Path(str(e.where).split(",")[0]).name for e in problems.value.errors] == ["a.yaml", "b.yaml"]


def test_written_examples_are_read_line_by_line(write):
    rows = [
        {"text": "Vi kom for sent.", "codes": ["a"], "source": "written"},
        {"text": "Det regner.", "codes": []},
    ]
    path = write("\n".join(map(json.dumps, rows)) + "\n\n", "examples.jsonl")
    assert [(e.text, e.codes) for e in read_examples(path)] == [
        ("Vi kom for sent.", ("a",)),
        ("Det regner.", ()),
    ]


def test_wrong_example_lines_are_all_named(write):
    path = write('{"text": "a"}\n{"text": \n[]\n{"text": "b", "codes": "c"}\n', "examples.jsonl")
    with pytest.raises(Problems) as problems:
        read_examples(path)
    assert [str(e.where).split(", ")[-1] for e in problems.value.errors] == ["line 2", "line 3", "line 4"]


@given(st.text(alphabet="id: name[]{}-\n\t'\"!&*@|>#%?,a1", max_size=60))
def test_any_text_is_read_as_yaml_or_refused_with_a_codebook_error(text):
    try:
        read_nodes(text, "bok.yaml")
    except CodebookError:
        return


def test_codebooks_in_a_folder_within_learn_from_the_examples_above(tmp_path: Path) -> None:
    inner = tmp_path / "flere"
    inner.mkdir()
    for path in (tmp_path / "a.yaml", inner / "b.yaml"):
        path.write_text(f"id: {path.stem}\nversion: 1.0.0\nname: {{nb: X}}\nindicators: [ord]\n", "utf-8")
    (tmp_path / "examples.jsonl").write_text('{"text": "Et utsagn.", "codes": ["b"]}\n', "utf-8")
    assert [e.text for e in load_codebook(inner / "b.yaml").written] == ["Et utsagn."]


def test_examples_above_a_folder_without_codebooks_are_somebody_elses(tmp_path: Path) -> None:
    inner = tmp_path / "codebooks"
    inner.mkdir()
    (inner / "b.yaml").write_text("id: b\nversion: 1.0.0\nname: {nb: X}\nindicators: [ord]\n", "utf-8")
    (tmp_path / "examples.jsonl").write_text('{"text": "Et utsagn.", "codes": ["b"]}\n', "utf-8")
    assert load_codebook(inner / "b.yaml").written == ()
