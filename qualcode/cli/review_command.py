"""`qualcode review`."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.screen import study_argument, with_example


@click.command("review")
@study_argument
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8420, show_default=True, help="0 takes any free one."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--behind-tls-proxy", is_flag=True, help="It is reached through a proxy that speaks TLS (https)."
)
@click.option(
    "--allowed-host",
    "allowed_hosts",
    multiple=True,
    metavar="NAME",
    help="A name people use for it, behind the proxy; may be given several times.",
)
@click.option("--no-browser", is_flag=True, help="Only print the link.")
@with_example(
    """qualcode review mystudy
    qualcode review mystudy --behind-tls-proxy --allowed-host koding.example.no --no-browser"""
)
def command(
    study: Path,
    *,
    port: int,
    host: str,
    behind_tls_proxy: bool,
    allowed_hosts: tuple[str, ...],
    no_browser: bool,
) -> None:
    """Review the coding in a browser, on this machine or for a whole class.

    Whoever starts it first becomes the study's lead. Others are added with `qualcode coder add`, and come in
    by a link of their own. Ctrl+C stops it; every decision is stored when it is made.
    """
    import webbrowser

    from qualcode.review.server import listen
    from qualcode.study import open_study

    serving = listen(
        open_study(study),
        host=host,
        port=port,
        behind_tls_proxy=behind_tls_proxy,
        allowed_hosts=allowed_hosts,
    )
    click.echo(f"Review at {serving.url} (Ctrl+C stops it)")
    if serving.link:
        click.echo(f"Your own link, until it is stopped: {serving.link}")
        if not no_browser:
            webbrowser.open(serving.link)
    else:
        click.echo(f"Coders come in by their own links: qualcode coder link {study} NAME")
    serving.server.run()
