"""How much more one group of texts uses a word than another, with rare words held back."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

PRIOR = 500.0
"""How many words the prior weighs as much as, all together (alpha_0)."""


class Contrast(NamedTuple):
    """The log-odds-ratio of a word between two groups, and how many standard deviations it is from none."""

    log_odds: float
    z: float


def log_odds_ratios(
    one: Mapping[str, int], other: Mapping[str, int], background: Mapping[str, int], *, prior: float = PRIOR
) -> dict[str, Contrast]:
    """Log-odds-ratios with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008, section 3.5.1).

    With counts y, group totals n and a prior a of total a0 in proportion to the background, a word's
    log-odds in a group are ln((y + a) / (n + a0 - y - a)); the ratio is their difference (equation 16), its
    variance about 1 / (y1 + a) + 1 / (y2 + a) (equation 20), and z the ratio over the variance's root
    (equation 22).

    Monroe, Colaresi & Quinn (2008): Fightin' Words. Political Analysis 16(4), 372-403.

    Args:
        one: how often each word stands in the one group.
        other: how often in the other.
        background: how often in all there is, both groups and more; a word it lacks has no prior and is left
            out.
        prior: the weight of the prior, in words.

    Returns:
        By word of the background, above 0 where the one group uses it more.
    """
    total = sum(background.values())
    n_one, n_other = sum(one.values()), sum(other.values())
    found = {}
    for word, count in background.items():
        a = prior * count / total
        if not 0 < a < prior:
            continue
        first, second = one.get(word, 0) + a, other.get(word, 0) + a
        ratio = math.log(first / (n_one + prior - first)) - math.log(second / (n_other + prior - second))
        found[word] = Contrast(ratio, ratio / math.sqrt(1 / first + 1 / second))
    return found
