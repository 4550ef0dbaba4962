"""What an administrator's edit or a changed schema may have mended is tried at once, however long it was to rest; what
they cannot have mended rests on.
"""

from __future__ import annotations

import pytest
from crmsync.core.parked import WHOLE_RECORD, Category, Parked
from crmsync.core.record import Side

from tests.unit.sync.sync_world import SECOND, Pair, SyncWorld

pytestmark = pytest.mark.no_cover

HOUR = 3_600 * SECOND
HALF_A_DAY = 12 * HOUR
BY_CONFIGURATION = (
    Category.MAPPING,
    Category.CONFIGURATION,
    Category.PERMISSIONS,
    Category.PROPERTY_VALUES,
    Category.OPT_OUT_PENDING,
    Category.QUOTA,
    Category.PAUSED,
    Category.DRY_RUN,
)
BY_OTHERS = (
    Category.ASSOCIATIONS,
    Category.CUSTOM_CODE,
    Category.DUPLICATES,
    Category.CONVERTED_LEAD,
    Category.MERGED,
    Category.UNAVAILABLE,
    Category.MASS_CLEAR,
)


def parked(world: SyncWorld, category: Category, part: str = WHOLE_RECORD) -> Pair:
    """Of a record with which all is well by now, half a day before its next try."""
    pair, now = world.linked(), world.clock.now()
    row = Parked(pair.contact, category, "a reason", "a fix", now, part, next_try_at=now + HALF_A_DAY)
    world.product.parking.park([row])
    return pair


@pytest.mark.parametrize("category", BY_CONFIGURATION)
def test_after_an_administrators_edit(world: SyncWorld, category: Category) -> None:
    parked(world, category)
    world.set_rule("jobtitle", "Title", "two_way")
    world.resume_parked(after=0)
    assert world.parked() == []


@pytest.mark.parametrize("category", BY_CONFIGURATION)
def test_after_a_change_of_the_org(world: SyncWorld, category: Category) -> None:
    parked(world, category)
    taken = {"op": "set_permission", "object": "Contact", "field": "MailingCity", "editable": False, "readable": True}
    world.control(Side.SALESFORCE, "schema", taken)
    world.clock.advance(HOUR)
    world.product.guard()
    world.resume_parked(after=0)
    assert world.parked() == []


@pytest.mark.parametrize("category", BY_OTHERS)
def test_what_neither_can_mend_rests(world: SyncWorld, category: Category) -> None:
    parked(world, category)
    world.set_rule("jobtitle", "Title", "two_way")
    world.resume_parked(after=0)
    assert [row.category for row in world.parked()] == [category]
    if category is not Category.MASS_CLEAR:
        world.resume_parked(after=HALF_A_DAY)
        assert world.parked() == []


@pytest.mark.parametrize("category", [*BY_CONFIGURATION, *BY_OTHERS])
def test_an_unchanged_minute_has_nothing_tried(world: SyncWorld, category: Category) -> None:
    parked(world, category)
    world.product.guard()
    world.resume_parked(after=0)
    assert len(world.parked()) == 1
