"""What Salesforce calculates of other records travels by the nightly round, whatever the pair: no event tells."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.record import Side

from sandbox.simulation.reconciles import TIMEOUT
from tests.unit.sync.custom_world import PET
from tests.unit.sync.ending_world import ACTIVITIES, KINDS, Ending, Kind

MINUTE = 60_000
PROPERTY, FORMULA = "told_by_formula", "Formula__c"
FEEDS = {
    "Account": ("ParentId", "Parent.Name", "Account"),
    "Opportunity": ("AccountId", "Account.Name", "Account"),
    "Case": ("AccountId", "Account.Name", "Account"),
    "Task": ("WhatId", "What.Name", "Account"),
    "Event": ("WhatId", "What.Name", "Account"),
    "Pet__c": ("Keeper__c", "Keeper__r.Title", "Contact"),
}
"""By object: the lookup, what is calculated of the record there, and its object."""

VALUES = {"Account": ("Name", {"Name": "Engines"}), "Contact": ("Title", {"LastName": "Lovelace", "Title": "Engines"})}
every_kind = pytest.mark.parametrize("kind", [*KINDS, *ACTIVITIES], ids=lambda kind: kind.name)


def with_formula(kind: Kind) -> Ending:
    """Where the calculated field is mapped."""
    ending = Ending(kind)
    hubspot_type = ending.ref(Side.HUBSPOT, "1").object_type
    add_property(ending, hubspot_type)
    field = {"name": FORMULA, "type": "string", "formula": FEEDS[kind.salesforce_type][1]}
    ending.world.control(Side.SALESFORCE, "schema", {"op": "add_field", "object": kind.salesforce_type, "field": field})
    ending.world.read_schemas()
    mapping = {"hubspot": PROPERTY, "salesforce": FORMULA, "rule": "always_salesforce"}
    if kind.name == "pet":
        ending.switch(mappings=[*PET["mappings"], mapping])
    else:
        ending.world.put(f"mappings/{kind.name}/formula", {"mappings": [mapping]})
    return ending


def add_property(ending: Ending, hubspot_type: str) -> None:
    own: dict[str, Any] = {"name": PROPERTY, "label": "Formula", "type": "string", "fieldType": "text"}
    path = f"/crm/v3/properties/{hubspot_type}"
    groups = ending.world.hubspot_user.send("GET", f"{path}/groups").json()["results"]
    made = ending.world.hubspot_user.send("POST", path, {**own, "groupName": groups[0]["name"]})
    assert made.status == 201, made.body


def reconcile(ending: Ending) -> dict[tuple[str, str], int]:
    """A nightly round; the drift of the formula by object pair and cause."""
    world = ending.world
    world.product.reconciles.nightly(TIMEOUT)
    queue = world.product.reconcile_queue
    while (due := queue.next_visible_at()) is not None:
        world.clock.advance(max(0, due - world.clock.now()))
        message = queue.take()
        assert message is not None
        world.product.reconciles.run(message, TIMEOUT)
        queue.delete(message)
    report = world.product.reconciles.command("report")["result"]
    return {(one["object"], one["cause"]): one["values"] for one in report["drift"] if one["field"] == PROPERTY}


def shown(ending: Ending, record: str) -> str | None:
    found = ending.world.hubspot_user.show(record, [PROPERTY], ending.path)
    assert found is not None
    return found.get(PROPERTY) or None


@every_kind
def test_a_new_value_of_a_formula_comes_with_the_nightly_round(kind: Kind) -> None:
    ending = with_formula(kind)
    world, (lookup, _, feeding) = ending.world, FEEDS[kind.salesforce_type]
    field, values = VALUES[feeding]
    fed_by = world.salesforce_user.create(feeding, dict(values)) or ""
    one = ending.linked(**{lookup: fed_by})
    world.run_on()
    assert shown(ending, one.hubspot) == "Engines"
    world.clock.advance(10 * MINUTE)
    assert world.salesforce_user.edit(feeding, fed_by, {field: "Difference Engines"})
    world.run_on()
    assert shown(ending, one.hubspot) == "Engines"
    world.clock.advance(10 * MINUTE)
    assert reconcile(ending) == {(kind.name, "calculated"): 1}
    assert shown(ending, one.hubspot) == "Difference Engines"
    assert reconcile(ending) == {}
    assert world.parked() == []
