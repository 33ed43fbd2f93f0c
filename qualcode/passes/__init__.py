"""Who codes what in which pass, what they see of each other's work, what stands, and the trail it leaves.

The command line and the review app call these functions; here is neither SQL nor a page.
"""

from qualcode.errors import StaleDecision
from qualcode.passes.acting import act, undo
from qualcode.passes.agreeing import AgainstPeople, BlindWork, StudyAgreement, study_agreement
from qualcode.passes.assigning import Assignment, assign, assigned
from qualcode.passes.cards import BlindCoding, Card, CodingState, ContextTurn, card
from qualcode.passes.coders import add_coder, coder_of_secret, coders, new_secret, revoke_coder
from qualcode.passes.comparing import blind_codings, disagreements
from qualcode.passes.memos import memos, write_memo
from qualcode.passes.progress import Progress, progress
from qualcode.passes.queues import Filters, Order, queue
from qualcode.passes.trail import TrailRow, trail

__all__ = [
    "AgainstPeople",
    "Assignment",
    "BlindCoding",
    "BlindWork",
    "Card",
    "CodingState",
    "ContextTurn",
    "Filters",
    "Order",
    "Progress",
    "StaleDecision",
    "StudyAgreement",
    "TrailRow",
    "act",
    "add_coder",
    "assign",
    "assigned",
    "blind_codings",
    "card",
    "coder_of_secret",
    "coders",
    "disagreements",
    "memos",
    "new_secret",
    "progress",
    "queue",
    "revoke_coder",
    "study_agreement",
    "trail",
    "undo",
    "write_memo",
]
