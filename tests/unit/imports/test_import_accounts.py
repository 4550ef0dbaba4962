"""Accounts of contacts that sync become companies: these accounts and no others."""

from typing import Any

import pytest
from crmsync.core.record import RecordRef, Side

from tests.unit.imports.kinds_world import KindsWorld
from tests.unit.imports.test_import_into_empty import counts
from tests.unit.sync.company_world import account_ref

KIND: dict[str, Any] = {"kind": "accounts"}


@pytest.fixture
def world() -> KindsWorld:
    return KindsWorld()


def acme(world: KindsWorld, **fields: str) -> str:
    """An account of a syncing contact."""
    account = world.create_account(**{"Name": "Acme", "Website": "https://acme.example.com", **fields})
    world.syncing_person("ada@acme.example.com", AccountId=account)
    return account


@pytest.mark.s("S84", "S92")
def test_an_account_of_a_syncing_contact_becomes_its_company(world: KindsWorld) -> None:
    account = acme(world, Phone="+44 20 1")
    world.switch("company")
    status = world.import_all(**KIND)
    (company,) = world.companies("Acme")
    assert world.company(company, "phone", "domain", "salesforceaccountid") == ("+44 20 1", "acme.example.com", account)
    assert world.link_of(account_ref(account)).hubspot.id == company
    assert (status["state"], counts(status), status["list_id"]) == ("done", {"total": 1, "created": 1}, None)
    assert status["title"].startswith("Salesforce import: accounts, ")


@pytest.mark.s("S92")
def test_the_contact_is_attached_to_the_company_by_itself(world: KindsWorld) -> None:
    """The reference waited for its record."""
    acme(world)
    world.switch("company")
    (contact,) = world.contacts_of("ada@acme.example.com")
    assert world.contact(contact, "associatedcompanyid") is None
    world.import_all(**KIND)
    world.run()
    assert world.contact(contact, "associatedcompanyid") == world.companies("Acme")[0]


@pytest.mark.s("S92")
def test_accounts_of_nobody_or_of_somebody_who_does_not_sync_stay_where_they_are(world: KindsWorld) -> None:
    acme(world)
    lonely, strange = world.load_ids("Account", [{"Name": "Lonely"}, {"Name": "Strange"}])
    world.load(Side.SALESFORCE, [{"LastName": "Stranger", "Email": "x@strange.example.com", "AccountId": strange}])
    world.switch("company")
    status = world.import_all(**KIND)
    assert (world.companies("Lonely"), world.companies("Strange")) == ([], [])
    assert counts(status) == {"total": 2, "created": 1, "skipped": 1}
    assert status["reasons"] == {"not_syncing": 1}
    assert status["estimate"]["records"] == 2
    assert account_ref(lonely) not in world.product.links.find([account_ref(lonely)])


def test_what_nobody_asked_for_is_counted_and_fills_no_file(world: KindsWorld) -> None:
    (strange,) = world.load_ids("Account", [{"Name": "Strange"}])
    world.load(Side.SALESFORCE, [{"LastName": "Stranger", "Email": "x@strange.example.com", "AccountId": strange}])
    world.switch("company")
    job_id = world.import_all(**KIND)["job_id"]
    assert world.ask("failed", job_id=job_id) == {
        "url": None,
        "expires_at": None,
        "skipped": 1,
        "failed": 0,
        "reasons": {},
    }


def test_a_company_that_is_there_is_found_by_its_domain(world: KindsWorld) -> None:
    account = acme(world, Phone="+44 20 1")
    company = world.create_company(name="ACME Inc.", domain="acme.example.com")
    world.product.queue = type(world.product.queue)(world.clock)
    world.switch("company")
    status = world.import_all(**KIND)
    assert world.link_of(account_ref(account)).hubspot.id == company
    assert world.company(company, "name", "phone") == ("Acme", "+44 20 1")
    assert counts(status) == {"total": 1, "updated": 1}


