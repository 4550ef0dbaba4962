from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from sandbox.frame.simulator import Delivery
from sandbox.salesforce.push.soap import is_acknowledged
from tests.unit.salesforce_simulator.simulated_org import NOON, SETTINGS, SimulatedOrg

URL = "http://127.0.0.1:1/webhooks/salesforce?secret=s"
NS = {
    "out": "http://soap.sforce.com/2005/09/outbound",
    "sf": "urn:sobject.enterprise.soap.sforce.com",
    "soap": "http://schemas.xmlsoap.org/soap/envelope/",
}


def _ack(answer: str) -> bytes:
    return (
        '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>'
        '<notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound">'
        f"<Ack>{answer}</Ack></notificationsResponse></soapenv:Body></soapenv:Envelope>"
    ).encode()


@pytest.fixture
def org() -> SimulatedOrg:
    org = SimulatedOrg()
    fields = {"Lead": ["Email", "Title", "HasOptedOutOfEmail", "SystemModstamp"], "Contact": ["Email"]}
    org.control("outbound_messages", {"url": URL, "objects": fields})
    return org


def _notifications(delivery: Delivery) -> Element:
    root: Element = fromstring(delivery.body)
    found = root.find("soap:Body/out:notifications", NS)
    assert found is not None
    return found


def _texts(delivery: Delivery, path: str) -> list[str | None]:
    return [one.text for one in _notifications(delivery).findall(path, NS)]


def test_a_message(org: SimulatedOrg) -> None:
    lead_id = org.lead(Email="a&b@example.com")
    (delivery,) = org.deliveries()
    assert (delivery.kind, delivery.url) == ("http", URL)
    assert delivery.headers["Content-Type"].startswith("text/xml")
    assert _texts(delivery, "out:OrganizationId") == [SETTINGS.org_id]
    assert _texts(delivery, "out:Notification/out:sObject/sf:Id") == [lead_id]
    assert _texts(delivery, "out:Notification/out:sObject/sf:Email") == ["a&b@example.com"]
    assert _texts(delivery, "out:Notification/out:sObject/sf:HasOptedOutOfEmail") == ["false"]
    assert _texts(delivery, "out:Notification/out:sObject/sf:SystemModstamp") == ["2026-11-22T12:00:00.000Z"]
    assert _texts(delivery, "out:Notification/out:sObject/sf:Title") == []
    (notification_id,) = _texts(delivery, "out:Notification/out:Id")
    assert notification_id is not None
    assert notification_id.startswith("04l")


def test_at_most_a_hundred_notifications_a_message(org: SimulatedOrg) -> None:
    rows = [{"attributes": {"type": "Lead"}, "LastName": f"L{n}", "Company": "Acme"} for n in range(150)]
    org.call("POST", "/composite/sobjects", {"records": rows})
    assert [len(_texts(one, "out:Notification/out:Id")) for one in org.deliveries()] == [100, 50]


def test_values_are_those_of_the_moment_of_sending(org: SimulatedOrg) -> None:
    lead_id = org.lead(Title="CEO")
    org.call("PATCH", f"/sobjects/Lead/{lead_id}", {"Title": "CTO"})
    assert [_texts(one, ".//sf:Title") for one in org.deliveries()] == [["CTO"], ["CTO"]]


def test_deletes_are_not_told_and_take_waiting_messages_with_them(org: SimulatedOrg) -> None:
    lead_id = org.lead()
    org.call("DELETE", f"/sobjects/Lead/{lead_id}")
    assert org.deliveries() == []


def test_a_restored_record_is_not_told(org: SimulatedOrg) -> None:
    lead_id = org.lead()
    assert len(org.deliveries()) == 1
    org.call("DELETE", f"/sobjects/Lead/{lead_id}")
    org.control("undelete", {"ids": [lead_id]})
    assert org.deliveries() == []
    org.call("PATCH", f"/sobjects/Lead/{lead_id}", {"Title": "CEO"})
    assert len(org.deliveries()) == 1


