"""`crmsync doctor`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command, no_arguments
from crmsync.cli.failure import DONE, FAILED
from crmsync.cli.shown_checks import show_checks


def _ask(_: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    return ask("doctor", {})


def _exit_code(answer: Mapping[str, Any]) -> int:
    return FAILED if answer["failed"] else DONE


DOCTOR = Command("doctor", "what is wrong, and what to do about it", no_arguments, _ask, show_checks, _exit_code)