def test_accounts_of_one_domain_are_told_as_duplicates_and_make_no_company(world: KindsWorld) -> None:
    first = acme(world)
    second = world.create_account(Name="Acme Ltd", Website="acme.example.com")
    world.syncing_person("bob@acme.example.com", AccountId=second)
    world.switch("company")
    status = world.import_all(**KIND)
    assert (world.companies("Acme"), world.companies("Acme Ltd")) == ([], [])
    assert (counts(status), status["reasons"]) == ({"total": 2, "failed": 2}, {"duplicates": 2})
    rows = world.failed_rows(status["job_id"])
    assert {row["record_id"] for row in rows} == {first, second}


def test_a_second_import_changes_nothing(world: KindsWorld) -> None:
    acme(world)
    world.switch("company")
    world.import_all(**KIND)
    world.run()
    assert counts(world.import_all(**KIND)) == {"total": 1, "unchanged": 1}
    assert len(world.companies("Acme")) == 1


def test_a_parent_that_comes_later_is_attached(world: KindsWorld) -> None:
    child = acme(world)
    parent = world.create_account(Name="Group", Website="group.example.com")
    world.syncing_person("cy@group.example.com", AccountId=parent)
    world.edit_account(child, ParentId=parent)
    world.switch("company")
    world.import_all(**KIND)
    world.run()
    (company,), (group,) = world.companies("Acme"), world.companies("Group")
    assert world.company(company, "hs_parent_company_id") == group


def test_the_pairs_creation_setting_holds(world: KindsWorld) -> None:
    acme(world)
    world.switch("company", create_in_hubspot=False)
    status = world.import_all(**KIND)
    assert world.companies("Acme") == []
    assert (counts(status), status["reasons"]) == ({"total": 1, "skipped": 1}, {"creation_off": 1})


@pytest.mark.parametrize(
    ("where", "expected"), [({"where": "Industry = 'Banking'"}, 1), ({"created_after": "2100-01-01"}, 0), ({}, 2)]
)
def test_filters_narrow_it(world: KindsWorld, where: dict[str, Any], expected: int) -> None:
    acme(world, Industry="Banking")
    other = world.create_account(Name="Other", Website="other.example.com")
    world.syncing_person("bob@other.example.com", AccountId=other)
    world.switch("company")
    status = world.import_all(**KIND, **where)
    assert (status["estimate"]["records"], status["counts"]["created"]) == (expected, expected)
    assert ("filtered" in status["title"]) is bool(where)


@pytest.mark.s("S91")
def test_while_accounts_do_not_sync_none_is_imported(world: KindsWorld) -> None:
    acme(world)
    with world.counting() as calls:
        refusal = world.refused("start", **KIND)
    assert refusal == ("not_possible", "the sync of accounts is switched off in settings/company")
    assert (calls.total, world.ask("status")["items"]) == (0, [])


def test_while_contacts_do_not_sync_there_is_nobody_whose_account_it_could_be(world: KindsWorld) -> None:
    world.switch("company")
    world.switch("contact", enabled=False)
    refusal = ("not_possible", "accounts are those of contacts that sync: that is switched off in settings/contact")
    assert world.refused("start", **KIND) == refusal


def test_switched_off_meanwhile_it_waits(world: KindsWorld) -> None:
    acme(world)
    world.switch("company")
    job_id = world.started(**KIND)
    world.switch("company", enabled=False)
    world.turn()
    assert world.status(job_id)["waiting"] == "switched_off"
    world.switch("company")
    world.run_turns()
    assert world.status(job_id)["counts"]["created"] == 1


def test_whose_contact_was_deleted_in_hubspot_is_no_account_of_a_syncing_one(world: KindsWorld) -> None:
    acme(world)
    (contact,) = world.contacts_of("ada@acme.example.com")
    world.hubspot_user.send("DELETE", f"/crm/v3/objects/contacts/{contact}")
    world.run()
    assert world.link_of(RecordRef(Side.HUBSPOT, "contact", contact))
    world.switch("company")
    assert world.import_all(**KIND)["reasons"] == {"not_syncing": 1}
