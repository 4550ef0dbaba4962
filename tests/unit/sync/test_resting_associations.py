"""Associations are read when something tells of them, and not for each change of a record."""

from dataclasses import replace

import pytest
from crmsync.core.change import Change, ChangeKind
from crmsync.core.parked import WHOLE_RECORD
from crmsync.core.record import RecordRef, Side

from tests.unit.sync.sync_world import LONGEST_GAP, SECOND
from tests.unit.sync.ticket_world import TicketWorld

REASON_REQUIRED = {
    "op": "add_validation_rule",
    "object": "Case",
    "name": "Rule",
    "message": "Give a reason",
    "field": "Reason",
    "operator": "is_blank",
    "value": "",
}


@pytest.fixture
def world() -> TicketWorld:
    return TicketWorld()


@pytest.fixture
def ticket(world: TicketWorld) -> str:
    """Of a contact, in both CRMs."""
    person = world.linked()
    case = world.create_case(Subject="Broken", ContactId=person.salesforce)
    world.run()
    return world.ticket_of(case)


@pytest.mark.parametrize("side", Side)
def test_a_change_of_another_field_costs_three_calls(world: TicketWorld, ticket: str, side: Side) -> None:
    case = world.case_of(ticket)
    contacts = world.contacts_of_ticket(ticket)
    with world.counting() as calls:
        if side is Side.HUBSPOT:
            world.edit_ticket(ticket, subject="Bent")
        else:
            world.edit_case(case, Subject="Bent")
        world.run()
    assert (world.case(case, "Subject"), world.ticket(ticket, "subject")) == ("Bent", "Bent")
    assert (calls.total, world.contacts_of_ticket(ticket)) == (3, contacts)


def test_with_the_lookup_of_salesforce_it_is_read(world: TicketWorld, ticket: str) -> None:
    bob = world.linked("bob@example.org")
    world.edit_case(world.case_of(ticket), ContactId=bob.salesforce)
    world.run()
    assert world.contacts_of_ticket(ticket) == [bob.hubspot]


def test_an_association_that_no_event_told_of_comes_with_the_next_record_that_a_poll_finds(
    world: TicketWorld, ticket: str
) -> None:
    case = world.case_of(ticket)
    world.part(ticket, *world.contacts_of_ticket(ticket))
    lose_events(world)
    world.edit_case(case, Subject="Bent")
    world.run()
    assert world.case(case, "ContactId") is not None
    world.clock.advance(LONGEST_GAP)
    world.edit_ticket(ticket, subject="Mended")
    lose_events(world)
    world.clock.advance(SECOND)
    world.product.poll(Side.HUBSPOT, world.clock.now() + LONGEST_GAP)
    world.run()
    assert world.case(case, "Subject", "ContactId") == ("Mended", None)


def test_one_that_salesforce_refused_comes_with_the_next_change_of_the_record(world: TicketWorld, ticket: str) -> None:
    """It is parked with the whole record, and its row goes with whatever change finds the record in step."""
    case, bob = world.case_of(ticket), world.linked("bob@example.org")
    world.control(Side.SALESFORCE, "schema", REASON_REQUIRED)
    world.part(ticket, *world.contacts_of_ticket(ticket))
    world.ask_for(ticket, bob.hubspot)
    world.run()
    assert [row.part for row in world.parked()] == [WHOLE_RECORD]
    world.edit_case(case, Subject="Bent", Reason="Installation")
    world.run()
    assert world.case(case, "ContactId") == bob.salesforce
    assert world.parked() == []


def test_a_change_that_takes_rows_of_others_away_reads_it(world: TicketWorld, ticket: str) -> None:
    """A worker that died may have left a row of which the link does not know, of whatever it had found to do."""
    case, bob = world.case_of(ticket), world.linked("bob@example.org")
    world.part(ticket, *world.contacts_of_ticket(ticket))
    world.ask_for(ticket, bob.hubspot)
    lose_events(world)
    changed = Change(RecordRef(Side.SALESFORCE, "Case", case), ChangeKind.UPDATE, world.clock.now(), "test")
    world.send(replace(changed, fields={"Subject": world.clock.now()}, crashes=1))
    world.run()
    assert world.case(case, "ContactId") == bob.salesforce


def lose_events(world: TicketWorld) -> None:
    world.clock.advance(SECOND)
    for gateway in world.gateways.values():
        for delivery in gateway.simulator.take_due():
            gateway.simulator.settle(delivery, 200)
