"""Cases: their number, what their status decides, whom they hold, how they are merged."""

from __future__ import annotations

import pytest

from tests.unit.salesforce_simulator.simulated_org import SimulatedOrg, error_of


def test_nothing_is_required_and_a_number_is_given(org: SimulatedOrg) -> None:
    first, second = (org.read("Case", org.create("Case")) for _ in range(2))
    assert int(second["CaseNumber"]) == int(first["CaseNumber"]) + 1
    assert len(first["CaseNumber"]) == 8
    assert (first["Status"], first["Priority"], first["IsClosed"]) == ("New", "Medium", False)
    assert error_of(org.call("POST", "/sobjects/Case", {"CaseNumber": "1"})) == (400, "INVALID_FIELD_FOR_INSERT_UPDATE")


def test_a_status_may_close_it(org: SimulatedOrg) -> None:
    case = org.create("Case", Subject="It hums")
    org.clock.now += 60
    org.call("PATCH", f"/sobjects/Case/{case}", {"Status": "Closed"})
    closed = org.read("Case", case)
    assert (closed["IsClosed"], closed["ClosedDate"]) == (True, closed["LastModifiedDate"])
    org.clock.now += 60
    org.call("PATCH", f"/sobjects/Case/{case}", {"Subject": "It hummed"})
    assert org.read("Case", case)["ClosedDate"] == closed["ClosedDate"]
    org.call("PATCH", f"/sobjects/Case/{case}", {"Status": "Working"})
    assert org.read("Case", case)["ClosedDate"] is None


@pytest.mark.parametrize(("kind", "value"), [("Case", "Closed"), ("Task", "Completed")])
def test_a_status_of_another_label_closes_by_its_api_name(org: SimulatedOrg, kind: str, value: str) -> None:
    org.control("schema", {"op": "relabel_stage", "object": kind, "value": value, "label": "Done"})
    record = org.read(kind, org.create(kind, Status=value))
    assert (record["Status"], record["IsClosed"]) == (value, True)


def test_the_account_is_the_contacts_unless_another_is_given(org: SimulatedOrg) -> None:
    acme, globex = (org.create("Account", Name=name) for name in ("Acme", "Globex"))
    contact = org.create("Contact", LastName="Doe", AccountId=acme, Email="doe@example.com")
    case = org.read("Case", org.create("Case", ContactId=contact))
    assert (case["AccountId"], case["ContactEmail"]) == (acme, "doe@example.com")
    assert org.read("Case", org.create("Case", ContactId=contact, AccountId=globex))["AccountId"] == globex


@pytest.mark.parametrize("kind", ["Account", "Contact"])
def test_it_holds_its_account_and_its_contact(org: SimulatedOrg, kind: str) -> None:
    account = org.create("Account", Name="Acme")
    contact = org.create("Contact", LastName="Doe", AccountId=account)
    case = org.create("Case", ContactId=contact)
    target = {"Account": account, "Contact": contact}[kind]
    refused = org.call("DELETE", f"/sobjects/{kind}/{target}")
    assert error_of(refused) == (400, "DELETE_FAILED")
    assert org.read("Case", case)["CaseNumber"] in refused.json()[0]["message"]
    assert org.read("Contact", contact)["AccountId"] == account
    org.call("DELETE", f"/sobjects/Case/{case}")
    assert org.call("DELETE", f"/sobjects/{kind}/{target}").status == 204


def test_what_holds_a_child_holds_the_account_and_nothing_of_it_is_deleted(org: SimulatedOrg) -> None:
    account, other = org.create("Account", Name="Acme"), org.create("Account", Name="Beta")
    first, held = (org.create("Contact", LastName=name, AccountId=account) for name in ("A", "B"))
    org.create("Case", ContactId=held, AccountId=other)
    org.relay()
    assert error_of(org.call("DELETE", f"/sobjects/Account/{account}")) == (400, "DELETE_FAILED")
    assert [org.read("Contact", one)["AccountId"] for one in (first, held)] == [account, account]
    assert org.read("Account", account)["IsDeleted"] is False
    assert org.events() == []


def test_cases_are_merged(org: SimulatedOrg) -> None:
    master, loser = org.create("Case", Subject="It hums"), org.create("Case", Subject="It hums again")
    child = org.create("Case", ParentId=loser)
    org.control("merge", {"object": "Case", "master": master, "losers": [loser]})
    (gone,) = org.records(f"SELECT MasterRecordId FROM Case WHERE Id = '{loser}'", "queryAll")
    assert gone["MasterRecordId"] == master
    assert org.read("Case", child)["ParentId"] == master


def test_each_record_type_offers_the_states_of_its_process(org: SimulatedOrg) -> None:
    chosen = ["New", "Closed"]
    body = {"op": "add_record_type", "object": "Case", "name": "Repair", "values": {"Status": chosen}}
    org.control("schema", body)
    (repair,) = org.records("SELECT Id, BusinessProcess.TableEnumOrId FROM RecordType WHERE SobjectType = 'Case'")
    assert repair["BusinessProcess"]["TableEnumOrId"] == "Case"
    offered = org.call("GET", f"/ui-api/object-info/Case/picklist-values/{repair['Id']}/Status").json()["values"]
    assert [one["value"] for one in offered] == chosen


def test_change_events(org: SimulatedOrg) -> None:
    org.control("event_relay", {"bus": "b", "source": "s", "entities": ["Case"]})
    case = org.create("Case", Subject="It hums")
    org.call("PATCH", f"/sobjects/Case/{case}", {"Status": "Closed"})
    created, updated = org.events()
    assert (created["Subject"], created["Status"]) == ("It hums", "New")
    assert "ContactEmail" not in created
    assert {"Status", "IsClosed", "ClosedDate"} <= set(updated["ChangeEventHeader"]["changedFields"])
