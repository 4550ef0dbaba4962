"""The live progress bar of an import, or of its retry. Leaving it does not stop the work, which goes on in AWS."""

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
        followed = _followed(shown)
        total, records = followed["counts"]["total"], followed["records"]
        progress.update(task, description=_what(shown), completed=total, total=records, pace=_pace(followed))
        if followed["state"] not in GOING:
            return shown
        time.sleep(INTERVAL_S)


def _followed(shown: Mapping[str, Any]) -> Mapping[str, Any]:
    """An import that has a retry has ended itself."""
    return shown["retry"] or {**shown, "records": shown["estimate"]["records"]}


def _what(shown: Mapping[str, Any]) -> str:
    return f"waiting: {shown['waiting']}" if shown["waiting"] else str(_followed(shown)["state"])


def _pace(followed: Mapping[str, Any]) -> str:
    rate = f"{followed['rate']:,.0f}/s" if followed["rate"] else ""
    left = f"{followed['seconds_left']:,} s left" if followed["seconds_left"] is not None else ""
    failed = f"{followed['counts']['failed']:,} failed" if followed["counts"]["failed"] else ""
    return ", ".join(part for part in (rate, left, failed) if part)
