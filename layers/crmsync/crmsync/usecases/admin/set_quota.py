"""`quota.set`: the calls that crmsync may make a day on one side, in the parameter `quota/<side>`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crmsync.core.parameters.documents import read_document
from crmsync.core.parameters.settings import quota_refusals
from crmsync.core.record import Side
from crmsync.usecases.admin.admin_error import AdminError, bad_arguments
from crmsync.usecases.admin.arguments import required_text_of
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.set_config import SetConfig
from crmsync.usecases.admin.show_quota import ShowQuota

LIMITS = ("daily_limit", "percent")
SETTINGS = (*LIMITS, "window", "time_zone")
RESERVES = {"reserve_live": "live", "reserve_poll": "poll"}


@dataclass(frozen=True, slots=True)
class SetQuota:
    """Judges a value before it is written: a limit that is refused changes nothing."""

    set_config: SetConfig
    show: ShowQuota

    def __call__(self, args: Args) -> dict[str, Any]:
        """`{"side", "daily_limit" | "percent" | "clear": true, "window", "time_zone", "reserve_live", "reserve_poll"}`
        → `quota.show`'s answer and `{"taken", "refused"}`. What is not given stays; one limit replaces the other.
        """
        side = _side(args)
        parameter = f"quota/{side}"
        wanted = _changed(self._present(parameter), args)
        _check(parameter, wanted)
        answer = self.set_config({"parameter": parameter, "value": wanted})
        shown = {one.value: self.show.shown(one) for one in Side}
        return {**shown, "taken": answer["taken"], "refused": answer["refused"]}

    def _present(self, parameter: str) -> Mapping[str, Any]:
        text = self.set_config.parameters.read().get(parameter, "{}")
        document, refusals = read_document(parameter, text)
        if document is None:
            reason = refusals[0].reason
            raise AdminError("bad_parameter", f"{parameter} is wrong, correct it with config.set first: {reason}")
        return document


def _side(args: Args) -> Side:
    name = required_text_of(args, "side")
    try:
        return Side(name)
    except ValueError:
        raise bad_arguments(f"side {name!r} is none of {', '.join(Side)}") from None


def _changed(present: Mapping[str, Any], args: Args) -> dict[str, Any]:
    given = {name: args[name] for name in SETTINGS if args.get(name) is not None}
    reserves = {own: args[name] for name, own in RESERVES.items() if args.get(name) is not None}
    if not (given or reserves or args.get("clear")):
        raise bad_arguments("give daily_limit, percent, clear, window, time_zone, reserve_live or reserve_poll")
    if args.get("clear") and any(name in given for name in LIMITS):
        raise bad_arguments("clear goes without daily_limit and percent")
    drops = bool(args.get("clear")) or any(name in given for name in LIMITS)
    kept = {name: value for name, value in present.items() if not (drops and name in LIMITS)}
    reserve = {**present.get("reserve", {}), **reserves}
    return {**kept, **given, **({"reserve": reserve} if reserve else {})}


def _check(parameter: str, wanted: Mapping[str, Any]) -> None:
    document, refusals = read_document(parameter, json.dumps(wanted))
    found = refusals or list(quota_refusals(parameter, document or {}))
    if found:
        raise bad_arguments("; ".join(f"{one.place.lstrip('/')}: {one.reason} {one.fix}".strip() for one in found))
