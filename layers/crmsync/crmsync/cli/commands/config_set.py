"""`crmsync config set`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command
from crmsync.cli.commands.config_show import show_active, show_refused
from crmsync.cli.failure import DONE, FAILED, CliError
from crmsync.cli.shown_values import plain
from crmsync.core.back_fill import back_fill_command


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("parameter", metavar="PARAMETER", help="e.g. settings/contact")
    parser.add_argument("value", metavar="JSON", help="the value; @FILE reads it from a file, - from standard input")


def _ask(options: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    return ask("config.set", {"parameter": options.parameter, "value": _text(options.value)})


def _text(value: str) -> str:
    """Sent as it is: what is wrong with it, the guard says."""
    if value == "-":
        return sys.stdin.read()
    if not value.startswith("@"):
        return value
    try:
        return Path(value[1:]).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CliError("bad_arguments", f"{value[1:]}: {error}") from error


def _show(answer: Mapping[str, Any], console: Console) -> None:
    """The parameter is written in any case; until it is right, the last good configuration stays active."""
    if not answer["taken"] and not answer["refused"]:
        console.print(Text(f"written, not compiled yet ({answer['outcome']}): see `crmsync config show` in a minute"))
    show_active(answer["active"], console)
    show_refused(answer["refused"], console)
    if answer["refused"] and answer["parameter"] not in {one["parameter"] for one in answer["refused"]}:
        state = "is in force" if answer["taken"] else "is written, and counts once what is refused is mended"
        console.print(plain(f"{answer['parameter']} {state}"))
    for name in answer.get("unfilled", ()):
        console.print(plain(f"{name}: what records held before stays. To put it in step:"))
        console.print(plain(f"  `{back_fill_command(name)}`"), soft_wrap=True)


def _exit_code(answer: Mapping[str, Any]) -> int:
    return DONE if answer["taken"] else FAILED


CONFIG_SET = Command(
    "config set", "write a parameter and have it compiled at once", _add_arguments, _ask, _show, _exit_code
)
