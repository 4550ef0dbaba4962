"""Every object pair switched on: each kind of activity, campaigns, and one custom object."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from benchmarks.virtual_product import VirtualProduct
from sandbox.simulation.pets import PARAMETER, make_pets
from sandbox.simulation.portal_properties import add_own_properties

ON = {"enabled": True}
_ACTIVITIES = dict.fromkeys(("task", "meeting", "call", "email"), "both")
_TOLD_ONLY = dict.fromkeys(("note", "form_submission", "email_sent", "email_opened", "email_clicked"), "to_salesforce")

PARAMETERS: Mapping[str, dict[str, Any]] = {
    "settings/contact": {"lifecycle": ON},
    "settings/company": ON,
    "settings/deal": ON,
    "settings/ticket": ON,
    "settings/task": {**ON, "types": {**_ACTIVITIES, **_TOLD_ONLY}},
    "settings/campaign": ON,
    "objects/pet": PARAMETER,
}
"""By their names, as an administrator would write them."""


def switch_on(virtual: VirtualProduct) -> None:
    prepare(virtual)
    put(virtual, PARAMETERS)


def prepare(virtual: VirtualProduct) -> str:
    """What the pairs need in both CRMs; the custom object's type id in HubSpot."""
    add_own_properties(virtual.hubspot_user)
    return make_pets(virtual.hubspot_user, virtual.salesforce_user)


def put(virtual: VirtualProduct, parameters: Mapping[str, dict[str, Any]]) -> None:
    """Makes them active. Raises AssertionError when one is refused."""
    for name, value in parameters.items():
        virtual.product.parameters.write(name, json.dumps(value))
    virtual.run(virtual.product.guard)
    refused = virtual.product.configurations.refused()
    if refused:
        raise AssertionError(f"refused: {refused}")
