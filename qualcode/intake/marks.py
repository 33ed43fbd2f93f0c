"""Line starts that have the form of a speaker's label, with their times; they are not judged here."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from qualcode.intake import labels

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_RANGE = rf"{_TIME}(?:[ \t]{{0,2}}(?:-->|[-–])[ \t]{{0,2}}{_TIME})?"
_BRACKETED = rf"(?:[\[(<{{][ ]?{_RANGE}[ ]?[\])>}}]|\#{_TIME}(?:-\d)?\#)"
_STAMP = rf"(?:{_BRACKETED}|{_RANGE}(?![\d:]))"
_BOLD = r"(?:\*{1,3}|__)?"
_LABEL = rf"""
    ^(?=[^\n:：\t>]{{0,100}}[:：\t>])             # every form has one of these near the line's start
    [ \t\xa0]{{0,40}}(?:[-•>][ \t]{{1,4}})?{_BOLD}
    (?:(?P<before>{_STAMP})[ \t]{{0,8}}(?:[-–|][ \t]{{0,8}})?)?
    {_BOLD}
    (?:(?P<square>\[)|(?P<angle><))?
    (?P<label>[^\W\d_][^\n:：\t*\[\](){{}}<>|"«»“”?!;\#]{{0,59}}?)
    (?P<role>[ \t]{{0,3}}[(\[][^\n()\[\]:\t]{{1,60}}[)\]])?
    (?(square)\])(?(angle)>)
    {_BOLD}
    (?:
        [ \t]{{0,8}}(?P<bracketed>{_BRACKETED})[ \t]{{0,3}}{_BOLD}(?::|(?=[ \t\n]|\Z)){_BOLD}
      | [ \t\xa0]{{1,8}}(?P<after>{_RANGE})(?![\d:])[ \t]{{0,3}}{_BOLD}(?::(?!\d)|(?=[ \t]{{0,40}}(?:\n|\Z)))
      | [ \t]{{0,3}}[:：](?![\d/\\)]){_BOLD}
      | (?P<tab>\t)
      | (?(angle)(?=[ \t\n])|(?!))
      | (?(before)(?=[ \t]{{0,40}}(?:\n|\Z))|(?!))
    )
    [ \t\xa0]{{0,40}}
"""
_MARK = re.compile(_LABEL, re.MULTILINE | re.VERBOSE)
# What _MARK finds too, and nearly every label of most transcripts is: letters, a colon, no times or marks.
_PLAIN = re.compile(
    r"^(?P<label>[^\W\d_][^\n:：\t*\[\](){}<>|\"«»“”?!;#_]{0,59}):(?![\d/\\)*_])[ \t\xa0]{0,40}", re.MULTILINE
)
_ALONE = re.compile(
    rf"^[ \t\xa0]{{0,40}}{_BOLD}(?P<label>[^\W\d_][^\n:;,.?!*\t\"«»]{{0,39}}?){_BOLD}[ \t]{{0,40}}\n"
    r"(?:[ \t]{0,40}\n){0,2}(?=[ \t]{0,40}\S)",
    re.MULTILINE,
)
LONGEST_STAMP_LINE = 160
"""Characters; a line with a stamp, white space around it and nothing else is shorter."""
_STAMP_ENDS = frozenset("0123456789])>}# \t")
_STAMP_LINE = re.compile(rf"[ \t]{{0,40}}(?P<stamp>{_STAMP})[ \t]{{0,40}}")
STAMP_IN_TEXT = re.compile(
    rf"[ \t]?(?:\[\d{{1,2}}:\d{{2}}:\d{{2}}(?:[.,]\d{{1,3}})?\]|\#{_TIME}(?:-\d)?\#)"
    rf"|^[ \t]{{0,40}}{_STAMP}[ \t]{{0,40}}$"
    rf"|^[ \t]{{0,40}}(?:{_BRACKETED}|\d{{1,2}}:\d{{2}}:\d{{2}}(?:[.,]\d{{1,3}})?(?=[ \t\n]))[ \t]?",
    re.MULTILINE,
)
"""Time stamps in what is said: hh:mm:ss in brackets or between number signs, or at a line's start."""


class Mark(NamedTuple):
    """A line start that looks like a speaker's label.

    start: of the line (or of the line with its time above it). said: where what is said begins.
    """

    key: str
    label: str
    start: int
    said: int
    time: float | None
    is_stamped: bool
    is_tab: bool


def seconds(stamp: str) -> float:
    """Seconds of the first time in a stamp; two fields are minutes and seconds ('12:31', '[00:12:31.5]')."""
    found = re.search(_TIME, stamp)
    if not found:
        raise ValueError(stamp)
    total = 0.0
    for part in found[0].replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


def find_marks(text: str, sure: Collection[str]) -> list[Mark]:
    """Every line start with a colon, a tab or a time that may be a label.

    Args:
        text: with its lines as they stand.
        sure: keys of labels known to be speakers, which may begin with a small letter.
    """
    found: list[Mark] = []
    roles: dict[str, Counter[str]] = defaultdict(Counter)
    said: list[str] = []
    read: dict[str, _Label] = {}
    for match in _label_matches(text):
        label = read.get(match[0])
        if label is None:
            label = read[match[0]] = _read_label(match, sure)
        if label.key is None:
            continue
        start, time = match.start(), label.time
        if start and not label.is_stamped and text[start - 2 : start - 1] in _STAMP_ENDS:
            above = text.rfind("\n", 0, start - 1) + 1
            is_short = start - above <= LONGEST_STAMP_LINE
            line = _STAMP_LINE.fullmatch(text, above, start - 1) if is_short else None
            if line:
                start, time = above, seconds(line["stamp"])
        roles[label.key][label.role] += 1
        said.append(label.role)
        found.append(Mark(label.key, label.text, start, match.end(), time, label.is_stamped, label.is_tab))
    if not any(said):
        return found
    return [_with_role(mark, role, roles[mark.key], sure) for mark, role in zip(found, said, strict=True)]


class _Label(NamedTuple):
    """What a line's beginning says; key is None where it is no label."""

    key: str | None
    text: str
    role: str
    time: float | None
    is_stamped: bool
    is_tab: bool


def _label_matches(text: str) -> Iterator[re.Match[str]]:
    """What may be a label at the beginning of each line."""
    at = 0
    while True:
        match = _PLAIN.match(text, at) or _MARK.match(text, at)
        if match:
            yield match
        at = text.find("\n", at) + 1
        if not at:
            return


def _read_label(match: re.Match[str], sure: Collection[str]) -> _Label:
    groups = match.groupdict()
    label = groups["label"].strip()
    stamp = groups.get("before") or groups.get("bracketed") or groups.get("after")
    key = labels.key_of(label)
    is_label = label[0].isupper() or labels.is_known(key) or key in sure
    return _Label(
        key if is_label else None,
        label,
        (groups.get("role") or "").strip(),
        seconds(stamp) if stamp else None,
        bool(stamp),
        groups.get("tab") is not None,
    )


def _with_role(mark: Mark, role: str, roles: Counter[str], sure: Collection[str]) -> Mark:
    """`Kari (mor)` is Kari, unless there is more than one (`Informant (mor)`, `Informant (far)`)."""
    if not any(roles):
        return mark
    full = f"{mark.label} {role}".strip()
    if labels.key_of(full) in sure and role:
        return mark._replace(key=labels.key_of(full), label=full)
    real = {r for r, n in roles.items() if r and (n > 1 or labels.is_role(labels.key_of(r.strip("()[]"))))}
    if len(real) > 1 and role in real:
        return mark._replace(key=labels.key_of(full), label=full)
    if len(real) == 1 and mark.key not in sure:
        return mark._replace(label=f"{mark.label} {next(iter(real))}")
    return mark


def find_alone(text: str) -> list[Mark]:
    """Lines that hold nothing but what could be a name, with a line of text after."""
    found = []
    for match in _ALONE.finditer(text):
        label = match["label"].strip()
        key = labels.key_of(label)
        if label[0].isupper() and len(label.split()) <= 4 and not labels.is_answer(key):
            found.append(Mark(key, label, match.start(), match.end(), None, False, False))
    return _apart(found)


def _apart(marks: list[Mark]) -> list[Mark]:
    """Of such lines right under each other one can be a speaker: a well-known label, else the first."""
    kept: list[Mark] = []
    for mark in marks:
        if kept and kept[-1].said >= mark.start:
            if labels.is_known(mark.key) and not labels.is_known(kept[-1].key):
                kept[-1] = mark
            continue
        kept.append(mark)
    return kept
