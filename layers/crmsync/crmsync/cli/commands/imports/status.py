"""`crmsync import status`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from rich.console import Console

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command
from crmsync.cli.commands.imports.follow import follow
from crmsync.cli.commands.imports.shown_import import show_import, show_imports
from crmsync.cli.failure import CliError


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("job_id", nargs="?", metavar="JOB_ID", help="all imports when it is left out")
    parser.add_argument("--follow", action="store_true", help="stay with it until it runs no more")


def _ask(options: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    if options.follow:
        if options.job_id is None:
            raise CliError("bad_arguments", "--follow needs a JOB_ID")
        return follow(options.job_id, ask, with_bar=not options.json)
    return ask("import.status", {} if options.job_id is None else {"job_id": options.job_id})


def _show(answer: Mapping[str, Any], console: Console) -> None:
    (show_imports if "items" in answer else show_import)(answer, console)


STATUS = Command("import status", "how far an import is", _add_arguments, _ask, _show)
