"""Reading a segment and acting on it: the page, its buttons, undo. Every write ends in a redirect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import abort, current_app, g, redirect, render_template, request, url_for

from qualcode import passes
from qualcode.code_ids import is_within
from qualcode.errors import StudyError
from qualcode.model import UNKNOWN
from qualcode.passes.memos import LONGEST_MEMO
from qualcode.review.acting import decision, press
from qualcode.review.app import names, notice, problem, this_study
from qualcode.review.lines import STATUSES, WAYS, asked, line, orders
from qualcode.review.reading import pieces, rows
from qualcode.segmenting import DOCUMENT_GROUP

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

    from qualcode.model import Pass
    from qualcode.passes import Card
    from qualcode.review.acting import Press
    from qualcode.review.lines import Line, Readers
    from qualcode.review.reading import Row


def register(app: Flask) -> None:
    """Give the app these pages."""
    app.add_url_rule("/les/<way>/", "read", read)
    app.add_url_rule("/les/<way>/<segment>", "segment", show)
    app.add_url_rule("/les/<way>/<segment>", "act", act, methods=["POST"])
    app.add_url_rule("/les/<way>/", "undo", undo, methods=["POST"])


def read(way: str) -> Response | str:
    """The first segment of the queue that is not done; when all are, a page that says so."""
    queue, kept = _line(way)
    following = queue.next_open(taken=_taken(way))
    if following:
        return redirect(_address(way, following, kept), 303)
    return render_template("finished.html", way=way, queue=queue, kept=kept, **_choices(way))


def show(way: str, segment: str) -> str:
    """A segment with its context, its codes and what can be done."""
    return _page(way, segment)


def act(way: str, segment: str) -> Response | tuple[str, int]:
    """Do what the pressed button says; the answer is sent when it is stored."""
    study, coding_pass, form = this_study(), _pass(way), request.form
    typed = form.get("memo", "")
    try:
        pressed = press(form)
        if pressed.verb != "memo":
            card = passes.card(study, segment, g.coder, coding_pass)
            _decide(pressed, card, coding_pass)
    except ValueError:
        abort(400)
    except passes.StaleDecision as error:
        if error.seen is None:
            return problem("refused_gone", 409, kept=typed)
        return _page(way, segment, stale=True, memo=typed, reason=form.get("reason", "")), 409
    except StudyError:
        return problem("refused_act", 409, kept=typed)
    if text := typed.strip()[:LONGEST_MEMO]:
        passes.write_memo(study, "segment", segment, text, g.coder.name)
    if pressed.verb == "done":
        notice("did_done")
        return _onwards(way, segment)
    _say(pressed)
    return redirect(_address(way, segment, _kept(way)), 303)


def _decide(pressed: Press, card: Card, coding_pass: Pass) -> None:
    """Store what the button stands for; nothing when it would only say again what the coder has said."""
    made = decision(pressed, request.form, card, g.coder.name, coding_pass)
    own = next((s for s in card.codings if s.code == made.code and s.coder == made.coder), None)
    if own and own.coding_pass == coding_pass and made.reason is None and made.start is None:
        said = {"reject": "rejected", "accept": "accepted", "add": "accepted"}.get(pressed.verb)
        if own.status == said:
            return
    if made.action == "done" and card.done:
        return
    passes.act(this_study(), made, seen=int(request.form.get("seen", "")))


def _onwards(way: str, segment: str) -> Response:
    queue, kept = _line(way)
    following = queue.next_open(segment, _taken(way))
    if following is None:
        return redirect(_address(way, None, kept), 303)
    return redirect(_address(way, following, kept), 303)


def undo(way: str) -> Response:
    """Take back the coder's newest act of the pass, and show the segment it was on."""
    coding_pass, kept = _pass(way), _kept(way)
    taken = passes.undo(this_study(), g.coder, coding_pass)
    if taken is None:
        notice("undid_nothing")
        return redirect(_address(way, None, kept), 303)
    notice(f"undid_{taken.action}", name=names().name(taken.code), to=names().name(taken.to_code or ""))
    return redirect(_address(way, taken.segment, kept), 303)


