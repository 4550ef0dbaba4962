"""The other way: HubSpot's contacts, all of them or those of a list, into Salesforce."""

import csv
import io
from typing import Any

import pytest
from crmsync.core.record import RecordRef, Side

from tests.unit.imports.import_world import ImportWorld
from tests.unit.imports.test_import_interrupted import WorkerDiedError, die
from tests.unit.imports.test_import_into_empty import counts

pytestmark = pytest.mark.no_cover

EVERYBODY: dict[str, Any] = {"kind": "hubspot_contacts"}
ADA = {"email": "ada@example.org", "firstname": "Ada", "lastname": "Lovelace", "jobtitle": "Countess"}
CROWD = 1_200


@pytest.fixture
def world() -> ImportWorld:
    return emptied()


def emptied() -> ImportWorld:
    """Of which the portal knows nobody."""
    world = ImportWorld()
    found = world.hubspot_user.send("GET", "/crm/v3/objects/contacts?limit=100").json()["results"]
    for contact in found:
        world.hubspot_user.send("DELETE", f"/crm/v3/objects/contacts/{contact['id']}")
    world.run_on()
    return world


def crowd(world: ImportWorld, people: int = CROWD) -> None:
    world.load(Side.HUBSPOT, [{"email": f"{n}@example.org", "lastname": "Crowd"} for n in range(people)], "contacts")


def everybody_in_salesforce(world: ImportWorld) -> list[str]:
    soql = "SELECT+Email+FROM+Contact+WHERE+LastName='Crowd'"
    path: str | None = f"/services/data/v67.0/query?q={soql}"
    emails: list[str] = []
    while path:
        page = world.salesforce_user.send("GET", path).json()
        emails += [row["Email"] for row in page["records"]]
        path = page.get("nextRecordsUrl")
    return emails


def a_list(world: ImportWorld, ids: list[str], object_type: str = "0-1") -> str:
    body = {"name": f"List of {len(ids)} {object_type}", "objectTypeId": object_type, "processingType": "MANUAL"}
    list_id = str(world.hubspot_user.send("POST", "/crm/v3/lists", body).json()["list"]["listId"])
    world.hubspot_user.send("PUT", f"/crm/v3/lists/{list_id}/memberships/add", ids)
    return list_id


def id_of(world: ImportWorld, email: str) -> str:
    (contact,) = world.contacts_of(email)
    return contact


def test_contacts_come_with_all_their_mapped_values_and_are_linked(world: ImportWorld) -> None:
    world.load(Side.HUBSPOT, [ADA], "contacts")
    status = world.import_all(**EVERYBODY)
    (person,) = world.people_of("ada@example.org")
    assert world.person(person, "FirstName", "LastName", "Title") == ("Ada", "Lovelace", "Countess")
    assert world.link_of(RecordRef(Side.SALESFORCE, "Contact", person)).hubspot.id == id_of(world, "ada@example.org")
    assert (status["state"], counts(status), status["list_id"]) == ("done", {"total": 1, "created": 1}, None)
    assert status["title"].startswith("HubSpot import: all contacts")


def test_whom_salesforce_has_already_is_found_by_the_address(world: ImportWorld) -> None:
    world.load(Side.SALESFORCE, [{"LastName": "Lovelace", "Email": "ADA@example.org"}])
    world.load(Side.SALESFORCE, [{"LastName": "Hopper", "Email": "grace@example.org", "Company": "Navy"}], "Lead")
    world.load(Side.HUBSPOT, [ADA, {"email": "grace@example.org", "jobtitle": "Admiral"}], "contacts")
    status = world.import_all(**EVERYBODY)
    (person,), (lead,) = world.people_of("ada@example.org"), world.people_of("grace@example.org")
    assert (world.person(person, "Title"), world.person(lead, "Title")) == ("Countess", "Admiral")
    assert counts(status) == {"total": 2, "updated": 2}


def test_the_second_import_changes_nothing(world: ImportWorld) -> None:
    crowd(world, 300)
    world.import_all(**EVERYBODY)
    world.run_on()
    with world.counting() as calls:
        status = world.import_all(**EVERYBODY)
    assert counts(status) == {"total": 300, "unchanged": 300}
    assert calls.salesforce == 0
    assert calls.hubspot == 1 + 3


