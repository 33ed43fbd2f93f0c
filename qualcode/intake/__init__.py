"""Files to sources: reading every format, finding speakers, cleaning text, and the register of informants."""

from __future__ import annotations

from qualcode.intake.finding import find_sources, find_transcripts, ignored_files, source_id
from qualcode.intake.overrides import add_override, read_overrides
from qualcode.intake.proposal import propose_register
from qualcode.intake.questions import read_questions
from qualcode.intake.reading import Reading, content_of, read_source
from qualcode.intake.register import Register, read_register

__all__ = [
    "Reading",
    "Register",
    "add_override",
    "content_of",
    "find_sources",
    "find_transcripts",
    "ignored_files",
    "propose_register",
    "read_overrides",
    "read_questions",
    "read_register",
    "read_source",
    "source_id",
]
