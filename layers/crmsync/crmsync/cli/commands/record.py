"""`crmsync record`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command
from crmsync.cli.commands.identifier import kind_of
from crmsync.cli.commands.record_plan import show_plan
from crmsync.cli.commands.rule_names import RULES
from crmsync.cli.shown_parked import parked_part, parked_state
from crmsync.cli.shown_reason import show_reason
from crmsync.cli.shown_values import SIDES, plain, relative
from crmsync.cli.table import table


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("identifier", metavar="ID_OR_EMAIL", help="HubSpot id, Salesforce id, or e-mail address")
    parser.add_argument("--object", dest="object_type", help="whose HubSpot id it is (default contact)")
    parser.add_argument("--plan", action="store_true", help="what a sync of it would do now; writes nothing")


def _ask(options: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    command = "record.plan" if options.plan else "record.show"
    object_type = {"object": options.object_type} if options.object_type else {}
    return ask(command, {kind_of(options.identifier): options.identifier, **object_type})


def _show(record: Mapping[str, Any], console: Console) -> None:
    if "outcome" in record:
        show_plan(record, console)
        return
    for side in SIDES:
        console.print(_side(side, record[side]))
    console.print(_link(record["link"]))
    console.print()
    _show_fields(record["fields"], [side for side in SIDES if record[side] is not None], console)
    for item in record["parked"]:
        console.print(Text.assemble((f"\nparked {parked_part(item)}: ", "bold red"), parked_state(item)))
        show_reason(item["reason"], item["fix"], console)
    for other in record["others"]:
        console.print(plain(f"same e-mail: {other['side']} {other['object']} {other['id']}", "yellow"))


def _side(side: str, read: Mapping[str, Any] | None) -> Text:
    if read is None:
        return Text.assemble(plain(f"{SIDES[side]:<11}"), plain("not linked", "yellow"))
    line = Text.assemble(plain(f"{SIDES[side]:<11}"), plain(f"{read['object']} {read['id']}", "bold"))
    if read["state"] == "live":
        return line.append(", changed ").append_text(relative(read["modified_at"]))
    return line.append_text(plain(f", {read['state']} {read.get('reason', '')}", "red"))


def _link(link: Mapping[str, Any] | None) -> Text:
    if link is None:
        return Text.assemble(f"{'Link':<11}", ("none", "yellow"), ": `crmsync record ID --plan` tells what comes")
    line = Text.assemble(f"{'Link':<11}", f"version {link['version']}, linked ", relative(link["linked_at"]))
    line.append(", a worker has it now" if link["leased"] else "")
    return line.append(", an unfinished write is being looked up" if link["unfinished"] else "")


def _show_fields(fields: Sequence[Mapping[str, Any]], read: Sequence[str], console: Console) -> None:
    filled = [row for row in fields if not _is_blank(row, read)]
    console.print(_fields(filled, read))
    if len(filled) < len(fields):
        sides = "on both sides" if len(read) > 1 else "as well"
        console.print(Text(f"and {len(fields) - len(filled)} blank {sides}", style="dim"))
    if any(row["changed"] for row in filled):
        console.print(Text("* changed since the last sync", style="dim"))


def _fields(fields: Sequence[Mapping[str, Any]], read: Sequence[str]) -> Any:  # noqa: ANN401 - a rich table
    """A side that has no record has no column."""
    shown = table("Field", *(SIDES[side] for side in read), "Last decision")
    for row in fields:
        rule = plain(RULES.get(row["rule"], row["rule"]), "dim")
        values = [_value(row, side) for side in read]
        shown.add_row(plain(row["field"]), *values, _decision(row["last"]) if row["last"] else rule)
    return shown


def _is_blank(row: Mapping[str, Any], read: Sequence[str]) -> bool:
    """Nothing on any side that has a record, and nothing ever written."""
    return row["last"] is None and all(side in row and not row[side] for side in read)


def _value(row: Mapping[str, Any], side: str) -> Text:
    """A side that differs from its own base is about to sync: marked with `*`. One that was not read: `?`."""
    if side not in row:
        return plain("?", "dim")
    shown = plain(row[side] if row[side] != "" else None)
    return shown.append(" *", "yellow") if side in row["changed"] else shown


def _decision(last: Mapping[str, Any]) -> Text:
    """`→ Salesforce 4 s ago, first link (prefer Salesforce)`"""
    line = Text.assemble(f"→ {SIDES[last['side']]} ", relative(last["at"]))
    line.append_text(plain(f", {last['reason'].replace('_', ' ')} ({RULES.get(last['rule'], last['rule'])})", "dim"))
    return line.append(", overruled an edit", "yellow") if last["overruled"] else line


RECORD = Command("record", "one record: both sides, base, last decisions", _add_arguments, _ask, _show)
