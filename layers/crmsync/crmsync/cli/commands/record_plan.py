"""How `crmsync record --plan` looks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from crmsync.cli.commands.rule_names import RULES
from crmsync.cli.shown_values import SIDES, plain
from crmsync.cli.table import table


def show_plan(plan: Mapping[str, Any], console: Console) -> None:
    for side, name in SIDES.items():
        ref = plan[side]
        if ref is not None:
            console.print(Text.assemble(f"{name:<11}", plain(f"{ref['object']} {ref['id']}", "bold")))
    console.print(Text.assemble(f"{'Sync now':<11}", plain(plan["sentence"], "bold yellow")))
    if plan["fields"]:
        console.print()
        console.print(_fields(plan))
    for one in plan["stuck"]:
        console.print(Text.assemble(("stuck ", "bold red"), plain(f"{one['field']}: {one['reason']} {one['fix']}")))
    console.print(Text("Nothing was written or stored.", style="dim"))


def _fields(plan: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a rich table
    shown = table("Field", "to", "from", "becomes", "because")
    for one in plan["fields"]:
        rule = RULES.get(one["rule"], one["rule"]) or "fallback"
        because = plain(f"{one['reason'].replace('_', ' ')} ({rule})", "dim")
        shown.add_row(
            plain(one["field"]),
            plain(SIDES[one["side"]]),
            plain(one["old"]),
            plain(one["new"]),
            because.append(", overrules an edit", "yellow") if one["overruled"] else because,
        )
    return shown
