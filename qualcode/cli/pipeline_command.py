"""`qualcode pipeline`."""

from __future__ import annotations

import click

from qualcode.cli.screen import with_example


@click.group("pipeline")
def command() -> None:
    """List, describe or install language pipelines."""


@command.command("list")
@with_example("qualcode pipeline list")
def list_() -> None:
    """The bundled pipeline and every other spaCy pipeline installed here."""
    from qualcode.language.pipelines import installed_pipelines

    for info in installed_pipelines():
        version = f"{info.full_name} {info.version} ({info.sha256[:12]})"
        click.echo(f"{info.name}  {version}  {', '.join(info.norms) or '-'}  {', '.join(info.components)}")


@command.command("info")
@click.argument("name", default="bundled")
@with_example("qualcode pipeline info nb_core_news_sm")
def info(name: str) -> None:
    """What a pipeline is made of, what it can tell, and its own figures."""
    from qualcode.language.pipelines import describe, figures

    found = describe(name)
    click.echo(f"{found.full_name} {found.version}")
    click.echo(f"sha256      {found.sha256}")
    click.echo(f"components  {', '.join(found.components)}")
    click.echo(f"norms       {', '.join(found.norms) or 'none of Norwegian'}")
    if found.norms == ("nb",):
        click.echo("            nynorsk is read as if it were bokmål: tags are less sure")
    for figure, value in sorted(figures(name).items()):
        click.echo(f"{figure:11} {value:.4f}")


@command.command("install")
@click.argument("name")
@with_example("qualcode pipeline install nb_core_news_sm")
def install(name: str) -> None:
    """Let spaCy's downloader fetch a pipeline. The only command that uses the network."""
    from qualcode.language import pipelines

    found = pipelines.install(name)
    click.echo(f'{found.full_name} {found.version} is installed. In qualcode.toml: pipeline = "{name}"')
