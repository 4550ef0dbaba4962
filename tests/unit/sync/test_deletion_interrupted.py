"""crmsync deleted a counterpart and did not live to tell, or got no answer; then a person takes the record back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from crmsync.core.record import Side

from tests.unit.sync.sync_world import Pair, SyncWorld
from tests.unit.sync.test_deletion import delete, found, restore, set_to_delete

CALLS = {Side.HUBSPOT: "batch/archive", Side.SALESFORCE: "composite/sobjects"}


class Killed(BaseException):
    """No handler of the product's catches it, as none catches the end of a Lambda's time."""


def delete_without_answer(world: SyncWorld, side: Side, pair: Pair) -> None:
    world.fault(side.other, "drop_response", CALLS[side.other])
    delete(world, side, pair)
    world.run()


def delete_and_die(world: SyncWorld, side: Side, pair: Pair) -> None:
    """After history was stored, before the link was."""

    def die(*_: object) -> None:
        raise Killed

    delete(world, side, pair)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world.product.links, "commit", die)
        with pytest.raises(Killed):
            world.run()


@pytest.mark.parametrize("interrupt", [delete_without_answer, delete_and_die])
@pytest.mark.parametrize("side", Side)
def test_history_tells_of_the_deletion_once_when_its_cause_is_back(
    world: SyncWorld, side: Side, interrupt: Callable[[SyncWorld, Side, Pair], None]
) -> None:
    pair = world.linked()
    set_to_delete(world, side)
    interrupt(world, side, pair)
    assert found(world, side.other) == []
    restore(world, side, pair)
    world.run_on()
    back, gone = (pair.contact, pair.person) if side is Side.HUBSPOT else (pair.person, pair.contact)
    rows = [row.action for row in world.product.history.of(gone, 100)]
    fates = [action for action in rows if action.split()[0] in {"gone", "delete", "back"}]
    assert sorted(fates) == [f"back {back.key}", f"delete {gone.key}", f"gone {back.key}"]
    assert len(found(world, side.other)) == 1
