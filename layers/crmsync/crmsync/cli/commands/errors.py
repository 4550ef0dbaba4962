"""`crmsync errors`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command
from crmsync.cli.shown_parked import parked_part, parked_state
from crmsync.cli.shown_reason import show_reason
from crmsync.cli.shown_values import plain
from crmsync.core.parked import WHOLE_RECORD


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--limit", type=int, default=50, help="how many, 1 to 500 (default 50)")
    parser.add_argument("--category", help="of this category only, e.g. property_values")
    parser.add_argument("--object", help="of this object only, e.g. contact or Lead")
    parser.add_argument("--retry", action="store_true", help="try these again now, instead of listing them")
    parser.add_argument("--next", metavar="TOKEN", help="where the page before ended")


def _ask(options: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    wanted = {name: getattr(options, name) for name in ("category", "object") if getattr(options, name)}
    if options.retry:
        return ask("parked.retry", wanted)
    return ask("parked.list", {"limit": options.limit, **wanted, **({"next": options.next} if options.next else {})})


def _show(page: Mapping[str, Any], console: Console) -> None:
    if "due" in page:
        console.print(f"{page['due']:,} are tried again within a minute, as far as there are calls left.")
        return
    if not page["items"]:
        console.print("Nothing is parked." if not page["next"] else "Nothing on this page.")
    for item in page["items"]:
        console.print(_heading(item))
        show_reason(item["reason"], item["fix"], console)
    if page["next"]:
        console.print(Text.assemble("\nmore: crmsync errors --next ", plain(page["next"])), soft_wrap=True)


def _heading(item: Mapping[str, Any]) -> Text:
    """`hubspot contact 123, field phone: property values, next try in 5 min`"""
    part = f", {parked_part(item)}" if item["part"] != WHOLE_RECORD else ""
    return plain(f"{item['side']} {item['object']} {item['id']}{part}: ", "bold").append_text(parked_state(item))


ERRORS = Command("errors", "what cannot sync, why, what to do, when it is tried again", _add_arguments, _ask, _show)
