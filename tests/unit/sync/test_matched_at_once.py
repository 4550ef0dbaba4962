"""Two workers find the same pair at once: one links it, the other creates nothing and parks nothing."""

from __future__ import annotations

import pytest
from crmsync.core.record import Side

from sandbox.memory.queue import LIVE
from tests.unit.sync.company_world import CompanyWorld, account_ref, company_ref
from tests.unit.sync.sync_world import INVOCATION


@pytest.mark.parametrize("slower", Side)
@pytest.mark.parametrize("website", [None, "analytical.example"])
def test_what_the_other_worker_linked_meanwhile_is_not_made_anew(slower: Side, website: str | None) -> None:
    world = CompanyWorld(enabled=False)
    account = world.create_account(Name="Analytical", **({"Website": website} if website else {}))
    world.create_person(Email="ada@example.org", LastName="Lovelace", AccountId=account)
    world.run()
    (contact,) = world.contacts_of("ada@example.org")
    company = world.create_company(name="Analytical", **({"domain": website} if website else {}))
    world.employ(contact, company)
    world.run()
    world.put("settings/company", {"enabled": True})
    world.edit_account(account, Phone="1")
    world.edit_company(company, city="London")
    world.deliver()
    messages = world.product.queue.receive(LIVE, 100)
    own = f"{slower}#{'company' if slower is Side.HUBSPOT else 'Account'}#"
    late = [message for message in messages if own in message.body]
    early = [message for message in messages if message not in late]
    assert late
    assert early
    if website is not None:
        call = "POST .*(search|batch/read)"
    else:
        call = "POST .*associations" if slower is Side.HUBSPOT else "contacts/batch/read"
    world.before(Side.HUBSPOT, call, lambda: world.invoke(early, INVOCATION))
    world.invoke(late)
    world.run_on()
    assert world.link_of(account_ref(account)).hubspot == company_ref(company)
    assert world.companies("Analytical") == [company]
    assert world.accounts("Analytical") == [account]
    assert world.parked() == []
