"""`crmsync import failed`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from rich.console import Console

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command
from crmsync.cli.commands.imports.arguments import add_job
from crmsync.cli.shown_values import plain


def _ask(options: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    return ask("import.failed", {"job_id": options.job_id})


def _show(answer: Mapping[str, Any], console: Console) -> None:
    console.print(f"{answer['failed']:,} records failed, {answer['skipped']:,} were skipped.")
    if answer["url"]:
        console.print("The address of the file (CSV) holds for an hour:")
        console.print(plain(answer["url"]), soft_wrap=True)


FAILED = Command("import failed", "the records that an import left out, as CSV", add_job, _ask, _show)
