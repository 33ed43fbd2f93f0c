"""Serving the app: which address and names it may have, who is let in at the start, and waitress."""

from __future__ import annotations

import getpass
import secrets
import socket
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING

from qualcode import passes
from qualcode.errors import StudyError
from qualcode.review.app import LocalLink, create_app
from qualcode.review.security import LARGEST_BODY, LOOPBACK, signing_key

if TYPE_CHECKING:
    from waitress.server import BaseWSGIServer

    from qualcode.study import Study

THREADS = 8


@dataclass(frozen=True, slots=True)
class Serving:
    """A server that listens already. url: its own address; link: the local lead's, None behind a proxy."""

    server: BaseWSGIServer
    url: str
    link: str | None


def listen(
    study: Study,
    *,
    host: str = "127.0.0.1",
    port: int = 8420,
    behind_tls_proxy: bool = False,
    allowed_hosts: tuple[str, ...] = (),
) -> Serving:
    """Open the app's port; `serving.server.run()` answers until it is stopped.

    Args:
        study: an imported and coded study.
        host: the address to listen on; another than loopback only behind a proxy that speaks TLS.
        port: 0 for any free one.
        behind_tls_proxy: requests come through such a proxy, which sets X-Forwarded-For and -Proto.
        allowed_hosts: the names people use for it then.

    Raises:
        StudyError: nothing imported, an address that is not safe or not free, names without a proxy or a
            proxy without names, or nobody who could get in.
    """
    _check_address(host, behind_tls_proxy, allowed_hosts)
    if not study.store.source_keys():
        raise StudyError(
            "nothing has been imported", where=str(study.folder), fix=f"First: qualcode run {study.folder}"
        )
    _ = study.codebooks  # their mistakes are told here, not on a page
    if behind_tls_proxy and not any(not coder.revoked for coder in passes.coders(study)):
        raise StudyError(
            "there is no coder who could get in",
            fix=f"Add one: qualcode coder add {study.folder} NAME --role lead",
        )
    bound = _bound(host, port)
    local = None if behind_tls_proxy else _local_lead(study)
    app = create_app(
        study,
        key=signing_key(study),
        hosts=frozenset(name.lower() for name in allowed_hosts) or LOOPBACK,
        secure=behind_tls_proxy,
        local=local,
    )
    server = _server(app, bound, behind_tls_proxy)
    shown = f"[{host}]" if ":" in host else host
    url = f"http://{shown}:{server.effective_port}/"
    return Serving(server, url, f"{url}inn/{local.secret}" if local else None)


def _check_address(host: str, behind_tls_proxy: bool, allowed_hosts: tuple[str, ...]) -> None:
    loopback = host == "localhost" or _is_loopback(host)
    if not loopback and not behind_tls_proxy:
        raise StudyError(
            f"{host} can be reached from other machines, and what is sent there could be read on the way",
            fix="Leave --host out, or put a proxy that speaks TLS in front and say --behind-tls-proxy.",
        )
    if behind_tls_proxy and not allowed_hosts:
        raise StudyError(
            "--behind-tls-proxy needs the names people use",
            fix="Add for example: --allowed-host koding.example.no",
        )
    if allowed_hosts and not behind_tls_proxy:
        raise StudyError("--allowed-host goes with --behind-tls-proxy", fix="Give both, or neither.")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _local_lead(study: Study) -> LocalLink | None:
    """A link for the person who starts the server, who owns the study's files anyway.

    The first to start it becomes its lead. Later the same person is let in again, as long as they are a lead.
    """
    try:
        login = getpass.getuser()
    except (KeyError, OSError):  # no name in the system's list of users
        login = "lokal"
    known = passes.coders(study)
    if not known:
        passes.add_coder(study, login, "lead")
        known = passes.coders(study)
    own = next((c for c in known if c.role == "lead" and not c.revoked and c.name == login), None)
    return LocalLink(secrets.token_urlsafe(32), own.name) if own else None


def _server(app: object, bound: socket.socket, behind_tls_proxy: bool) -> BaseWSGIServer:
    from waitress import create_server

    forwarded = {
        "trusted_proxy": "*",
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    }
    return create_server(
        app,
        sockets=[bound],
        threads=THREADS,
        ident=None,
        max_request_body_size=2 * LARGEST_BODY,
        clear_untrusted_proxy_headers=True,
        **(forwarded if behind_tls_proxy else {}),
    )


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except socket.gaierror as error:
        raise StudyError(
            f"there is no address {host!r} ({error.strerror})", fix="Leave --host out."
        ) from None
    except OSError as error:
        raise StudyError(
            f"{host}, port {port}, cannot be used ({error.strerror})",
            fix="Give another with --port; 0 takes any free one.",
        ) from None
