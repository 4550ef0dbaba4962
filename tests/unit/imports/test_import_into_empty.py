"""An import into a portal that knows nobody."""

import csv
import io
from typing import Any

import pytest
from crmsync.core.record import RecordRef, Side

from sandbox.hubspot.settings import HubspotSettings
from tests.unit.imports.import_world import ImportWorld

PORTAL = HubspotSettings().portal_id
REFUSED_BY_HUBSPOT = "b.levy@expressl&t.net"
ADA = {"LastName": "Lovelace", "FirstName": "Ada", "Email": "ada@example.org", "Title": "Countess"}
GRACE = {"LastName": "Hopper", "Email": "grace@example.org", "Company": "Navy"}


def counts(status: dict[str, object]) -> dict[str, int]:
    shown = status["counts"]
    assert isinstance(shown, dict)
    return {name: count for name, count in shown.items() if count}


@pytest.mark.s("S7", "S8", "S54", "S71", "S89", "S98")
def test_contacts_come_with_all_their_mapped_values_in_one_pass(world: ImportWorld) -> None:
    world.load(Side.SALESFORCE, [ADA])
    status = world.import_all(kind="contacts", where="LastName = 'Lovelace'")
    (contact,) = world.contacts_of("ada@example.org")
    assert world.contact(contact, "firstname", "jobtitle") == ("Ada", "Countess")
    assert (status["state"], counts(status)) == ("done", {"total": 1, "created": 1})


@pytest.mark.s("S55", "S56", "S57")
def test_what_was_imported_is_linked_and_in_history(world: ImportWorld) -> None:
    world.load(Side.SALESFORCE, [ADA])
    status = world.import_all(kind="contacts", where="LastName = 'Lovelace'")
    (person,) = world.people_of("ada@example.org")
    link = world.link_of(RecordRef(Side.SALESFORCE, "Contact", person))
    (row,) = world.product.history.of(link.hubspot, 10)
    assert (row.action, row.cause) == ("create", f"import {status['job_id']}")
    assert {entry.field for entry in row.entries} >= {"email", "firstname", "lastname", "jobtitle"}


def test_an_edit_after_the_import_syncs_like_any_other(world: ImportWorld) -> None:
    world.load(Side.SALESFORCE, [ADA])
    world.import_all(kind="contacts", where="LastName = 'Lovelace'")
    world.run()
    (contact,) = world.contacts_of("ada@example.org")
    (person,) = world.people_of("ada@example.org")
    world.edit_person(person, Title="Analyst")
    world.run()
    assert world.contact(contact, "jobtitle") == "Analyst"


@pytest.mark.s("S88", "S90", "S103")
def test_leads_and_contacts(world: ImportWorld) -> None:
    world.load(Side.SALESFORCE, [ADA])
    world.load(Side.SALESFORCE, [GRACE], "Lead")
    status = world.import_all(kind="leads_and_contacts", where="LastName IN ('Lovelace', 'Hopper')")
    assert counts(status) == {"total": 2, "created": 2}
    assert world.contacts_of("grace@example.org")
    assert world.contacts_of("ada@example.org")


def test_of_a_contact_and_a_lead_with_one_address_the_contact_is_linked(world: ImportWorld) -> None:
    world.load(Side.SALESFORCE, [{**GRACE, "Email": "ada@example.org"}], "Lead")
    world.load(Side.SALESFORCE, [ADA])
    world.import_all(kind="leads_and_contacts")
    (contact,) = world.contacts_of("ada@example.org")
    assert world.link_of(RecordRef(Side.HUBSPOT, "contact", contact)).salesforce.object_type == "Contact"
    (parked,) = [row for row in world.parked() if "Lead" in row.ref.key and contact in row.reason]
    assert parked.category == "duplicates"


@pytest.mark.parametrize("where", [{}, {"where": "LastName != null"}])
def test_of_several_contacts_with_one_address_the_latest_is_linked(world: ImportWorld, where: dict[str, Any]) -> None:
    world.load(Side.SALESFORCE, [{**ADA, "FirstName": "Older"}])
    world.clock.advance(60_000)
    world.load(Side.SALESFORCE, [{**ADA, "FirstName": "Latest"}])
    world.clock.advance(60_000)
    world.import_all(kind="contacts", **where)
    (contact,) = world.contacts_of("ada@example.org")
    assert world.contact(contact, "firstname") == "Latest"


def test_a_better_record_that_the_filter_leaves_out_goes_first(world: ImportWorld) -> None:
    """Whichever is touched first, the contact is linked and the lead is a duplicate."""
    world.load(Side.SALESFORCE, [GRACE], "Lead")
    world.load(Side.SALESFORCE, [{**ADA, "Email": "grace@example.org"}])
    status = world.import_all(kind="leads", where="LastName = 'Hopper'")
    world.run_on()
    (contact,) = world.contacts_of("grace@example.org")
    assert world.link_of(RecordRef(Side.HUBSPOT, "contact", contact)).salesforce.object_type == "Contact"
    assert counts(status) == {"total": 1, "failed": 1}


def test_records_without_address_are_told_and_not_dropped(world: ImportWorld) -> None:
    world.load(Side.SALESFORCE, [{"LastName": "Nobody"}, {**ADA, "LastName": "Nobody"}])
    status = world.import_all(kind="contacts", where="LastName = 'Nobody'")
    assert counts(status) == {"total": 2, "created": 1, "skipped": 1}
    assert status["reasons"] == {"no_email": 1}


