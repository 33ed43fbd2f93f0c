"""What a run says of itself and of those who coded, for the method section of a draft."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class PipelineFacts(TypedDict, total=False):
    """The language pipeline a run used."""

    name: str
    version: str
    sha256: str


class CodebookFacts(TypedDict, total=False):
    """A codebook a run used; `threshold` is the one in force for its top code."""

    version: str
    sha256: str
    threshold: float


class SkippedSource(TypedDict, total=False):
    """A source left out by `--skip-bad`."""

    source: str
    reason: str


class Recall(TypedDict):
    """The estimated share of a theme's utterances that the machine finds, with its 95 per cent interval.

    precision: of the unreviewed suggestions; `assumed` means each was taken as right, so that the recall is
    at its highest (`analysis.elusion.Estimate`).
    """

    recall: float
    low: float
    high: float
    precision: NotRequired[str]


class PassFacts(TypedDict):
    """How many coded in a pass, and how many segments they decided on."""

    coders: int
    segments: int


class AgreementFigures(TypedDict):
    """Agreement on a theme or over several (`analysis.agreement`).

    alpha: Krippendorff's, None where there is too little for one; low, high: its 95 per cent interval.
    marked: segments anybody set it on.
    """

    percent: float
    alpha: float | None
    low: float | None
    high: float | None
    marked: int


class AgreementFacts(TypedDict):
    """How well those who coded the same segments blind agree. rough: the interval rests on few sources."""

    coders: int
    segments: int
    sources: int
    rough: bool
    overall: AgreementFigures
    themes: dict[str, AgreementFigures]


class RunFacts(TypedDict, total=False):
    """What a run says of itself in the method section; every key may be missing.

    codebooks: by id. people_read: ids of segments that people have read to the end, in whatever pass.
    recall: by theme, where it has been estimated. passes: by name, those somebody has coded in. agreement:
    where two or more have coded the same segments blind. learnt: how many utterances of the study the coding
    has learnt from. embeddings: the sentence embeddings that were heard.
    """

    version: str
    pipeline: PipelineFacts
    codebooks: dict[str, CodebookFacts]
    skipped: list[SkippedSource]
    people_read: list[str]
    recall: dict[str, Recall]
    passes: dict[str, PassFacts]
    agreement: AgreementFacts
    learnt: int
    embeddings: str
