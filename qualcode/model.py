"""What the words of the project mean, as frozen dataclasses. Imports nothing of ours; imported by all.

Every offset is a half-open range of code points (`text[start:end]`), never bytes or UTF-16 units.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

Kind = Literal["interview", "group_interview", "notes", "survey", "document"]
Fidelity = Literal["verbatim", "edited", "notes"]
Unit = Literal["turn", "sentence", "answer", "paragraph"]
State = Literal["utsagn", "ingen_utsagn", "ikke_spurt", "ikke_intervjuet"]
Status = Literal["suggested", "accepted", "rejected"]
Pass = Literal["blind", "review", "adjudicated"]
Action = Literal["accept", "reject", "add", "change", "done", "undo"]
Valence = Literal["positiv", "kritisk", "nøytral", "uklar"]
Role = Literal["coder", "lead"]
Target = Literal["segment", "code", "source", "study"]

KINDS: tuple[Kind, ...] = ("interview", "group_interview", "notes", "survey", "document")
UNITS: tuple[Unit, ...] = ("turn", "sentence", "answer", "paragraph")
PASSES: tuple[Pass, ...] = ("blind", "review", "adjudicated")
ACTIONS: tuple[Action, ...] = ("accept", "reject", "add", "change", "done", "undo")
VALENCES: tuple[Valence, ...] = ("positiv", "kritisk", "nøytral", "uklar")
ROLES: tuple[Role, ...] = ("coder", "lead")
TARGETS: tuple[Target, ...] = ("segment", "code", "source", "study")
UNKNOWN = "ukjent"
"""The group of a speaker who is not in the register of informants."""


# --- sources -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where each stretch of the cleaned text came from in the original (decoded or extracted) text.

    `clean[i]` is the start of stretch i in the cleaned text, `original[i]` its start in the original.
    Within a stretch the two run in step; what was dropped lies between stretches.
    """

    clean: tuple[int, ...] = (0,)
    original: tuple[int, ...] = (0,)

    def to_original(self, position: int) -> int:
        """Position in the original text of a position in the cleaned text."""
        i = max(bisect_right(self.clean, position) - 1, 0)
        return self.original[i] + position - self.clean[i]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something done or doubted while reading a source, for the user to see.

    level: `info` (what was done: encoding, cleaning), `doubt` (a guess to check), `warning`.
    line: 1-based line of the original text; None where there is none.
    """

    level: Literal["info", "doubt", "warning"]
    text: str
    line: int | None = None
    fix: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says until the next speaks: `source.text[start:end]`, the label not included.

    speaker: the label as written, None where the text has no speakers.
    informant: id of the row of the register (Appearance) the speaker was matched to; None for an
        interviewer and for text nobody is known to have said.
    question: the survey question answered, or None (then the interviewer's turn before is the context).
    time: seconds from the start of the recording, None where the file has no times.
    phase, week, meeting: when a survey's answer was given, and of which meeting it tells.
    """

    index: int
    start: int
    end: int
    speaker: str | None = None
    is_interviewer: bool = False
    informant: str | None = None
    question: str | None = None
    time: float | None = None
    phase: str | None = None
    week: str | None = None
    meeting: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One file of data, read and cleaned. `text` never changes after intake."""

    id: str
    """The file's stem; unique within a study, case and Unicode form aside."""
    path: str
    """Relative to the transcripts folder, with forward slashes."""
    kind: Kind
    fidelity: Fidelity
    sha256: str
    """Of the original file's bytes."""
    text: str
    turns: tuple[Turn, ...]
    offsets: OffsetMap = OffsetMap()
    notices: tuple[Notice, ...] = ()
    site: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Free facts of the source: mode, date, phase ..."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """A row of informants.csv: a person (or collective) speaking in one role.

    A person with several rows (several roles, groups or labels) names the first row's id in `person`;
    counting is by person, once per group they speak in and once in the total.
    sources/label: where the row speaks; an empty label stands for every speaker of the source who is
    neither interviewer nor matched by another row.
    """

    id: str
    person: str
    group: str
    site: str | None = None
    role: str | None = None
    sources: tuple[str, ...] = ()
    label: str | None = None
    collective: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)


# --- segments ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Segment:
    """The unit of coding and counting: `source.text[start:end]`, fixed before coding."""

    id: str
    source: str
    ordinal: int
    turn: int
    start: int
    end: int
    text: str
    speaker: str | None = None
    informant: str | None = None
    role: str | None = None
    group: str = UNKNOWN
    site: str | None = None
    question: str | None = None
    time: float | None = None
    phase: str | None = None


# --- codebook ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Indicator:
    """A pattern whose presence speaks for (or, `counter`, against) a code.

    pattern: as written, without the leading `!`. strength: 0 < s <= 1.
    file, line, column: where it stands, for errors and explanations (1-based).
    """

    pattern: str
    strength: float
    counter: bool = False
    note: str | None = None
    file: str | None = None
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the codes it carries; a counter-example carries none of the codebook's codes.

    rejected: the themes it is known not to carry, where it was judged for some themes only; None: all but
        those of `codes`.
    """

    text: str
    codes: tuple[str, ...] = ()
    rejected: tuple[str, ...] | None = None

    def carries(self, theme: str) -> bool | None:
        """Whether it carries a theme, itself or by a sub-code; None where nobody has said."""
        if any(code.split(".", 1)[0] == theme for code in self.codes):
            return True
        return False if self.rejected is None or theme in self.rejected else None


