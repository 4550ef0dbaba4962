"""Deals and opportunities that are deleted, restored, or made by the conversion of a lead."""

from __future__ import annotations

from crmsync.core.outcome import OutcomeName
from crmsync.core.record import Side

from sandbox.memory.queue import LIVE
from tests.unit.sync.deal_world import DEALS, DealWorld, opportunity_ref


def test_a_deleted_deal_keeps_its_opportunity_and_a_deleted_opportunity_its_deal() -> None:
    world = DealWorld()
    deal, opportunity = world.linked_deal()
    other, lost = world.linked_deal(Name="Other")
    world.hubspot_user.delete(deal, DEALS)
    world.salesforce_user.delete("Opportunity", lost)
    world.run_on()
    assert world.opportunity(opportunity, "Name") == "Engine"
    assert world.deal(other, "dealname") == "Other"


def test_a_deleted_opportunity_takes_its_deal_along_where_the_setting_says_so() -> None:
    world = DealWorld(on_salesforce_delete="delete")
    deal, opportunity = world.linked_deal()
    world.salesforce_user.delete("Opportunity", opportunity)
    assert world.run_on()[OutcomeName.DELETED] == 1
    assert world.hubspot_user.show(deal, ["dealname"], DEALS) is None


def test_a_restored_opportunity_syncs_on() -> None:
    world = DealWorld()
    deal, opportunity = world.linked_deal()
    world.salesforce_user.delete("Opportunity", opportunity)
    world.run_on()
    assert world.salesforce_user.restore(opportunity)
    world.run_on()
    world.edit_opportunity(opportunity, StageName="Qualification")
    world.run_on()
    assert world.deal(deal, "dealstage") == world.stage("Qualification")[1]


def test_a_restored_opportunity_whose_deal_we_deleted_gets_a_new_one() -> None:
    world = DealWorld(on_salesforce_delete="delete")
    deal, opportunity = world.linked_deal()
    world.salesforce_user.delete("Opportunity", opportunity)
    world.run_on()
    assert world.salesforce_user.restore(opportunity)
    world.run_on()
    again = world.link_of(opportunity_ref(opportunity)).hubspot.id
    assert again != deal
    assert world.deal(again, "dealname", "salesforceopportunityid") == ("Engine", opportunity)


def test_a_conversion_brings_account_opportunity_and_role_in_the_same_sync() -> None:
    """Of which only the lead's own event arrives."""
    world = DealWorld()
    lead = world.linked(object_type="Lead")
    made = world.control(Side.SALESFORCE, "convert", {"lead": lead.salesforce, "create_opportunity": True})
    world.deliver()
    messages = world.product.queue.receive(LIVE, 100)
    heard = [message for message in messages if f"#Lead#{lead.salesforce}" in message.body]
    for message in messages:
        if message not in heard:
            world.product.queue.delete(message.receipt)
    assert len(heard) == 1 < len(messages)
    world.invoke(heard)
    world.run_on()
    deal = world.link_of(opportunity_ref(made["opportunity"])).hubspot.id
    assert world.contacts_in(deal) == {lead.hubspot}
    assert world.deal(deal, "hs_primary_associated_company") == world.contact(lead.hubspot, "associatedcompanyid")
    assert world.contact(lead.hubspot, "associatedcompanyid") is not None
    assert world.parked() == []