# --- parts -------------------------------------------------------------------------------------------


def _pass(way: str) -> Pass:
    if way not in WAYS or (WAYS[way] == "adjudicated" and g.coder.role != "lead"):
        abort(404)
    return WAYS[way]


def _address(way: str, segment: str | None, kept: dict[str, str]) -> str:
    """Where a segment is read, or where the queue begins, with the filters carried on."""
    values: dict[str, Any] = {"way": way, **kept}
    return url_for("segment", segment=segment, **values) if segment else url_for("read", **values)


def _kept(way: str) -> dict[str, str]:
    """The filters and the order of the address, to be carried on."""
    return asked(request.args, g.coder, _pass(way), this_study().history)[2]


def _readers() -> Readers:
    readers: Readers = current_app.extensions["qualcode_readers"]
    return readers


def _taken(way: str) -> set[str]:
    """What others are reading; in a blind pass everybody reads the same, each for themselves."""
    return _readers().taken(g.coder.name) if _pass(way) == "review" else set()


def _line(way: str) -> tuple[Line, dict[str, str]]:
    coding_pass = _pass(way)
    filters, order, kept = asked(request.args, g.coder, coding_pass, this_study().history)
    return line(this_study(), g.coder, coding_pass, filters, order), kept


def _page(way: str, segment: str, *, stale: bool = False, memo: str = "", reason: str = "") -> str:
    study, coding_pass = this_study(), _pass(way)
    queue, kept = _line(way)
    card = passes.card(study, segment, g.coder, coding_pass)
    code_names = names()
    if coding_pass == "review":
        _readers().opened(segment, g.coder.name)
    shown = rows(card, code_names, g.coder.name)
    settings = study.settings
    return render_template(
        "segment.html",
        way=way,
        coding_pass=coding_pass,
        queue=queue,
        kept=kept,
        card=card,
        rows=shown,
        pieces=pieces(card.segment, card.codings, shown),
        selected=_selected(shown, kept.get("code")),
        left=sum(not row.decided for row in shown),
        codebooks=study.codebooks,
        names=code_names,
        group=settings.groups.get(card.segment.group, card.segment.group),
        site=settings.sites.get(card.segment.site or "", card.segment.site),
        before=queue.step(segment, -1),
        after=queue.step(segment, 1),
        changing=request.args.get("change", ""),
        stale=stale,
        memo=memo,
        reason=reason,
        **_choices(way),
    )


def _selected(shown: list[Row], asked_for: str | None) -> int:
    """The row to begin with: the first undecided one, of the code that was asked for if there is one."""
    undecided = [row for row in shown if not row.decided]
    wanted = [row for row in undecided if asked_for and is_within(row.code, asked_for)]
    return next((row.number for row in [*wanted, *undecided]), 0)


def _choices(way: str) -> dict[str, Any]:
    """What the filters can be set to."""
    if WAYS[way] != "review":
        return {"choices": None}
    study, code_names = this_study(), names()
    groups = {str(row["group"]) for row in study.store.informants()} | {UNKNOWN, DOCUMENT_GROUP}
    own = dict(study.settings.groups)
    return {
        "choices": {
            "orders": [(order, g.t(f"order_{order}")) for order in orders(g.coder)],
            "codes": [(code, code_names.label(code)) for code in code_names.codes],
            "statuses": [(status, g.t(f"status_{status}")) for status in STATUSES],
            "groups": [(group, own.get(group, group)) for group in sorted(groups)],
            "sources": [(source, source) for source in sorted(study.store.source_keys())],
            "coders": [(coder.name, coder.name) for coder in passes.coders(study)],
        }
    }


def _say(pressed: Press) -> None:
    """What was done, for the next page."""
    name = names().name
    if pressed.verb == "memo":
        notice("memo_written")
    elif pressed.verb == "change":
        notice("did_change", name=name(pressed.code), to=name(pressed.value))
    elif pressed.verb in ("valence", "uncertain", "whole"):
        notice("did_shade", name=name(pressed.code))
    else:
        notice(f"did_{pressed.verb}", name=name(pressed.code))
