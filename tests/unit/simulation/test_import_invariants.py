"""The invariants of imports and resyncs can fail: a world at rest is disturbed in one way, and exactly that is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sandbox.simulation.invariants.imports import miscounted_imports, unfinished_imports
from sandbox.simulation.invariants.resyncs import unfinished_resyncs
from sandbox.simulation.invariants.state import State
from sandbox.simulation.world import MINUTE, World
from tests.unit.simulation.worlds import calm_world

Disturb = Callable[[World], object]


@pytest.fixture
def world() -> World:
    """With an import that left somebody out, and a list whose two members were looked at again."""
    world = calm_world()
    world.crms.salesforce_user.create("Contact", {"LastName": "Nobody"})
    imports = world.product.imports
    job_id = imports.command("start", {"kind": "contacts"})["result"]["job_id"]
    imports.command("confirm", {"job_id": job_id, "spread": True})
    world.importer.job_id = job_id
    world.scheduler.run_until(world.scheduler.now + 5 * MINUTE)
    resync_all(world)
    world.scheduler.run_until(world.scheduler.now + 5 * MINUTE)
    return world


def resync_all(world: World) -> None:
    resyncs = world.list_resyncs
    body = {"name": "All", "objectTypeId": "0-1", "processingType": "MANUAL"}
    made = world.crms.hubspot_user.send("POST", "/crm/v3/lists", body).json()
    resyncs.list_id = made["list"]["listId"]
    ids = [link.hubspot.id for link in world.product.links.all() if link.hubspot.object_type == "contact"]
    world.crms.hubspot_user.send("PUT", f"/crm/v3/lists/{resyncs.list_id}/memberships/add", ids)
    resyncs.enqueued = world.product.reconciles.resync(object="contact", list_id=resyncs.list_id)["result"]["enqueued"]
    resyncs.is_over = True


def broken(world: World) -> list[str]:
    state = State.of(world)
    return [*unfinished_imports(state), *miscounted_imports(state), *unfinished_resyncs(state)]


def test_a_world_with_imports_comes_to_rest(world: World) -> None:
    status = world.importer.status
    assert broken(world) == []
    assert status is not None
    assert status["counts"]["skipped"] >= 1
    assert world.list_resyncs.enqueued >= 2
    world.product.parameters.write("quota/salesforce", '{"daily_limit": 1}')
    world.scheduler.run_until(world.scheduler.now + MINUTE)
    leave_a_lane(world, main="quota", other="others")
    assert broken(world) == [], "who waits for those that wait for calls is well"
    leave_a_lane(world, main="others", other="others")
    assert len(broken(world)) == 3


def forget_a_row(world: World) -> None:
    (key,) = [key for key in world.product.exports.files if "rows-0" in key]
    world.product.exports.put(key, "")


def leave_a_lane(world: World, **waiting: str) -> None:
    """`waiting`: for what the lanes wait that are at work."""
    name = f"import#{world.importer.job_id}"
    main = dict(world.product.jobs.state(name))
    own = {"state": "running", "waiting": waiting["main"]} if waiting else {}
    other = {"lane": 1, "state": "running", "waiting": waiting.get("other", "")}
    for place, kept in ((name, {**main, "lanes": 2, **own}), (f"{name}.1", {**main, **other})):
        world.product.jobs.start(place, "t", 0, 0)
        world.product.jobs.finish(place, "t", kept)


def leave_a_resync(world: World) -> None:
    world.list_resyncs.is_over = False


def leave_a_member_out(world: World) -> None:
    world.list_resyncs.enqueued -= 1


@pytest.mark.parametrize(
    ("disturb", "told"),
    [
        (forget_a_row, "and its file"),
        (leave_a_lane, "lane 1 of the import is running"),
        (leave_a_resync, "did not end"),
        (leave_a_member_out, "left 1 members out"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_a_disturbed_world_is_told(world: World, disturb: Disturb, told: str) -> None:
    disturb(world)
    (problem,) = broken(world)
    assert told in problem
