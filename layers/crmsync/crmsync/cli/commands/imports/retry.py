"""`crmsync import retry`: what failed, once more, with the bar."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from rich.console import Console

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command
from crmsync.cli.commands.imports.arguments import add_job
from crmsync.cli.commands.imports.follow import follow
from crmsync.cli.commands.imports.shown_import import show_import
from crmsync.cli.failure import DONE, FAILED

_ENDED_BADLY = ("failed", "cancelled")


def _add_arguments(parser: ArgumentParser) -> None:
    add_job(parser)
    parser.add_argument("--detach", action="store_true", help="return at once; the retry runs in AWS anyway")


def _ask(options: Namespace, ask: Ask) -> dict[str, Any]:
    """The import as it is then, and as `enqueued` the number of records that are tried again."""
    begun = ask("import.retry", {"job_id": options.job_id})
    if begun["enqueued"] and not options.detach:
        return {**begun, **follow(options.job_id, ask, with_bar=not options.json)}
    return {**begun, **ask("import.status", {"job_id": options.job_id})}


def _show(answer: Mapping[str, Any], console: Console) -> None:
    if not answer["enqueued"]:
        console.print("No record of this import has failed: there is nothing to try again.")
        return
    show_import(answer, console)


def _exit_code(answer: Any) -> int:  # noqa: ANN401 - JSON is any value
    return FAILED if answer["enqueued"] and answer["retry"]["state"] in _ENDED_BADLY else DONE


RETRY = Command("import retry", "import the records that failed once more", _add_arguments, _ask, _show, _exit_code)
