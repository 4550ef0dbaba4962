"""One round at a time, page by page, whatever happens to its workers."""

import pytest
from crmsync.core.record import Side
from crmsync.usecases.turns import STEP_TIME

from tests.unit.reconcile.reconcile_world import ReconcileWorld

pytestmark = pytest.mark.no_cover

CROWD = 1_200


class WorkerDiedError(Exception):
    pass


def die() -> None:
    raise WorkerDiedError


def drifting(world: ReconcileWorld, count: int = CROWD) -> None:
    """Everybody has another title in Salesforce, and nobody told."""
    pairs = world.linked_people(count)
    world.lose_events()
    for pair in pairs:
        world.salesforce_user.edit("Contact", pair.salesforce, {"Title": f"Title {pair.salesforce}"})
    world.clock.advance(600_000)
    world.run()


def survive(world: ReconcileWorld) -> int:
    """Runs the round to its end over every crash; how many there were."""
    crashes = 0
    for _ in range(100):
        try:
            if world.turn() is None:
                return crashes
        except WorkerDiedError:
            crashes += 1
    raise AssertionError("the round does not end")


@pytest.mark.parametrize(
    ("side", "call"),
    [
        (Side.SALESFORCE, r"POST .*/jobs/query$"),
        (Side.SALESFORCE, r"GET .*/jobs/query/\w+$"),
        (Side.SALESFORCE, r"GET .*/results$"),
        (Side.SALESFORCE, r"DELETE .*/jobs/query/"),
        (Side.HUBSPOT, r"POST .*contacts/batch/read"),
        (Side.HUBSPOT, r"POST .*contacts/batch/update"),
    ],
)
def test_a_worker_that_dies_before_any_call(world: ReconcileWorld, side: Side, call: str) -> None:
    drifting(world, 30)
    world.ask("start")
    world.before(side, call, die)
    assert survive(world) == 1
    report = world.ask("report")
    assert report["counts"]["repaired"] == 30
    assert world.drift(report) == {("jobtitle", "missed_event"): 30}


@pytest.mark.parametrize("update", range(0, 12, 3))
def test_a_worker_that_dies_in_the_middle_of_a_page_does_nothing_twice(world: ReconcileWorld, update: int) -> None:
    drifting(world)
    world.ask("start")

    def arm(left: int) -> None:
        world.before(Side.HUBSPOT, "contacts/batch/update", die if left == 0 else lambda: arm(left - 1))

    arm(update)
    assert survive(world) == 1
    report = world.ask("report")
    assert (report["counts"]["repaired"], report["counts"]["in_step"]) == (CROWD, 0)
    assert sum(world.drift(report).values()) == CROWD
    rows = [row for pair in world.product.links.all() for row in world.product.history.of(pair.hubspot, 10)]
    assert sum(row.cause.startswith("reconcile") for row in rows) == CROWD


def test_a_round_that_runs_is_not_doubled(world: ReconcileWorld) -> None:
    drifting(world, 30)
    first = world.ask("start")
    again = world.ask("start")
    assert (first["begun"], again["begun"], again["round_id"]) == (True, False, first["round_id"])
    assert world.product.reconciles.nightly() == "not_begun"
    world.run_turns()
    assert world.ask("report")["counts"]["repaired"] == 30
    assert world.ask("start")["begun"] is True


def test_a_lost_message_stops_a_round_until_the_next_night(world: ReconcileWorld) -> None:
    drifting(world, 3)
    world.ask("start")
    world.clock.advance(1_000)
    message = world.product.reconcile_queue.take()
    assert message is not None
    world.product.reconcile_queue.delete(message)
    assert world.turn() is None
    assert world.product.reconciles.nightly() == "not_begun"
    world.run_turns()
    assert world.ask("report")["counts"]["repaired"] == 3


def test_the_schedule_s_invocation_does_what_it_can_at_once(world: ReconcileWorld) -> None:
    """A force is no different: it does its round now."""
    drifting(world, 3)
    assert world.product.reconciles.nightly() == "done"
    assert world.ask("status")["state"] == "done"


def test_the_last_report_stands_while_the_next_round_runs(world: ReconcileWorld) -> None:
    drifting(world, 3)
    done = world.reconcile()
    running = world.ask("start")
    assert world.ask("status")["round_id"] == running["round_id"]
    assert world.ask("report") == done


def test_before_any_round(world: ReconcileWorld) -> None:
    assert world.refused("status") == world.refused("report") == "not_found"


def test_a_paused_sync_is_not_reconciled(world: ReconcileWorld) -> None:
    world.put("settings/global", {"paused": True})
    with world.counting() as calls:
        assert world.refused("start") == "not_possible"
        assert world.product.reconciles.nightly() == "not_begun"
    assert calls.total == 0


def test_a_pause_meanwhile_is_waited_for(world: ReconcileWorld) -> None:
    drifting(world, 3)
    world.ask("start")
    world.put("settings/global", {"paused": True})
    world.turn()
    assert world.ask("status")["waiting"] == "switched_off"
    world.put("settings/global", {"paused": False})
    world.run_turns()
    assert world.ask("report")["counts"]["repaired"] == 3


