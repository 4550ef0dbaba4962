"""Both CRMs tell of the import's own writes while it runs, and people go on working."""

import pytest
from crmsync.core.record import Side

from tests.unit.imports.import_world import ImportWorld

pytestmark = pytest.mark.no_cover

WHO = "LastName = 'Crowd'"
CROWD = 1_000


def crowd(world: ImportWorld) -> None:
    world.load(
        Side.SALESFORCE,
        [{"LastName": "Crowd", "Email": f"{n}@example.org", "Title": f"Title {n}"} for n in range(CROWD)],
    )


def live_work_before(world: ImportWorld, side: Side, call: str) -> None:
    """Whenever the import makes such a call, the live worker does first what the CRMs told meanwhile."""

    def work() -> None:
        world.deliver()
        world.work()
        live_work_before(world, side, call)

    world.before(side, call, work)


def test_the_events_of_its_own_writes_cost_next_to_no_calls(world: ImportWorld) -> None:
    crowd(world)
    job_id = world.started(kind="contacts", where=WHO)
    with world.counting() as calls:
        live_work_before(world, Side.HUBSPOT, "contacts/batch")
        world.run_turns()
        world.product.interruptions[Side.HUBSPOT].clear()
        world.run_on()
    assert world.status(job_id)["counts"]["created"] == CROWD
    # Two a hundred are the import's own, two the list's; what comes while a page is not committed is read once more.
    assert calls.hubspot <= 2 * CROWD // 100 + 2 + 4
    assert world.parked() == []


def test_a_live_sync_of_the_same_person_makes_nobody_twice(world: ImportWorld) -> None:
    """The edit's event is worked on between the import's look-up and its creation."""
    crowd(world)
    (person,) = world.people_of("7@example.org")
    job_id = world.started(kind="contacts", where=WHO)

    def edit() -> None:
        world.edit_person(person, Title="Edited")
        world.deliver()
        world.work()

    world.before(Side.HUBSPOT, "contacts/batch/create", edit)
    world.run_turns()
    world.run_on()
    (contact,) = world.contacts_of("7@example.org")
    assert world.contact(contact, "jobtitle") == "Edited"
    assert world.status(job_id)["counts"]["total"] == CROWD
    assert world.parked() == []
