"""Whoever waits for a company has it looked at, whatever becomes of the note that tells who waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.record import RecordRef
from crmsync.ports.waiters import Waiters

from tests.unit.sync.company_world import CompanyWorld

Waiting = Mapping[RecordRef, Sequence[RecordRef]]
Adds = Callable[[Waiting], Waiting]


class Killed(BaseException):
    """Ends the worker here and now."""


def of_the_second_try(add: Adds, waiting: Waiting) -> Waiting:
    """As the AWS client asks again, by itself, when an answer does not come."""
    add(waiting)
    return add(waiting)


def unanswered(add: Adds, waiting: Waiting) -> Waiting:
    add(waiting)
    raise CrmError(Failure(Consequence.RETRY_LATER, "unavailable", "no answer"))


def killed(add: Adds, waiting: Waiting) -> Waiting:
    add(waiting)
    raise Killed


def once(waiters: Waiters, lose: Callable[[Adds, Waiting], Waiting]) -> None:
    """The first answer that the store of waiters gives is lost so."""
    add = waiters.add

    def lost(waiting: Waiting) -> Waiting:
        waiters.add = add  # type: ignore[method-assign]
        return lose(add, waiting)

    waiters.add = lost  # type: ignore[method-assign]


@pytest.mark.parametrize("lose", [of_the_second_try, unanswered, killed])
def test_a_company_of_before_its_pair_is_made_for_a_contact_that_names_it_by_the_way(
    lose: Callable[[Adds, Waiting], Waiting],
) -> None:
    world = CompanyWorld(enabled=False)
    pair, company = world.linked(), world.create_company(name="Analytical", domain="analytical.example")
    world.employ(pair.hubspot, company)
    world.run_on()
    world.put("settings/company", {"enabled": True})
    once(world.product.waiters, lose)
    world.edit_contact(pair.hubspot, city="London")
    if lose is killed:
        with pytest.raises(Killed):
            world.run()
    world.run_on()
    (account,) = world.accounts("Analytical")
    assert world.person(pair.salesforce, "AccountId", "MailingCity") == (account, "London")
