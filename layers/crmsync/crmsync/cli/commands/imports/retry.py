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
    console.print(f"{count:,} record{'' if count == 1 else 's'} will be looked at again; see `crmsync errors`")


RETRY = Command("import retry", "have the records that failed looked at again", add_job, _ask, _show)
