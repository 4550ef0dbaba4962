"""`crmsync import pause`, `resume`, `cancel`."""

from __future__ import annotations

from crmsync.cli.commands.command import Command
from crmsync.cli.commands.imports.arguments import add_job
from crmsync.cli.commands.imports.shown_import import show_import


def _steering(word: str, summary: str) -> Command:
    return Command(
        f"import {word}",
        summary,
        add_job,
        lambda options, ask: ask(f"import.{word}", {"job_id": options.job_id}),
        show_import,
    )


PAUSE = _steering("pause", "stop an import, or its retry, after its present page")
RESUME = _steering("resume", "let a paused import or retry go on")
CANCEL = _steering("cancel", "end an import, or its retry; what it brought stays")
