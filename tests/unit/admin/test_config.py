"""`config.show` and `config.set`."""

from dataclasses import replace
from typing import Any

import pytest
from crmsync.core.configuration import PairConfiguration
from crmsync.core.default_configuration import CONTACT_PAIR, DEFAULT_CONFIGURATION
from crmsync.core.pairs.company import COMPANY
from crmsync.core.refusal import Refusal
from crmsync.usecases.guard_configuration import GuardOutcome


def test_before_the_first_configuration(admin: Any) -> None:
    assert admin.ask("config.show") == {
        "active": None,
        "refused": [],
        "settings": None,
        "pairs": [],
        "notices": [],
    }


def test_the_active_configuration(active: Any) -> None:
    shown = active.ask("config.show")
    assert shown["active"]["version"] == 1
    assert shown["active"]["activated_at"] == "2026-11-22T00:00:00.000Z"
    assert shown["settings"]["max_clears_per_hour"] == 50
    (pair,) = shown["pairs"]
    assert (pair["name"], pair["hubspot"], pair["salesforce"]) == ("contact", "contact", ["Contact", "Lead"])
    assert pair["settings"]["required_fallbacks"]["LastName"] == "[not provided]"
    assert {
        "hubspot": "jobtitle",
        "salesforce": {"Contact": "Title", "Lead": "Title"},
        "rule": "prefer_salesforce_unless_blank",
        "is_default": True,
        "to_salesforce": True,
        "options": None,
        "time_zone": "UTC",
        "transform": None,
    } in pair["mappings"]
    assert shown["notices"] == []


def test_default_mappings_that_rest_are_told(admin: Any) -> None:
    without = [mapping for mapping in CONTACT_PAIR.mappings if mapping.hubspot != "rating"]
    fax = next(mapping for mapping in without if mapping.hubspot == "fax")
    without[without.index(fax)] = replace(fax, salesforce={"Lead": "Fax"})
    pair = replace(CONTACT_PAIR, mappings=tuple(without))
    admin.activate(replace(DEFAULT_CONFIGURATION, pairs={pair.name: pair}))
    notices = admin.ask("config.show")["notices"]
    assert [(one["mapping"], "Contact.Fax" in one["reason"]) for one in notices] == [("fax", True), ("rating", False)]
    assert all("set-up" in one["fix"] for one in notices)


def test_what_was_refused(active: Any) -> None:
    active.configurations.refuse([Refusal("mappings/contact", "/mappings/0", "no such field", "create it")], "d", 0)
    assert active.ask("config.show")["refused"] == [
        {"parameter": "mappings/contact", "place": "/mappings/0", "reason": "no such field", "fix": "create it"}
    ]


def test_one_parameter_as_it_stands(active: Any) -> None:
    active.parameters.write("settings/global", '{"paused": true}')
    assert active.ask("config.show", parameter="settings/global") == {
        "parameter": "settings/global",
        "value": '{"paused": true}',
    }


def test_a_parameter_that_is_not_there(active: Any) -> None:
    assert active.refused("config.show", parameter="settings/none")[0] == "not_found"


@pytest.mark.parametrize(
    ("value", "stored"), [({"paused": True}, '{"paused": true}'), ("{not json", "{not json"), ([1], "[1]"), ("é", "é")]
)
def test_setting_writes_and_has_it_compiled(active: Any, value: object, stored: str) -> None:
    answer = active.ask("config.set", parameter="settings/global", value=value)
    assert active.parameters.read() == {"settings/global": stored}
    assert active.guarded == 1
    assert answer["taken"] is True
    assert answer["outcome"] == "activated"
    assert answer["active"]["version"] == 1


def test_of_what_is_left_unfilled_that_of_pairs_that_sync_is_told(active: Any) -> None:
    off = PairConfiguration.of(COMPANY)
    pairs = {off.name: off, CONTACT_PAIR.name: CONTACT_PAIR}
    active.activate(replace(DEFAULT_CONFIGURATION, pairs=pairs))
    active.unfilled = ("company/phone", "contact/phone")
    answer = active.ask("config.set", parameter="mappings/contact", value={})
    assert answer["unfilled"] == ["contact/phone"]


def test_what_the_guard_refuses_is_not_taken(active: Any) -> None:
    active.guard_outcome = GuardOutcome.REFUSED
    active.configurations.refuse([Refusal("settings/global", "", "not JSON", "mend it")], "d", 0)
    answer = active.ask("config.set", parameter="settings/global", value="{")
    assert answer["taken"] is False
    assert answer["refused"][0]["reason"] == "not JSON"
    assert active.parameters.read() == {"settings/global": "{"}


@pytest.mark.parametrize("outcome", [GuardOutcome.RUNNING, GuardOutcome.UNAVAILABLE])
def test_what_is_not_compiled_yet_is_not_taken(active: Any, outcome: GuardOutcome) -> None:
    active.guard_outcome = outcome
    answer = active.ask("config.set", parameter="settings/global", value={})
    assert (answer["taken"], answer["outcome"]) == (False, outcome.value)


@pytest.mark.parametrize(
    "args",
    [
        {},
        {"parameter": "settings/global"},
        {"value": "{}"},
        {"parameter": "", "value": "{}"},
        {"parameter": "/settings", "value": "{}"},
        {"parameter": "settings//x", "value": "{}"},
        {"parameter": "settings/ü", "value": "{}"},
    ],
)
def test_setting_needs_a_name_and_a_value(active: Any, args: dict[str, Any]) -> None:
    assert active.refused("config.set", **args)[0] == "bad_arguments"
    assert active.parameters.read() == {}
    assert active.guarded == 0
