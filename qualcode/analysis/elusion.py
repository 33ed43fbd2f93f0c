"""How much the coding finds, estimated from a sample of what it did not code: the elusion test.

Elusion is the share of a code's segments among those that were not given it (Roitblat 2007, "Search and
information retrieval science", The Sedona Conference Journal 8). From it follows recall, the share of a
code's segments that were given it:

    missed = elusion x segments without the code that nobody has read to the end
    found  = codings a person has confirmed + precision x codings nobody has reviewed
    recall = found / (found + missed)

Elusion and precision are counted shares with exact binomial intervals (Clopper & Pearson 1934). Where both
are estimated, each interval is taken at 97.5 % and the ends are put together, so that recall lies between
them with at least 95 % (Bonferroni); where only elusion is, at 95 %. Segments of one source are treated as
independent draws; the sample is spread over the sources in proportion to their size.
"""

from __future__ import annotations

from dataclasses import dataclass

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted for a code.

    population: segments without the code that nobody had read to the end. read: how many of them the sample
    has an answer for; missed: how many of these are the code's. confirmed: segments that carry the code by a
    person's decision. unreviewed: those that carry it by the machine alone. reviewed: suggestions of the code
    that a person has accepted or rejected; right: how many were accepted.
    """

    population: int
    read: int
    missed: int
    confirmed: int
    unreviewed: int
    reviewed: int
    right: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """Recall of a code with its 95 % interval, and what it follows from.

    precision: of the suggestions nobody has reviewed: `confirmed` (there are none left), `estimated` (from
    those reviewed), `assumed` (none was reviewed, so each is taken as right: the recall is then at its
    highest, and the interval covers the sample's uncertainty alone).
    recall: None where neither found nor missed is anything.
    """

    code: str
    counts: Counts
    precision: str
    elusion: float
    elusion_interval: tuple[float, float]
    recall: float | None
    interval: tuple[float, float]


def estimate(code: str, counts: Counts) -> Estimate:
    """Estimate a code's recall.

    Args:
        code: its id.
        counts: what was counted; at least one segment read.

    Raises:
        ValueError: nothing was read, or more was read than there is.
    """
    c = counts
    if not 0 <= c.missed <= c.read <= c.population or c.read == 0:
        raise ValueError(f"{c} cannot be")
    precision = "confirmed" if not c.unreviewed else "estimated" if c.reviewed else "assumed"
    level = CONFIDENCE if precision != "estimated" else 1 - (1 - CONFIDENCE) / 2
    low, high = exact_interval(c.missed, c.read, level)
    whole = c.read == c.population
    missed = c.missed * c.population / c.read
    # What the sample holds is certain, and so is all of it once everything was read.
    fewest = float(c.missed) if whole else max(low * c.population, c.missed)
    most = float(c.missed) if whole else min(high * c.population, c.population - (c.read - c.missed))
    share, (worst, best) = 1.0, (1.0, 1.0)
    if precision == "estimated":
        share = c.right / c.reviewed
        worst, best = exact_interval(c.right, c.reviewed, level)
    found, least, greatest = (c.confirmed + p * c.unreviewed for p in (share, worst, best))
    return Estimate(
        code,
        counts,
        precision,
        elusion=c.missed / c.read,
        elusion_interval=exact_interval(c.missed, c.read, CONFIDENCE),
        recall=_share(found, missed),
        interval=(_share(least, most) or 0.0, 1.0 if fewest == 0 else _share(greatest, fewest) or 0.0),
    )


def exact_interval(hits: int, trials: int, confidence: float) -> tuple[float, float]:
    """The exact binomial interval of a share (Clopper & Pearson 1934).

    Args:
        hits: how many of the trials.
        trials: at least one.
        confidence: 0 to 1.
    """
    from scipy.stats import binomtest

    interval = binomtest(hits, trials).proportion_ci(confidence, method="exact")
    return float(interval.low), float(interval.high)


def _share(found: float, missed: float) -> float | None:
    return found / (found + missed) if found + missed else None
