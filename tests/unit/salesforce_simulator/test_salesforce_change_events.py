from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.salesforce.seed.users import INTEGRATION_USER, PERSON
from sandbox.salesforce.settings import SalesforceSettings
from tests.unit.salesforce_simulator.simulated_org import NOON, SimulatedOrg

NOON_MS = int(NOON * 1000)
CLIENT = "client=crmsync"


@pytest.fixture
def org() -> SimulatedOrg:
    org = SimulatedOrg()
    org.relay()
    return org


def _one(org: SimulatedOrg) -> dict[str, Any]:
    (event,) = org.events()
    return event


def _header(event: dict[str, Any]) -> dict[str, Any]:
    header: dict[str, Any] = event["ChangeEventHeader"]
    return header


def test_the_entry_for_the_bus(org: SimulatedOrg) -> None:
    org.lead()
    (delivery,) = org.deliveries()
    entry = json.loads(delivery.body)
    detail = json.loads(entry.pop("Detail"))
    assert delivery.kind == "event"
    assert entry == {"Source": "salesforce.partner/org/channel", "DetailType": "LeadChangeEvent", "EventBusName": "bus"}
    assert set(detail) == {"payload", "schemaId", "id"}


def test_the_older_envelope_has_the_header_under_detail(org: SimulatedOrg) -> None:
    org.control("settings", {"event_shape": "appflow"})
    org.lead()
    (delivery,) = org.deliveries()
    detail = json.loads(json.loads(delivery.body)["Detail"])
    assert detail["ChangeEventHeader"]["entityName"] == "Lead"


def test_create(org: SimulatedOrg) -> None:
    lead_id = org.lead(FirstName="Jane", City="Oslo")
    event = _one(org)
    header = _header(event)
    assert header["changeType"] == "CREATE"
    assert header["recordIds"] == [lead_id]
    assert (header["commitUser"], header["commitTimestamp"], header["sequenceNumber"]) == (INTEGRATION_USER, NOON_MS, 1)
    assert header["changeOrigin"] == "com/salesforce/api/rest/62.0"
    assert header["changedFields"] == header["nulledFields"] == []
    assert event["Name"] == {"Salutation": None, "FirstName": "Jane", "LastName": "Doe"}
    assert event["Address"]["City"] == "Oslo"
    assert event["CreatedDate"] == event["LastModifiedDate"] == NOON_MS
    assert event["Title"] is None
    assert not event.keys() & {"Id", "IsDeleted", "SystemModstamp", "FirstName", "City", "PhotoUrl", "LastActivityDate"}


def test_update(org: SimulatedOrg) -> None:
    lead_id = org.lead(FirstName="Jane", Title="CEO", City="Oslo")
    org.events()
    org.clock.now += 5
    fields = {"FirstName": None, "Title": "CTO", "City": "Rome", "Company": "Acme"}
    org.call("PATCH", f"/sobjects/Lead/{lead_id}", fields, Sforce_Call_Options=CLIENT)
    event = _one(org)
    header = _header(event)
    assert header["changeType"] == "UPDATE"
    assert header["changeOrigin"] == "com/salesforce/api/rest/62.0;client=crmsync"
    assert set(header["changedFields"]) == {"Name.FirstName", "Title", "Address.City", "LastModifiedDate"}
    assert header["nulledFields"] == ["Name.FirstName"]
    assert (event["Title"], event["LastModifiedDate"]) == ("CTO", NOON_MS + 5000)
    assert event["Address"]["City"] == "Rome"
    assert event["Company"] is None  # unchanged: null says nothing


def test_update_with_changed_fields_only(org: SimulatedOrg) -> None:
    org.control("settings", {"event_body": "changed_fields"})
    lead_id = org.lead(FirstName="Jane")
    assert "Title" not in _one(org)
    org.person("PATCH", f"/sobjects/Lead/{lead_id}", {"FirstName": None})
    event = _one(org)
    del event["ChangeEventHeader"]
    assert event == {"Name": {"FirstName": None}, "LastModifiedDate": NOON_MS, "LastModifiedById": PERSON}


def test_what_the_person_does_has_no_api_origin(org: SimulatedOrg) -> None:
    answer = org.person("POST", "/sobjects/Lead", {"LastName": "Doe", "Company": "Acme"})
    assert answer.status == 201
    header = _header(_one(org))
    assert (header["changeOrigin"], header["commitUser"]) == ("", PERSON)
    org.control("settings", {"person_change_origin": "com/salesforce/api/soap/62.0;client=SfdcInternalAPI/"})
    org.person("PATCH", f"/sobjects/Lead/{answer.json()['id']}", {"Title": "CEO"})
    assert _header(_one(org))["changeOrigin"].endswith("SfdcInternalAPI/")


