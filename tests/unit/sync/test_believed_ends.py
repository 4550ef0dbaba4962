"""How both CRMs end, refuse and move records is only believed in part: crmsync holds either way."""

from __future__ import annotations

import pytest
from crmsync.core.parked import Category
from crmsync.core.record import Side

from tests.unit.sync.activity_world import ActivityWorld
from tests.unit.sync.company_world import CompanyWorld, account_ref
from tests.unit.sync.sync_world import SyncWorld, salesforce_ref
from tests.unit.sync.ticket_world import TicketWorld

either = pytest.mark.parametrize("is_so", [True, False])


def portal(world: SyncWorld, **switches: object) -> None:
    world.control(Side.HUBSPOT, "settings", switches)


@either
def test_a_deleted_contact_takes_its_counterpart_along(is_so: bool) -> None:
    """Whether HubSpot names the ids that a batch read did not find, or leaves them out without a word."""
    world = SyncWorld()
    portal(world, batch_read_names_missing=is_so)
    world.put("settings/contact", {"on_hubspot_delete": "delete"})
    pair, other = world.linked(), world.linked("kim@example.org")
    world.hubspot_user.delete(pair.hubspot)
    world.edit_contact(other.hubspot, city="Oslo")
    world.run_on()
    assert world.salesforce_user.show("Contact", pair.salesforce) is None
    assert world.person(other.salesforce, "MailingCity") == "Oslo"
    assert world.parked() == []


@either
def test_nobody_is_made_twice_for_a_further_address(is_so: bool) -> None:
    """Whether HubSpot finds a contact by one of its additional addresses, or only refuses another one with it."""
    world = SyncWorld()
    portal(world, additional_email_identifies=is_so)
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace", hs_additional_emails="old@example.org")
    person = world.create_person(Email="old@example.org", LastName="Lovelace")
    world.run_on()
    assert world.contacts_of("old@example.org") == []
    assert [link.hubspot.id for link in world.product.links.all()] == [contact]
    [row] = world.parked() if not is_so else [None]
    if row is None:
        assert world.link_of(salesforce_ref(person)).hubspot.id == contact
    else:
        assert (row.ref.id, row.category) == (person, Category.DUPLICATES)


@pytest.mark.parametrize("code", ["DELETE_FAILED", "DEPENDENCY_EXISTS"])
def test_who_is_held_back_by_a_case_goes_when_the_case_is_gone(code: str) -> None:
    world = SyncWorld()
    world.control(Side.SALESFORCE, "settings", {"delete_refusal_code": code})
    world.put("settings/contact", {"on_hubspot_delete": "delete"})
    pair = world.linked()
    case = world.create_person("Case", ContactId=pair.salesforce)
    world.hubspot_user.delete(pair.hubspot)
    world.run_on()
    assert world.salesforce_user.show("Contact", pair.salesforce) is not None
    [row] = world.parked()
    assert "associated with the following cases" in row.reason
    assert (row.category, "delete or move" in row.fix) == (Category.ASSOCIATIONS, True)
    world.salesforce_user.delete("Case", case)
    world.resume_parked()
    assert world.salesforce_user.show("Contact", pair.salesforce) is None
    assert world.parked() == []


@either
def test_two_bad_values_are_parked_both_and_the_rest_crosses(is_so: bool) -> None:
    """Whether Salesforce names all of them at once, or the first."""
    world = SyncWorld()
    world.control(Side.SALESFORCE, "settings", {"all_bad_fields_named": is_so})
    pair = world.linked()
    world.edit_contact(pair.hubspot, zip="far too long for a postal code", city="x" * 50, jobtitle="Countess")
    world.run_on()
    assert world.person(pair.salesforce, "Title", "MailingCity", "MailingPostalCode") == ("Countess", None, None)
    assert {row.part for row in world.parked()} == {"zip", "city"}


@either
def test_the_company_of_a_ticket_is_that_of_its_case(is_so: bool) -> None:
    world = TicketWorld()
    world.control(Side.SALESFORCE, "settings", {"case_takes_contacts_account": is_so})
    account = world.create_account(Name="Analytical")
    person = world.create_person(Email="ada@example.org", LastName="Lovelace", AccountId=account)
    world.run_on()
    case = world.create_case(Subject="It hums", ContactId=person)
    world.run_on()
    company = world.link_of(account_ref(account)).hubspot.id
    shown = world.ticket(world.ticket_of(case), "subject", "hs_primary_company_id")
    assert shown == ("It hums", company if is_so else None)
    assert world.case(case, "AccountId") == (account if is_so else None)
    assert world.parked() == []


@either
def test_what_salesforce_moves_in_a_merge_is_nobodys_edit(is_so: bool) -> None:
    world = CompanyWorld()
    world.control(Side.SALESFORCE, "settings", {"platform_moves_last_modified": is_so})
    master, loser = (world.create_account(Name=name) for name in ("Analytical", "Engines"))
    person = world.create_person(Email="ada@example.org", LastName="Lovelace", AccountId=loser)
    world.run_on()
    contact = world.link_of(salesforce_ref(person)).hubspot.id
    world.edit_contact(contact, city="Oslo")
    assert world.salesforce_user.merge("Account", master, loser)
    world.run_on()
    assert world.person(person, "AccountId", "MailingCity") == (master, "Oslo")
    world.edit_person(person, Title="Countess")
    world.run_on()
    assert world.contact(contact, "jobtitle", "city") == ("Countess", "Oslo")


@either
def test_a_task_whose_person_was_deleted_syncs_on_where_it_is_left(is_so: bool) -> None:
    world = ActivityWorld()
    world.control(Side.SALESFORCE, "settings", {"activities_go_with_their_record": is_so})
    pair = world.linked()
    task = world.create_person("Task", Subject="Call her", WhoId=pair.salesforce)
    world.run_on()
    here = world.hubspot_of(task).id
    assert world.related("task", here, "contact") == [pair.hubspot]
    world.salesforce_user.delete("Contact", pair.salesforce)
    world.run_on()
    world.edit_activity("task", here, hs_task_subject="Write to her")
    world.run_on()
    left = world.salesforce_user.show("Task", task)
    assert (left is None) is is_so
    assert left is None or left["Subject"] == "Write to her"
    assert world.activity("task", here, "hs_task_subject") == "Write to her"
    assert world.parked() == []
