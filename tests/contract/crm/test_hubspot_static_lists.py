"""Static lists: made once by their name, filled in few calls."""

from __future__ import annotations

import pytest
from crmsync.core.failure import Consequence, CrmError

from tests.contract.crm.hubspot_world import HubspotWorld


def test_a_list_is_made_once(hubspot: HubspotWorld) -> None:
    first = hubspot.crm.static_list("Import of 2026-11-22 (12:00)")
    assert hubspot.calls() == 1
    assert hubspot.crm.static_list("Import of 2026-11-22 (12:00)") == first
    assert hubspot.crm.static_list("Another") != first
    shown = hubspot.by_person("GET", f"/crm/v3/lists/{first}")["list"]
    assert (shown["processingType"], shown["objectTypeId"]) == ("MANUAL", "0-1")


def test_members_are_added_in_one_call_and_once(hubspot: HubspotWorld) -> None:
    refs = hubspot.add(*[{"email": f"p{index}@example.org"} for index in range(120)])
    list_id = hubspot.crm.static_list("Import")
    hubspot.calls()
    for _ in range(2):
        hubspot.crm.add_to_list(list_id, [ref.id for ref in refs])
    assert hubspot.calls() == 2
    assert hubspot.by_person("GET", f"/crm/v3/lists/{list_id}")["list"]["size"] == 120


def test_a_list_that_is_gone(hubspot: HubspotWorld) -> None:
    with pytest.raises(CrmError) as caught:
        hubspot.crm.add_to_list("4711", ["1"])
    assert caught.value.failure.consequence is Consequence.REJECTED_RECORD
