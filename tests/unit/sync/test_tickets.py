"""Tickets and cases: created and kept in step both ways, with their contacts and companies."""

from __future__ import annotations

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import Side

from tests.unit.sync.sync_world import SyncWorld
from tests.unit.sync.ticket_world import TicketWorld

CREATED, UPDATED = OutcomeName.CREATED, OutcomeName.UPDATED


@pytest.fixture
def world() -> TicketWorld:
    return TicketWorld()


def test_while_the_pair_is_off_nothing_of_it_is_read_or_asked() -> None:
    world = SyncWorld()
    world.salesforce_user.create("Case", {"Subject": "Broken"})
    world.hubspot_user.create({"subject": "Broken", "hs_pipeline_stage": "1"}, "tickets")
    with world.counting() as calls:
        world.run()
    assert calls.total == 0


def test_a_new_case_becomes_a_ticket(world: TicketWorld) -> None:
    case = world.create_case(
        Subject="Broken", Description="It\nsmokes", Priority="High", Origin="Web", Status="Working"
    )
    assert world.run()[CREATED] == 1
    ticket = world.ticket_of(case)
    names = ("subject", "content", "hs_ticket_priority", "source_type", "salesforcecaseid")
    assert world.ticket(ticket, *names) == ("Broken", "It\nsmokes", "HIGH", "FORM", case)
    assert world.stage_of(ticket) == ("Salesforce", "Working")


def test_a_new_ticket_becomes_a_case(world: TicketWorld) -> None:
    ticket = world.create_ticket(
        subject="Broken", content="It smokes", hs_ticket_priority="URGENT", source_type="EMAIL"
    )
    assert world.run()[CREATED] == 1
    case = world.case_of(ticket)
    expected = ("Broken", "It smokes", "High", "Email", "New")
    assert world.case(case, "Subject", "Description", "Priority", "Origin", "Status") == expected
    with world.counting() as calls:
        world.run()
    assert calls.total == 0
    assert world.ticket(ticket, "hs_ticket_priority") == "URGENT"


def test_edits_and_clears_cross_both_ways(world: TicketWorld) -> None:
    ticket = world.create_ticket(subject="Broken", content="It smokes")
    world.run()
    case = world.case_of(ticket)
    world.edit_ticket(ticket, hs_pipeline_stage=world.stage("Closed")["hs_pipeline_stage"], content=None)
    assert world.run()[UPDATED] == 1
    assert world.case(case, "Status", "IsClosed", "Description") == ("Closed", True, None)
    world.edit_case(case, Status="Escalated", Subject="Still broken", Priority="Low")
    assert world.run()[UPDATED] == 1
    assert world.ticket(ticket, "subject", "hs_ticket_priority") == ("Still broken", "LOW")
    assert world.stage_of(ticket) == ("Salesforce", "Escalated")
    world.edit_case(case, Subject=None)
    world.run()
    assert world.ticket(ticket, "subject") is None


def test_a_status_of_another_label_than_its_api_name_goes_by_both() -> None:
    world = TicketWorld(enabled=False)
    change = {"op": "relabel_stage", "object": "Case", "value": "Closed", "label": "Solved"}
    world.control(Side.SALESFORCE, "schema", change)
    world.put("settings/ticket", {"enabled": True})
    assert world.closed_stages() == ["Solved"]
    case = world.create_case(Subject="Broken", Status="Closed")
    ticket = world.create_ticket(subject="Bent", **world.stage("Solved"))
    world.run()
    assert world.stage_of(world.ticket_of(case)) == ("Salesforce", "Solved")
    assert world.case(world.case_of(ticket), "Status", "IsClosed") == ("Closed", True)
    assert world.parked() == []


SUPPORT = {
    "hubspot": "Support Pipeline",
    "stages": {"New": "New", "Waiting on us": "Working", "Waiting on contact": "Escalated", "Closed": "Closed"},
}


def test_the_pipeline_that_a_portal_begins_with_may_stand_for_cases(world: TicketWorld) -> None:
    world.put("pipelines/ticket", {"pipelines": [SUPPORT]})
    ticket = world.create_ticket(subject="Broken", **world.stage("Waiting on us", "Support Pipeline"))
    world.run()
    case = world.case_of(ticket)
    assert world.case(case, "Status") == "Working"
    world.edit_case(case, Status="Closed")
    world.run()
    assert world.stage_of(ticket) == ("Support Pipeline", "Closed")


def test_a_support_process_is_a_pipeline() -> None:
    world = TicketWorld()
    added = {"op": "add_record_type", "object": "Case", "name": "Repair", "values": {"Status": ["New", "Closed"]}}
    world.control(Side.SALESFORCE, "schema", added)
    world.read_schemas()
    ticket = world.create_ticket(subject="Broken", **world.stage("New", "Repair"))
    world.run()
    case = world.case_of(ticket)
    assert world.case(case, "RecordTypeId") is not None
    other = world.create_case(Subject="Bent", RecordTypeId=world.case(case, "RecordTypeId"), Status="Closed")
    world.run()
    assert world.stage_of(world.ticket_of(other)) == ("Repair", "Closed")


