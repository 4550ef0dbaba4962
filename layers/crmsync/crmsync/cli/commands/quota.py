"""`crmsync quota`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command
from crmsync.cli.commands.config_show import show_refused
from crmsync.cli.failure import DONE, FAILED, CliError
from crmsync.cli.shown_values import SIDES, number, plain, relative
from crmsync.cli.table import table

DEFAULTS = {"hubspot": "80 % of HubSpot's limit", "salesforce": "50 % of Salesforce's limit"}
LEVELS = {75: "yellow", 90: "bold red"}
_CLASSES = {"live": "left for live changes", "poll": "left for polls", "bulk": "left for bulk"}
_GIVEN = ("daily_limit", "percent", "window", "time_zone", "reserve_live", "reserve_poll")


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("side", nargs="?", choices=SIDES, help="whose quota to set; both are shown without")
    limit = parser.add_mutually_exclusive_group()
    limit.add_argument("--daily-limit", type=int, metavar="CALLS", help="calls that crmsync may make a day")
    limit.add_argument("--percent", type=float, metavar="SHARE", help="the same as a share of the CRM's own limit")
    limit.add_argument("--clear", action="store_true", help="back to the default share")
    parser.add_argument("--window", choices=("rolling", "calendar"), help="the last 24 hours, or since midnight")
    parser.add_argument("--time-zone", metavar="NAME", help="whose midnight, such as Europe/Vienna")
    parser.add_argument("--reserve-live", type=int, metavar="SHARE", help="percent kept for changes of people")
    parser.add_argument("--reserve-poll", type=int, metavar="SHARE", help="percent kept for polls")


def _ask(options: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    given = {name: value for name in _GIVEN if (value := getattr(options, name)) is not None}
    given |= {"clear": True} if options.clear else {}
    if options.side is None:
        if given:
            raise CliError("bad_arguments", "say whose quota to set: hubspot or salesforce")
        return ask("quota.show", {})
    return ask("quota.set", {"side": options.side, **given}) if given else ask("quota.show", {})


def _show(answer: Mapping[str, Any], console: Console) -> None:
    quota = [answer[side] for side in SIDES]
    shown = table("Calls a day", *SIDES.values(), numbers=tuple(SIDES.values()))
    shown.add_row("the CRM's own limit", *(number(one["vendor"]["limit"]) for one in quota))
    shown.add_row("used by everybody", *(number(one["vendor"]["used"]) for one in quota))
    shown.add_row("allotted to crmsync", *(number(one["allocation"]) for one in quota))
    shown.add_row("by", *(plain(_rule(side, answer[side]), "dim") for side in SIDES))
    shown.add_row("used", *(used_share(one) for one in quota))
    for call_class, label in _CLASSES.items():
        shown.add_row(label, *(number(one["left"][call_class]) for one in quota))
    shown.add_row("kept for live, polls", *(plain(_reserve(one), "dim") for one in quota))
    shown.add_row("counted over", *(plain(_window(one), "dim") for one in quota))
    shown.add_row("next to come back", *(_next(one) for one in quota))
    console.print(shown)
    for side in SIDES:
        _warn(side, answer[side], console)
    if answer.get("refused"):
        show_refused(answer["refused"], console)


def used_share(quota: Mapping[str, Any]) -> Text:
    """Coloured from 75 % on."""
    return Text(f"{quota['used']:,} ({quota['used_percent']:.0f} %)", LEVELS.get(quota["warning"], ""))


def _rule(side: str, quota: Mapping[str, Any]) -> str:
    if quota["limit"]["daily_limit"] is not None:
        return "a fixed number"
    percent = quota["limit"]["percent"]
    return DEFAULTS[side] if percent is None else f"{percent:g} % of {SIDES[side]}'s limit"


def _reserve(quota: Mapping[str, Any]) -> str:
    return f"{quota['reserve']['live']} %, {quota['reserve']['poll']} %"


def _window(quota: Mapping[str, Any]) -> str:
    return "the last 24 hours" if quota["window"] == "rolling" else f"the day in {quota['time_zone']}"


def _next(quota: Mapping[str, Any]) -> Text:
    if not quota["comes_back"]:
        return Text("-")
    first = quota["comes_back"][0]
    return Text.assemble(f"{first['calls']:,}, ", relative(first["at"]))


def _warn(side: str, quota: Mapping[str, Any], console: Console) -> None:
    if quota["warning"] is not None:
        console.print(Text(f"{SIDES[side]}: {quota['warning']} % of the calls are used", LEVELS[quota["warning"]]))


def _exit_code(answer: Mapping[str, Any]) -> int:
    return DONE if answer.get("taken", True) else FAILED


QUOTA = Command("quota", "the calls a day: allotted, used, left; set a limit", _add_arguments, _ask, _show, _exit_code)
