"""What is only believed of a CRM is a switch of its simulator: under either setting people's edits cross.

The switches are taken from the simulators' settings, so that a new one is met here by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from crmsync.core.record import RecordRef, Side

from sandbox.hubspot.settings import HubspotSettings
from sandbox.salesforce.settings import SalesforceSettings
from tests.unit.sync.sync_world import SyncWorld, salesforce_ref

OF_THE_SCENE = {"is_set_up", "app_token_state", "convert_action"}
"""They say what there is, not how it behaves."""

NUMBERS: dict[Side, dict[str, list[Any]]] = {
    Side.HUBSPOT: {
        "search_per_second": [4],
        "webhook_batch_max": [1],
        "history_limit": [1],
        "association_page": [1],
        "association_read_limit": [100],
        "default_lifecyclestage": [""],
    },
    Side.SALESFORCE: {
        "upsert_update_status": [204],
        "gap_overflow_above": [1],
        "person_change_origin": ["com/salesforce/api/soap/62.0;client=SfdcInternalAPI/"],
        "session_lifetime_s": [60.0],
    },
}


def others(default: object, hint: Any) -> list[Any]:
    """What a switch may be instead."""
    if isinstance(default, bool):
        return [not default]
    return [one for one in get_args(hint) if one != default] if get_origin(hint) is Literal else []


def switches() -> Iterator[Any]:
    for side, settings in ((Side.HUBSPOT, HubspotSettings), (Side.SALESFORCE, SalesforceSettings)):
        hints, defaults = get_type_hints(settings), settings()
        for one in fields(settings):
            values = [*others(getattr(defaults, one.name), hints[one.name]), *NUMBERS[side].get(one.name, [])]
            if one.name not in OF_THE_SCENE:
                yield from (pytest.param(side, one.name, value, id=f"{side}-{one.name}-{value}") for value in values)


SWITCHES = list(switches())


def test_there_are_switches_of_both_sides() -> None:
    named = {one.values[1] for one in SWITCHES}
    assert {"batch_results_reversed", "conflict_body", "event_body", "whole_second_times"} <= named
    assert len(SWITCHES) > 40


@pytest.mark.parametrize(("side", "name", "value"), SWITCHES)
def test_edits_cross_under_either_setting(side: Side, name: str, value: Any) -> None:
    world = SyncWorld()
    world.control(side, "settings", {name: value})
    contact = world.create_contact(email="Ada@Example.org", lastname="Lovelace", phone="1")
    lead = world.create_person("Lead", Email="lea@example.org", LastName="Lea", Company="Acme")
    world.run_on()
    person = world.link_of(RecordRef(Side.HUBSPOT, "contact", contact)).salesforce.id
    lea = world.link_of(salesforce_ref(lead)).hubspot.id
    world.edit_contact(contact, jobtitle="Countess")
    world.edit_person(lead, Title="CEO", City="Oslo")
    world.run_on()
    assert world.person(person, "Title", "Phone") == ("Countess", "1")
    assert world.contact(lea, "jobtitle", "city") == ("CEO", "Oslo")
    world.edit_person(person, Title="Queen", Phone=None)
    world.edit_contact(lea, zip="20100")
    world.run_on()
    assert world.contact(contact, "jobtitle", "phone") == ("Queen", None)
    assert world.person(lead, "City", "PostalCode") == ("Oslo", "20100")
    assert world.parked() == []
