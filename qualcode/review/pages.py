"""The pages around the reading: the door, the overview, the codebook, the disagreements, the keys."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from flask import abort, current_app, g, redirect, render_template, request, session, url_for

from qualcode import passes
from qualcode.passes.memos import LONGEST_MEMO
from qualcode.review.app import link_mark, names, notice, problem, this_study
from qualcode.review.lines import WAYS
from qualcode.settings_names import LANGUAGES

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

    from qualcode.model import Coder, Memo, Target


def register(app: Flask) -> None:
    """Give the app these pages."""
    app.add_url_rule("/", "overview", overview)
    app.add_url_rule("/inn", "door", door)
    app.add_url_rule("/inn/<secret>", "enter", enter)
    app.add_url_rule("/ut", "leave", leave, methods=["POST"])
    app.add_url_rule("/maalform", "language", language, methods=["POST"])
    app.add_url_rule("/kodebok", "codebook", codebook)
    app.add_url_rule("/uenighet", "disagreements", disagreements)
    app.add_url_rule("/taster", "keys", keys)
    app.add_url_rule("/notat", "memo", memo, methods=["POST"])


# --- in and out --------------------------------------------------------------------------------------


def door() -> str | Response:
    """Says that one needs one's link."""
    return redirect(url_for("overview"), 303) if g.coder else render_template("door.html")


def enter(secret: str) -> Response | tuple[str, int]:
    """Take a link's secret in exchange for a session, and lead on to an address without it."""
    wrong, address = current_app.extensions["qualcode_wrong"], request.remote_addr or ""
    if wrong.too_many(address):
        abort(429)
    coder = _coder_of(secret)
    if coder is None:
        wrong.add(address)
        return problem("refused_secret", 403)
    session.clear()
    session["coder"], session["link"] = coder.name, link_mark(coder.name)
    return redirect(url_for("overview"), 303)


def _coder_of(secret: str) -> Coder | None:
    local = current_app.extensions["qualcode_local"]
    if local and hmac.compare_digest(secret.encode(), local.secret.encode()):
        known = passes.coders(this_study())
        return next((c for c in known if c.name == local.coder and not c.revoked), None)
    return passes.coder_of_secret(this_study(), secret)


def leave() -> Response:
    """End the session."""
    session.clear()
    return redirect(url_for("door"), 303)


def language() -> Response:
    """Change the language of the app for this session."""
    chosen = request.form.get("language")
    if chosen not in LANGUAGES:
        abort(400)
    session["language"] = chosen
    return redirect(_own_address(request.form.get("back", "")), 303)


def _own_address(address: str) -> str:
    """An address within the app, for going back to; the overview for anything else."""
    own = address.startswith("/") and not address.startswith(("//", "/\\")) and "\\" not in address
    return address if own and address.isprintable() else url_for("overview")


# --- pages -------------------------------------------------------------------------------------------


def overview() -> str:
    """What there is to do, and how far each has come."""
    study = this_study()
    everyone = passes.progress(study)
    own = [row for row in everyone if row.coder == g.coder.name]
    return render_template(
        "overview.html",
        ways={coding_pass: way for way, coding_pass in WAYS.items()},
        own={row.coding_pass: row for row in own},
        everyone=everyone if g.coder.role == "lead" else own,
        n_segments=len(passes.queue(study, g.coder, "review")),
        n_done=len(passes.queue(study, g.coder, "review", passes.Filters(status="done"))),
        memos=passes.memos(study, "study") if g.coder.role == "lead" else (),
    )


def codebook() -> str:
    """The codebooks as a coder needs them: definitions, what belongs and what does not, examples, memos."""
    study = this_study()
    blind = passes.queue(study, g.coder, "blind")
    alone = len(passes.queue(study, g.coder, "blind", passes.Filters(status="done"))) < len(blind)
    memos: dict[str, list[Memo]] = {}
    for note in passes.memos(study, "code"):
        if not alone or note.coder == g.coder.name:  # who is coding blind reads nobody else's
            for code in study.history.heirs.get(note.ref, (note.ref,)):  # a memo outlives its code's name
                memos.setdefault(code, []).append(note)
    return render_template("codebook.html", codebooks=study.codebooks, names=names(), memos=memos)


def disagreements() -> str:
    """Where the blind coders differ, segment by segment, for a lead to decide."""
    if g.coder.role != "lead":
        abort(404)
    study = this_study()
    found: dict[str, list[tuple[str, dict[str, bool]]]] = {}
    own = set(
        passes.queue(study, g.coder, "adjudicated", order="disagreement")
    )  # not what they are to code blind
    for segment, code, by_coder in passes.disagreements(study):
        if segment in own:
            found.setdefault(segment, []).append((code, by_coder))
    settled = set(passes.queue(study, g.coder, "adjudicated", passes.Filters(status="done"), "disagreement"))
    segments = {id_: study.store.segment(id_) for id_ in found}
    return render_template(
        "disagreements.html", found=found, segments=segments, settled=settled, names=names()
    )


def keys() -> str:
    """The keys, as a page of its own."""
    return render_template("keys.html")


def memo() -> Response:
    """Write a memo on a code, a source or the study."""
    target, text = request.form.get("target", ""), request.form.get("memo", "").strip()[:LONGEST_MEMO]
    targets: dict[str, Target] = {"code": "code", "study": "study"}
    if target not in targets:
        abort(400)
    if text:
        passes.write_memo(this_study(), targets[target], request.form.get("ref", ""), text, g.coder.name)
        notice("memo_written")
    return redirect(_own_address(request.form.get("back", "")), 303)
