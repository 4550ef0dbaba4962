"""An import of accounts on a day with few calls left."""

from crmsync.core.record import Side

from tests.unit.imports.kinds_world import KindsWorld
from tests.unit.imports.test_import_into_empty import counts


def test_a_page_waits_for_the_calls_of_accounts_and_of_their_contacts() -> None:
    """As many as a page of people may need are not enough."""
    world = KindsWorld()
    account = world.create_account(Name="Acme", Website="https://acme.example.com")
    world.syncing_person("ada@acme.example.com", AccountId=account)
    world.switch("company")
    world.put("quota/hubspot", {"daily_limit": world.spent(Side.HUBSPOT) + 40, "reserve": {"live": 0, "poll": 0}})
    job_id = world.started(kind="accounts")
    for _ in range(3):
        world.turn()
    status = world.status(job_id)
    assert (status["waiting"], counts(status)) == ("quota", {})
    world.put("quota/hubspot", {"daily_limit": 10_000})
    world.run_turns()
    assert counts(world.status(job_id)) == {"total": 1, "created": 1}
