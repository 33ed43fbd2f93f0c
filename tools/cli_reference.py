"""Write docs/cli.md from the commands themselves. A test fails when the page is behind."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli import COMMANDS, cli

PAGE = Path(__file__).parent.parent / "docs" / "cli.md"


def help_of(command: click.Command, name: str) -> str:
    """A command's help as it is printed, and that of its sub-commands."""
    context = click.Context(command, info_name=name, terminal_width=100, max_content_width=100)
    text = f"```text\n{command.get_help(context).rstrip()}\n```\n"
    if isinstance(command, click.Group) and command is not cli:
        for sub in command.list_commands(context):
            inner = command.get_command(context, sub)
            if inner:
                text += f"\n### {name} {sub}\n\n" + help_of(inner, f"{name} {sub}")
    return text


def page() -> str:
    """The whole page."""
    parts = [
        "# Commands\n",
        "Made from the commands by `make docs`; do not edit by hand.\n",
        help_of(cli, "qualcode"),
    ]
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        if command:
            parts.append(f"## qualcode {name}\n")
            parts.append(help_of(command, f"qualcode {name}"))
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
