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


def _ask(options: Namespace, ask: Ask) -> dict[str, Any]:
    """As the admin function answers, with `files` in place of one file: a turn of the command each."""
    wanted = {"job_id": options.job_id}
    answers = [ask("import.failed", wanted)]
    while answers[-1]["next"] is not None:
        answers.append(ask("import.failed", {**wanted, "after": answers[-1]["next"]}))
    files = [{name: one[name] for name in ("url", "rows", "expires_at")} for one in answers if one["url"]]
    return {"files": files, **{name: answers[-1][name] for name in ("skipped", "failed", "reasons")}}


def _show(answer: Mapping[str, Any], console: Console) -> None:
    console.print(f"{_records(answer['failed'])} failed, {answer['skipped']:,} skipped.")
    files = answer["files"]
    if files:
        console.print(f"The {'address' if len(files) == 1 else 'addresses'} of the CSV, valid for an hour:")
    for file in files:
        console.print(plain(file["url"]), soft_wrap=True)


def _records(count: int) -> str:
    return f"{count:,} record{'' if count == 1 else 's'}"


FAILED = Command("import failed", "the records that an import left out, as CSV", add_job, _ask, _show)
