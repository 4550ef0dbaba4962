"""`settings/task`: which activities sync, and which way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from crmsync.core.configuration import Configuration
from crmsync.core.mapping import Rule
from crmsync.core.parameters.compile import compile_configuration
from crmsync.core.refusal import Refusal

ACTIVITIES = ("task", "meeting", "call", "email", "note")


def compiled(document: Mapping[str, Any]) -> tuple[Configuration | None, list[Refusal]]:
    return compile_configuration({"settings/task": json.dumps(document)}, {}, {}, 1)


def enabled(document: Mapping[str, Any]) -> set[str]:
    configuration, _ = compiled(document)
    assert configuration is not None
    return {name for name in ACTIVITIES if configuration.pairs[name].settings.enabled}


def test_all_are_off_without_a_parameter() -> None:
    assert enabled({}) == set()
    assert enabled({"types": {"call": "both"}}) == set()


def test_tasks_alone_are_on_until_more_is_chosen() -> None:
    assert enabled({"enabled": True}) == {"task"}
    assert enabled({"enabled": True, "types": {"task": "off", "call": "to_hubspot"}}) == {"call"}
    assert enabled({"enabled": True, "types": dict.fromkeys(ACTIVITIES, "to_salesforce")}) == {*ACTIVITIES}


@pytest.mark.parametrize(
    ("way", "to_hubspot", "to_salesforce", "rule"),
    [
        ("both", True, "task", Rule.TWO_WAY),
        ("to_hubspot", True, None, Rule.ALWAYS_SALESFORCE),
        ("to_salesforce", False, "task", Rule.ALWAYS_HUBSPOT),
    ],
)
def test_a_way_decides_what_is_created_and_who_wins(
    way: str, to_hubspot: bool, to_salesforce: str | None, rule: Rule
) -> None:
    configuration, _ = compiled({"enabled": True, "types": {"call": way}})
    assert configuration is not None
    call = configuration.pairs["call"]
    assert (call.settings.create_in_hubspot, call.settings.create_in_salesforce) == (to_hubspot, to_salesforce)
    assert {one.rule for one in call.mappings} == {rule}


def test_what_holds_for_all_types_holds_for_each() -> None:
    configuration, _ = compiled(
        {
            "enabled": True,
            "types": {"meeting": "both", "call": "both"},
            "on_hubspot_delete": "delete",
            "create_in_salesforce": None,
            "salesforce_filter": "Priority = 'High'",
        }
    )
    assert configuration is not None
    call, meeting = configuration.pairs["call"].settings, configuration.pairs["meeting"].settings
    assert (call.on_hubspot_delete, meeting.on_hubspot_delete) == ("delete", "delete")
    assert (call.create_in_salesforce, meeting.create_in_salesforce) == (None, None)
    # The filter is on fields of Task, which events do not have.
    assert (call.salesforce_filter, meeting.salesforce_filter) == ("Priority = 'High'", None)


def test_tasks_and_events_have_conditions_of_their_own() -> None:
    both = {"Task": "Priority = 'High'", "Event": "Location != null"}
    document = {"enabled": True, "types": {"meeting": "both", "call": "both"}}
    for said, expected in (
        (both, ("Priority = 'High'", "Location != null")),
        ({"Event": "Id != null"}, (None, "Id != null")),
    ):
        configuration, _ = compiled({**document, "salesforce_filter": said})
        assert configuration is not None
        pairs = configuration.pairs
        assert pairs["call"].settings.salesforce_filter == pairs["task"].settings.salesforce_filter == expected[0]
        assert pairs["meeting"].settings.salesforce_filter == expected[1]


@pytest.mark.parametrize("wrong", [{"Lead": "Id != null"}, {"Event": ""}, {"Event": 7}, 7])
def test_a_condition_of_another_shape_is_refused(wrong: object) -> None:
    configuration, refusals = compiled({"enabled": True, "salesforce_filter": wrong})
    assert configuration is None
    assert refusals[0].place.startswith("/salesforce_filter")


@pytest.mark.parametrize("wrong", [{"note": "to_hubspot"}, {"fax": "both"}, {"call": "sideways"}, {"call": True}])
def test_an_impossible_way_is_refused_with_its_place(wrong: Mapping[str, object]) -> None:
    configuration, refusals = compiled({"enabled": True, "types": dict(wrong)})
    assert configuration is None
    (refusal,) = refusals
    assert refusal.parameter == "settings/task"
    assert refusal.place.startswith("/types")
    assert refusal.fix


@pytest.mark.parametrize("activity", ["meeting", "call", "email", "note"])
def test_the_types_have_no_settings_of_their_own(activity: str) -> None:
    configuration, refusals = compile_configuration({f"settings/{activity}": "{}"}, {}, {}, 1)
    assert configuration is None
    assert refusals[0].parameter == f"settings/{activity}"
