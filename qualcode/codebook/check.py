"""Checks a codebook against itself: indicators that add nothing, and examples that it gets wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from qualcode.codebook import patterns, syntax
from qualcode.codebook.in_texts import never_counting, never_firing, places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.codebook.in_texts import Places
    from qualcode.model import Code, Codebook, Indicator, Match, Suggestion


MAX_SAMPLES = 500


class CodesTexts(Protocol):
    """What the check asks of a coder (`qualcode.matching.Coder`)."""

    def code(self, texts: Sequence[str]) -> list[list[Suggestion]]:
        """Suggestions for each text."""

    def find(self, texts: Sequence[str], *, use_pipeline: bool = True) -> list[list[Match]]:
        """Every match in each text, also of counter-indicators."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend in a codebook.

    kind: `duplicate` (two indicators find the same), `dead` (another finds all it finds and counts as much),
        `shared` (the same indicator in two codes), `unused` (a class no indicator names), `never` (fires
        in none of the texts given), `overlap` (fires there only where another counts), `example` (its code is
        not found), `counter_example` (a code is found).
    where: file and line, or the beginning of the example's text.
    """

    kind: Literal["duplicate", "dead", "shared", "unused", "never", "overlap", "example", "counter_example"]
    code: str
    what: str
    where: str
    fix: str

    @property
    def is_hint(self) -> bool:
        """Whether it is only something to look at: what one study's texts do not hold is no mistake."""
        return self.kind in ("never", "overlap")

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.fix}"


def check_codebook(codebook: Codebook, coder: CodesTexts, texts: Sequence[str] = ()) -> list[Finding]:
    """What is wrong with a codebook that reads without errors.

    Args:
        codebook: the codebook.
        coder: a coder that was made with it.
        texts: texts of a study; with them, indicators that fire or count nowhere there are named.

    Returns:
        Findings in the order of the file: indicators by code, classes, examples, counter-examples.
    """
    findings = [
        *_redundant(codebook, coder),
        *_shared(codebook),
        *_unused_classes(codebook),
        *_wrong_examples(codebook, coder),
    ]
    return [*findings, *_in_texts(codebook, places(coder.find(texts)))] if texts else findings


def _parsed(codebook: Codebook, indicator: Indicator) -> syntax.Node:
    return syntax.parse(indicator.pattern, classes=frozenset(codebook.classes))


def _where(codebook: Codebook, indicator: Indicator) -> str:
    return f"{indicator.file or codebook.path or codebook.id}, line {indicator.line or '?'}"


def _shown(indicator: Indicator) -> str:
    return f"'{'! ' if indicator.counter else ''}{indicator.pattern}'"


def _redundant(codebook: Codebook, coder: CodesTexts) -> list[Finding]:
    """Indicators whose every sample text another indicator of the code finds too, with no less strength."""
    members = {name: tuple(syntax.parse(member) for member in own) for name, own in codebook.classes.items()}
    findings = []
    for code in codebook.codes:
        nodes = [_parsed(codebook, indicator) for indicator in code.indicators]
        samples = [patterns.sample_texts(node, members, MAX_SAMPLES) for node in nodes]
        finders = [_finders(code, own, coder) for own in samples]
        gone: set[int] = set()
        for i, indicator in enumerate(code.indicators):
            rivals = [
                j
                for j in sorted(finders[i] - {i} - gone)
                if code.indicators[j].counter == indicator.counter
                and (indicator.counter or code.indicators[j].strength >= indicator.strength)
                and (nodes[i] == nodes[j] or _is_as_open(nodes[j], nodes[i]))
            ]
            for j in rivals:
                same = i in finders[j] and _is_as_open(nodes[i], nodes[j])
                if same and j > i and code.indicators[j].strength == indicator.strength:
                    continue  # of two that find the same, the later one is named
                other = code.indicators[j]
                what = "finds the same as" if same else "adds nothing to"
                findings.append(
                    Finding(
                        "duplicate" if same else "dead",
                        code.id,
                        f"the indicator {_shown(indicator)} {what} {_shown(other)}",
                        _where(codebook, indicator),
                        f"Take it out; {_shown(other)} stands in line {other.line or '?'}.",
                    )
                )
                gone.add(i)
                break
    return findings


