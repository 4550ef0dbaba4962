"""The live progress bar of an import. Leaving it does not stop the import, which runs in AWS."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from crmsync.cli.admin_function import Ask

INTERVAL_S = 1.0
GOING = ("running",)


def follow(job_id: str, ask: Ask, *, with_bar: bool) -> Any:  # noqa: ANN401 - JSON is any value
    """The import as it is when it runs no more, or when the administrator has seen enough (Ctrl-C)."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[pace]}"))
    with Progress(*columns, console=console, disable=not (with_bar and console.is_terminal)) as progress:
        task = progress.add_task("starting", total=None, pace="")
        try:
            return _until_it_rests(job_id, ask, progress, task)
        except KeyboardInterrupt:
            console.print("The import goes on; `crmsync import status` shows it.")
            return ask("import.status", {"job_id": job_id})


def _until_it_rests(job_id: str, ask: Ask, progress: Progress, task: TaskID) -> Any:  # noqa: ANN401 - as above
    while True:
        shown = ask("import.status", {"job_id": job_id})
        total, records = shown["counts"]["total"], shown["estimate"]["records"]
        progress.update(task, description=_what(shown), completed=total, total=records, pace=_pace(shown))
        if shown["state"] not in GOING:
            return shown
        time.sleep(INTERVAL_S)


def _what(shown: Mapping[str, Any]) -> str:
    return f"waiting: {shown['waiting']}" if shown["waiting"] else str(shown["state"])


def _pace(shown: Mapping[str, Any]) -> str:
    rate = f"{shown['rate']:,.0f}/s" if shown["rate"] else ""
    left = f", {shown['seconds_left']:,} s left" if shown["seconds_left"] is not None else ""
    failed = f", {shown['counts']['failed']:,} failed" if shown["counts"]["failed"] else ""
    return f"{rate}{left}{failed}"
