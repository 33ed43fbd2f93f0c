"""Numbers and words for quantity as people write them in running text, and whether they fit each other.

Reads text that is written already, in bokmål, nynorsk or English; what a draft prints is in `tendency`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from qualcode.report.tendency import ABOUT_HALF, MOST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_WORDS = (
    "null|ingen|none", "en|én|ett|et|ein|éin|eitt|eit|one", "to|two", "tre|three", "fire|four", "fem|five",
    "seks|six", "sju|syv|seven", "åtte|eight", "ni|nine", "ti|ten", "elleve|eleven", "tolv|twelve",
    "tretten|thirteen", "fjorten|fourteen", "femten|fifteen", "seksten|sixteen", "sytten|seventeen",
    "atten|eighteen", "nitten|nineteen", "tjue|twenty",
)  # fmt: skip
_VALUES = {word: value for value, words in enumerate(_WORDS) for word in words.split("|")}
_NUMBER = r"(?:\d{1,3}(?: \d{3})+|\d+|" + "|".join(sorted(_VALUES, key=len, reverse=True)) + ")"
_SHARE = re.compile(
    rf"\b({_NUMBER})\s+(?:av|of|out of)\s+(?:alle\s+)?(?:de|dei|dem|the)?\s*({_NUMBER})\b", re.IGNORECASE
)
_OF_ALL = re.compile(rf"\b(?:av|of)\s+(?:de|dei|the)\s+({_NUMBER})\b", re.IGNORECASE)
_COUNT = re.compile(rf"\b{_NUMBER}\b", re.IGNORECASE)
_PERCENT = re.compile(r"\b(\d+(?:[.,]\d+)?)\s*(?:%|prosent\b|per ?cent\b)", re.IGNORECASE)
_CLAUSE, _NEAR, _BESIDE = 60, 40, 3
"""Characters between a word and its number, between a share of a hundred and its number, and for `noen`."""
_APART = re.compile(r"[.;:!?]|\b(?:og|men|mens|medan|and|but|while)\b", re.IGNORECASE)

_OVER = r"over|mer enn|meir enn|godt over|drøyt|vel|more than"
_UNDER = r"under|mindre enn|nesten|knapt|snaut|nær|less than|nearly|almost"
_ABOUT = r"om lag|omtrent|rundt|cirka|ca\.|cirka|about|around|roughly"
_TOLERANCE = Fraction(1, 20)
"""How far a share may lie from the fraction that is said of it: a fifth is 15 to 25 per cent."""
_PARTS = {
    r"en tredjedel|ein tredel|en tredel|ein tredjedel|a third|one third": Fraction(1, 3),
    r"en fjerdedel|en firedel|ein fjerdedel|en kvart|a quarter": Fraction(1, 4),
    r"en femtedel|en femdel|ein femtedel|a fifth|one fifth": Fraction(1, 5),
    r"en tidel|en tiendedel|ein tidel|a tenth": Fraction(1, 10),
    r"to tredjedeler|to tredeler|to tredelar|two thirds": Fraction(2, 3),
    r"tre fjerdedeler|tre firedeler|tre fjerdedelar|three quarters": Fraction(3, 4),
}


@dataclass(frozen=True, slots=True)
class Share:
    """`k av n` in a text, with where it stands (code points)."""

    k: int
    n: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Misfit:
    """A word for quantity that its number does not carry."""

    word: str
    share: Share


def plain(text: str) -> str:
    """A text with every white space a blank and what is quoted in it blanked out, positions kept."""
    spaced = re.sub(r"\s", " ", text)
    return re.sub(r"[«“][^«»“”]*[»”]", lambda m: "_" * len(m[0]), spaced)


def value(word: str) -> int:
    """The number a word or digits stand for."""
    bare = word.casefold()
    return _VALUES[bare] if bare in _VALUES else int(bare.replace(" ", ""))


def shares(text: str) -> list[Share]:
    """Every `k av n` of a text: `to av fem`, `10 av de 27`, `ingen av tre`."""
    return [Share(value(m[1]), value(m[2]), m.start(), m.end()) for m in _SHARE.finditer(plain(text))]


def percentages(text: str) -> list[tuple[str, Share | None]]:
    """Every percentage of a text with the `k av n` that stands near it, None where none does."""
    found = shares(text)
    near = []
    for m in _PERCENT.finditer(plain(text)):
        beside = [s for s in found if 0 <= s.start - m.end() <= _NEAR or 0 <= m.start() - s.end <= _NEAR]
        nearest = min(beside, key=lambda s: max(s.start - m.end(), m.start() - s.end), default=None)
        near.append((m[0], nearest))
    return near


def misfits(text: str) -> list[Misfit]:
    """The words for quantity whose number, standing in the same clause, says something else.

    `alle` is all, `flertallet` over half, `de fleste` from 60 per cent, `halvparten` half, and so on, by the
    rules of `tendency` where it has one. The nearest word before a number is held against it, else the one
    just after.
    """
    spaced = plain(text)
    found = []
    for share in shares(text):
        if not 0 <= share.k <= share.n or not share.n:
            continue
        said = [(m, fits) for pattern, fits in _RULES for m in pattern.finditer(spaced)]
        before = [(m, fits) for m, fits in said if m.end() <= share.start and _joined(spaced, m, share)]
        after = [(m, fits) for m, fits in said if m.start() >= share.end and _joined(spaced, m, share)]
        nearest = max(before, key=lambda pair: (pair[0].end(), -pair[0].start()), default=None)
        if nearest is None:
            nearest = min(after, key=lambda pair: (pair[0].start(), -pair[0].end()), default=None)
        if nearest and not nearest[1](Fraction(share.k, share.n)):
            found.append(Misfit(" ".join(nearest[0][0].split()), share))
    return found


def _joined(text: str, word: re.Match[str], share: Share) -> bool:
    """Whether a word and a number stand in one clause, near enough to be about the same."""
    between = text[word.end() : share.start] if word.end() <= share.start else text[share.end : word.start()]
    most = _BESIDE if word[0].casefold() in _LOOSE else _CLAUSE
    return len(between.strip()) <= most and not _APART.search(between)


def near_sums(text: str) -> Iterator[tuple[int, int]]:
    """Parts of a whole that nearly, but not quite, add up to it: (sum, whole).

    Three or more shares of the same number, or three or more counts after `av de n`, one off in their sum:
    far from it, they are hardly meant as parts.
    """
    by_whole: dict[int, list[int]] = {}
    found = shares(text)
    for share in found:
        by_whole.setdefault(share.n, []).append(share.k)
    for whole, parts in by_whole.items():
        if len(parts) > 2 and abs(sum(parts) - whole) == 1:
            yield sum(parts), whole
    spaced = plain(text)
    taken = [range(s.start, s.end) for s in found]
    for start in _OF_ALL.finditer(spaced):
        if any(start.start() in own for own in taken):
            continue
        counts = [value(m[0]) for m in _COUNT.finditer(spaced, start.end())]
        if len(counts) > 2 and abs(sum(counts) - value(start[1])) == 1:
            yield sum(counts), value(start[1])


def _rules() -> list[tuple[re.Pattern[str], Callable[[Fraction], bool]]]:
    half = r"halvparten|halve gruppen|halvdelen|half"
    every = "alle|samtlige|samtlege|all|everyone"
    rules: list[tuple[str, Callable[[Fraction], bool]]] = [
        (rf"(?<!ikke )(?<!ikkje )(?<!not )(?<!av )(?:{every})", lambda s: s == 1),
        (rf"(?:{_UNDER}) (?:{every})", lambda s: MOST <= s < 1),
        (
            r"flertallet|fleirtalet|majoriteten|et flertall|eit fleirtal|(?:the|a) majority",
            lambda s: s > _HALF,
        ),
        (r"mindretallet|mindretalet|et mindretall|eit mindretal|(?:the|a) minority", lambda s: s < _HALF),
        (r"de fleste|dei fleste|flesteparten|mesteparten|most", lambda s: s >= MOST),
        (rf"(?:{_ABOUT}) (?:{half})", lambda s: ABOUT_HALF <= s <= MOST),
        (rf"(?:{_OVER}) (?:{half})", lambda s: s > _HALF),
        (rf"(?:{_UNDER}) (?:{half})", lambda s: s < _HALF),
        (half, lambda s: s == _HALF),
        (r"noen|nokre|nokon|some", lambda s: s < MOST),
    ]
    for words, part in _PARTS.items():
        rules += [
            (rf"(?:{_OVER}) (?:{words})", lambda s, part=part: s > part),  # type: ignore[misc]
            (rf"(?:{_UNDER}) (?:{words})", lambda s, part=part: s < part),  # type: ignore[misc]
            (rf"(?:(?:{_ABOUT}) )?(?:{words})", lambda s, part=part: abs(s - part) <= _TOLERANCE),  # type: ignore[misc]
        ]
    return [(re.compile(rf"\b(?:{words})\b", re.IGNORECASE), fits) for words, fits in rules]


_HALF = Fraction(1, 2)
_LOOSE = ("noen", "nokre", "nokon", "some")
_RULES = _rules()
