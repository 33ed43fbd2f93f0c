"""Who speaks where: line starts that look like a label, accepted or not on the whole text's evidence.

A label counts when it recurs, alternates with others, stands at the start of a line and is short, or when it
is one of the well-known ones; what the study's settings say goes before all of it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from qualcode.intake import labels
from qualcode.intake.marks import Mark, find_alone, find_marks
from qualcode.model import Notice

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

NOT_A_SPEAKER = "not a speaker"
INTERVIEWER = "interviewer"
MOST_DOUBTS = 12
"""Doubts of one kind that are named one by one."""

_TEXT_LINE = re.compile(r"^[ \t\xa0]*[^\s]", re.MULTILINE)


class Block(NamedTuple):
    """What one speaker says, `text[start:end]`, before cleaning; speaker is the key in `Speakers.labels`."""

    speaker: str
    start: int
    end: int
    time: float | None


@dataclass(slots=True)
class Speakers:
    """The speakers of a text and their blocks; no blocks where nobody is named.

    before: end of what stands before the first speaker.
    labels: key to the label as written. interviewers: keys of those who ask.
    """

    blocks: list[Block] = field(default_factory=list)
    before: int = 0
    labels: dict[str, str] = field(default_factory=dict)
    interviewers: frozenset[str] = frozenset()
    notices: list[Notice] = field(default_factory=list)


def find_speakers(
    text: str,
    source_id: str,
    *,
    settled: Mapping[str, str],
    registered: Collection[str] = (),
    interviewers: Iterable[str] = (),
) -> Speakers:
    """Find who speaks where in a text.

    Args:
        text: cleaned of odd characters, with its lines as they stand.
        source_id: named in what is reported.
        settled: `[speakers]` of the settings for this source: label to informant id, `interviewer` or
            `not a speaker`.
        registered: labels informants.csv has for this source.
        interviewers: labels the settings name as the interviewer's.

    Returns:
        The speakers; without blocks if there are none.
    """
    said = {labels.key_of(label): verdict for label, verdict in settled.items()}
    asking = {labels.key_of(label) for label in interviewers}
    sure = {key for key, verdict in said.items() if verdict != NOT_A_SPEAKER}
    sure |= {labels.key_of(label) for label in registered} - set(said)
    marks = find_marks(text, sure)
    evidence = _Evidence(text, source_id, sure | asking, {k for k, v in said.items() if v == NOT_A_SPEAKER})
    accepted = evidence.weigh(marks)
    if not accepted or accepted <= asking:
        alone = [mark for mark in find_alone(text) if mark.key not in evidence.never]
        if evidence.weigh_alone(alone):
            accepted |= evidence.weigh_alone(alone)
            marks = sorted([*marks, *alone], key=lambda mark: mark.start)
    marks = [mark for mark in marks if mark.key in accepted]
    found = Speakers(notices=evidence.notices)
    if not marks:
        return found
    found.before = marks[0].start
    ends = [mark.start for mark in marks[1:]] + [len(text)]
    found.blocks = [Block(mark.key, mark.said, end, mark.time) for mark, end in zip(marks, ends, strict=True)]
    for mark in marks:
        found.labels.setdefault(mark.key, mark.label)
    known_informants = {k for k, v in said.items() if v not in (INTERVIEWER, NOT_A_SPEAKER)}
    known_informants |= {labels.key_of(label) for label in registered}
    found.interviewers = find_interviewers(
        text, found, source_id,
        named={k for k, v in said.items() if v == INTERVIEWER} | asking,
        informants=known_informants,
    )  # fmt: skip
    return found


class _Evidence:
    """Weighs the marks of one text. `notices` gathers what a person should look at."""

    def __init__(self, text: str, source_id: str, sure: set[str], never: set[str]) -> None:
        self.text = text
        self.source_id = source_id
        self.sure = sure
        self.never = never
        self.notices: list[Notice] = []

    def weigh(self, marks: list[Mark]) -> set[str]:
        """Keys of the labels that are speakers."""
        possible = [
            mark
            for mark in marks
            if mark.key in self.sure
            or not (mark.key in self.never or labels.is_never(mark.key) or labels.is_sentence(mark.key))
        ]
        count = Counter(mark.key for mark in possible)
        runs = Counter(
            mark.key
            for mark, before in zip(possible, [None, *possible], strict=False)
            if before is None or before.key != mark.key
        )
        first = {mark.key: mark for mark in reversed(possible)}
        stamped = Counter(mark.key for mark in possible if mark.is_stamped)
        well_known = {
            key
            for key, n in count.items()
            if (
                (labels.is_known(key) or labels.has_role(first[key].label))
                and (not first[key].is_tab or n > 1)
            )
            or (stamped[key] > 1 and n > 1)
        }
        accepted = {key for key in count if key in self.sure}
        # Letters once each are a list (A: ..., B: ..., C: ...), not a conversation.
        is_list = not accepted and all(
            len(key) == 1 and count[key] == 1 and not labels.is_interviewer_label(key) for key in well_known
        )
        several = len(well_known | accepted) > 1 and not is_list
        accepted |= {key for key in well_known if count[key] > 1 or several or self._opens(first[key])}
        rest = {
            key: n
            for key, n in count.items()
            if key not in accepted and not labels.is_thing(first[key].label)
        }
        recurring = {key for key, n in rest.items() if n > 2 and runs[key] > 1}
        if accepted:
            recurring |= {key for key, n in rest.items() if n == 2 and runs[key] > 1}
            accepted |= recurring
        elif self._could_be_names(recurring, count, first):
            accepted |= recurring
            self._doubt_set(recurring, first)
        lone = [first[key] for key in rest if key not in accepted]
        accepted |= self._lone(lone, accepted, sum(count[key] for key in accepted), count, stamped)
        return accepted

    def weigh_alone(self, marks: list[Mark]) -> set[str]:
        """Keys of the labels on lines of their own that are speakers: known ones, or several that recur."""
        count = Counter(mark.key for mark in marks)
        known = {key for key in count if labels.is_known(key) or key in self.sure}
        if known & self.sure or (max((count[key] for key in known), default=0) > 1):
            names = {m.key for m in marks if labels.is_name(m.label) and count[m.key] > 1}
            return known | {key for key in names if not labels.is_never(key)}
        first = {mark.key: mark for mark in reversed(marks)}
        names = {
            key
            for key, n in count.items()
            if n > 2 and labels.is_name(first[key].label) and not labels.is_never(key)
        }
        if len(names) < 2 or len(names) > 15:
            return set()
        if not any(
            notice.level == "doubt" and "lines of their own" in notice.text for notice in self.notices
        ):
            self._doubt_set(names, first, " on lines of their own")
        return names

    def _opens(self, mark: Mark) -> bool:
        """Whether the text begins with this label, so that the whole may be one person's."""
        single = len(mark.key) == 1
        return not single and not self.text[: mark.start].strip()

    def _could_be_names(self, keys: set[str], count: Counter[str], first: Mapping[str, Mark]) -> bool:
        marked = sum(count[key] for key in keys)
        lines = sum(1 for _ in _TEXT_LINE.finditer(self.text))
        return (
            2 <= len(keys) <= 20
            and marked >= 0.1 * lines
            and all(len(first[key].label.split()) <= 4 for key in keys)
        )

    def _lone(
        self, marks: list[Mark], accepted: set[str], n_marks: int, count: Counter[str], stamped: Counter[str]
    ) -> set[str]:
        """Labels seen once or twice: speakers if every line of the text has one, else reported."""
        if not marks:
            return set()
        lines = sum(1 for _ in _TEXT_LINE.finditer(self.text))
        regular = bool(accepted) and n_marks >= 0.8 * max(lines - len(marks), 1)
        taken: set[str] = set()
        doubts: list[Notice] = []
        for mark in sorted(marks, key=lambda mark: mark.start):
            words = len(mark.label.split())
            if mark.is_tab or words > 4 or count[mark.key] > 3:
                continue
            line = self._line(mark)
            name = mark.label if len(mark.label) < 40 else mark.label[:37] + "..."
            if accepted and (labels.is_name(mark.label) and (regular or stamped[mark.key])):
                taken.add(mark.key)
                doubts.append(
                    Notice(
                        "doubt", f"{name!r} speaks only here; taken for a speaker", line,
                        self._fix(mark.label, NOT_A_SPEAKER),
                    )
                )  # fmt: skip
            else:
                doubts.append(
                    Notice(
                        "doubt", f"{name!r} looks a little like a speaker; taken for text", line,
                        self._fix(mark.label, "INFORMANT-ID"),
                    )
                )  # fmt: skip
        self.notices += doubts[:MOST_DOUBTS]
        if len(doubts) > MOST_DOUBTS:
            self.notices.append(
                Notice("doubt", f"{len(doubts) - MOST_DOUBTS} more lines begin in ways like these")
            )
        return taken

    def _doubt_set(self, keys: set[str], first: Mapping[str, Mark], how: str = "") -> None:
        marks = sorted((first[key] for key in keys), key=lambda mark: mark.start)
        names = ", ".join(repr(mark.label) for mark in marks[:6]) + (" ..." if len(marks) > 6 else "")
        self.notices.append(
            Notice(
                "doubt", f"took {names}{how} for speakers, since they recur and alternate",
                self._line(marks[0]), self._fix(marks[0].label, NOT_A_SPEAKER),
            )
        )  # fmt: skip

    def _line(self, mark: Mark) -> int:
        return self.text.count("\n", 0, mark.start) + 1

    def _fix(self, label: str, value: str) -> str:
        return settle(self.source_id, label, value)