@pytest.mark.parametrize(("switch", "events"), [(True, 1), (False, 0)])
def test_an_update_that_changes_nothing(org: SimulatedOrg, switch: bool, events: int) -> None:
    lead_id = org.lead(Title="CEO")
    org.events()
    org.control("settings", {"unchanged_update_sends_event": switch})
    org.call("PATCH", f"/sobjects/Lead/{lead_id}", {"Title": "CEO"})
    found = org.events()
    assert len(found) == events
    assert all(_header(one)["changedFields"] == ["LastModifiedDate"] for one in found)


def test_delete_and_undelete(org: SimulatedOrg) -> None:
    lead_id = org.lead(Title="CEO")
    org.events()
    org.call("DELETE", f"/sobjects/Lead/{lead_id}")
    event = _one(org)
    assert _header(event)["changeType"] == "DELETE"
    assert {value for name, value in event.items() if name != "ChangeEventHeader"} <= {None}
    org.control("undelete", {"ids": [lead_id]})
    event = _one(org)
    assert (_header(event)["changeType"], event["Title"]) == ("UNDELETE", "CEO")


def test_one_call_is_one_transaction(org: SimulatedOrg) -> None:
    rows = [{"attributes": {"type": "Lead"}, "LastName": f"L{n}", "Company": "Acme"} for n in range(3)]
    org.call("POST", "/composite/sobjects", {"records": rows})
    headers = [_header(event) for event in org.events()]
    assert len({header["transactionKey"] for header in headers}) == 1
    assert [header["sequenceNumber"] for header in headers] == [1, 2, 3]
    org.lead()
    other = _header(_one(org))
    assert other["transactionKey"] != headers[0]["transactionKey"]
    assert other["commitNumber"] > headers[0]["commitNumber"]


@pytest.mark.parametrize(("switch", "sizes"), [(True, [2, 1]), (False, [1, 1, 1])])
def test_equal_changes_may_share_an_event(org: SimulatedOrg, switch: bool, sizes: list[int]) -> None:
    ids = [org.lead() for _ in range(3)]
    org.events()
    org.control("settings", {"merge_equal_changes": switch})
    titles = ["CEO", "CEO", "CTO"]
    rows = [{"attributes": {"type": "Lead"}, "id": i, "Title": t} for i, t in zip(ids, titles, strict=True)]
    org.call("PATCH", "/composite/sobjects", {"records": rows})
    assert [len(_header(event)["recordIds"]) for event in org.events()] == sizes


def test_two_changes_of_one_record_in_a_transaction_are_one_event(org: SimulatedOrg) -> None:
    org.control("settings", {"same_id_twice_in_collection": "apply"})
    lead_id = org.lead()
    org.events()
    rows = [
        {"attributes": {"type": "Lead"}, "id": lead_id, **change} for change in ({"Title": "CEO"}, {"City": "Oslo"})
    ]
    org.call("PATCH", "/composite/sobjects", {"records": rows})
    event = _one(org)
    assert set(_header(event)["changedFields"]) == {"Title", "Address.City", "LastModifiedDate"}


def test_refused_rows_are_not_told(org: SimulatedOrg) -> None:
    rows: list[dict[str, Any]] = [
        {"attributes": {"type": "Lead"}, "LastName": "a", "Company": "b"},
        {"attributes": {"type": "Lead"}},
    ]
    org.call("POST", "/composite/sobjects", {"records": rows, "allOrNone": True})
    assert org.events() == []


def test_a_flows_change_is_in_the_same_event() -> None:
    org = SimulatedOrg(SalesforceSettings(flow_object="Lead", flow_field="Description", flow_value="by flow"))
    lead_id = org.lead()
    org.relay()
    org.control("settings", {"flow_value": "again"})
    org.call("PATCH", f"/sobjects/Lead/{lead_id}", {"Title": "CEO"}, Sforce_Call_Options=CLIENT)
    event = _one(org)
    assert set(_header(event)["changedFields"]) == {"Title", "Description", "LastModifiedDate"}
    assert _header(event)["changeOrigin"].endswith(CLIENT)
    assert event["Description"] == "again"


