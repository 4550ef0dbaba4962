"""Who waits for a record is told once it is linked, or gives way, whatever becomes of the worker that tells them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from crmsync.core.change import Change
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.record import RecordRef, Side
from crmsync.ports.waiters import Waiting

from tests.unit.sync.activity_world import ActivityWorld
from tests.unit.sync.company_world import CompanyWorld
from tests.unit.sync.sync_world import SyncWorld, salesforce_ref
from tests.unit.sync.test_in_the_way import EMAIL, a_minute_later, renamed_in_salesforce, second


class KilledError(BaseException):
    """No handler of the product's catches it, as none catches the end of a Lambda's time."""


UNAVAILABLE = CrmError(Failure(Consequence.RETRY_LATER, "unavailable", "no answer"))


def no_look_sent(world: SyncWorld, waiter: RecordRef, error: BaseException) -> None:
    """The first time that somebody sends one of that record."""
    send = world.product.queue.send

    def failing(changes: Sequence[Change], *, delay: int = 0, single: bool = False) -> None:
        if any(change.ref == waiter for change in changes):
            world.product.queue.send = send  # type: ignore[method-assign]
            raise error
        send(changes, delay=delay, single=single)

    world.product.queue.send = failing  # type: ignore[method-assign]


def run_on_after(world: SyncWorld, error: BaseException) -> None:
    if isinstance(error, KilledError):
        with pytest.raises(KilledError):
            world.run_on()
    world.run_on()


@pytest.mark.parametrize("error", [KilledError(), UNAVAILABLE])
def test_a_task_names_its_person_though_the_worker_that_linked_them_died(error: BaseException) -> None:
    world = ActivityWorld()
    contact, task = world.create_contact(lastname="Lovelace"), world.log("task", hs_task_subject="Ring")
    world.about("task", task, "contact", contact)
    world.run_on()
    own = world.salesforce_of("task", task)
    assert world.person(own, "WhoId") is None
    no_look_sent(world, RecordRef(Side.HUBSPOT, "task", task), error)
    world.edit_contact(contact, email=EMAIL)
    run_on_after(world, error)
    (person,) = world.people_of(EMAIL)
    assert world.person(own, "WhoId") == person
    assert world.parked() == []


def test_a_lead_waits_on_though_it_is_looked_at_before_it_is_forgotten() -> None:
    """By another worker, while the one that told it has not forgotten it yet: Salesforce has the task about an
    account, so that it names the lead only when that is a contact.
    """
    world = ActivityWorld()
    lead, account = world.linked(object_type="Lead"), world.create_account(Name="Analytical")
    own = world.create_person("Task", Subject="Ring", WhatId=account)
    world.run_on()
    world.about("task", world.hubspot_of(own).id, "contact", lead.hubspot)
    world.run_on()
    forget, waiters = world.product.waiters.forget, world.product.waiters

    def late(told: Mapping[RecordRef, Waiting]) -> None:
        waiters.forget = forget  # type: ignore[method-assign]
        world.run_on()
        forget(told)

    waiters.forget = late  # type: ignore[method-assign]
    world.edit_contact(lead.hubspot, city="London")
    world.run_on()
    assert waiters.forget == forget
    person = world.salesforce_user.convert(lead.salesforce)
    world.run_on()
    assert world.person(own, "WhoId", "WhatId") == (person, account)


def test_a_duplicate_goes_on_though_the_worker_that_saw_the_other_give_way_died() -> None:
    world = CompanyWorld()
    pair, lead = second(world)
    renamed_in_salesforce(world, pair)
    with pytest.MonkeyPatch.context() as patch:

        def die(*_: object) -> None:
            raise KilledError

        patch.setattr(world.product.parking, "postpone", die)
        with pytest.raises(KilledError):
            world.run_on()
    a_minute_later(world)
    (contact,) = world.contacts_of(EMAIL)
    assert world.link_of(salesforce_ref(lead)).hubspot.id == contact != pair.hubspot
    assert world.parked() == []
