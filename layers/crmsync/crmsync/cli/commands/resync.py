"""`crmsync resync`."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from rich.console import Console

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command
from crmsync.cli.commands.identifier import kind_of
from crmsync.cli.commands.reconcile import how_far, show_report
from crmsync.cli.commands.turns import show_preview, to_the_end
from crmsync.cli.failure import DONE, FAILED, CliError

INTERVAL_S = 1.0
_LONG_WAITS = ("quota", "switched_off")


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("ids", nargs="*", metavar="ID", help="HubSpot ids, or Salesforce ids")
    parser.add_argument("--object", default="contact", dest="object_type", help="the object pair (default contact)")
    parser.add_argument("--list", dest="list_id", metavar="LIST_ID", help="all members of this HubSpot list")
    parser.add_argument("--category", metavar="CATEGORY", help="all that is parked in it, as `crmsync errors` shows it")
    parser.add_argument(
        "--mapping", metavar="PROPERTY", help="fill this mapping, or apply its changed rule, in all linked records"
    )
    parser.add_argument("--preview", action="store_true", help="tell what would change, and change nothing")
    parser.add_argument("--detach", action="store_true", help="with --mapping: do not wait for its end")


def _ask(options: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    wanted: dict[str, Any] = {"object": options.object_type, **_records(options)}
    if options.preview:
        wanted["preview"] = True
    if options.mapping:
        return _fill(options, ask, wanted)
    return to_the_end("resync", wanted, ask)


def _records(options: Namespace) -> dict[str, Any]:
    given = {name: getattr(options, name) for name in ("list_id", "category", "mapping")}
    chosen = {name: value for name, value in given.items() if value}
    if len(chosen) + bool(options.ids) != 1:
        raise CliError("bad_arguments", "give one of: ids, --list, --category, --mapping")
    if chosen:
        return chosen
    kinds = {kind_of(identifier) for identifier in options.ids}
    if len(kinds) > 1 or "email" in kinds:
        raise CliError("bad_arguments", "all ids must be HubSpot's, or all Salesforce's")
    return {f"{kinds.pop()}s": options.ids}


def _fill(options: Namespace, ask: Ask, wanted: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as above
    """The comparison of all records that fills; its report, or how far it is when it is not waited for."""
    shown = ask("resync", wanted)
    round_id = shown["round_id"]
    if not options.detach:
        shown = _follow(shown, ask, Console(stderr=True, quiet=options.json))
    is_done = shown["state"] == "done" and shown["round_id"] == round_id
    return ask("reconcile.report", {}) if is_done else shown


def _follow(shown: Mapping[str, Any], ask: Ask, console: Console) -> Mapping[str, Any]:
    """With a line on a terminal that tells how far it is."""
    with console.status("") as line:
        try:
            while shown["state"] == "running" and shown["waiting"] not in _LONG_WAITS:
                line.update(how_far(shown))
                time.sleep(INTERVAL_S)
                shown = ask("reconcile.status", {})
        except KeyboardInterrupt:
            console.print("It goes on; `crmsync reconcile status` shows it.")
    return shown


def _show(answer: Mapping[str, Any], console: Console) -> None:
    if "round_id" in answer:
        show_report(answer, console)
    elif "enqueued" in answer:
        count = answer["enqueued"]
        console.print(f"{count:,} record{'' if count == 1 else 's'} will be looked at again")
    else:
        show_preview(answer, console)


def _exit_code(answer: Mapping[str, Any]) -> int:
    return FAILED if answer.get("state") == "failed" else DONE


RESYNC = Command("resync", "have records looked at again", _add_arguments, _ask, _show, _exit_code)
