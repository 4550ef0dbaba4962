"""Of each contact that syncs the opportunity that was created last becomes a deal."""

from typing import Any

import pytest
from crmsync.core.record import Side

from tests.unit.imports.kinds_world import KindsWorld
from tests.unit.imports.test_import_accounts_calls import is_within
from tests.unit.imports.test_import_into_empty import counts
from tests.unit.sync.deal_world import DealWorld, opportunity_ref

KIND: dict[str, Any] = {"kind": "opportunities"}
CLOSES = {"StageName": "Prospecting", "CloseDate": "2027-01-31"}


class OpportunityWorld(DealWorld, KindsWorld):
    """Deals do not sync yet."""

    def __init__(self) -> None:
        super().__init__()
        self.switch("deal", enabled=False)

    def opportunity_of(self, *contacts: str, **fields: str) -> str:
        """In whose contact roles they are."""
        opportunity = self.create_opportunity(**fields)
        for contact in contacts:
            self.give_role(opportunity, contact)
        return opportunity

    def deal_of(self, opportunity: str) -> str:
        return self.link_of(opportunity_ref(opportunity)).hubspot.id

    def has_deal(self, opportunity: str) -> bool:
        ref = opportunity_ref(opportunity)
        return ref in self.product.links.find([ref])


@pytest.fixture
def world() -> OpportunityWorld:
    return OpportunityWorld()


@pytest.mark.s("S84", "S94")
def test_the_latest_opportunity_of_a_syncing_contact_becomes_a_deal_with_its_contact(world: OpportunityWorld) -> None:
    ada = world.syncing_person("ada@example.org")
    early = world.opportunity_of(ada, Name="Early")
    late = world.opportunity_of(ada, Name="Late", Amount="1200")
    world.switch("deal")
    status = world.import_all(**KIND)
    assert (world.has_deal(early), world.has_deal(late)) == (False, True)
    deal = world.deal_of(late)
    assert world.deal(deal, "dealname", "amount") == ("Late", "1200")
    assert world.contacts_in(deal) == set(world.contacts_of("ada@example.org"))
    assert (counts(status), status["reasons"]) == ({"total": 2, "created": 1, "skipped": 1}, {"not_latest": 1})
    assert (status["estimate"]["records"], status["list_id"]) == (2, None)


@pytest.mark.s("S94")
def test_who_is_the_latest_for_one_of_several_contacts_comes(world: OpportunityWorld) -> None:
    ada, bob = world.syncing_person("ada@example.org"), world.syncing_person("bob@example.org")
    shared, own = world.opportunity_of(ada, bob, Name="Shared"), world.opportunity_of(ada, Name="Own")
    world.switch("deal")
    assert counts(world.import_all(**KIND)) == {"total": 2, "created": 2}
    assert world.contacts_in(world.deal_of(shared)) == {
        *world.contacts_of("ada@example.org"),
        *world.contacts_of("bob@example.org"),
    }
    assert world.contacts_in(world.deal_of(own)) == set(world.contacts_of("ada@example.org"))


@pytest.mark.s("S94")
def test_opportunities_of_nobody_who_syncs_stay_where_they_are(world: OpportunityWorld) -> None:
    world.syncing_person("ada@example.org")
    (stranger,) = world.load_ids("Contact", [{"LastName": "Stranger", "Email": "x@example.org"}])[-1:]
    alone, strange = world.opportunity_of(Name="Alone"), world.opportunity_of(stranger, Name="Strange")
    world.switch("deal")
    status = world.import_all(**KIND)
    assert (world.has_deal(alone), world.has_deal(strange)) == (False, False)
    assert (counts(status), status["reasons"]) == ({"total": 1, "skipped": 1}, {"not_syncing": 1})


def test_a_deleted_later_one_does_not_stand_in_the_way(world: OpportunityWorld) -> None:
    ada = world.syncing_person("ada@example.org")
    early, late = world.opportunity_of(ada, Name="Early"), world.opportunity_of(ada, Name="Late")
    world.salesforce_user.delete("Opportunity", late)
    world.switch("deal")
    world.import_all(**KIND)
    assert world.has_deal(early)


def test_a_filter_narrows_what_is_the_latest_of_all(world: OpportunityWorld) -> None:
    ada, bob = world.syncing_person("ada@example.org"), world.syncing_person("bob@example.org")
    early, _ = world.opportunity_of(ada, Name="Early"), world.opportunity_of(ada, Name="Late")
    other = world.opportunity_of(bob, Name="Early")
    world.switch("deal")
    status = world.import_all(**KIND, where="Name = 'Early'")
    assert (world.has_deal(early), world.has_deal(other)) == (False, True)
    assert counts(status) == {"total": 2, "created": 1, "skipped": 1}


def test_its_company_waits_until_the_account_syncs(world: OpportunityWorld) -> None:
    account = world.create_account(Name="Acme", Website="acme.example.com")
    ada = world.syncing_person("ada@acme.example.com", AccountId=account)
    opportunity = world.opportunity_of(ada, AccountId=account)
    world.switch("company")
    world.switch("deal")
    world.import_all(**KIND)
    assert world.deal(world.deal_of(opportunity), "hs_primary_associated_company") is None
    world.import_all(kind="accounts")
    world.run()
    (company,) = world.companies("Acme")
    assert world.deal(world.deal_of(opportunity), "hs_primary_associated_company") == company


def test_a_second_import_changes_nothing(world: OpportunityWorld) -> None:
    world.opportunity_of(world.syncing_person("ada@example.org"))
    world.switch("deal")
    world.import_all(**KIND)
    world.run()
    assert counts(world.import_all(**KIND)) == {"total": 1, "unchanged": 1}


def test_the_pairs_creation_setting_holds(world: OpportunityWorld) -> None:
    opportunity = world.opportunity_of(world.syncing_person("ada@example.org"))
    world.switch("deal", create_in_hubspot=False)
    assert world.import_all(**KIND)["reasons"] == {"creation_off": 1}
    assert not world.has_deal(opportunity)


@pytest.mark.s("S93")
def test_while_opportunities_do_not_sync_none_is_imported(world: OpportunityWorld) -> None:
    with world.counting() as calls:
        refusal = world.refused("start", **KIND)
    assert refusal == ("not_possible", "the sync of opportunities is switched off in settings/deal")
    assert (calls.total, world.ask("status")["items"]) == (0, [])


@pytest.mark.s("S75", "S94")
def test_six_hundred_opportunities_cost_few_calls(world: OpportunityWorld) -> None:
    number = 600
    people = world.load_ids("Contact", [{"LastName": "Crowd", "Email": f"{n}@example.org"} for n in range(number)])
    world.import_all(kind="contacts")
    deals = world.load_ids("Opportunity", [{"Name": f"Deal {n}", **CLOSES} for n in range(number)])
    roles = [{"OpportunityId": deal, "ContactId": person} for deal, person in zip(deals, people, strict=True)]
    world.load(Side.SALESFORCE, roles, "OpportunityContactRole")
    world.run()
    world.switch("deal")
    with world.counting() as calls:
        status = world.import_all(**KIND)
        world.run()
    assert status["counts"]["created"] == status["estimate"]["records"] == number
    assert calls.salesforce / number <= 0.035
    assert calls.total / number <= 0.08
    assert is_within(calls, status["estimate"]), (calls, status["estimate"])
