"""What every format module hands on: the text of a file before cleaning, and what the file itself knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from qualcode.model import Appearance, Notice


@dataclass(frozen=True, slots=True)
class Cue:
    """A stretch `text[start:end]` whose speaker, time or question the file states.

    time: seconds from the start of the recording.
    """

    start: int
    end: int
    speaker: str | None = None
    time: float | None = None
    question: str | None = None
    phase: str | None = None
    informant: str | None = None
    week: str | None = None
    meeting: str | None = None


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file, as decoded or extracted, before any cleaning.

    lines: whether a line of the text is a `line` of a text file, a `paragraph` of a word processor or a
        line of a printed `page`.
    pages: start of each page, for printed pages.
    cues: the stretches of a file that has them (subtitles, recognised speech, surveys).
    """

    text: str
    notices: tuple[Notice, ...] = ()
    lines: Literal["line", "paragraph", "page"] = "line"
    pages: tuple[int, ...] = ()
    cues: tuple[Cue, ...] = ()
    appearances: tuple[Appearance, ...] = ()
    is_survey: bool = False
    is_markdown: bool = False
