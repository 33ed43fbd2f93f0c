"""Coders and their secrets. A secret is shown once, when it is made; the study keeps its hash."""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from hashlib import sha256
from typing import TYPE_CHECKING

from qualcode.errors import StudyError
from qualcode.model import ROLES, Coder, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.study import Study

SECRET_BYTES = 32
LONGEST_NAME = 60


def add_coder(study: Study, name: str, role: Role = "coder") -> str:
    """Register a coder.

    Args:
        study: the study.
        name: how the coder is named in the trail and the tables.
        role: `lead` may adjudicate and sees everyone's work.

    Returns:
        The secret of the coder's link: at least 43 characters that may stand in an address.

    Raises:
        StudyError: the name is taken or cannot be a name, or the role is unknown.
    """
    if role not in ROLES:
        raise StudyError(f"unknown role {role!r}", fix=f"Choose one of: {', '.join(ROLES)}.")
    known = {_folded(coder.name): coder.name for coder in coders(study)}
    cleaned = clean_name(name)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    taken = known.get(_folded(cleaned))
    if taken is None and not study.store.add_coder(cleaned, role, _hash(secret)):
        taken = cleaned
    if taken is not None:
        raise StudyError(
            f"there is a coder {taken!r} already",
            fix="Choose another name, or give that one a new link: qualcode coder link STUDY NAME",
        )
    return secret


def new_secret(study: Study, name: str) -> str:
    """Give a coder a new secret; the old one opens nothing any more, and a revoked coder is let in again.

    Raises:
        StudyError: no such coder.
    """
    coder = registered(study, name)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    study.store.change_coder(coder.name, secret_sha256=_hash(secret), revoked=False)
    return secret


def revoke_coder(study: Study, name: str) -> None:
    """Shut a coder out; what they have decided stays.

    Raises:
        StudyError: no such coder.
    """
    study.store.change_coder(registered(study, name).name, revoked=True)


def coders(study: Study) -> list[Coder]:
    """Every coder of the study, by name."""
    return [coder for coder, _ in study.store.coders()]


def coder_of_secret(study: Study, secret: str) -> Coder | None:
    """The coder a secret belongs to; None for a wrong one and for a revoked coder's.

    Every stored hash is compared in full, so that the time it takes tells nothing.
    """
    given, found = _hash(secret), None
    for coder, stored in study.store.coders():
        if hmac.compare_digest(given, stored) and not coder.revoked:
            found = coder
    return found


def registered(study: Study, name: str) -> Coder:
    """The coder of a name.

    Raises:
        StudyError: there is none.
    """
    everyone = coders(study)
    wanted = _folded(name)
    found = next((coder for coder in everyone if _folded(coder.name) == wanted), None)
    if found is None:
        raise no_coder(name, [coder.name for coder in everyone])
    return found


def working(study: Study, name: str) -> Coder:
    """The coder of a name, who has not been shut out.

    Raises:
        StudyError: there is none, or they have been.
    """
    coder = registered(study, name)
    check_working(coder)
    return coder


def check_working(coder: Coder) -> None:
    """Refuse a coder who has been shut out.

    Raises:
        StudyError: they have been.
    """
    if coder.revoked:
        raise StudyError(
            f"{coder.name!r} has been shut out of the study",
            fix="A new link lets them in again: qualcode coder link STUDY NAME",
        )


def no_coder(name: str, known: Sequence[str] = ()) -> StudyError:
    """The error for a coder nobody has registered."""
    listed = f"The coders are: {', '.join(known)}. " if known else ""
    return StudyError(f"there is no coder {name!r}", fix=f"{listed}Add one: qualcode coder add STUDY NAME")


def clean_name(name: str) -> str:
    """A coder's name as it is kept: one form of each letter, single spaces.

    Raises:
        StudyError: it is empty, too long, or holds a comma or a control character.
    """
    cleaned = " ".join(unicodedata.normalize("NFC", name).split())
    if not cleaned or len(cleaned) > LONGEST_NAME or "," in cleaned or not cleaned.isprintable():
        raise StudyError(
            f"{name!r} cannot be a coder's name", fix=f"Give 1 to {LONGEST_NAME} characters without a comma."
        )
    return cleaned


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


def _hash(secret: str) -> str:
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
