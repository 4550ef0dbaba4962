"""What an import of accounts costs, what it says before that it will cost, and what a crash leaves."""

import pytest
from crmsync.core.record import Side

from tests.unit.imports.kinds_world import KindsWorld
from tests.unit.imports.test_import_interrupted import WorkerDiedError, die
from tests.unit.sync.sync_world import Calls

ACCOUNTS = 1_000
FEW = 120
CONTACTS_EACH = 2


def with_accounts(number: int) -> KindsWorld:
    """Accounts of twice as many contacts that sync."""
    world = KindsWorld()
    named = [{"Name": f"Company {n}", "Website": f"www.company-{n}.example.com"} for n in range(number)]
    people = [
        {"LastName": "Crowd", "Email": f"{each}.{n}@example.org", "AccountId": account}
        for n, account in enumerate(world.load_ids("Account", named))
        for each in range(CONTACTS_EACH)
    ]
    world.load(Side.SALESFORCE, people)
    world.import_all(kind="contacts")
    world.run()
    return world


@pytest.fixture
def world() -> KindsWorld:
    return with_accounts(FEW)


def is_within(calls: Calls, estimate: dict[str, dict[str, int]]) -> bool:
    """Never more than estimated, and not by far less."""
    sides = {"hubspot": calls.hubspot, "salesforce": calls.salesforce}
    return all(0.6 * estimate["calls"][side] <= made <= estimate["calls"][side] for side, made in sides.items())


@pytest.mark.s("S75")
def test_a_thousand_accounts_and_their_contacts_cost_few_calls() -> None:
    """All contacts are attached too, and nothing is left to do afterwards."""
    world = with_accounts(ACCOUNTS)
    world.switch("company")
    with world.counting() as calls:
        status = world.import_all(kind="accounts")
        world.run()
    assert status["counts"]["created"] == status["estimate"]["records"] == ACCOUNTS
    assert status["estimate"]["classic_calls"] == 3 * ACCOUNTS
    assert calls.salesforce / ACCOUNTS <= 0.03
    assert calls.total / ACCOUNTS <= 0.11
    assert is_within(calls, status["estimate"])
    (contact,) = world.contacts_of("1.999@example.org")
    assert world.company(world.contact(contact, "associatedcompanyid"), "name") == "Company 999"


def test_the_estimate_itself_is_one_call(world: KindsWorld) -> None:
    world.switch("company")
    with world.counting() as calls:
        estimate = world.ask("start", kind="accounts")["estimate"]
    assert (calls.hubspot, calls.salesforce) == (0, 1)
    assert (estimate["records"], estimate["fits"]) == (FEW, True)


def test_a_filter_makes_the_estimate_smaller(world: KindsWorld) -> None:
    world.switch("company")
    whole = world.ask("start", kind="accounts")["estimate"]
    part = world.ask("start", kind="accounts", where="Name LIKE 'Company 1%'")["estimate"]
    assert part["records"] == 31
    assert part["calls"]["hubspot"] < whole["calls"]["hubspot"]


def test_a_condition_with_a_sub_query_can_be_estimated_too(world: KindsWorld) -> None:
    world.switch("company")
    where = "Id NOT IN (SELECT AccountId FROM Opportunity)"
    assert world.ask("start", kind="accounts", where=where)["estimate"]["records"] == FEW


@pytest.mark.parametrize(
    ("side", "call"),
    [
        (Side.SALESFORCE, r"POST .*/composite$"),
        (Side.HUBSPOT, r"POST .*companies/search"),
        (Side.HUBSPOT, r"POST .*companies/batch/create"),
        (Side.HUBSPOT, r"POST .*contacts/batch/read"),
        (Side.HUBSPOT, r"POST .*contacts/companies/batch/create"),
    ],
)
def test_a_worker_that_dies_leaves_nothing_undone_and_nothing_done_twice(
    world: KindsWorld, side: Side, call: str
) -> None:
    world.switch("company")
    job_id = world.started(kind="accounts")
    world.before(side, call, die)
    with pytest.raises(WorkerDiedError):
        world.run_turns()
    world.run_turns()
    world.run_on()
    assert world.status(job_id)["counts"]["created"] == FEW
    portal = world.hubspot.simulator.portal  # type: ignore[attr-defined]
    assert len([one for one in portal.store("0-2").records.values() if one.values["name"].startswith("Company")]) == FEW
    people = portal.store("0-1").records.values()
    assert [
        one for one in people if one.values.get("lastname") == "Crowd" and not one.values["associatedcompanyid"]
    ] == []