def test_gap_events_have_no_values(org: SimulatedOrg) -> None:
    org.control("settings", {"gap_events": True})
    lead_id = org.lead()
    org.call("PATCH", f"/sobjects/Lead/{lead_id}", {"Title": "CEO"})
    org.call("DELETE", f"/sobjects/Lead/{lead_id}")
    events = org.events()
    assert [_header(event)["changeType"] for event in events] == ["GAP_CREATE", "GAP_UPDATE", "GAP_DELETE"]
    assert all(list(event) == ["ChangeEventHeader"] for event in events)
    assert all(_header(event)["sequenceNumber"] == 1 for event in events)


def test_too_many_changes_overflow(org: SimulatedOrg) -> None:
    org.control("settings", {"gap_overflow_above": 2})
    rows = [{"attributes": {"type": "Lead"}, "LastName": f"L{n}", "Company": "Acme"} for n in range(5)]
    org.call("POST", "/composite/sobjects", {"records": rows})
    headers = [_header(event) for event in org.events()]
    assert [header["changeType"] for header in headers] == ["CREATE", "CREATE", "GAP_OVERFLOW"]
    assert headers[2]["recordIds"] == ["000000000000000AAA"]


def test_dates_are_milliseconds_and_formulas_are_not_told(org: SimulatedOrg) -> None:
    formula = {"name": "Full__c", "type": "string", "formula": 'FirstName & " " & LastName'}
    org.control("schema", {"op": "add_field", "object": "Contact", "field": formula})
    org.create("Contact", LastName="Doe", Birthdate="1970-01-02", MailingCity="Oslo")
    event = _one(org)
    assert event["Birthdate"] == 86_400_000
    assert event["MailingAddress"]["City"] == "Oslo"
    assert "Full__c" not in event


def test_only_chosen_entities_are_told_and_custom_ones_have_their_name(org: SimulatedOrg) -> None:
    org.control("schema", {"op": "add_object", "object": "Visit__c", "fields": [{"name": "Note__c", "type": "string"}]})
    org.control("event_relay", {"bus": "bus", "source": "s", "entities": ["Visit__ChangeEvent", "Contact"]})
    org.lead()
    org.create("Contact", LastName="Doe")
    org.create("Visit__c", Note__c="x")
    types = [json.loads(one.body)["DetailType"] for one in org.deliveries()]
    assert types == ["ContactChangeEvent", "Visit__ChangeEvent"]


def test_no_bus_no_events(org: SimulatedOrg) -> None:
    org.control("event_relay", {"bus": None})
    org.lead()
    assert org.simulator.next_due_at() is None


def test_a_reset_keeps_the_relay_and_forgets_its_chaos(org: SimulatedOrg) -> None:
    org.control("events/chaos", {"lose": 1.0})
    org.lead()
    org.control("reset")
    org.lead()
    assert len(org.events()) == 1


def test_delayed_events(org: SimulatedOrg) -> None:
    org.control("events/chaos", {"delay_s": 30})
    org.control("settings", {"event_delay_s": 2})
    org.lead()
    assert org.events() == []
    assert org.simulator.next_due_at() == NOON + 32
    org.clock.now += 32
    assert len(org.events()) == 1


def test_lost_and_doubled_events(org: SimulatedOrg) -> None:
    org.control("events/chaos", {"lose": 1.0})
    org.lead()
    assert org.events() == []
    org.control("events/chaos", {"duplicate": 1.0})
    org.lead()
    first, second = org.events()
    assert first == second


def test_reordered_events_replay_by_their_seed() -> None:
    def order(seed: int) -> list[str]:
        org = SimulatedOrg()
        org.relay(reorder=True, seed=seed)
        for number in range(8):
            org.lead(LastName=f"L{number}")
        org.clock.now += 1
        return [event["Name"]["LastName"] for event in org.events()]

    assert order(1) == order(1)
    assert order(1) != sorted(order(1))
    assert sorted(order(2)) == sorted(order(1))


def test_replay_sends_the_last_events_twice_and_in_reverse(org: SimulatedOrg) -> None:
    for name in ("A", "B", "C"):
        org.lead(LastName=name)
    org.events()
    assert org.control("events/replay", {"last": 2}) == {"sent": 4}
    assert [event["Name"]["LastName"] for event in org.events()] == ["C", "C", "B", "B"]
    assert org.control("events/replay", {"last": 0}) == {"sent": 0}


def test_what_the_bus_did_not_take_comes_again(org: SimulatedOrg) -> None:
    org.lead()
    (delivery,) = org.deliveries()
    org.simulator.settle(delivery, None)
    assert org.simulator.next_due_at() == NOON + 1
    org.clock.now += 1
    (again,) = org.deliveries()
    assert (again.body, again.attempt) == (delivery.body, 1)
    org.simulator.settle(again, 200)
    assert org.simulator.next_due_at() is None
