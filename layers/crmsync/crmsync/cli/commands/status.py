"""`crmsync status`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command, no_arguments
from crmsync.cli.commands.quota import used_share
from crmsync.cli.shown_values import SIDES, number, plain, relative
from crmsync.cli.table import table

_STATE_STYLES = {"healthy": "green", "lossy": "yellow", "lost": "bold red"}
_CLASSES = {"live": "left for live changes", "poll": "left for polls", "bulk": "left for bulk"}


def _ask(_: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    return ask("status", {})


def _show(status: Mapping[str, Any], console: Console) -> None:
    console.print(_state(status))
    console.print()
    console.print(_queues(status["queues"]))
    console.print()
    console.print(_parked(status["parked"]))
    console.print()
    console.print(_calls(status))
    console.print()
    console.print(_feeds(status))


def _state(status: Mapping[str, Any]) -> Text:
    configuration = status["configuration"]
    line = Text.assemble(("paused", "bold yellow") if status["paused"] else ("running", "bold green"))
    if status["dry_run"]:
        line.append(", dry run (nothing is written)", "yellow")
    version = configuration["version"]
    line.append(f", configuration {version}" if version else ", no configuration yet")
    if configuration["refused"]:
        line.append(f", {configuration['refused']} refused: see `crmsync config show`", "red")
    return line


def _queues(queues: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a rich table
    shown = table("Queue", "waiting", "in work", numbers=("waiting", "in work"))
    for name, depth in queues.items():
        shown.add_row(name.replace("_", " "), number(depth["waiting"]), number(depth["in_flight"]))
    return shown


def _parked(parked: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a rich table or text
    if not parked["total"]:
        return Text("Nothing is parked.")
    more = "+" if parked["more"] else ""
    shown = table("Parked", f"{parked['total']:,}{more}", numbers=(f"{parked['total']:,}{more}",))
    for category, count in parked["by_category"].items():
        shown.add_row(plain(category.replace("_", " ")), number(count))
    return shown


def _calls(status: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a rich table
    shown = table("Calls a day", *SIDES.values(), numbers=tuple(SIDES.values()))
    quota = [status["quota"][side] for side in SIDES]
    shown.add_row("allotted", *(number(side["allocation"]) for side in quota))
    shown.add_row("used", *(used_share(side) for side in quota))
    for call_class, label in _CLASSES.items():
        shown.add_row(label, *(_left(side["left"][call_class]) for side in quota))
    polls = [status["polls"][side] for side in SIDES]
    shown.add_row("polled until", *(relative(poll["polled_until"]) for poll in polls))
    shown.add_row("polled every", *(plain(poll["interval"]) for poll in polls))
    return shown


def _feeds(status: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a rich table
    shown = table("Live feed", "state", "last event", "last missed")
    for name, feed in status["feeds"].items():
        state = plain(feed["state"] or "-", _STATE_STYLES.get(feed["state"], ""))
        shown.add_row(
            plain(name.replace("_", " ")), state, relative(feed["last_event_at"]), relative(feed["missed_at"])
        )
    return shown


def _left(calls: int) -> Text:
    shown = number(calls)
    shown.stylize("" if calls else "red")
    return shown


STATUS = Command("status", "is it running, is anything waiting or stuck", no_arguments, _ask, _show)
