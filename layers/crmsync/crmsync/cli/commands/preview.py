"""`crmsync preview`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command
from crmsync.cli.commands.rule_names import RULES
from crmsync.cli.shown_values import SIDES, plain, relative


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--limit", type=int, default=50, help="how many, 1 to 500 (default 50)")
    parser.add_argument("--next", metavar="TOKEN", help="where the page before ended")


def _ask(options: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    return ask("preview.list", {"limit": options.limit, **({"next": options.next} if options.next else {})})


def _show(page: Mapping[str, Any], console: Console) -> None:
    if not page["items"]:
        console.print(
            "The dry run has planned nothing yet."
            if page["dry_run"]
            else "There is no dry run: `crmsync config set settings/global '{\"dry_run\": true}'` begins one."
        )
    elif not page["dry_run"]:
        console.print(Text("The dry run is over: these go on by themselves.", style="green"))
    for item in page["items"]:
        heading = Text.assemble(plain(f"{item['side']} {item['object']} {item['id']}: ", "bold"))
        console.print(heading.append_text(plain(item["sentence"])).append(", planned ").append(relative(item["at"])))
        show_planned(item["fields"], item["stuck"], console)
    if page["next"]:
        console.print(Text.assemble("\nmore: crmsync preview --next ", plain(page["next"])), soft_wrap=True)


def show_planned(fields: Sequence[Mapping[str, Any]], stuck: Sequence[str], console: Console) -> None:
    """`  → Salesforce city: hubspot changed (two-way)`"""
    for field in fields:
        rule = RULES.get(field["rule"], field["rule"]) or "fallback"
        line = Text.assemble(f"  → {SIDES[field['side']]:<10} ", plain(field["field"], "bold"))
        line.append_text(plain(f": {field['reason'].replace('_', ' ')} ({rule})", "dim"))
        console.print(line.append(", overrules an edit", "yellow") if field["overruled"] else line)
    for key in stuck:
        console.print(Text.assemble("  ", plain(f"{key} cannot be converted and would wait", "red")))


PREVIEW = Command("preview", "what the dry run would have done", _add_arguments, _ask, _show)
