"""Why something waits or was refused, and what to do: two lines below their heading, indented to their end."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from crmsync.cli.shown_values import plain

_INDENT = (0, 0, 0, 2)


def show_reason(reason: str, fix: str, console: Console) -> None:
    """An empty fix is left out."""
    console.print(Padding(plain(reason), _INDENT, expand=False))
    if fix:
        show_fix(fix, console)


def show_fix(fix: str, console: Console) -> None:
    console.print(Padding(Text.assemble(("fix: ", "bold"), plain(fix)), _INDENT, expand=False))
