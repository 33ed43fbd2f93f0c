"""The Flask app of a study: who is reading, in which language, and what every page has in common."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, g, redirect, render_template, request, session, url_for
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

from qualcode import passes
from qualcode.errors import QualcodeError, StoreError
from qualcode.review.lines import Readers
from qualcode.review.reading import Names
from qualcode.review.security import LOOPBACK, WrongSecrets, check_write, guard, token
from qualcode.review.texts import NAMES, Texts

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from qualcode.study import Study

OPEN_TO_ALL = ("enter", "door", "language", "static")
"""Endpoints for those who are not let in."""


@dataclass(frozen=True, slots=True)
class LocalLink:
    """A secret that lives as long as the server: lets the person who started it in, on their own machine."""

    secret: str
    coder: str


def create_app(
    study: Study,
    *,
    key: bytes,
    hosts: frozenset[str] = LOOPBACK,
    secure: bool = False,
    local: LocalLink | None = None,
) -> Flask:
    """The review app of a study.

    Args:
        study: an imported and coded study.
        key: signs the sessions.
        hosts: the host names it answers to.
        secure: it is reached through a proxy that speaks TLS.
        local: the link of the person who started the server.
    """
    from qualcode.review import agreement_page, pages, segment_pages

    app = Flask("qualcode.review")
    name = "qualcode_" + sha256(str(study.folder.resolve()).encode()).hexdigest()[:8]
    guard(app, name=name, key=key, hosts=hosts, secure=secure)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.tests["has_code"] = lambda codes, code: code in codes
    app.extensions["qualcode"] = study
    app.extensions["qualcode_local"] = local
    app.extensions["qualcode_wrong"] = WrongSecrets()
    app.extensions["qualcode_readers"] = Readers()
    app.before_request(_let_in)
    app.before_request(check_write)
    app.context_processor(_common)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(QualcodeError, _mistaken)
    app.register_error_handler(Exception, _failed)
    pages.register(app)
    segment_pages.register(app)
    agreement_page.register(app)
    return app


def this_study() -> Study:
    """The study that is served."""
    study: Study = current_app.extensions["qualcode"]
    return study


def names() -> Names:
    """The codes' names in the reader's language."""
    return Names(this_study(), g.t)


def problem(key: str, status: int, **values: Any) -> tuple[str, int]:
    """A page that says what is wrong and what to do."""
    return render_template("problem.html", key=key, values=values), status


def link_mark(coder: str) -> str | None:
    """What tells a coder's link from their earlier ones, and is no secret; None for one who is shut out."""
    found = [mark for known, mark in this_study().store.coders() if known.name == coder and not known.revoked]
    return sha256(f"session {found[0]}".encode()).hexdigest()[:16] if found else None


def notice(key: str, **values: Any) -> None:
    """Say something on the next page."""
    session["notice"] = [key, values]


def _let_in() -> Response | None:
    g.t = Texts(session.get("language") or this_study().settings.language)
    g.coder = None
    if "coder" in session:
        # Asked of the database each time: who is revoked, or has got a new link, is out with the next click.
        if session.get("link") == link_mark(session["coder"]):
            known = passes.coders(this_study())
            g.coder = next(c for c in known if c.name == session["coder"])
        else:
            session.clear()
    if g.coder is None and request.endpoint not in OPEN_TO_ALL:
        return redirect(url_for("door"), 303)
    return None


def _common() -> dict[str, Any]:
    study = this_study()
    said = session.pop("notice", None) if request.method == "GET" else None
    return {
        "t": g.t,
        "coder": g.coder,
        "study": study,
        "token": token,
        "languages": NAMES,
        "notice": g.t(said[0], **said[1]) if said else "",
        "here_again": _here_again(),
        "has_blind": bool(g.coder and passes.assigned(study, g.coder.name)),
    }


def _here_again() -> str:
    """The page's own address, for a form that leads back to it; never one with a secret in it."""
    if g.coder is None or request.method != "GET" or request.endpoint == "enter":
        return ""
    return request.full_path.rstrip("?")


def _refused(error: HTTPException) -> Response | tuple[str, int] | HTTPException:
    if "t" not in g:  # refused at the gate: the least possible is said
        return error
    known = {403: "refused_token", 404: "refused_missing", 413: "refused_large", 429: "refused_many"}
    return problem(known.get(error.code or 0, "refused"), error.code or 500)


def _mistaken(error: QualcodeError) -> tuple[str, int]:
    if isinstance(error, StoreError):
        print(error, file=sys.stderr)
        return problem("refused_store", 503)
    return problem("refused_missing", 404)


def _failed(error: Exception) -> tuple[str, int]:
    _log((type(error), error, error.__traceback__))
    return problem("refused_failure", 500)


def _log(exc_info: Any) -> None:
    """Log a failure by the address's pattern: the address itself may hold a secret."""
    current_app.logger.error("failed: %s %s", request.method, request.url_rule, exc_info=exc_info)
