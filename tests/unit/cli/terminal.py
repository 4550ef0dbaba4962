"""What an administrator sees in 80 columns."""

import io
from typing import Any

from crmsync.cli.commands.command import Command
from rich.console import Console


def seen(command: Command, answer: Any) -> str:
    console = Console(width=80, record=True, file=io.StringIO())
    command.show(answer, console)
    return console.export_text()


def squeezed(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
