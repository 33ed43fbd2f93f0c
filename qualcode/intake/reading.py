"""One file to one Source: which module reads it, what kind it is, who speaks, and how it is cleaned."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple, cast

from qualcode.errors import TranscriptError
from qualcode.intake import labels
from qualcode.intake.cleaning import Cleaned, clean_characters, from_original, line_at, then
from qualcode.intake.finding import source_id
from qualcode.intake.formats import extract_text
from qualcode.intake.layout import (
    Shape,
    drop_furniture,
    drop_lone_numbers,
    lines_of,
    shape_of,
    spell_out_ligatures,
)
from qualcode.intake.speakers import (
    INTERVIEWER,
    NOT_A_SPEAKER,
    Block,
    Speakers,
    find_interviewers,
    find_speakers,
)
from qualcode.intake.text import drop_markdown
from qualcode.intake.turns import Piece, assemble, drop_stamps, merge_repeated
from qualcode.model import UNKNOWN, Appearance, Fidelity, Kind, Notice, Source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qualcode.intake.extract import Extract
    from qualcode.intake.register import Register
    from qualcode.settings import Settings

_KIND_OF_NAME: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"(?:felt|møte)?nota[td]", re.IGNORECASE), "notes"),
    (re.compile(r"(?:field)?notes?(?:[\W_\d]|$)", re.IGNORECASE), "notes"),
    (re.compile(r"(?:saks?)?dokument", re.IGNORECASE), "document"),
    (re.compile(r"document", re.IGNORECASE), "document"),
)
_FIDELITY: dict[Kind, Fidelity] = {
    "interview": "verbatim", "group_interview": "verbatim", "survey": "verbatim", "notes": "notes",
    "document": "edited",
}  # fmt: skip
LONGEST_PREAMBLE = 40
"""Lines before the first speaker (title, date, who was there) that are left out of the utterances."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A source as read, and the respondents that a survey brings with it.

    original: the text as decoded or extracted, which `source.offsets` leads back to.
    """

    source: Source
    appearances: tuple[Appearance, ...] = ()
    original: str = ""

    def speakers(self) -> list[tuple[str | None, int, str]]:
        """Each speaker's label, number of turns, and who it is: an id, `interviewer` or `ukjent`.

        In the order they first speak; a survey's respondents and a document's text are one line each.
        """
        if self.source.kind == "survey":
            people = len({turn.informant for turn in self.source.turns} | {a.id for a in self.appearances})
            return [("respondents", len(self.source.turns), f"{people} informants")]
        if self.source.kind == "document":
            return [(None, len(self.source.turns), "document")]
        count: Counter[tuple[str | None, str]] = Counter()
        for turn in self.source.turns:
            who = "interviewer" if turn.is_interviewer else turn.informant or UNKNOWN
            count[turn.speaker, who] += 1
        return [(label, n, who) for (label, who), n in count.items()]


class Content(NamedTuple):
    """A file's bytes and their SHA-256."""

    data: bytes
    sha256: str


