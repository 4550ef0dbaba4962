"""`crmsync undo`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from rich.console import Console

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command
from crmsync.cli.commands.identifier import kind_of
from crmsync.cli.commands.turns import show_preview, to_the_end
from crmsync.cli.failure import CliError
from crmsync.cli.shown_values import plain

_KEPT = {
    "changed_since": "were changed since",
    "too_long": "were too long to be kept in history",
    "not_mapped": "are not mapped any more",
    "not_writable": "cannot be written",
    "required": "are required by Salesforce",
    "opt_out": "are opt-outs, which are never taken back",
}


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--record", metavar="ID", help="the last write to this record (HubSpot's or Salesforce's id)")
    parser.add_argument("--object", dest="object_type", help="whose HubSpot id --record is (default contact)")
    parser.add_argument("--job", metavar="JOB_ID", help="what this import or reconcile wrote")
    parser.add_argument("--since", metavar="TIME", help="all that was written since, such as 2026-11-22T08:00Z")
    parser.add_argument("--preview", action="store_true", help="tell what would be put back, and change nothing")


def _ask(options: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    given = {name: getattr(options, name) for name in ("job", "since") if getattr(options, name)}
    if not (given or options.record) or (options.record and options.job):
        raise CliError("bad_arguments", "give --record, --job or --since; --since also narrows the other two")
    if options.record:
        kind = kind_of(options.record)
        if kind == "email":
            raise CliError("bad_arguments", "--record takes an id")
        given |= {kind: options.record, **({"object": options.object_type} if options.object_type else {})}
    if options.preview:
        given["preview"] = True
    return to_the_end("undo", given, ask)


def _show(answer: Mapping[str, Any], console: Console) -> None:
    if "enqueued" in answer:
        count = answer["enqueued"]
        console.print(f"{count:,} record{'' if count == 1 else 's'} will be put back; see `crmsync record` for each")
        return
    show_preview(answer, console)
    for why, count in sorted(answer["kept"].items()):
        console.print(plain(f"{count:,} values stay: they {_KEPT.get(why, why)}"))


UNDO = Command("undo", "put back values that crmsync wrote", _add_arguments, _ask, _show)
