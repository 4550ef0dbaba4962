"""Accounts of contacts that sync become companies: these accounts and no others."""

from typing import Any

import pytest
from crmsync.core.record import RecordRef, Side
from crmsync.usecases.imports import page

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
def test_contacts_are_attached_to_a_company_that_live_work_linked_before(world: KindsWorld) -> None:
    """They were brought in step while accounts did not sync, so nobody waited for it."""
    account = acme(world)
    world.switch("company")
    world.edit_account(account, Phone="+44 20 1")
    world.run()
    (contact,) = world.contacts_of("ada@acme.example.com")
    assert (len(world.companies("Acme")), world.contact(contact, "associatedcompanyid")) == (1, None)
    world.import_all(**KIND)
    assert world.contact(contact, "associatedcompanyid") == world.companies("Acme")[0]


def test_a_crowd_of_contacts_is_attached_by_the_change_queue(
    world: KindsWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step of the import has an end in time, however many contacts one account has."""
    monkeypatch.setattr(page, "MOST_ATTACHED", 1)
    account = acme(world)
    for name in ("bob", "cy"):
        world.syncing_person(f"{name}@acme.example.com", AccountId=account)
    world.switch("company")
    world.import_all(**KIND)
    attached = [world.contact(one, "associatedcompanyid") for one in everybody(world)]
    assert sorted(map(bool, attached)) == [False, False, True]
    world.run()
    assert {world.contact(one, "associatedcompanyid") for one in everybody(world)} == set(world.companies("Acme"))


def everybody(world: KindsWorld) -> list[str]:
    return [world.contacts_of(f"{name}@acme.example.com")[0] for name in ("ada", "bob", "cy")]


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
        "rows": 0,
        "expires_at": None,
        "skipped": 1,
        "failed": 0,
        "reasons": {"not_syncing": 1},
        "next": None,
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
    with world.counting() as calls:
        assert counts(world.import_all(**KIND)) == {"total": 1, "unchanged": 1}
    assert len(world.companies("Acme")) == 1
    assert calls.hubspot <= 2, "no contact is looked at again"


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


@pytest.mark.parametrize("where", ["Colour = 'red'", "Name LIKES 'x'", "Id IN (SELECT Nope FROM Contact)"])
def test_a_condition_that_salesforce_refuses_changes_nothing(world: KindsWorld, where: str) -> None:
    world.switch("company")
    code, message = world.refused("start", **KIND, where=where)
    assert (code, "Salesforce refuses the condition" in message) == ("bad_arguments", True)
    assert world.ask("status")["items"] == []


def test_two_imports_of_accounts_at_once(world: KindsWorld) -> None:
    acme(world)
    world.switch("company")
    first, second = (world.ask("start", **KIND)["job_id"] for _ in range(2))
    world.ask("confirm", job_id=first)
    assert world.refused("confirm", job_id=second)[0] == "busy"
    assert world.refused("start", **KIND)[0] == "busy"
    assert world.ask("start", kind="contacts")["state"] == "estimated"


def test_results_that_break_off_are_asked_for_again(world: KindsWorld) -> None:
    acme(world)
    world.switch("company")
    world.fault(Side.SALESFORCE, "break_off", "results", times=2)
    assert counts(world.import_all(**KIND)) == {"total": 1, "created": 1}


@pytest.mark.parametrize("name", ['quote " and, comma', "two\nlines", "二行目 👩‍🚀 العربية", "=1+1", "O'Brien \\ Sons"])
def test_every_name_survives_the_csv(world: KindsWorld, name: str) -> None:
    account = acme(world, Name="Acme", Description=name, Website="https://bücher.example.com/shop?a=1")
    world.switch("company")
    world.import_all(**KIND)
    company = world.link_of(account_ref(account)).hubspot.id
    assert world.company(company, "description", "domain") == (name, "xn--bcher-kva.example.com")


@pytest.mark.parametrize(("object_type", "kind"), [("Contact", "contacts"), ("Account", "accounts")])
def test_person_accounts_are_told_as_skipped(world: KindsWorld, object_type: str, kind: str) -> None:
    """The CSV of a bulk query says `true` in letters."""
    world.control(Side.SALESFORCE, "schema", {"op": "enable_person_accounts"})
    world.read_schemas()
    account = acme(world)
    world.switch("company")
    person = {"LastName": "Vale", "Email": "iris@example.org"}
    mark = {"IsPersonAccount": True}
    if object_type == "Account":
        (one,) = world.load_ids("Account", [{"Name": "Iris Vale", **mark}])
        world.edit_person(world.people_of("ada@acme.example.com")[0], AccountId=one)
    else:
        world.load(Side.SALESFORCE, [{**person, **mark}])
    assert world.import_all(kind=kind)["reasons"] == {"person_account": 1}
    assert (world.contacts_of("iris@example.org"), world.companies("Iris Vale")) == ([], [])
    assert world.account(account, "Name") == "Acme"


def test_a_paused_and_a_cancelled_import_leave_what_they_brought(world: KindsWorld) -> None:
    acme(world)
    world.switch("company")
    job_id = world.started(**KIND)
    assert world.ask("pause", job_id=job_id)["state"] == "paused"
    world.run_turns()
    assert world.companies("Acme") == []
    assert world.ask("resume", job_id=job_id)["state"] == "running"
    world.run_turns()
    assert world.status(job_id)["state"] == "done"
    other = world.started(**KIND)
    assert world.ask("cancel", job_id=other)["state"] == "cancelled"
    world.run_turns()
    assert len(world.companies("Acme")) == 1


def test_what_hubspot_refused_is_a_row_of_the_file_and_comes_right_by_a_retry(world: KindsWorld) -> None:
    first = acme(world)
    second = world.create_account(Name="Acme Ltd", Website="acme.example.com")
    world.syncing_person("bob@acme.example.com", AccountId=second)
    world.switch("company")
    job_id = world.import_all(**KIND)["job_id"]
    world.edit_account(second, Website="acme-ltd.example.com")
    assert world.ask("retry", job_id=job_id) == {"enqueued": 2}
    world.run_turns()
    world.run()
    assert world.link_of(account_ref(first)).hubspot.id == world.companies("Acme")[0]
    assert (len(world.companies("Acme")), len(world.companies("Acme Ltd")), world.parked()) == (1, 1, [])