def test_the_records_that_were_left_out_are_a_file(world: ImportWorld) -> None:
    world.load(Side.SALESFORCE, [{"LastName": "Nobody"}, {**ADA, "LastName": "Nobody"}, {**ADA, "LastName": "Nobody"}])
    status = world.import_all(kind="contacts", where="LastName = 'Nobody'")
    shown = world.ask("failed", job_id=status["job_id"])
    (file,) = [text for key, text in world.product.exports.files.items() if key.endswith("left-out.csv")]
    rows = list(csv.DictReader(io.StringIO(file)))
    assert shown["url"].startswith("memory://")
    assert {(row["outcome"], row["category"]) for row in rows} == {("skipped", "no_email"), ("failed", "duplicates")}
    assert len(rows) == shown["skipped"] + shown["failed"]
    assert "@" not in file


def test_failed_records_are_looked_at_again_once_they_were_mended(world: ImportWorld) -> None:
    world.load(Side.SALESFORCE, [{"LastName": "Nobody"}])
    status = world.import_all(kind="contacts", where=f"LastName = 'Nobody' OR Email = '{REFUSED_BY_HUBSPOT}'")
    assert status["reasons"] == {"no_email": 1, "property_values": 1}
    (person,) = world.people_of(REFUSED_BY_HUBSPOT.replace("&", "%26"))
    world.edit_person(person, Email="ada@example.org")
    world.product.queue = type(world.product.queue)(world.clock)
    assert world.ask("retry", job_id=status["job_id"]) == {"enqueued": 1}
    world.run_turns()
    assert len(world.contacts_of("ada@example.org")) == 1


def test_nothing_left_out_is_no_file(world: ImportWorld) -> None:
    world.load(Side.SALESFORCE, [ADA])
    status = world.import_all(kind="contacts", where="LastName = 'Lovelace'")
    assert world.ask("failed", job_id=status["job_id"])["url"] is None


@pytest.mark.s("S101")
def test_a_static_list_holds_who_was_imported(world: ImportWorld) -> None:
    world.load(Side.SALESFORCE, [ADA, {"LastName": "Nobody"}])
    status = world.import_all(kind="contacts", where="LastName IN ('Lovelace', 'Nobody')")
    (contact,) = world.contacts_of("ada@example.org")
    found = world.hubspot_user.send("GET", f"/crm/v3/lists/{status['list_id']}").json()["list"]
    members = world.hubspot_user.send("GET", f"/crm/v3/lists/{status['list_id']}/memberships").json()["results"]
    assert found["processingType"] == "MANUAL"
    assert "Salesforce import: contacts" in found["name"]
    assert status["list_url"] == f"https://app.hubspot.com/contacts/{PORTAL}/objectLists/{status['list_id']}"
    assert [member["recordId"] for member in members] == [contact]


def test_without_the_right_to_lists_people_are_imported_all_the_same(world: ImportWorld) -> None:
    world.control(Side.HUBSPOT, "settings", {"missing_scopes": ["crm.lists.write"]})
    world.load(Side.SALESFORCE, [ADA])
    status = world.import_all(kind="contacts", where="LastName = 'Lovelace'")
    assert (status["state"], status["list_id"], counts(status)) == ("done", None, {"total": 1, "created": 1})
    assert "the list of the imported contacts is not complete" in status["warning"]


def test_an_import_without_anybody_makes_no_list(world: ImportWorld) -> None:
    status = world.import_all(kind="contacts", where="LastName = 'Nobody at all'")
    assert (status["state"], status["list_id"], counts(status)) == ("done", None, {})


def test_an_import_creates_although_records_that_come_by_themselves_are_not_created(world: ImportWorld) -> None:
    world.put("settings/contact", {"create_in_hubspot": False})
    world.load(Side.SALESFORCE, [ADA])
    world.import_all(kind="contacts", where="LastName = 'Lovelace'")
    assert len(world.contacts_of("ada@example.org")) == 1


def test_converted_leads_are_left_to_their_contacts(world: ImportWorld) -> None:
    world.load(Side.SALESFORCE, [GRACE], "Lead")
    (lead,) = world.people_of("grace@example.org")
    world.control(Side.SALESFORCE, "convert", {"lead": lead, "status": "Closed - Converted"})
    assert world.ask("start", kind="leads", where="LastName = 'Hopper'")["estimate"]["records"] == 0


@pytest.mark.parametrize(
    "name",
    [
        'She said "hello", twice',
        "two\nlines\r\nand, a comma",
        "名前",
        "اسم",
        "עברית",
        "emoji 👩‍🚀",
        "'; DROP",
        "=1+1",
        "ﬃ",
    ],
)
def test_every_text_survives_the_csv(world: ImportWorld, name: str) -> None:
    world.load(Side.SALESFORCE, [{**ADA, "Title": name}])
    world.import_all(kind="contacts", where="LastName = 'Lovelace'")
    (contact,) = world.contacts_of("ada@example.org")
    assert world.contact(contact, "jobtitle") == name.replace("\r\n", "\n")


def test_what_came_by_import_is_no_change_any_more(world: ImportWorld) -> None:
    """Flags, numbers, dates and times of the CSV are the same values as those of the API."""
    world.load(Side.SALESFORCE, [{**ADA, "HasOptedOutOfEmail": "true", "MailingCity": "London"}])
    world.import_all(kind="contacts", where="LastName = 'Lovelace'")
    world.run()
    (person,) = world.people_of("ada@example.org")
    with world.counting() as calls:
        world.edit_person(person, Birthdate="1815-12-10")
        world.run()
    assert calls.total == 0
