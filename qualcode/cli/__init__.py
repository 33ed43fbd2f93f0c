"""The command line: one module per command. Parses, calls, prints; imports nothing heavy until it must."""

from __future__ import annotations

import atexit
import gc
import sys
from importlib import import_module

import click

from qualcode import __version__
from qualcode.cli.screen import with_example
from qualcode.errors import QualcodeError

COMMANDS = {
    "new": "Make a study folder, from a folder of files if you have one.",
    "run": "The whole way: import, code, tables, report draft.",
    "import": "Read transcripts into the study; --dry-run only shows what is found.",
    "code": "Match the imported segments against the codebooks.",
    "tables": "Print who speaks of what: theme by group and site.",
    "report": "Write the report draft: html, docx, md, pdf.",
    "template": "Write the Word template of drafts, to make it one's own.",
    "quote": "Pin or ban a quote in the draft, or list what was.",
    "export": "Write the tables as csv, xlsx or parquet.",
    "explain": "Show why a segment or a text got its codes.",
    "coder": "Add, list or shut out the people who code a study.",
    "assign": "Draw segments to be coded blind by several coders.",
    "review": "Review the coding in a browser.",
    "trail": "Print every decision: who, when, from what to what, why.",
    "memos": "Print every memo as csv.",
    "agree": "Print how well blind coders agree, and the machine with them.",
    "evaluate": "Score the coding against people's coding.",
    "sample": "Estimate recall by reading a sample of what was not coded.",
    "learn": "Show what the coding would gain by learning from people's decisions.",
    "suggest": "Propose indicators for a code, by the utterances that carry it.",
    "codebook": "Check codebooks, and compare two versions of them.",
    "pipeline": "List, describe or install language pipelines.",
    "verify": "Recompute a study and compare with what was stored and written.",
    "doctor": "Look over a study and this installation.",
}


class _Commands(click.Group):
    """Commands imported when they are called, so that `qualcode --help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"qualcode.cli.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from rapidfuzz import process

            near = process.extractOne(args[0], list(COMMANDS), score_cutoff=60)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="qualcode")
@with_example(
    """qualcode new mystudy --from interviews/
    qualcode run mystudy"""
)
def cli() -> None:
    """From a folder of interview transcripts to a thematic report draft, on your own machine."""


def main() -> None:
    """Run the command line. A user's mistake is one line and exit code 2, never a traceback."""
    # A command makes much that lasts and little that is left in circles; at its end the system takes it all.
    gc.set_threshold(50_000, 20, 100)
    atexit.register(gc.freeze)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
    try:
        cli.main(prog_name="qualcode", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("\nStopped. What was finished is kept; run the same command again to go on.", err=True)
        sys.exit(130)
    except click.exceptions.Exit as leave:
        sys.exit(leave.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except QualcodeError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(0)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        click.echo(f"{place}{error.strerror or error}. Mend that and run the command again.", err=True)
        sys.exit(2)
