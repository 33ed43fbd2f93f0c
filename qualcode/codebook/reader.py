"""Reads codebooks (YAML), every mistake with its line and column."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.codebook import syntax
from qualcode.codebook.examples import read_examples
from qualcode.codebook.files import content, decoded, nearest, raise_all
from qualcode.codebook.history import code_history
from qualcode.codebook.nodes import Items, Place, Scalar, Table, YamlNode, read_nodes
from qualcode.errors import CodebookError, Problems
from qualcode.model import Code, Codebook, Example, Indicator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.errors import QualcodeError

STRONG = 0.7
"""Strength of an indicator that carries a code by itself at the default threshold; the default."""
WEAK = 0.3
"""Strength of an indicator that needs others: two make 0.51, three reach the default threshold."""
DEFAULT_THRESHOLD = 0.6
STRENGTHS = {"strong": STRONG, "weak": WEAK}

LANGUAGES = ("nb", "nn", "en")
SUFFIXES = (".yaml", ".yml")
EXAMPLES = "examples.jsonl"
"""Beside the codebooks of a folder: written examples for all of them, and for those of folders within."""

_TOP_KEYS = (
    *("id", "version", "name", "definition", "include", "exclude", "examples", "counter_examples"),
    *("classes", "threshold", "indicators", "codes", "was"),
)
_CODE_KEYS = ("id", "name", "definition", "include", "exclude", "indicators", "codes", "was")
_INDICATOR_KEYS = ("match", "strength", "note")
_ID = re.compile(r"\w[\w-]*\Z")


def load_codebooks(paths: Iterable[Path | str]) -> tuple[Codebook, ...]:
    """Read several codebooks.

    Args:
        paths: files, or folders of which every .yaml file is read in the order of names.

    Raises:
        CodebookError: for one mistake; Problems for several, in all files together.
    """
    errors: list[QualcodeError] = []
    books: list[Codebook] = []
    written: dict[Path, tuple[Example, ...]] = {}
    owners: dict[str, str] = {}
    for path in map(Path, paths):
        try:
            files = _codebook_files(path) if path.is_dir() else [path]
        except CodebookError as error:
            errors.append(error)
            continue
        for file in files:
            try:
                book = _read(file, written)
            except Problems as problems:
                errors += problems.errors
                continue
            except CodebookError as error:
                errors.append(error)
                continue
            if book.id in owners:
                errors.append(
                    CodebookError(
                        f"the code '{book.id}' exists already",
                        where=book.path,
                        fix=f"It is defined in {owners[book.id]}; leave one of them out.",
                    )
                )
                continue
            owners[book.id] = book.path
            books.append(book)
    raise_all(errors)
    code_history(books)  # a code that was another one that is still there is a mistake
    return tuple(books)


def _codebook_files(folder: Path) -> list[Path]:
    files = sorted(f for f in folder.iterdir() if f.suffix in SUFFIXES and not f.name.startswith("."))
    if not files:
        raise CodebookError(
            "no codebook in the folder", where=str(folder), fix="A codebook is a file that ends in .yaml."
        )
    return files


def load_codebook(path: Path | str) -> Codebook:
    """Read one codebook.

    Args:
        path: a YAML file; its stem is the id of its top code. An examples.jsonl beside it is read too.

    Raises:
        CodebookError: for one mistake; Problems for several.
    """
    return _read(Path(path), {})


def _read(path: Path, written: dict[Path, tuple[Example, ...]]) -> Codebook:
    """Read one codebook; `written` keeps the examples of each folder, read once."""
    data = content(path)
    reader = _Reader(path)
    book = reader.read(decoded(data, path), hashlib.sha256(data).hexdigest())
    raise_all(reader.errors)
    assert book is not None  # noqa: S101 - a book is missing only with an error
    file = _examples_of(path)
    if file and file not in written:
        written[file] = read_examples(file)
    return replace(book, written=written[file] if file else ())


def _examples_of(path: Path) -> Path | None:
    """The written examples beside a codebook, or those of the codebooks in the folder above."""
    for folder in (path.parent, path.absolute().parent.parent):
        if (folder / EXAMPLES).is_file() and any(folder.glob("*.yaml")):
            return folder / EXAMPLES
    return None


class _Reader:
    """Walks the nodes of one file; mistakes are gathered, and reading goes on as far as it makes sense."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = str(path)
        self.errors: list[QualcodeError] = []
        self.codes: list[Code] = []
        self.lines: dict[str, int] = {}
        self.classes: dict[str, tuple[str, ...]] = {}

    def read(self, text: str, sha256: str) -> Codebook | None:
        root = read_nodes(text, self.file)
        if not isinstance(root, Table):
            raise CodebookError(
                "not a codebook",
                where=str(root.place),
                fix="Expected keys: `id:`, `name:`, `indicators:` ...",
            )
        self._known(root, _TOP_KEYS)
        self._read_classes(root.values.get("classes"))
        stem = unicodedata.normalize("NFC", self.path.stem)
        self._read_code(root, None, _TOP_KEYS)
        own = root.values.get("id")
        if isinstance(own, Scalar) and _ID.match(own.text) and own.text != stem:
            self._error(
                own.place,
                f"the id '{own.text}' differs from the file's name",
                f"Rename the file to {own.text}{self.path.suffix}, or write `id: {stem}`.",
            )
        return Codebook(
            id=self.codes[0].id if self.codes else stem,
            version=self._text(root, "version") or "0",
            codes=tuple(self.codes),
            examples=self._examples(root.values.get("examples"), with_codes=True),
            counter_examples=self._examples(root.values.get("counter_examples"), with_codes=False),
            classes=self.classes,
            threshold=self._threshold(root.values.get("threshold")),
            sha256=sha256,
            path=self.path.as_posix(),
        )

    def _error(self, place: Place, what: str, fix: str) -> None:
        self.errors.append(CodebookError(what, where=str(place), fix=fix))

    def _known(self, table: Table, known: tuple[str, ...]) -> None:
        for key, place in table.keys.items():
            if key not in known:
                self._error(place, f"unknown key '{key}'", nearest(key, known, "Keys here"))

    # --- plain values ----------------------------------------------------------------------------------

    def _text(self, table: Table, key: str) -> str | None:
        node = table.values.get(key)
        if node is None or (isinstance(node, Scalar) and node.is_empty):
            return None
        if not isinstance(node, Scalar):
            self._error(node.place, f"'{key}' is not text", f"Expected `{key}: text`.")
            return None
        return node.text.strip()

    def _texts(self, node: YamlNode | None, what: str) -> tuple[str, ...]:
        if node is None or (isinstance(node, Scalar) and node.is_empty):
            return ()
        if isinstance(node, Scalar):
            return (node.text.strip(),)
        if isinstance(node, Items) and all(isinstance(item, Scalar) for item in node.items):
            return tuple(item.text.strip() for item in node.items if isinstance(item, Scalar))
        self._error(node.place, f"'{what}' is not a list of texts", f"Expected `{what}: [one, another]`.")
        return ()

    def _by_language(self, table: Table, key: str) -> dict[str, str]:
        """Text by language; text without a language is bokmål."""
        node = table.values.get(key)
        if not isinstance(node, Table):
            text = self._text(table, key)
            return {"nb": text} if text else {}
        self._known(node, LANGUAGES)
        texts = {language: self._text(node, language) for language in LANGUAGES}
        return {language: text for language, text in texts.items() if text}

    def _number(self, node: YamlNode, what: str, *, least: float) -> float | None:
        try:
            value = float(node.text) if isinstance(node, Scalar) else float("nan")
        except ValueError:
            value = float("nan")
        if least <= value <= 1:
            return value
        shown = f" '{node.text}'" if isinstance(node, Scalar) else ""
        self._error(node.place, f"{what}{shown} is not a number from 0 to 1", "Write it with a point: 0.6.")
        return None

    def _threshold(self, node: YamlNode | None) -> float:
        if node is None or (isinstance(node, Scalar) and node.is_empty):
            return DEFAULT_THRESHOLD
        value = self._number(node, "threshold", least=0)
        return DEFAULT_THRESHOLD if value is None else value

    # --- codes -----------------------------------------------------------------------------------------

    def _read_code(self, table: Table, parent: str | None, known: tuple[str, ...]) -> None:
        if parent is not None:
            self._known(table, known)
        code_id = self._id(table, parent)
        name = self._by_language(table, "name")
        if not name:
            self._error(table.keys.get("name", table.place), "no name", "Add `name: {nb: ...}`.")
        if code_id in self.lines:
            self._error(
                table.keys.get("id", table.place),
                f"the code '{code_id}' exists already",
                f"It is defined in line {self.lines[code_id]}; give one of them another id.",
            )
        self.lines[code_id] = table.place.line
        self.codes.append(
            Code(
                id=code_id,
                name=name,
                definition=self._by_language(table, "definition"),
                include=self._texts(table.values.get("include"), "include"),
                exclude=self._texts(table.values.get("exclude"), "exclude"),
                parent=parent,
                indicators=self._indicators(table.values.get("indicators")),
                was=self._texts(table.values.get("was"), "was"),
            )
        )
        for node in self._items(table.values.get("codes"), "codes"):
            if isinstance(node, Table):
                self._read_code(node, code_id, _CODE_KEYS)
            else:
                self._error(node.place, "not a code", "Expected `- id: ...` with a `name:` under it.")

    def _id(self, table: Table, parent: str | None) -> str:
        text = self._text(table, "id")
        prefix = f"{parent}." if parent else ""
        if text is None:
            self._error(table.keys.get("id", table.place), "no id", "Add `id: a_short_name`.")
            return f"{prefix}?{table.place.line}"
        own = unicodedata.normalize("NFC", text).removeprefix(prefix)
        if not _ID.match(own):
            self._error(
                table.values["id"].place,
                f"'{text}' cannot be an id",
                "Expected letters, digits, '_' and '-'; a sub-code's id goes without its parent's.",
            )
        return prefix + own

    def _items(self, node: YamlNode | None, what: str) -> tuple[YamlNode, ...]:
        if node is None or (isinstance(node, Scalar) and node.is_empty):
            return ()
        if isinstance(node, Items):
            return node.items
        self._error(
            node.place, f"'{what}' is not a list", f"Expected lines that start with '- ' under `{what}:`."
        )
        return ()

    def _read_classes(self, node: YamlNode | None) -> None:
        if node is None or (isinstance(node, Scalar) and node.is_empty):
            return
        if not isinstance(node, Table):
            self._error(node.place, "'classes' is not a table", "Expected `classes: {name: [one, another]}`.")
            return
        for name, members in node.values.items():
            if not _ID.match(name):
                self._error(node.keys[name], f"'{name}' cannot name a class", "Expected letters and digits.")
                continue
            items = [item for item in self._items(members, name) if self._member(item)]
            self.classes[name] = tuple(item.text.strip() for item in items if isinstance(item, Scalar))
            if not items:
                self._error(node.keys[name], f"the class '{name}' is empty", "List its members.")

    def _member(self, item: YamlNode) -> bool:
        if not isinstance(item, Scalar):
            self._error(item.place, "not a member of a class", "Expected a word or phrase.")
            return False
        return self._parsed(item, item.text, 0, frozenset()) is not None

    # --- indicators and examples -----------------------------------------------------------------------

    def _indicators(self, node: YamlNode | None) -> tuple[Indicator, ...]:
        read = (self._indicator(item) for item in self._items(node, "indicators"))
        return tuple(indicator for indicator in read if indicator is not None)

    def _indicator(self, node: YamlNode) -> Indicator | None:
        strength, note = STRONG, None
        match: YamlNode | None = node
        if isinstance(node, Table):
            self._known(node, _INDICATOR_KEYS)
            match = node.values.get("match")
            note = self._text(node, "note")
            if "strength" in node.values:
                strength = self._strength(node.values["strength"])
        if not isinstance(match, Scalar):
            self._error(
                (match or node).place,
                "not an indicator",
                "Expected a pattern, or {match: pattern, strength: weak, note: ...}.",
            )
            return None
        body = match.text.lstrip()
        counter = body.startswith("!")
        pattern = body.removeprefix("!").strip()
        offset = match.text.index(pattern) if pattern else len(match.text)
        if self._parsed(match, pattern, offset, frozenset(self.classes)) is None:
            return None
        return Indicator(
            pattern,
            strength,
            counter=counter,
            note=note,
            file=self.path.as_posix(),
            line=match.place.line,
            column=match.text_column + (offset if match.inline else 0),
        )

    def _parsed(self, node: Scalar, pattern: str, offset: int, classes: frozenset[str]) -> syntax.Node | None:
        try:
            return syntax.parse(
                pattern,
                classes=classes,
                file=self.file,
                line=node.place.line,
                column=node.text_column + (offset if node.inline else 0),
            )
        except CodebookError as error:
            self.errors.append(error)
            return None

    def _strength(self, node: YamlNode) -> float:
        if isinstance(node, Scalar) and node.text in STRENGTHS:
            return STRENGTHS[node.text]
        if isinstance(node, Scalar) and node.text[:1].isalpha():
            self._error(
                node.place, f"unknown strength '{node.text}'", "Expected strong, weak or a number to 1."
            )
            return STRONG
        return self._number(node, "strength", least=1e-9) or STRONG

    def _examples(self, node: YamlNode | None, *, with_codes: bool) -> tuple[Example, ...]:
        what = "examples" if with_codes else "counter_examples"
        examples = []
        for item in self._items(node, what):
            if isinstance(item, Scalar) and not with_codes:
                examples.append(Example(item.text.strip()))
                continue
            if not isinstance(item, Table):
                self._error(item.place, "not an example", "Expected {text: ..., codes: [...]}.")
                continue
            self._known(item, ("text", "codes") if with_codes else ("text",))
            text = self._text(item, "text")
            if not text:
                self._error(item.place, "an example without text", "Add `text: ...`.")
                continue
            codes = self._texts(item.values.get("codes"), "codes") if with_codes else ()
            if with_codes and not codes:
                self._error(
                    item.place, "an example without codes", "Name its codes, or make it a counter-example."
                )
            for code in codes:
                if code not in self.lines:
                    self._error(
                        item.values["codes"].place,
                        f"the example names the unknown code '{code}'",
                        nearest(code, tuple(self.lines), "Codes of this file"),
                    )
            examples.append(Example(text, codes))
        return tuple(examples)
