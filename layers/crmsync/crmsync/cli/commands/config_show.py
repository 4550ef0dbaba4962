"""`crmsync config show`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command
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
        console.print(Text.assemble("  ", plain(refusal["reason"])))
        console.print(Text.assemble("  ", ("fix: ", "bold"), plain(refusal["fix"])))


def _show_notices(notices: Sequence[Mapping[str, str]], console: Console) -> None:
    for notice in notices:
        console.print(Text.assemble(("notice ", "bold yellow"), plain(notice["reason"])))
        console.print(Text.assemble("  ", ("fix: ", "bold"), plain(notice["fix"])))


def _mappings(pair: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a rich table
    shown = table(f"{pair['hubspot']} (HubSpot)", " / ".join(pair["salesforce"]), "rule")
    for mapping in pair["mappings"]:
        fields = " / ".join(dict.fromkeys(mapping["salesforce"].values()))
        shown.add_row(plain(mapping["hubspot"]), plain(fields), plain(mapping["rule"]))
    return shown


CONFIG_SHOW = Command("config show", "the active configuration, and what was refused", _add_arguments, _ask, _show)
