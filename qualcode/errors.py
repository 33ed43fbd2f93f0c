"""The errors a user can cause, each one line: what is wrong, where it stands, how to mend it."""

from __future__ import annotations


class QualcodeError(Exception):
    """A mistake that a person can mend. The command line prints it as one line and exits with 2.

    Args:
        what: what is wrong, without a full stop ("unknown group 'bvt'").
        where: file, line or cell ("informants.csv, line 4"); None where there is no place.
        fix: what to do about it, a full sentence.
    """

    def __init__(self, what: str, *, where: str | None = None, fix: str | None = None) -> None:
        self.what = " ".join(what.split())
        self.where = where
        self.fix = " ".join(fix.split()) if fix else None
        super().__init__(self.what)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what}." + (f" {self.fix}" if self.fix else "")


class StudyError(QualcodeError):
    """The study folder, its settings, informants.csv or questions.csv."""


class StaleDecision(StudyError):
    """A decision on a segment that is gone, or that someone has decided on since the coder last saw it.

    Args:
        what: what has happened, with names.
        seen: id of the newest decision on the segment that the coder may see; None if the segment is gone.
    """

    def __init__(self, what: str, *, seen: int | None, fix: str) -> None:
        super().__init__(what, fix=fix)
        self.seen = seen


class TranscriptError(QualcodeError):
    """A source file that cannot be read."""


class CodebookError(QualcodeError):
    """A codebook, an indicator or an examples file."""


class PipelineError(QualcodeError):
    """A language pipeline that is missing, differs from the pinned one, or cannot be loaded."""


class StoreError(QualcodeError):
    """The study's database."""


class OutputError(QualcodeError):
    """A file that cannot be written."""


class Problems(QualcodeError):
    """Several mistakes found in one pass, each kept as an error of its own."""

    def __init__(self, errors: list[QualcodeError]) -> None:
        self.errors = errors
        super().__init__(f"{len(errors)} problems")

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)
