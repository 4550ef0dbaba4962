"""`crmsync errors`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command
from crmsync.cli.shown_values import plain, relative


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--limit", type=int, default=50, help="how many, 1 to 500 (default 50)")
    parser.add_argument("--next", metavar="TOKEN", help="where the page before ended")


def _ask(options: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    return ask("parked.list", {"limit": options.limit, **({"next": options.next} if options.next else {})})


def _show(page: Mapping[str, Any], console: Console) -> None:
    if not page["items"]:
        console.print("Nothing is parked.")
    for item in page["items"]:
        console.print(_heading(item))
        console.print(Text.assemble("  ", plain(item["reason"])))
        if item["fix"]:
            console.print(Text.assemble("  ", ("fix: ", "bold"), plain(item["fix"])))
    if page["next"]:
        console.print(Text.assemble("\nmore: crmsync errors --next ", plain(page["next"])), soft_wrap=True)


def _heading(item: Mapping[str, Any]) -> Text:
    """`hubspot contact 123, field phone: property values, next try in 5 min`"""
    part = "" if item["part"] == "record" else f", field {item['part']}"
    following = item["next_try_at"]
    return Text.assemble(
        plain(f"{item['side']} {item['object']} {item['id']}{part}: ", "bold"),
        plain(item["category"].replace("_", " "), "red"),
        ", next try " if following else ", waits for a change",
        relative(following) if following else "",
    )


ERRORS = Command("errors", "what cannot sync now, why, and what to do", _add_arguments, _ask, _show)
