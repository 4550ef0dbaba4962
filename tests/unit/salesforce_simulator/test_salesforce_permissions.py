"""Rights of whole objects, and Person Accounts."""

from __future__ import annotations

from typing import Any

from tests.unit.salesforce_simulator.simulated_org import SimulatedOrg


def control(org: SimulatedOrg, **change: Any) -> None:
    org.control("schema", change)


def traits(org: SimulatedOrg, object_type: str) -> tuple[bool, bool]:
    described = org.call("GET", f"/sobjects/{object_type}/describe").json()
    return described["createable"], described["updateable"]


def test_rights_of_an_object_are_the_integration_users(org: SimulatedOrg) -> None:
    lead = org.lead()
    control(org, op="set_permission", object="Lead", creatable=False, editable=False)
    assert traits(org, "Lead") == (False, False)
    created = org.call("POST", "/sobjects/Lead", {"LastName": "Doe", "Company": "Acme"})
    edited = org.call("PATCH", f"/sobjects/Lead/{lead}", {"Title": "Boss"})
    assert {created.json()[0]["errorCode"], edited.json()[0]["errorCode"]} == {"INSUFFICIENT_ACCESS_OR_READONLY"}
    assert org.person("PATCH", f"/sobjects/Lead/{lead}", {"Title": "Boss"}).status == 204
    control(org, op="set_permission", object="Lead", creatable=True, editable=True)
    assert traits(org, "Lead") == (True, True)


def test_person_accounts_mark_contacts_and_accounts(org: SimulatedOrg) -> None:
    described = org.call("GET", "/sobjects/Contact/describe").json()["fields"]
    assert "IsPersonAccount" not in {field["name"] for field in described}
    assert org.query("SELECT IsPersonAccount FROM Contact").status == 400
    business = org.call("POST", "/sobjects/Contact", {"LastName": "Doe"}).json()["id"]
    control(org, op="enable_person_accounts")
    for object_type in ("Contact", "Account"):
        fields = org.call("GET", f"/sobjects/{object_type}/describe").json()["fields"]
        (mark,) = [field for field in fields if field["name"] == "IsPersonAccount"]
        assert (mark["type"], mark["createable"], mark["updateable"]) == ("boolean", False, False)
    assert org.read("Contact", business)["IsPersonAccount"] is False