def content_of(path: Path) -> Content:
    """What is in a file.

    Raises:
        TranscriptError: it cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TranscriptError(
            f"cannot be read ({error.strerror})",
            where=path.name,
            fix="Check that it is there and may be read.",
        ) from None
    return Content(data, sha256(data).hexdigest())


def read_source(
    path: Path, settings: Settings, register: Register, *, root: Path, content: Content | None = None
) -> Reading:
    """Read a source file.

    Args:
        path: the file.
        settings: of the study; what they say of the source and its speakers goes before any guess.
        register: of the study's informants.
        root: the transcripts folder, which the source's path is relative to.
        content: of the file, where it was read already.

    Raises:
        TranscriptError: the file cannot be read, is empty, damaged, locked or not what it is named.
    """
    data, digest = content or content_of(path)
    extract = extract_text(data, path, settings)
    del data
    if not extract.text.strip() and not extract.appearances:
        raise TranscriptError(
            "is empty", where=path.name, fix="Put the text into it, or move it out of the transcripts folder."
        )
    return _Reader(path, settings, register, extract).read(digest, root)


class _Reader:
    """Carries one file from its extract to its Source; gathers what there is to tell."""

    def __init__(self, path: Path, settings: Settings, register: Register, extract: Extract) -> None:
        self.path = path
        self.id = source_id(path)
        self.settings = settings
        self.register = register
        self.extract = extract
        self.facts = settings.source_settings(self.id)
        self.notices = list(extract.notices)

    def read(self, digest: str, root: Path) -> Reading:
        extract = self.extract
        kind = self._stated_kind()
        cleaned = clean_characters(extract.text)
        shape = Shape()
        speakers = Speakers()
        is_written = kind in ("notes", "document")
        if not (extract.is_survey or (extract.cues and not is_written)):
            cleaned = self._drop_furniture(cleaned, kind)
            if not extract.cues and extract.lines != "paragraph":
                shape = shape_of(cleaned.text)
        if not (extract.is_survey or is_written):
            speakers = self._cue_speakers(cleaned) if extract.cues else self._find_speakers(cleaned)
        if kind is None:
            people = [key for key in speakers.labels if key not in speakers.interviewers]
            kind = "group_interview" if len(people) > 1 else "interview"
        if extract.is_survey:
            pieces = self._survey_pieces(cleaned)
        else:
            pieces = self._pieces(cleaned, speakers, kind)
            if extract.cues and not is_written:
                cleaned, pieces = merge_repeated(cleaned, pieces)
            cleaned, pieces = drop_stamps(cleaned, pieces)
        final, turns = assemble(cleaned, pieces, shape, is_paragraph=extract.lines == "paragraph")
        if not turns and not extract.appearances:
            raise TranscriptError(
                "has speakers but nothing said",
                where=self.path.name,
                fix="Put the text into it, or take it away.",
            )
        if shape.is_wrapped:
            self.notices.append(Notice("info", "broken lines joined to paragraphs"))
        self._tell_unknown(kind, pieces)
        source = Source(
            id=self.id,
            path=self.path.relative_to(root).as_posix() if self.path.is_relative_to(root) else self.path.name,
            kind=kind,
            fidelity=cast("Fidelity", self.facts.get("fidelity", _FIDELITY[kind])),
            sha256=digest,
            text=final.text,
            turns=turns,
            offsets=final.offsets,
            notices=tuple(self.notices),
            site=self.facts.get("site"),
            attributes={k: v for k, v in self.facts.items() if k not in ("kind", "fidelity", "site")},
        )
        return Reading(source, extract.appearances, extract.text)

    # --- what kind of source it is ------------------------------------------------------------------

    def _stated_kind(self) -> Kind | None:
        stated = self.facts.get("kind")
        if stated is not None:
            return cast("Kind", stated)
        if self.extract.is_survey:
            return "survey"
        for pattern, kind in _KIND_OF_NAME:
            if pattern.match(self.id):
                self.notices.append(
                    Notice(
                        "info", f"read as {kind}, by its name",
                        fix=f'If it is an interview, write [sources."{self.id}"] kind = "interview".',
                    )
                )  # fmt: skip
                return kind
        return None

    # --- text ---------------------------------------------------------------------------------------

    def _drop_furniture(self, cleaned: Cleaned, kind: Kind | None) -> Cleaned:
        extract = self.extract
        if extract.is_markdown:
            step, n = drop_markdown(cleaned.text, keep_headings=kind in ("notes", "document"))
            if n:
                self.notices.append(Notice("info", f"{_count(n, 'heading')} left out"))
            return then(cleaned, step)
        if extract.lines == "page":
            length = len(cleaned.text)
            pages = [from_original(cleaned.offsets, start, length) for start in extract.pages]
            step, numbers, running = drop_furniture(cleaned.text, pages)
            if numbers or running:
                what = [(numbers, "page number"), (running, "running header")]
                left_out = " and ".join(_count(n, name) for n, name in what if n)
                self.notices.append(Notice("info", f"{left_out} left out"))
            cleaned = then(cleaned, step)
            return then(cleaned, spell_out_ligatures(cleaned.text))
        step, n = drop_lone_numbers(cleaned.text)
        if n:
            self.notices.append(Notice("info", f"{_count(n, 'page number')} left out"))
        return then(cleaned, step)

    # --- who speaks ---------------------------------------------------------------------------------

    def _find_speakers(self, cleaned: Cleaned) -> Speakers:
        found = find_speakers(
            cleaned.text,
            self.id,
            settled=self.settings.speaker_settings(self.id),
            registered=self.register.labels(self.id),
            interviewers=self.settings.interviewers,
        )
        self.notices += [self._at_original(notice, cleaned) for notice in found.notices]
        return found

    def _at_original(self, notice: Notice, cleaned: Cleaned) -> Notice:
        """The notice with its line counted in the original text."""
        if notice.line is None or not cleaned.offsets.clean[1:]:
            return notice
        position = 0
        for _ in range(notice.line - 1):
            position = cleaned.text.index("\n", position) + 1
        line = line_at(self.extract.text, cleaned.offsets.to_original(position))
        return Notice(notice.level, notice.text, line, notice.fix)

    def _cue_speakers(self, cleaned: Cleaned) -> Speakers:
        """Speakers of subtitles and recognised speech: as the file says, else by the labels in the text."""
        length = len(cleaned.text)
        starts = [from_original(cleaned.offsets, cue.start, length) for cue in self.extract.cues]
        cues = self.extract.cues
        if not any(cue.speaker for cue in cues):
            found = self._find_speakers(cleaned)
            times = dict(zip(starts, (cue.time for cue in cues), strict=True))
            found.blocks = [
                block
                if block.time is not None
                else block._replace(time=times.get(_line_start(cleaned, block)))
                for block in found.blocks
            ]
            return found
        found = Speakers()
        blocks: list[Block] = []
        for cue, start, end in zip(cues, starts, [*starts[1:], length], strict=True):
            key = labels.key_of(cue.speaker or "")
            if cue.speaker:
                found.labels.setdefault(key, cue.speaker)
            blocks.append(Block(key, start, end, cue.time))
        found.blocks = _merged(blocks)
        settled = {labels.key_of(k): v for k, v in self.settings.speaker_settings(self.id).items()}
        named = {key for key, value in settled.items() if value == INTERVIEWER}
        informants = {key for key, value in settled.items() if value not in (INTERVIEWER, NOT_A_SPEAKER)}
        found.interviewers = find_interviewers(
            cleaned.text,
            found,
            self.id,
            named=named | {labels.key_of(label) for label in self.settings.interviewers},
            informants=informants | {labels.key_of(label) for label in self.register.labels(self.id)},
        )
        self.notices += found.notices
        return found

    def _pieces(self, cleaned: Cleaned, speakers: Speakers, kind: Kind) -> list[Piece]:
        """What each speaker says, with the informant they are; a document's text is nobody's."""
        text = cleaned.text
        if not speakers.blocks:
            time = self.extract.cues[0].time if self.extract.cues else None
            nobody = None if kind == "document" else self._informant(None)
            return [Piece(0, len(text), informant=nobody, time=time)]
        who: dict[str, tuple[str | None, bool, str | None]] = {}
        for key in {block.speaker for block in speakers.blocks}:
            label, asks = speakers.labels.get(key), key in speakers.interviewers
            who[key] = label, asks, None if asks else self._informant(label)
        pieces = [Piece(start, end, *who[key], None, time) for key, start, end, time in speakers.blocks]
        return [*self._preamble(cleaned, speakers.before), *pieces]

    def _informant(self, label: str | None) -> str | None:
        """Id of the register's row for a speaker of this source."""
        found = self.register.match(self.id, label)
        return found.id if found else None

    def _preamble(self, cleaned: Cleaned, end: int) -> list[Piece]:
        """What stands before the first speaker: left out if short, else said by nobody known."""
        lines = list(lines_of(cleaned.text, 0, end))
        if not lines:
            return []
        if len(lines) <= LONGEST_PREAMBLE and end <= max(0.2 * len(cleaned.text), 1500):
            n = line_at(self.extract.text, cleaned.offsets.to_original(lines[-1].start))
            what = "line 1" if n == 1 else f"lines 1-{n}"
            self.notices.append(Notice("info", f"{what}, before the first speaker, left out", 1))
            return []
        self.notices.append(
            Notice(
                "doubt",
                f"{len(lines)} lines stand before the first speaker; counted as said by {UNKNOWN!r}",
                1,
                "Put the speaker's label before them.",
            )
        )
        return [Piece(0, end, informant=self._informant(None))]

    def _survey_pieces(self, cleaned: Cleaned) -> list[Piece]:
        length = len(cleaned.text)
        return [
            Piece(
                from_original(cleaned.offsets, cue.start, length),
                from_original(cleaned.offsets, cue.end, length),
                informant=cue.informant,
                question=cue.question,
                phase=cue.phase,
                week=cue.week,
                meeting=cue.meeting,
            )
            for cue in self.extract.cues
        ]

    def _tell_unknown(self, kind: Kind, pieces: Sequence[Piece]) -> None:
        if kind in ("document", "survey"):
            return
        unknown = list(
            dict.fromkeys(p.speaker for p in pieces if not p.is_interviewer and p.informant is None)
        )
        if not unknown:
            if kind in ("interview", "group_interview") and all(p.speaker is None for p in pieces):
                text = "no speakers in the file: the interviewer's words too count as the informant's"
                fix = "Put labels before the turns if you can; the draft names this as a limitation."
                self.notices.append(Notice("doubt", text, fix=fix))
            return
        names = [repr(label) for label in unknown if label]
        if names:
            fix = f"Add a row with source {self.id!r} and label {names[0]} to informants.csv."
            many = "a speaker" if len(names) == 1 else "speakers"
            text = f"{many} not in informants.csv: {', '.join(names)}; counted as {UNKNOWN!r}"
        else:
            what = "no informant" if kind == "notes" else "no speakers"
            text = f"{what} found; the whole text is counted as {UNKNOWN!r}"
            fix = f"If it is one person's, add a row with source {self.id!r} to informants.csv."
        self.notices.append(Notice("warning", text, fix=fix))


def _count(n: int, name: str) -> str:
    return f"{n} {name}" + ("" if n == 1 else "s")


def _merged(blocks: Sequence[Block]) -> list[Block]:
    """Blocks in a row by one speaker are one turn, with the time of the first."""
    merged: list[Block] = []
    for block in blocks:
        if merged and merged[-1].speaker == block.speaker and merged[-1].end == block.start:
            merged[-1] = merged[-1]._replace(end=block.end)
        else:
            merged.append(block)
    return merged


def _line_start(cleaned: Cleaned, block: Block) -> int:
    return cleaned.text.rfind("\n", 0, block.start) + 1