def test_other_objects_and_no_url(org: SimulatedOrg) -> None:
    org.create("Account", Name="Acme")
    assert org.deliveries() == []
    org.control("outbound_messages", {"url": None})
    org.lead()
    assert org.deliveries() == []


def test_the_integration_user_can_be_left_out(org: SimulatedOrg) -> None:
    org.control("settings", {"outbound_from_integration_user": False})
    lead_id = org.lead()
    assert org.deliveries() == []
    org.person("PATCH", f"/sobjects/Lead/{lead_id}", {"Title": "CEO"})
    assert len(org.deliveries()) == 1


@pytest.mark.parametrize(
    ("status", "answer", "done"),
    [
        (200, _ack("true"), True),
        (200, None, True),
        (200, _ack("false"), False),
        (200, b"", False),
        (200, b"{}", False),
        (500, _ack("true"), False),
        (None, None, False),
    ],
)
def test_it_comes_again_until_acknowledged(
    org: SimulatedOrg, status: int | None, answer: bytes | None, done: bool
) -> None:
    org.lead()
    (delivery,) = org.deliveries()
    org.simulator.settle(delivery, status, answer)
    assert org.simulator.next_due_at() == (None if done else NOON + 15)


def test_gaps_double_up_to_two_hours_and_a_day_is_the_end(org: SimulatedOrg) -> None:
    org.lead()
    gaps = []
    ids = set()
    while (due := org.simulator.next_due_at()) is not None:
        gaps.append(due - org.clock.now)
        org.clock.now = due
        (delivery,) = org.deliveries()
        ids.add(_texts(delivery, ".//out:Notification/out:Id")[0])
        org.simulator.settle(delivery, 503, b"")
    assert gaps[:4] == [0, 15, 30, 60]
    assert max(gaps) == 7200
    assert 86_400 - 7200 < org.clock.now - NOON <= 86_400
    assert len(ids) == 1


def test_a_reset_keeps_the_subscription(org: SimulatedOrg) -> None:
    org.lead()
    org.control("reset")
    assert org.deliveries() == []
    org.lead()
    assert len(org.deliveries()) == 1


def test_unknown_fields_are_refused(org: SimulatedOrg) -> None:
    answer = org.send("POST", "/__sim__/outbound_messages", b'{"url": "http://x", "objects": {"Lead": ["Nope"]}}')
    assert (answer.status, answer.json()) == (400, {"error": "Lead: no such fields: Nope"})


@pytest.mark.parametrize(
    ("answer", "counts"),
    [
        (_ack("true"), True),
        (_ack(" true "), True),
        (_ack("TRUE"), False),
        (b"<Ack>true</Ack>", False),
        (b"not xml", False),
        (b'<!DOCTYPE a [<!ENTITY b "true">]><a>&b;</a>', False),
    ],
)
def test_acknowledgements(answer: bytes, counts: bool) -> None:
    assert is_acknowledged(answer) is counts


def test_any_object_is_told(org: SimulatedOrg) -> None:
    objects = {"Opportunity": ["StageName", "CloseDate", "Amount", "IsWon"], "Case": ["Subject"], "Task": ["WhoId"]}
    org.control("outbound_messages", {"url": URL, "objects": objects})
    contact = org.create("Contact", LastName="Doe")
    org.create("Opportunity", Name="Big deal", StageName="Closed Won", CloseDate="2027-02-28", Amount=12.5)
    org.create("Case", Subject="It hums")
    org.create("Task", WhoId=contact)
    deal, case, task = org.deliveries()
    record = "out:Notification/out:sObject/sf:"
    told = [_texts(deal, record + name) for name in ("StageName", "CloseDate", "Amount", "IsWon")]
    assert told == [["Closed Won"], ["2027-02-28"], ["12.5"], ["true"]]
    assert (_texts(case, record + "Subject"), _texts(task, record + "WhoId")) == (["It hums"], [contact])
