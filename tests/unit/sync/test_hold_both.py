"""Who ties two records holds both: nobody makes another one for either meanwhile."""

from __future__ import annotations

from unittest.mock import Mock

from crmsync.core.change import Change, ChangeKind
from crmsync.core.default_configuration import CONTACT_PAIR
from crmsync.core.outcome import OutcomeName, retry
from crmsync.core.record import Record, RecordRef, Side
from crmsync.ports.crm import ReadOutcome
from crmsync.usecases.sync.batch import LEASE, Batch
from crmsync.usecases.sync.hold_both import hold_both
from crmsync.usecases.sync.resolve import LEASED_RETRY, reserve
from crmsync.usecases.sync.work_item import WorkItem

from sandbox.memory.clock import START, ManualClock
from sandbox.memory.links import MemoryLinks
from tests.unit.sync.company_world import CompanyWorld, account_ref
from tests.unit.sync.sync_world import SyncWorld, salesforce_ref
from tests.unit.sync.test_companies import drop

ADA = RecordRef(Side.HUBSPOT, "contact", "1"), salesforce_ref("003000000000001AAA")


def people(world: SyncWorld) -> int:
    return len(world.people_of("old@example.org")) + len(world.people_of("new@example.org"))


def test_nothing_is_made_for_an_account_that_another_change_of_the_batch_is_tied_to() -> None:
    """The account was read before it had the company's domain, and searched for after."""
    world = CompanyWorld()
    account = world.create_account(Name="Analytical")
    company = world.create_company(name="Analytical", domain="analytical.example")
    call = "POST .*companies/search"
    world.before(Side.HUBSPOT, call, lambda: world.edit_account(account, Website="analytical.example"))
    world.run_on()
    assert world.companies("Analytical") == [company]
    assert world.link_of(account_ref(account)).hubspot.id == company
    assert world.parked() == []


def test_nothing_is_made_for_a_person_whom_another_change_of_the_batch_is_tied_to() -> None:
    """They were read under another address than they were searched for."""
    world = SyncWorld()
    person = world.create_person(Email="old@example.org", LastName="Lovelace")
    contact = world.create_contact(email="new@example.org", lastname="Lovelace")

    def after_the_read() -> None:
        world.before(Side.SALESFORCE, "POST .*composite$", lambda: world.edit_person(person, Email="new@example.org"))

    world.before(Side.SALESFORCE, "POST .*composite$", after_the_read)
    world.run_on()
    assert world.link_of(salesforce_ref(person)).hubspot.id == contact
    assert world.contacts_of("old@example.org") == []
    assert people(world) == 1
    assert world.parked() == []


def test_a_person_for_whom_a_contact_is_being_made_is_no_counterpart_meanwhile() -> None:
    """One worker makes it, while another one has the contact whose address they have by now."""
    world = SyncWorld()
    contact = world.create_contact(email="new@example.org", lastname="Lovelace")
    drop(world)

    def hear() -> None:
        world.edit_person(person, Email="new@example.org")
        drop(world)
        world.edit_contact(contact, city="London")
        world.deliver()
        assert world.work() == {OutcomeName.RETRY: 1}

    person = world.create_person(Email="old@example.org", LastName="Lovelace")
    world.before(Side.HUBSPOT, "POST .*contacts/batch/(create|upsert)", hear)
    world.run_on()
    assert people(world) == 1


def hold(side: Side, links: MemoryLinks) -> tuple[WorkItem, Batch]:
    """A worker that has reserved its own record, and found the other one of Ada."""
    read: dict[Side, ReadOutcome] = {ref.side: Record(ref, {}, 0) for ref in ADA}
    item = WorkItem({ref.side: look(ref) for ref in ADA if ref.side is side}, CONTACT_PAIR, read=read)
    batch = Batch(Mock(links=links), Mock(), Mock(), token=side, leased_until=START + LEASE)
    reserve([item], [(item.key,)], batch)
    return item, batch


def look(ref: RecordRef) -> Change:
    return Change(ref, ChangeKind.LOOK, START, "resume")


def test_of_two_workers_that_want_what_the_other_one_holds_the_later_one_gets_it() -> None:
    """Else both of them would come again after the same time, to find the same."""
    links = MemoryLinks(ManualClock())
    workers = [hold(side, links) for side in Side]
    for item, batch in workers:
        hold_both([item], batch)
    assert [item.outcome for item, _ in workers] == [retry("reserved", LEASED_RETRY), None]
