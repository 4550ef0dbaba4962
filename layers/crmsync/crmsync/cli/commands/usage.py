"""`crmsync usage`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from rich.console import Console

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command, no_arguments
from crmsync.cli.shown_values import number, plain, relative
from crmsync.cli.table import table


def _ask(_: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    return ask("usage", {})


def _show(usage: Mapping[str, Any], console: Console) -> None:
    """The vendor's own count has all integrations in it, and a day of its own."""
    hubspot, salesforce = usage["hubspot"], usage["salesforce"]
    shown = table("Calls by crmsync", "HubSpot", "Salesforce", numbers=("HubSpot", "Salesforce"))
    for ours, theirs in zip(hubspot["days"], salesforce["days"], strict=True):
        shown.add_row(plain(ours["date"]), number(ours["calls"]), number(theirs["calls"]))
    shown.add_section()
    vendors = [hubspot["vendor"], salesforce["vendor"]]
    shown.add_row("vendor's own count", *(number(vendor["used"]) for vendor in vendors))
    shown.add_row("vendor's limit", *(number(vendor["limit"]) for vendor in vendors))
    shown.add_row("as read", *(relative(vendor.get("at")) for vendor in vendors))
    console.print(shown)


USAGE = Command("usage", "calls of the last seven days, and the vendors' own figures", no_arguments, _ask, _show)
