"""`crmsync import estimate`."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command
from crmsync.cli.commands.imports.arguments import add_selection, selection_of
from crmsync.cli.commands.imports.shown_import import show_estimate


def _ask(options: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    return ask("import.start", selection_of(options))


ESTIMATE = Command("import estimate", "how many records and calls an import needs", add_selection, _ask, show_estimate)
