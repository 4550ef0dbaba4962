"""`crmsync import retry`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from rich.console import Console

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command
from crmsync.cli.commands.imports.arguments import add_job


def _ask(options: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    return ask("import.retry", {"job_id": options.job_id})


def _show(answer: Mapping[str, Any], console: Console) -> None:
    count = answer["enqueued"]
    console.print(f"{count:,} record{'' if count == 1 else 's'} will be imported again; see `crmsync import status`")


RETRY = Command("import retry", "import the records that failed once more", add_job, _ask, _show)