def test_thousands_cost_few_calls_on_either_side(world: ImportWorld) -> None:
    crowd(world, 3_000)
    with world.counting() as calls:
        status = world.import_all(**EVERYBODY)
    assert counts(status) == {"total": 3_000, "created": 3_000}
    assert sorted(everybody_in_salesforce(world)) == sorted(f"{n}@example.org" for n in range(3_000))
    expected = status["estimate"]["calls"]
    assert calls.salesforce <= expected["salesforce"] == 6 * (2 + 3)
    assert calls.hubspot <= expected["hubspot"]
    assert calls.hubspot <= 3_000 // 100 + 2


def test_a_list_brings_its_members_alone(world: ImportWorld) -> None:
    crowd(world, 600)
    members = [id_of(world, f"{n}@example.org") for n in range(0, 600, 2)]
    list_id = a_list(world, members)
    estimate = world.ask("start", **EVERYBODY, list_id=list_id)["estimate"]
    assert estimate["records"] == 300
    status = world.import_all(**EVERYBODY, list_id=list_id)
    assert counts(status) == {"total": 300, "created": 300}
    assert sorted(everybody_in_salesforce(world)) == sorted(f"{n}@example.org" for n in range(0, 600, 2))
    assert "list List of 300" in status["title"]


def test_who_joins_meanwhile_comes_too_and_who_leaves_costs_nobody(world: ImportWorld) -> None:
    crowd(world, 1_300)
    ids = [id_of(world, f"{n}@example.org") for n in range(1_300)]
    list_id = a_list(world, ids[:1_200])
    job_id = world.started(**EVERYBODY, list_id=list_id)

    def change() -> None:
        world.clock.advance(1_000)
        world.hubspot_user.send("PUT", f"/crm/v3/lists/{list_id}/memberships/remove", ids[:10])
        world.hubspot_user.send("PUT", f"/crm/v3/lists/{list_id}/memberships/add", ids[1_200:])

    world.before(Side.SALESFORCE, "POST .*composite", change)
    world.run_turns()
    assert set(everybody_in_salesforce(world)) == {f"{n}@example.org" for n in range(1_300)}
    assert world.status(job_id)["state"] == "done"


def test_a_list_that_goes_in_the_middle_ends_the_import_with_the_reason(world: ImportWorld) -> None:
    crowd(world)
    list_id = a_list(world, [id_of(world, f"{n}@example.org") for n in range(CROWD)])
    job_id = world.started(**EVERYBODY, list_id=list_id)
    world.before(
        Side.SALESFORCE, "POST .*composite", lambda: world.hubspot_user.send("DELETE", f"/crm/v3/lists/{list_id}")
    )
    world.run_turns()
    status = world.status(job_id)
    assert (status["state"], status["error"]) == ("failed", f"HubSpot's list {list_id} was deleted")
    assert status["counts"]["created"] == 600


def test_without_an_address_nobody_is_created_and_it_is_told(world: ImportWorld) -> None:
    world.load(Side.HUBSPOT, [{"lastname": "Nobody"}, ADA], "contacts")
    status = world.import_all(**EVERYBODY)
    assert counts(status) == {"total": 2, "created": 1, "skipped": 1}
    assert status["reasons"] == {"no_email": 1}


def test_what_salesforce_refuses_is_a_row_of_the_file_and_comes_right_by_a_retry(world: ImportWorld) -> None:
    world.put("settings/contact", {"required_fallbacks": {"LastName": None}})
    world.load(Side.HUBSPOT, [{"email": "nameless@example.org"}, ADA], "contacts")
    status = world.import_all(**EVERYBODY)
    assert counts(status) == {"total": 2, "created": 1, "failed": 1}
    world.ask("failed", job_id=status["job_id"])
    (file,) = [text for key, text in world.product.exports.files.items() if key.endswith("left-out.csv")]
    (row,) = csv.DictReader(io.StringIO(file))
    contact = id_of(world, "nameless@example.org")
    assert (row["crm"], row["object"], row["record_id"], row["outcome"]) == ("hubspot", "contact", contact, "failed")
    world.edit_contact(contact, lastname="Named")
    world.product.queue = type(world.product.queue)(world.clock)
    assert world.ask("retry", job_id=status["job_id"]) == {"enqueued": 1}
    world.run_turns()
    assert len(world.people_of("nameless@example.org")) == 1


