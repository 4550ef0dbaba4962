"""`crmsync confirm`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from rich.console import Console

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command
from crmsync.cli.failure import CliError


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("object_type", metavar="OBJECT", help="the object pair, such as contact")
    parser.add_argument("field", nargs="?", metavar="FIELD", help="the HubSpot property whose mass clear is meant")
    parser.add_argument("--deletions", action="store_true", help="the mass deletion is meant")


def _ask(options: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    if bool(options.field) == options.deletions:
        raise CliError("bad_arguments", "give either a field or --deletions")
    what = {"deletions": True} if options.deletions else {"field": options.field}
    return ask("breaker.confirm", {"object": options.object_type, **what})


def _show(answer: Mapping[str, Any], console: Console) -> None:
    count = answer["resumed"]
    console.print(f"{count:,} parked record{'' if count == 1 else 's'} will go on; nothing is held for an hour")


CONFIRM = Command("confirm", "let a mass clear or mass deletion go on", _add_arguments, _ask, _show)
