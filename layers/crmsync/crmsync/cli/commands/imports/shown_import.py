"""An import on a terminal: its estimate, and what has become of its records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from crmsync.cli.shown_values import number, plain, relative
from crmsync.cli.table import table

_COUNTS = ("created", "updated", "unchanged", "skipped", "failed")
_STYLES = {"done": "bold green", "running": "bold green", "failed": "bold red", "paused": "bold yellow"}
_WAITS = {
    "quota": "today's calls are used up; it goes on by itself when there are calls again",
    "salesforce": "Salesforce works on the query",
    "unavailable": "a CRM did not answer; it tries again",
    "login": "a CRM refuses crmsync's login; it tries again: see `crmsync doctor`",
    "switched_off": "the sync is paused or switched off in the settings",
}


def show_estimate(shown: Mapping[str, Any], console: Console) -> None:
    estimate = shown["estimate"]
    console.print(Text.assemble(plain(shown["title"], "bold"), f": {estimate['records']:,} records"))
    console.print()
    calls = table("Calls", "HubSpot", "Salesforce", numbers=("HubSpot", "Salesforce"))
    calls.add_row("this import, at most", *(number(estimate["calls"][side]) for side in ("hubspot", "salesforce")))
    calls.add_row("left for bulk work today", *(number(estimate["left"][side]) for side in ("hubspot", "salesforce")))
    calls.add_row("the classic 3 a record", "", number(estimate["classic_calls"]))
    console.print(calls)
    console.print()
    console.print(_verdict(estimate))


def _verdict(estimate: Mapping[str, Any]) -> Text:
    if estimate["fits"]:
        minutes = -(-estimate["seconds"] // 60)
        return Text.assemble(("It fits into today's calls", "green"), f"; about {minutes} min.")
    return Text.assemble(
        ("It does not fit into today's calls", "red"), f"; with --spread it is done in {estimate['days']} days."
    )


def show_import(shown: Mapping[str, Any], console: Console) -> None:
    state = shown["state"]
    console.print(Text.assemble((state, _STYLES.get(state, "bold")), ": ", plain(shown["title"])))
    console.print(_progress(shown))
    if shown["list_url"]:
        console.print(plain(f"HubSpot list: {shown['list_url']}"), soft_wrap=True)
    if shown["waiting"] and state == "running":
        console.print(Text(_WAITS.get(shown["waiting"], shown["waiting"]), "yellow"))
    for key in ("error", "warning"):
        if shown[key]:
            console.print(plain(shown[key], "red"))
    if shown["retry"]:
        console.print(_retry(shown["retry"]))
    console.print()
    console.print(_counts(shown))
    if shown["reasons"]:
        console.print()
        console.print(_reasons(shown["reasons"]))


def _progress(shown: Mapping[str, Any]) -> Text:
    line = Text(f"{shown['counts']['total']:,} of {shown['estimate']['records']:,} records")
    if shown["rate"]:
        line.append(f", {shown['rate']:,.0f} a second")
    if shown["seconds_left"]:
        line.append(f", about {-(-shown['seconds_left'] // 60)} min left")
    if shown["list_id"] and not shown["list_url"]:
        line.append(f", HubSpot list {shown['list_id']}")
    return line


def _retry(retry: Mapping[str, Any]) -> Text:
    """How far what failed was tried again, and what became of it."""
    counts = retry["counts"]
    became = ", ".join(f"{counts[name]:,} {name}" for name in _COUNTS if counts[name])
    line = Text.assemble("retry ", (retry["state"], _STYLES.get(retry["state"], "bold")))
    line.append(f": {counts['total']:,} of {retry['records']:,} failed records")
    line.append(f" ({became})" if became else "")
    if retry["seconds_left"]:
        line.append(f", about {-(-retry['seconds_left'] // 60)} min left")
    if retry["error"]:
        line.append(f": {retry['error']}", "red")
    return line


def _counts(shown: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a rich table
    counts = table("Records", "", numbers=("",))
    for name in _COUNTS:
        counts.add_row(name, number(shown["counts"][name]))
    return counts


def _reasons(reasons: Mapping[str, int]) -> Any:  # noqa: ANN401 - as above
    shown = table("Left out because of", "", numbers=("",))
    for reason, count in sorted(reasons.items(), key=lambda one: (-one[1], one[0])):
        shown.add_row(plain(reason.replace("_", " ")), number(count))
    return shown


def show_imports(answer: Mapping[str, Any], console: Console) -> None:
    """All that are remembered, a line each."""
    if not answer["items"]:
        console.print("Nothing was imported yet.")
        return
    shown = table("Import", "Kind", "State", "Records", "Made", numbers=("Records",))
    for one in answer["items"]:
        counts = f"{one['counts']['total']:,} of {one['estimate']['records']:,}"
        shown.add_row(
            plain(one["job_id"]), plain(one["kind"]), plain(one["state"]), counts, relative(one["created_at"])
        )
    console.print(shown)
