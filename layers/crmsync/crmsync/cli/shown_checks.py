"""A table of checks, as `doctor` and `setup` show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from crmsync.cli.shown_values import plain
from crmsync.cli.table import table

_STYLES = {"ok": "green", "warning": "yellow", "failed": "bold red"}


def show_checks(answer: Mapping[str, Any], console: Console) -> None:
    shown = table("", "Check", "Found, and what to do")
    for check in answer["checks"]:
        found = plain(check["found"])
        if check["fix"]:
            found.append("\n→ ", "bold").append_text(plain(check["fix"]))
        shown.add_row(plain(check["health"], _STYLES.get(check["health"], "")), plain(check["name"], "bold"), found)
    console.print(shown)
    console.print()
    console.print(_verdict(answer))


def _verdict(answer: Mapping[str, Any]) -> Text:
    if answer["failed"]:
        return Text(f"{answer['failed']} failed, {answer['warnings']} to look at", style="bold red")
    if answer["warnings"]:
        return Text(f"nothing failed, {answer['warnings']} to look at", style="yellow")
    return Text("all is well", style="bold green")
