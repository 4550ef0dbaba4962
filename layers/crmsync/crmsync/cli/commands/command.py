"""What each command of the CLI consists of."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from crmsync.cli.admin_function import Ask
from crmsync.cli.failure import DONE


def _nothing_wrong(_: Any) -> int:  # noqa: ANN401 - JSON is any value
    return DONE


@dataclass(frozen=True, slots=True)
class Command:
    """`name` may have two words (`config show`). `exit_code` tells from the answer whether it counts as done."""

    name: str
    summary: str
    add_arguments: Callable[[ArgumentParser], None]
    ask: Callable[[Namespace, Ask], Any]
    show: Callable[[Any, Console], None]
    exit_code: Callable[[Any], int] = _nothing_wrong


def no_arguments(_: ArgumentParser) -> None:
    pass
