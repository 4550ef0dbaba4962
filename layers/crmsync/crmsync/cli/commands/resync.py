"""`crmsync resync`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from rich.console import Console

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command
from crmsync.cli.commands.identifier import kind_of
from crmsync.cli.failure import CliError


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("ids", nargs="*", metavar="ID", help="HubSpot ids, or Salesforce ids")
    parser.add_argument("--object", default="contact", dest="object_type", help="the object pair (default contact)")
    parser.add_argument("--list", dest="list_id", metavar="LIST_ID", help="all members of this HubSpot list")


def _ask(options: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    """A long list is gone through in several turns."""
    wanted, enqueued = {"object": options.object_type, **_records(options)}, 0
    while True:
        answer = ask("resync", wanted)
        enqueued += answer["enqueued"]
        if answer["next"] is None:
            return {**answer, "enqueued": enqueued}
        wanted["after"] = answer["next"]


def _records(options: Namespace) -> dict[str, Any]:
    if bool(options.ids) == bool(options.list_id):
        raise CliError("bad_arguments", "give either ids or --list")
    if options.list_id:
        return {"list_id": options.list_id}
    kinds = {kind_of(identifier) for identifier in options.ids}
    if len(kinds) > 1 or "email" in kinds:
        raise CliError("bad_arguments", "all ids must be HubSpot's, or all Salesforce's")
    return {f"{kinds.pop()}s": options.ids}


def _show(answer: Mapping[str, Any], console: Console) -> None:
    count = answer["enqueued"]
    console.print(f"{count:,} record{'' if count == 1 else 's'} will be looked at again")


RESYNC = Command("resync", "have records looked at again", _add_arguments, _ask, _show)