@dataclass(frozen=True, slots=True)
class Code:
    """A theme (parent None) or sub-theme (`tidlig_innsats.lavterskel`). A sub-code implies its parent.

    was: the ids it had in earlier versions, whole: one renamed, several merged, one of several codes split.
    """

    id: str
    name: Mapping[str, str]
    definition: Mapping[str, str] = field(default_factory=dict)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    parent: str | None = None
    indicators: tuple[Indicator, ...] = ()
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Codebook:
    """A versioned set of codes: one top code and its sub-codes, as read from one file.

    examples, counter_examples: the codebook is tested on them. written: the examples.jsonl beside the file,
    for several codebooks together; the classifier learns from them.
    """

    id: str
    version: str
    codes: tuple[Code, ...]
    examples: tuple[Example, ...] = ()
    counter_examples: tuple[Example, ...] = ()
    written: tuple[Example, ...] = ()
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    threshold: float = 0.6
    sha256: str = ""
    path: str = ""


# --- coding ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Match:
    """One indicator found at one place.

    start, end: in the text that was coded (`code_texts`), or in the source's text (a study).
    how: the loosest step that was needed: `exact`, `lemma`, `variant`, `compound`, `wildcard`, `fuzzy`.
    """

    code: str
    indicator: str
    start: int
    end: int
    surface: str
    strength: float
    counter: bool = False
    how: str = "lemma"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code proposed by the machine for a segment, with its score (0 to 1) and what carries it."""

    code: str
    score: float
    matches: tuple[Match, ...] = ()
    threshold: float = 0.6
    evidence: Mapping[str, float] = field(default_factory=dict)
    """The parts of the score by name (`indicators`, `classifier`, ...), for the explanation."""


# --- people ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Coder:
    """Someone who codes. A lead sees everyone's work and may adjudicate; a revoked coder's link is dead."""

    name: str
    role: Role = "coder"
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """An append-only act of a coder on a segment and code, in a pass.

    action: `change` sets `to_code` in place of `code`; `done` says that the coder has read the segment to its
        end in this pass, with code ""; `undo` takes back the coder's newest act on the segment and code in
        the same pass that has not been taken back yet.
    start, end: a narrower span than the segment, in the source's text; None where the whole segment is meant.
    valence: what the speaker thinks of it; None where nobody has said.
    """

    segment: str
    code: str
    action: Action
    coder: str
    coding_pass: Pass = "review"
    reason: str | None = None
    to_code: str | None = None
    start: int | None = None
    end: int | None = None
    valence: Valence | None = None
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """A decision as the database keeps it. id: grows with every decision; at: in UTC."""

    id: int
    at: dt.datetime
    decision: Decision


@dataclass(frozen=True, slots=True)
class Memo:
    """A note; append-only, a changed memo is a new one. ref: the target's id, "" for the study."""

    id: int
    target: Target
    ref: str
    text: str
    coder: str
    at: dt.datetime