def settle(source_id: str, label: str, value: str) -> str:
    """The line of the settings that settles what a label is."""
    quoted = label.replace("\\", "\\\\").replace('"', '\\"')
    return f'If that is wrong, write in qualcode.toml under [speakers."{source_id}"]: "{quoted}" = "{value}".'


def find_interviewers(
    text: str, found: Speakers, source_id: str, *, named: Collection[str], informants: Collection[str]
) -> frozenset[str]:
    """Keys of the speakers who ask: named ones, well-known labels, or the one who asks nearly everything.

    `F` is a researcher (forsker) unless there is an `I` or `M` beside, when it is a father or an informant.
    """
    keys = list(found.labels)
    asking = {key for key in keys if key in named}
    asking |= {key for key in keys if labels.is_interviewer_label(key) and key not in informants}
    free = [key for key in keys if key not in informants and key not in asking]
    if not asking and "f" in free and "m" not in keys:
        asking.add("f")
    if asking or len(keys) < 2:
        return frozenset(asking)
    turns: Counter[str] = Counter()
    questions: Counter[str] = Counter()
    for block in found.blocks:
        turns[block.speaker] += 1
        questions[block.speaker] += text.find("?", block.start, block.end) >= 0
    total = sum(questions.values())
    best = max(free, key=lambda key: questions[key], default=None)
    if (
        best is None
        or questions[best] < 2
        or questions[best] < 0.7 * total
        or 2 * questions[best] < turns[best]
    ):
        return frozenset()
    label = found.labels[best]
    found.notices.append(
        Notice(
            "doubt",
            f"{label!r} asks {questions[best]} of {total} questions; taken for the interviewer",
            text.count("\n", 0, next(b.start for b in found.blocks if b.speaker == best)) + 1,
            settle(source_id, label, "INFORMANT-ID"),
        )
    )
    return frozenset({best})
