"""`crmsync usage`."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command, no_arguments
from crmsync.cli.shown_values import SIDES, number, plain, relative
from crmsync.cli.table import table

BUSIEST = 5


def _ask(_: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    return ask("usage", {})


def _show(usage: Mapping[str, Any], console: Console) -> None:
    console.print(_by_day(usage["hubspot"], usage["salesforce"]))
    for heading, key in (("By function, 7 days", "by_function"), ("By purpose, 7 days", "by_purpose")):
        console.print()
        console.print(_by_name(heading, [usage[side][key] for side in SIDES]))
    console.print()
    console.print(_busiest(usage))


def _by_day(hubspot: Mapping[str, Any], salesforce: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a rich table
    """The vendor's own count has all integrations in it, and a day of its own."""
    shown = table("Calls by crmsync", "HubSpot", "Salesforce", numbers=("HubSpot", "Salesforce"))
    for ours, theirs in zip(hubspot["days"], salesforce["days"], strict=True):
        shown.add_row(plain(ours["date"]), number(ours["calls"]), number(theirs["calls"]))
    shown.add_section()
    vendors = [hubspot["vendor"], salesforce["vendor"]]
    shown.add_row("vendor's own count", *(number(vendor["used"]) for vendor in vendors))
    shown.add_row("vendor's limit", *(number(vendor["limit"]) for vendor in vendors))
    shown.add_row("as read", *(relative(vendor.get("at")) for vendor in vendors))
    return shown


def _by_name(heading: str, counts: Sequence[Mapping[str, int]]) -> Any:  # noqa: ANN401 - a rich table
    """The most calls first, both sides together."""
    total = sum((Counter(count) for count in counts), Counter[str]())
    shown = table(heading, *SIDES.values(), numbers=tuple(SIDES.values()))
    for name, _ in total.most_common():
        shown.add_row(plain(name.replace("_", " ")), *(number(count.get(name, 0)) for count in counts))
    return shown


def _busiest(usage: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a rich table
    return _by_name("Busiest hours (UTC)", _of_busiest_hours(usage))


def _of_busiest_hours(usage: Mapping[str, Any]) -> list[Mapping[str, int]]:
    hours = [{row["hour"]: row["calls"] for row in usage[side]["hours"]} for side in SIDES]
    total = sum((Counter(one) for one in hours), Counter[str]())
    busiest = {hour for hour, _ in total.most_common(BUSIEST)}
    return [{hour: calls for hour, calls in one.items() if hour in busiest} for one in hours]


USAGE = Command(
    "usage",
    "calls of seven days, what made them, and the vendors' own figures",
    no_arguments,
    _ask,
    _show,
)