def test_out_of_budget_it_goes_on_the_next_day(world: ReconcileWorld) -> None:
    drifting(world)
    world.put("quota/hubspot", {"daily_limit": world.spent(Side.HUBSPOT) + 36, "reserve": {"live": 0, "poll": 0}})
    world.ask("start")
    for _ in range(20):
        world.turn()
    status = world.ask("status")
    assert (status["state"], status["waiting"]) == ("running", "quota")
    assert 0 < status["counts"]["total"] < CROWD
    end = world.clock.now() + 2 * 86_400_000
    while world.clock.now() < end and world.turn() is not None:
        pass
    assert world.ask("report")["counts"]["repaired"] == CROWD
    assert world.parked() == []


def test_a_query_that_fails_ends_the_round_with_the_reason(world: ReconcileWorld) -> None:
    world.control(
        Side.SALESFORCE, "bulk_query_failure", {"message": "InternalServerError : Retried more than 15 times"}
    )
    world.ask("start")
    world.run_turns()
    status = world.ask("status")
    assert status["state"] == "failed"
    assert "Retried more than 15 times" in status["error"]
    assert world.refused("report") == "not_found"


@pytest.mark.parametrize("kind", ["status", "reset", "timeout", "break_off", "rate_limit"])
def test_salesforce_breaks_off(world: ReconcileWorld, kind: str) -> None:
    drifting(world, 30)
    world.ask("start")
    world.fault(Side.SALESFORCE, kind, "results", times=2)
    world.run_turns()
    assert world.ask("report")["counts"]["repaired"] == 30


def test_a_page_that_stumbles_over_its_unlinked_records_is_counted_once(world: ReconcileWorld) -> None:
    drifting(world, 30)
    before = world.reconcile()["counts"]
    world.fault(Side.HUBSPOT, "status", "batch/read", times=6, status=503)
    report = world.reconcile()
    assert report["counts"] == {**before, "repaired": 0, "in_step": 30}


def test_what_hubspot_could_not_take_is_left_to_the_change_queue(world: ReconcileWorld) -> None:
    drifting(world, 30)
    world.put("settings/contact", {"create_in_hubspot": False})
    world.ask("start")
    world.fault(Side.HUBSPOT, "status", "batch/read", times=4, status=503)
    world.run_turns()
    assert world.ask("report")["counts"]["busy"] == 30
    world.run_on()
    titles = {world.contact(link.hubspot.id, "jobtitle") for link in world.product.links.all()}
    assert len(titles) == 30
    assert None not in titles


def test_a_field_that_is_mapped_meanwhile_leaves_the_query_readable(world: ReconcileWorld) -> None:
    """Its columns are those of when it was made; the new field's turn comes with the next round."""
    drifting(world, 30)
    world.ask("start")
    mobile = {"hubspot": "mobilephone", "salesforce": "MobilePhone"}
    world.before(
        Side.SALESFORCE, r"GET .*/jobs/query/\w+$", lambda: world.put("mappings/contact", {"mappings": [mobile]})
    )
    world.run_turns()
    report = world.ask("report")
    assert (report["state"], report["counts"]["repaired"]) == ("done", 30)


def test_a_query_that_is_gone_is_made_again(world: ReconcileWorld) -> None:
    """Salesforce keeps results for a week."""
    drifting(world, 3)
    world.product.calls.clear()
    world.ask("start")

    def remove() -> None:
        query_id = world.product.calls[-1].split("/")[-2]
        world.salesforce.simulator.org.query_jobs.remove(query_id)  # type: ignore[attr-defined]

    world.before(Side.SALESFORCE, r"GET .*/results$", remove)
    world.run_turns()
    report = world.ask("report")
    assert (report["counts"]["repaired"], world.drift(report)) == (3, {("jobtitle", "missed_event"): 3})
    assert sum(call.endswith("/jobs/query") for call in world.product.calls) == 3


def test_without_calls_to_salesforce_no_page_is_begun(world: ReconcileWorld) -> None:
    drifting(world, 3)
    world.put("quota/salesforce", {"daily_limit": world.spent(Side.SALESFORCE) + 5, "reserve": {"live": 0, "poll": 0}})
    world.ask("start")
    for _ in range(5):
        world.turn()
    status = world.ask("status")
    assert (status["waiting"], status["counts"]["total"]) == ("quota", 0)
    assert world.parked() == []
    world.put("quota/salesforce", {"daily_limit": 10_000})
    world.run_turns()
    assert world.ask("report")["counts"]["repaired"] == 3


def test_a_message_that_comes_twice_is_void_the_second_time(world: ReconcileWorld) -> None:
    """Queues deliver at least once."""
    drifting(world, 3)
    world.ask("start")
    world.clock.advance(1_000)
    message = world.product.reconcile_queue.take()
    assert message is not None
    assert world.product.reconciles.run(message, STEP_TIME) == "running"
    waiting = world.product.reconcile_queue.next_visible_at()
    assert world.product.reconciles.run(message, STEP_TIME) == "void"
    assert world.product.reconcile_queue.next_visible_at() == waiting
