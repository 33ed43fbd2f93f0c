"""The indicator grammar: how a person writes a pattern, as a small tree that prints back to what was written.

    pattern      = near { ".." near }              in order, any distance, within a sentence
    near         = phrase { "~4" phrase }          within that many words, either order
    phrase       = element { element }             next to each other
    element      = "(" pattern { "|" pattern } ")" | atom
    atom         = word | word* | "exact words" | @class | * , each with optional /NOUN or /Tense=Past

A word means its lemma; quotes («...» as well as "...") mean the exact forms. The leading `!` of a
counter-indicator is taken off by the reader of codebooks. What the patterns find is in `qualcode.matching`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qualcode.errors import CodebookError

WORD_CLASSES = (
    *("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM"),
    *("PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"),
)
"""The universal parts of speech that may stand after a slash."""

MAX_LENGTH = 1000
MAX_DEPTH = 12
MAX_DISTANCE = 50

QUOTES = {'"': '"', "«": "»", "“": "”", "”": "”"}

_FEATURE = re.compile(r"[A-Z][A-Za-z]*(?:\[[a-z]+\])?=[A-Z0-9][A-Za-z0-9]*\Z")
_PLAIN_WORD = re.compile(r"[^\W_*]+(?:-[^\W_*]+)*\Z")
_TEXT_WORD = re.compile(r"[^\W_]+")
_LEXEME = re.compile(
    r"""(?P<space>\s+)
      | (?P<dots>\.{2,}|…)
      | (?P<near>~\s*(?P<distance>\d*))
      | (?P<sign>[()|!])
      | (?P<quote>["«“”])
      | (?P<class>@(?P<name>[\w-]*))
      | (?P<word>[\w*-]+)
    """,
    re.VERBOSE,
)
_TAG = re.compile(r"/([\w=\[\]]*)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word in all its inflections and spellings; a wildcard when it holds `*`; `*` alone is any word."""

    text: str
    tags: tuple[str, ...] = ()

    @property
    def is_wildcard(self) -> bool:
        """Whether a `*` stands for letters."""
        return "*" in self.text

    def __str__(self) -> str:
        return "/".join((self.text, *self.tags))


@dataclass(frozen=True, slots=True)
class Exact:
    """Word forms exactly as written, letter case aside."""

    words: tuple[str, ...]
    tags: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "/".join((f'"{" ".join(self.words)}"', *self.tags))


@dataclass(frozen=True, slots=True)
class ClassName:
    """Any member of a class of the codebook; the same class twice in a pattern means two members."""

    name: str

    def __str__(self) -> str:
        return f"@{self.name}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more elements next to each other."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(_wrapped(part, Phrase, Near, Gap) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Near:
    """Two elements at most `distance` words apart, in either order, within a sentence."""

    left: Node
    distance: int
    right: Node

    def __str__(self) -> str:
        return f"{_wrapped(self.left, Gap)} ~{self.distance} {_wrapped(self.right, Near, Gap)}"


@dataclass(frozen=True, slots=True)
class Gap:
    """Two or more elements in order, at any distance within a sentence."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " .. ".join(_wrapped(part, Gap) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Either:
    """Two or more alternatives."""

    options: tuple[Node, ...]

    def __str__(self) -> str:
        return "(" + "|".join(str(option) for option in self.options) + ")"


Node = Word | Exact | ClassName | Phrase | Near | Gap | Either


def _wrapped(node: Node, *kinds: type) -> str:
    return f"({node})" if isinstance(node, kinds) else str(node)


def phrase(*parts: Node) -> Node:
    """Elements next to each other; a phrase in a phrase is one phrase, a single part is itself."""
    return _joined(Phrase, parts)


def gap(*parts: Node) -> Node:
    """Elements in order; a gap in a gap is one gap, a single part is itself."""
    return _joined(Gap, parts)


def either(*options: Node) -> Node:
    """Alternatives; alternatives in alternatives are one list, a single one is itself."""
    flat: list[Node] = []
    for option in options:
        flat += option.options if isinstance(option, Either) else (option,)
    return flat[0] if len(flat) == 1 else Either(tuple(flat))


def _joined(kind: type[Phrase | Gap], parts: tuple[Node, ...]) -> Node:
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, kind) else (part,)
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def parse(
    pattern: str,
    *,
    classes: frozenset[str] | None = None,
    file: str | None = None,
    line: int | None = None,
    column: int | None = None,
) -> Node:
    """The tree of a pattern (without the leading `!`).

    Args:
        pattern: one indicator as written.
        classes: the class names that exist; None accepts any.
        file: the codebook it stands in, for errors.
        line: its line, counted from 1.
        column: the column of its first letter, counted from 1.

    Raises:
        CodebookError: with the place of the first mistake and what was expected there.
    """
    try:
        return _Parser(pattern, classes).parse()
    except _Unexpected as mistake:
        place = f"column {(column or 1) + mistake.offset}"
        where = ", ".join(part for part in (file, f"line {line}" if line else None, place) if part)
        raise CodebookError(
            f"indicator '{_shortened(pattern)}': {mistake.what}", where=where, fix=mistake.fix
        ) from None


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


class _Unexpected(Exception):
    def __init__(self, offset: int, what: str, fix: str) -> None:
        self.offset, self.what, self.fix = offset, what, fix
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    offset: int
    node: Node | None = None
    distance: int = 0


_EXPECTED_ELEMENT = 'Expected a word, "exact words", @class or (one|another).'


class _Parser:
    """Recursive descent over the tokens of one pattern."""

    def __init__(self, pattern: str, classes: frozenset[str] | None) -> None:
        self.pattern, self.classes = pattern, classes
        self.tokens: list[_Token] = []
        self.at = 0
        self.depth = 0

    def parse(self) -> Node:
        if len(self.pattern) > MAX_LENGTH:
            raise _Unexpected(0, f"longer than {MAX_LENGTH} characters", "Split it into several indicators.")
        self.tokens = self._read()
        node = self._alternatives()
        token = self.tokens[self.at]
        if token.kind == ")":
            raise _Unexpected(token.offset, "a ')' without its '('", "Take it away or add the '(' before it.")
        if not _says_something(node):
            raise _Unexpected(0, "only '*', which any text matches", "Add a word that must be there.")
        return node

    def _read(self) -> list[_Token]:
        tokens: list[_Token] = []
        text, at = self.pattern, 0
        while at < len(text):
            found = _LEXEME.match(text, at)
            if found is None:
                raise _Unexpected(at, f"unexpected {text[at]!r}", _expected_instead(text[at]))
            kind, start, at = found.lastgroup, at, found.end()
            if found["space"]:
                continue
            if found["dots"]:
                if found["dots"] != "..":
                    raise _Unexpected(start, f"unexpected '{found['dots']}'", "A gap is written '..'.")
                tokens.append(_Token("..", "..", start))
            elif found["near"]:
                tokens.append(self._near(found, start))
            elif found["sign"]:
                if found["sign"] == "!":
                    raise _Unexpected(
                        start, "unexpected '!'", "A '!' stands only first, before the whole pattern."
                    )
                tokens.append(_Token(found["sign"], found["sign"], start))
            else:
                if kind == "quote":
                    end = text.find(QUOTES[found["quote"]], at)
                    if end < 0:
                        raise _Unexpected(
                            start, "a quotation mark that is never closed", "Add the closing mark."
                        )
                    inside, at = text[at:end], end + 1
                    tags, at = self._tags(at)
                    node = self._exact(inside, tags, start)
                elif found["class"]:
                    node = self._class(found["name"], start)
                else:
                    tags, at = self._tags(at)
                    node = self._word(found["word"], tags, start)
                tokens.append(_Token("element", text[start:at], start, node))
        tokens.append(_Token("end", "", len(text)))
        return tokens

    def _tags(self, at: int) -> tuple[tuple[str, ...], int]:
        tags: list[str] = []
        while found := _TAG.match(self.pattern, at):
            tag = found[1]
            if tag not in WORD_CLASSES and not _FEATURE.match(tag):
                raise _Unexpected(
                    at,
                    f"'/{tag}' is neither a word class nor a feature",
                    f"Expected one of /{', /'.join(WORD_CLASSES)}, or a feature like /Tense=Past.",
                )
            tags.append(tag)
            at = found.end()
        return tuple(tags), at

    @staticmethod
    def _near(found: re.Match[str], start: int) -> _Token:
        distance = int(found["distance"] or 0)
        if not 1 <= distance <= MAX_DISTANCE:
            raise _Unexpected(
                start,
                f"'{found['near']}' needs a distance",
                f"Expected a number of words from 1 to {MAX_DISTANCE}, as in '~4'.",
            )
        return _Token("~", found["near"], start, distance=distance)

    @staticmethod
    def _exact(inside: str, tags: tuple[str, ...], start: int) -> Node:
        words = tuple(_TEXT_WORD.findall(inside))
        if not words:
            raise _Unexpected(start, "quotation marks around nothing", "Expected words between them.")
        if tags and len(words) > 1:
            raise _Unexpected(start, "a word class after several words", "Put the /tag after one word only.")
        return Exact(words, tags)

    def _class(self, name: str, start: int) -> Node:
        if not name:
            raise _Unexpected(start, "'@' without a name", "Expected the name of a class, as in @tjeneste.")
        if self.classes is not None and name not in self.classes:
            known = ", ".join(f"@{known}" for known in sorted(self.classes)) or "none"
            raise _Unexpected(start, f"unknown class '@{name}'", f"Classes of this codebook: {known}.")
        return ClassName(name)

    @staticmethod
    def _word(text: str, tags: tuple[str, ...], start: int) -> Node:
        if "_" in text or not (text == "*" or _PLAIN_WORD.match(text.replace("*", "") or "-")):
            raise _Unexpected(
                start, f"'{text}' is not a word", "Expected letters, with '*' for a part left open."
            )
        if "**" in text:
            raise _Unexpected(start, f"'{text}' has two '*' together", "One '*' stands for any letters.")
        return Word(text, tags)

    def _alternatives(self) -> Node:
        options = [self._gap()]
        while self._accept("|"):
            options.append(self._gap())
        return either(*options)

    def _gap(self) -> Node:
        parts = [self._nearby()]
        while self._accept(".."):
            parts.append(self._nearby())
        return gap(*parts)

    def _nearby(self) -> Node:
        node = self._phrase()
        while token := self._accept("~"):
            node = Near(node, token.distance, self._phrase())
        return node

    def _phrase(self) -> Node:
        parts = [self._element()]
        while self.tokens[self.at].kind in {"element", "("}:
            parts.append(self._element())
        return phrase(*parts)

    def _element(self) -> Node:
        token = self.tokens[self.at]
        if token.kind == "element" and token.node is not None:
            self.at += 1
            return token.node
        if token.kind == "(":
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise _Unexpected(token.offset, "brackets nested too deep", "Write it more simply.")
            self.at += 1
            node = self._alternatives()
            if not self._accept(")"):
                raise _Unexpected(token.offset, "a '(' without its ')'", "Add the ')' that closes it.")
            self.depth -= 1
            return node
        if token.kind == "end":
            if not self.pattern.strip():
                raise _Unexpected(0, "empty", _EXPECTED_ELEMENT)
            raise _Unexpected(token.offset, "ends too early", _EXPECTED_ELEMENT)
        raise _Unexpected(token.offset, f"unexpected '{token.text}'", _EXPECTED_ELEMENT)

    def _accept(self, kind: str) -> _Token | None:
        token = self.tokens[self.at]
        if token.kind != kind:
            return None
        self.at += 1
        return token


def _expected_instead(character: str) -> str:
    if character in "'’":
        return 'An apostrophe parts words in the text: put the expression in "quotation marks".'
    if character == "/":
        return "A slash stands directly after a word, as in bruker/NOUN."
    return f"{_EXPECTED_ELEMENT[:-1]}; punctuation is not matched."


def _says_something(node: Node) -> bool:
    """Whether every way to match the pattern holds at least one word that is not left wholly open."""
    match node:
        case Word(text):
            return text != "*"
        case Either(options):
            return all(_says_something(option) for option in options)
        case Phrase(parts) | Gap(parts):
            return any(_says_something(part) for part in parts)
        case Near(left, _, right):
            return _says_something(left) or _says_something(right)
    return True
