"""`crmsync config show`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command
from crmsync.cli.commands.rule_names import RULES
from crmsync.cli.shown_reason import show_fix, show_reason
from crmsync.cli.shown_values import plain, relative
from crmsync.cli.table import table


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("parameter", nargs="?", metavar="PARAMETER", help="show this one's text, e.g. settings/contact")


def _ask(options: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    return ask("config.show", {"parameter": options.parameter} if options.parameter else {})


def _show(answer: Mapping[str, Any], console: Console) -> None:
    if "value" in answer:
        console.print(answer["value"], markup=False, highlight=False, soft_wrap=True)
        return
    show_active(answer["active"], console)
    show_refused(answer["refused"], console)
    _show_notices(answer["notices"], console)
    for pair in answer["pairs"]:
        console.print()
        console.print(_mappings(pair))


def show_active(active: Mapping[str, Any] | None, console: Console) -> None:
    if active is None:
        console.print(Text("no configuration is active yet", style="yellow"))
        return
    line = Text.assemble(("active: ", "bold green"), f"version {active['version']}, {active['mappings']} mappings, ")
    console.print(line.append("since ").append_text(relative(active["activated_at"])))


def show_refused(refused: Sequence[Mapping[str, str]], console: Console) -> None:
    for refusal in refused:
        place = f" {refusal['place']}" if refusal["place"] else ""
        console.print(Text.assemble(("refused ", "bold red"), plain(f"{refusal['parameter']}{place}", "bold")))
        show_reason(refusal["reason"], refusal["fix"], console)


def _show_notices(notices: Sequence[Mapping[str, str]], console: Console) -> None:
    for notice in notices:
        console.print(Text.assemble(("notice ", "bold yellow"), plain(notice["reason"])))
        show_fix(notice["fix"], console)


def _mappings(pair: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a rich table
    shown = table(f"{pair['hubspot']} (HubSpot)", " / ".join(pair["salesforce"]), "rule")
    for mapping in pair["mappings"]:
        rule = RULES[mapping["rule"]] if mapping["to_salesforce"] else "to HubSpot only"
        shown.add_row(plain(mapping["hubspot"]), plain(_fields(mapping, pair["salesforce"])), plain(rule))
    return shown


def _fields(mapping: Mapping[str, Any], objects: Sequence[str]) -> str:
    """In the order of the heading; one name for all where they share it, and `-` where an object has none."""
    names = [mapping["salesforce"].get(name, "-") for name in objects]
    return names[0] if len(set(names)) == 1 else " / ".join(names)


CONFIG_SHOW = Command("config show", "the active configuration, and what was refused", _add_arguments, _ask, _show)
