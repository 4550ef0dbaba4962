"""`crmsync pause` and `crmsync resume`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command, no_arguments
from crmsync.cli.commands.config_show import show_refused
from crmsync.cli.failure import DONE, FAILED
from crmsync.cli.shown_values import number, relative


def _ask_to_pause(_: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    return ask("pause", {})


def _ask_to_resume(_: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    return ask("resume", {})


def _show(answer: Mapping[str, Any], console: Console) -> None:
    if not answer["taken"]:
        show_refused(answer["refused"], console)
        console.print(Text(f"written, not in force yet ({answer['outcome']}): see `crmsync status` in a minute"))
        return
    console.print(_paused(answer) if answer["paused"] else _resumed(answer))


def _paused(answer: Mapping[str, Any]) -> Text:
    line = Text.assemble(("paused", "bold yellow"), " since ", relative(answer["since"]), ": no CRM is read or written")
    waits = Text.assemble(
        "\n", number(answer["waiting"]), " changes wait for `crmsync resume`; what comes now waits too"
    )
    return line.append_text(waits)


def _resumed(answer: Mapping[str, Any]) -> Text:
    line = Text.assemble(("running", "bold green"))
    if answer["since"]:
        line.append(", after a pause that began ").append_text(relative(answer["since"]))
    if answer["waiting"]:
        line.append("\n").append_text(number(answer["waiting"])).append(" changes that waited go on by themselves")
    return line


def _exit_code(answer: Mapping[str, Any]) -> int:
    return DONE if answer["taken"] else FAILED


PAUSE = Command(
    "pause", "stop all reading and writing; nothing is lost", no_arguments, _ask_to_pause, _show, _exit_code
)
RESUME = Command("resume", "go on after a pause", no_arguments, _ask_to_resume, _show, _exit_code)