def test_a_ticket_of_a_stage_that_stands_for_nothing_is_parked_until_it_does(world: TicketWorld) -> None:
    ticket = world.create_ticket(subject="Broken", **world.stage("Waiting on us", "Support Pipeline"))
    neighbour = world.create_ticket(subject="Bent")
    world.run()
    assert world.case(world.case_of(neighbour), "Subject") == "Bent"
    assert world.stage_of(ticket) == ("Support Pipeline", "Waiting on us")
    assert world.parked()
    world.put("pipelines/ticket", {"pipelines": [SUPPORT]})
    world.resume_parked()
    assert world.case(world.case_of(ticket), "Status") == "Working"
    assert world.parked() == []


def test_the_contact_of_a_case_is_associated(world: TicketWorld) -> None:
    person = world.linked()
    case = world.create_case(Subject="Broken", ContactId=person.salesforce)
    world.run()
    assert world.contacts_of_ticket(world.ticket_of(case)) == [person.hubspot]


def test_the_contact_of_a_ticket_stands_in_its_case(world: TicketWorld) -> None:
    person = world.linked()
    ticket = world.create_ticket(subject="Broken")
    world.run()
    world.ask_for(ticket, person.hubspot)
    world.run()
    case = world.case_of(ticket)
    assert world.case(case, "ContactId") == person.salesforce
    world.part(ticket, person.hubspot)
    world.run()
    assert world.case(case, "ContactId") is None


def test_another_contact_takes_the_place_in_the_ticket(world: TicketWorld) -> None:
    ada, bob = world.linked(), world.linked("bob@example.org")
    case = world.create_case(Subject="Broken", ContactId=ada.salesforce)
    world.run()
    world.edit_case(case, ContactId=bob.salesforce)
    world.run()
    assert world.contacts_of_ticket(world.ticket_of(case)) == [bob.hubspot]
    world.edit_case(case, ContactId=None)
    world.run()
    assert world.contacts_of_ticket(world.ticket_of(case)) == []


def test_a_second_contact_of_the_ticket_changes_nothing(world: TicketWorld) -> None:
    ada, bob = world.linked(), world.linked("bob@example.org")
    case = world.create_case(Subject="Broken", ContactId=bob.salesforce)
    world.run()
    ticket = world.ticket_of(case)
    world.ask_for(ticket, ada.hubspot)
    world.run()
    assert world.case(case, "ContactId") == bob.salesforce
    assert world.contacts_of_ticket(ticket) == sorted([ada.hubspot, bob.hubspot])


def test_a_ticket_of_a_lead_waits_without_an_error_until_the_lead_is_converted(world: TicketWorld) -> None:
    lead = world.linked(object_type="Lead")
    ticket = world.create_ticket(subject="Broken")
    world.ask_for(ticket, lead.hubspot)
    world.run()
    case = world.case_of(ticket)
    assert world.case(case, "ContactId") is None
    assert world.parked() == []
    contact = world.salesforce_user.convert(lead.salesforce)
    world.run_on()
    assert world.case(case, "ContactId") == contact


def test_a_ticket_waits_for_a_contact_that_is_not_linked_yet(world: TicketWorld) -> None:
    stranger = world.create_contact(lastname="Lovelace")
    ticket = world.create_ticket(subject="Broken")
    world.ask_for(ticket, stranger)
    world.run()
    case = world.case_of(ticket)
    assert world.case(case, "ContactId") is None
    assert world.parked() == []
    world.edit_contact(stranger, email="ada@example.org")
    world.run_on()
    (person,) = world.people_of("ada@example.org")
    assert world.case(case, "ContactId") == person


def test_the_account_of_a_case_is_the_primary_company(world: TicketWorld) -> None:
    account = world.create_account(Name="Analytical")
    case = world.create_case(Subject="Broken", AccountId=account)
    world.run_on()
    (company,) = world.companies("Analytical")
    assert world.ticket(world.ticket_of(case), "hs_primary_company_id") == company


@pytest.mark.parametrize("setting", ["keep", "delete"])
def test_a_deleted_case_takes_its_ticket_along_if_it_is_to(setting: str) -> None:
    world = TicketWorld(on_salesforce_delete=setting)
    case = world.create_case(Subject="Broken")
    world.run()
    ticket = world.ticket_of(case)
    world.salesforce_user.delete("Case", case)
    world.run_on()
    assert (world.hubspot_user.show(ticket, [], "tickets") is None) == (setting == "delete")


@pytest.mark.parametrize("setting", ["keep", "delete"])
def test_a_deleted_ticket_takes_its_case_along_if_it_is_to(setting: str) -> None:
    world = TicketWorld(on_hubspot_delete=setting)
    case = world.create_case(Subject="Broken")
    world.run()
    world.hubspot_user.delete(world.ticket_of(case), "tickets")
    world.run_on()
    assert (world.salesforce_user.show("Case", case) is None) == (setting == "delete")