def _finders(code: Code, samples: list[str], coder: CodesTexts) -> set[int]:
    """Which of a code's indicators find every one of the samples, misspellings aside."""
    sets = []
    for matches in coder.find(samples, use_pipeline=False):
        found = {(m.indicator, m.counter) for m in matches if m.code == code.id and m.how != "fuzzy"}
        sets.append({i for i, own in enumerate(code.indicators) if (own.pattern, own.counter) in found})
    return set.intersection(*sets) if sets else set()


def _is_as_open(node: syntax.Node, other: syntax.Node) -> bool:
    """Whether samples of `other` can show that `node` finds all it finds: exact forms find less."""
    return not patterns.needs_pipeline(node) and (not _has_exact(node) or _is_exact(other))


def _has_exact(node: syntax.Node) -> bool:
    match node:
        case syntax.Exact():
            return True
        case syntax.Phrase(parts) | syntax.Gap(parts) | syntax.Either(parts):
            return any(map(_has_exact, parts))
        case syntax.Near(left, _, right):
            return _has_exact(left) or _has_exact(right)
    return False


def _is_exact(node: syntax.Node) -> bool:
    return isinstance(node, syntax.Exact)


def _shared(codebook: Codebook) -> list[Finding]:
    first: dict[tuple[str, bool], str] = {}
    findings = []
    for code in codebook.codes:
        for indicator in code.indicators:
            key = (str(_parsed(codebook, indicator)).lower(), indicator.counter)
            owner = first.setdefault(key, code.id)
            if owner != code.id:
                findings.append(
                    Finding(
                        "shared",
                        code.id,
                        f"the indicator {_shown(indicator)} stands under '{owner}' too",
                        _where(codebook, indicator),
                        "Keep it where it belongs; a sub-code's indicators count for its parent anyway.",
                    )
                )
    return findings


def _unused_classes(codebook: Codebook) -> list[Finding]:
    used: frozenset[str] = frozenset()
    for code in codebook.codes:
        for indicator in code.indicators:
            used |= patterns.class_names(_parsed(codebook, indicator))
    return [
        Finding(
            "unused",
            codebook.id,
            f"no indicator names the class '{name}'",
            codebook.path or codebook.id,
            f"Use it as @{name}, or take it out.",
        )
        for name in codebook.classes
        if name not in used
    ]


def _wrong_examples(codebook: Codebook, coder: CodesTexts) -> list[Finding]:
    own = {code.id for code in codebook.codes}
    findings = []
    found = coder.code([example.text for example in codebook.examples])
    for example, suggestions in zip(codebook.examples, found, strict=True):
        codes = {suggestion.code for suggestion in suggestions}
        findings += [
            Finding(
                "example",
                code,
                f"the code '{code}' is not found in its example",
                f"example '{_start(example.text)}'",
                "Add an indicator for what it says, or choose another example.",
            )
            for code in example.codes
            if code not in codes
        ]
    found = coder.code([example.text for example in codebook.counter_examples])
    for example, suggestions in zip(codebook.counter_examples, found, strict=True):
        for suggestion in suggestions:
            # A parent is found with its sub-code: one finding for the two.
            if suggestion.code in own and not any(
                other.code.startswith(suggestion.code + ".") for other in suggestions
            ):
                matched = sorted({f"'{match.indicator}'" for match in suggestion.matches})
                carried = ", ".join(matched) or "what the written examples taught"
                findings.append(
                    Finding(
                        "counter_example",
                        suggestion.code,
                        f"the code '{suggestion.code}' is found in a counter-example, by {carried}",
                        f"counter-example '{_start(example.text)}'",
                        "Make the indicator narrower, or add a counter-indicator."
                        if matched
                        else "Add examples of the kind without the code to examples.jsonl.",
                    )
                )
    return findings


def _in_texts(codebook: Codebook, fired: Places) -> list[Finding]:
    never = [
        Finding(
            "never",
            code.id,
            f"the indicator {_shown(indicator)} is found nowhere in the texts",
            _where(codebook, indicator),
            "It does no harm; look whether people say it in other words.",
        )
        for code, indicator in never_firing(codebook, fired)
    ]
    return never + [
        Finding(
            "overlap",
            code.id,
            f"the indicator {_shown(indicator)} never counts in the texts: "
            f"each of its {finds} finds lies over one of {_shown(other)}",
            _where(codebook, indicator),
            "It does no harm; one of the two may be enough.",
        )
        for code, indicator, other, finds in never_counting(codebook, fired)
    ]


def _start(text: str) -> str:
    return text if len(text) <= 50 else text[:49] + "…"
