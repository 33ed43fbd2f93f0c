"""What guards the app: host names, sessions, tokens on writes, headers, and a limit on wrong secrets."""

from __future__ import annotations

import datetime as dt
import hmac
import os
import secrets
import time
from collections import OrderedDict, deque
from contextlib import suppress
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

from flask import abort, request, session

if TYPE_CHECKING:
    from flask import Flask, Response

    from qualcode.study import Study

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MOST_WRONG = 10
"""Wrong secrets an address may try within a window."""
WINDOW = 60.0
"""Seconds."""
MOST_ADDRESSES = 4096
LARGEST_BODY = 256 * 1024
"""Bytes of a request: a long memo fits, a file does not."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class WrongSecrets:
    """Counts wrong secrets by address, in memory; the addresses remembered are bounded."""

    def __init__(self) -> None:
        self._times: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def add(self, address: str) -> None:
        """Note a wrong secret."""
        with self._lock:
            self._times.setdefault(address, deque(maxlen=MOST_WRONG)).append(time.monotonic())
            self._times.move_to_end(address)
            while len(self._times) > MOST_ADDRESSES:
                self._times.popitem(last=False)

    def too_many(self, address: str) -> bool:
        """Whether the address must wait."""
        with self._lock:
            times = self._times.get(address)
            return times is not None and len(times) == MOST_WRONG and time.monotonic() - times[0] < WINDOW


def signing_key(study: Study) -> bytes:
    """The key that signs the study's sessions: random, the user's own, made at first use.

    It lies in the user's data folder and not in the study, which is shared and backed up.

    Args:
        study: the study; its folder names the key.
    """
    import platformdirs

    name = sha256(str(study.folder.resolve()).encode()).hexdigest()[:24]
    path = platformdirs.user_data_path("qualcode") / "review" / f"{name}.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
        # Linking fails where the key is there by now, so two servers that start at once share one key.
        with suppress(FileExistsError):
            os.link(made, path)
        made.unlink()
    return path.read_bytes()


def token() -> str:
    """The session's token, which every form carries."""
    if "token" not in session:
        session["token"] = secrets.token_urlsafe(24)
    return str(session["token"])


def guard(app: Flask, *, name: str, key: bytes, hosts: frozenset[str], secure: bool) -> None:
    """Put the guards on an app: hosts, https, headers, cookies, sizes.

    Args:
        app: the app, before its first request.
        name: what sets this study's cookie apart from another's on this machine, where ports share them.
        key: signs the sessions.
        hosts: names the app answers to, without port.
        secure: served to others through a proxy that speaks TLS: the cookie is for https only.
    """
    app.secret_key = key
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        MAX_FORM_PARTS=100,
        SESSION_COOKIE_NAME=f"__Host-{name}" if secure else name,
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        # Strict would withhold the cookie from the page that the link in a mail leads to, so the first click
        # would end at the door. Lax sends it to no other site's form or frame, and writes carry a token.
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=dt.timedelta(hours=12),
    )

    @app.before_request
    def check() -> None:
        if _host_name(request.environ.get("HTTP_HOST", "")) not in hosts:
            abort(400)
        if secure and not request.is_secure:
            abort(400)

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(HEADERS)
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        return response


def _host_name(host: str) -> str:
    """The name of a Host header, its port left out."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.rpartition(":")[0].lower() if ":" in host else host.lower()


def check_write() -> None:
    """Refuse a write that does not come from a form of ours, made for this session."""
    if request.method == "POST" and not _own_form():
        abort(403)


def _own_form() -> bool:
    # Not Origin: under no-referrer a browser sends "null" there, for our own forms too.
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    return hmac.compare_digest(request.form.get("token", "").encode(), token().encode())
