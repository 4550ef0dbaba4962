"""A transform that an administrator declares, on the deployed functions."""

from __future__ import annotations

import pytest

from tests.e2e.journey import Journey, eventually

pytestmark = pytest.mark.stack

FULL_NAME = {
    "mappings": [
        {"hubspot": "firstname", "salesforce": "FirstName", "rule": "dont_sync"},
        {"hubspot": "lastname", "salesforce": "LastName", "rule": "dont_sync"},
        {
            "hubspot": "full_name",
            "salesforce": ["FirstName", "LastName"],
            "rule": "two_way",
            "transform": {
                "to_hubspot": {"expression": "join(' ', [FirstName, LastName])"},
                "to_salesforce": {"split": {"separator": " "}},
            },
        },
    ]
}


def test_one_name_in_hubspot_is_two_in_salesforce(journey: Journey) -> None:
    field = {"name": "full_name", "type": "string", "label": "Full name"}
    journey.stack.control("hubspot", "schema", {"op": "add_field", "object": "contact", "field": field})
    with journey.parameter("mappings/contact/names", FULL_NAME):
        pair = journey.linked(full_name="Ada King Lovelace")
        assert journey.person(pair, "FirstName", "LastName") == ("Ada King", "Lovelace")
        journey.edit_person(pair, FirstName="Augusta")
        eventually(lambda: journey.contact(pair, "full_name"), ("Augusta Lovelace",))
        journey.edit_contact(pair, full_name="Augusta Byron")
        eventually(lambda: journey.person(pair, "FirstName", "LastName"), ("Augusta", "Byron"))
    assert [entry["field"] for entry in journey.history(pair)].count("full_name") == 3