def test_whom_the_inclusion_list_leaves_out_stays_in_hubspot(world: ImportWorld) -> None:
    crowd(world, 3)
    world.hubspot_user.edit(id_of(world, "1@example.org"), {"jobtitle": "In"})
    branch = {
        "filterBranchType": "OR",
        "filterBranches": [
            {
                "filterBranchType": "AND",
                "filterBranches": [],
                "filters": [
                    {
                        "filterType": "PROPERTY",
                        "property": "jobtitle",
                        "operation": {"operationType": "MULTISTRING", "operator": "IS_EQUAL_TO", "values": ["In"]},
                    }
                ],
            }
        ],
        "filters": [],
    }
    body = {"name": "In", "objectTypeId": "0-1", "processingType": "DYNAMIC", "filterBranch": branch}
    found = world.hubspot_user.send("POST", "/crm/v3/lists", body).json()["list"]
    world.clock.advance(120_000)
    world.put("settings/contact", {"inclusion_list_id": found["listId"]})
    status = world.import_all(**EVERYBODY)
    assert everybody_in_salesforce(world) == ["1@example.org"]
    assert counts(status) == {"total": 3, "created": 1, "skipped": 2}
    assert status["reasons"] == {"outside_list": 2}


def test_it_creates_although_contacts_that_come_by_themselves_are_not_created(world: ImportWorld) -> None:
    world.put("settings/contact", {"create_in_salesforce": None})
    world.load(Side.HUBSPOT, [ADA], "contacts")
    world.import_all(**EVERYBODY)
    assert len(world.people_of("ada@example.org")) == 1


@pytest.mark.parametrize(
    ("side", "call"),
    [
        (Side.HUBSPOT, r"GET .*objects/.*contacts"),
        (Side.SALESFORCE, r"POST .*composite$"),
        (Side.SALESFORCE, r"POST .*composite/sobjects"),
    ],
)
@pytest.mark.parametrize("after", [0, 2, 5])
def test_a_worker_that_dies_makes_nobody_twice_and_counts_each_once(
    world: ImportWorld, side: Side, call: str, after: int
) -> None:
    crowd(world)
    job_id = world.started(**EVERYBODY)
    arm(world, side, call, after)
    crashes = 0
    for _ in range(60):
        try:
            if world.turn() is None:
                break
        except WorkerDiedError:
            crashes += 1
    assert crashes == 1 or after > 2
    status = world.status(job_id)
    assert (status["state"], counts(status)) == ("done", {"total": CROWD, "created": CROWD})
    assert sorted(everybody_in_salesforce(world)) == sorted(f"{n}@example.org" for n in range(CROWD))


def arm(world: ImportWorld, side: Side, call: str, after: int) -> None:
    """The worker dies when it has made so many such calls."""
    world.before(side, call, die if after == 0 else lambda: arm(world, side, call, after - 1))


def test_out_of_budget_it_goes_on_by_itself_the_next_day(world: ImportWorld) -> None:
    crowd(world)
    world.put("quota/salesforce", {"daily_limit": 30})
    job_id = world.started(**EVERYBODY)
    for _ in range(20):
        world.turn()
    status = world.status(job_id)
    assert (status["state"], status["waiting"]) == ("running", "quota")
    assert 0 < status["counts"]["total"] < CROWD
    world.run_turns_for(days=3)
    assert counts(world.status(job_id)) == {"total": CROWD, "created": CROWD}
    assert world.parked() == []


def test_pause_and_resume(world: ImportWorld) -> None:
    crowd(world)
    job_id = world.started(**EVERYBODY)
    while not world.status(job_id)["counts"]["total"]:
        world.turn(41_000)
    world.ask("pause", job_id=job_id)
    with world.counting() as calls:
        world.run_turns()
    assert calls.total == 0
    world.ask("resume", job_id=job_id)
    world.run_turns()
    assert counts(world.status(job_id)) == {"total": CROWD, "created": CROWD}
