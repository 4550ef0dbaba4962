"""`pause` and `resume`."""

import json
from dataclasses import replace
from typing import Any

import pytest
from crmsync.core.configuration import GlobalSettings
from crmsync.core.default_configuration import DEFAULT_CONFIGURATION
from crmsync.core.parked import Category, Parked
from crmsync.core.record import RecordRef, Side
from crmsync.core.refusal import Refusal
from crmsync.usecases.guard_configuration import GuardOutcome

from sandbox.memory.clock import START

MINUTE = 60_000


def stored(admin: Any) -> Any:
    return json.loads(admin.parameters.read()["settings/global"])


def park(admin: Any, number: int, category: Category) -> None:
    ref = RecordRef(Side.HUBSPOT, "contact", str(number))
    admin.parking.park([Parked(ref, category, "reason", "fix", START)])


def test_a_pause_keeps_the_other_switches(active: Any) -> None:
    active.parameters.write("settings/global", '{"max_clears_per_hour": 7, "dry_run": true}')
    answer = active.ask("pause")
    assert stored(active) == {"max_clears_per_hour": 7, "dry_run": True, "paused": True}
    assert (answer["paused"], answer["taken"], answer["waiting"]) == (True, True, 0)
    assert answer["since"] == "2026-11-22T00:00:00.000Z"


def test_a_second_pause_tells_since_when_and_how_many_wait(active: Any) -> None:
    active.ask("pause")
    active.clock.advance(5 * MINUTE)
    for number in range(3):
        park(active, number, Category.PAUSED)
    park(active, 9, Category.DUPLICATES)
    answer = active.ask("pause")
    assert (answer["since"], answer["waiting"]) == ("2026-11-22T00:00:00.000Z", 3)


def test_a_resume_switches_on_and_the_next_pause_begins_anew(active: Any) -> None:
    active.ask("pause")
    park(active, 1, Category.PAUSED)
    active.clock.advance(5 * MINUTE)
    answer = active.ask("resume")
    assert stored(active) == {"paused": False}
    assert (answer["paused"], answer["waiting"]) == (False, 1)
    assert answer["since"] == "2026-11-22T00:00:00.000Z"
    assert active.ask("resume")["since"] is None
    assert active.ask("pause")["since"] == "2026-11-22T00:05:00.000Z"


def test_what_is_not_in_force_yet_is_said(active: Any) -> None:
    active.guard_outcome = GuardOutcome.UNAVAILABLE
    answer = active.ask("pause")
    assert (answer["taken"], answer["outcome"]) == (False, "unavailable")


@pytest.mark.parametrize(("parameter", "taken"), [("mappings/contact", True), ("settings/global", False)])
def test_a_pause_holds_beside_another_parameter_that_is_refused(active: Any, parameter: str, taken: bool) -> None:
    active.configurations.refuse([Refusal(parameter, "/mappings/0", "no such field", "create it")], "d", 0)
    active.guard_outcome = GuardOutcome.REFUSED
    assert active.ask("pause")["taken"] is taken
    assert active.ask("config.set", parameter="settings/contact", value={})["taken"] is False


@pytest.mark.parametrize("text", ["{not json", "[1]"])
def test_a_broken_parameter_is_not_overwritten(active: Any, text: str) -> None:
    active.parameters.write("settings/global", text)
    assert active.refused("pause")[0] == "bad_parameter"
    assert active.parameters.read()["settings/global"] == text


def test_the_preview_of_no_dry_run(active: Any) -> None:
    active.activate(replace(DEFAULT_CONFIGURATION, global_settings=GlobalSettings(dry_run=False)))
    assert active.ask("preview.list") == {"dry_run": False, "items": [], "next": None}
