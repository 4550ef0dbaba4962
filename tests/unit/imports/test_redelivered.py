"""Queues deliver at least once."""

from crmsync.core.record import Side
from crmsync.usecases.turns import STEP_TIME

from tests.unit.imports.import_world import ImportWorld


def test_a_message_that_comes_twice_is_void_the_second_time(world: ImportWorld) -> None:
    world.load(Side.SALESFORCE, [{"LastName": "Crowd", "Email": "ada@example.org"}])
    job_id = world.started(kind="contacts", where="LastName = 'Crowd'")
    world.clock.advance(1_000)
    message = world.product.import_queue.take()
    assert message is not None
    assert world.product.imports.run(message, STEP_TIME) == "running"
    waiting = world.product.import_queue.next_visible_at()
    assert world.product.imports.run(message, STEP_TIME) == "void"
    assert world.product.import_queue.next_visible_at() == waiting
    world.product.import_queue.delete(message)
    world.run_turns()
    assert world.status(job_id)["counts"]["created"] == 1
