"""More clears of one field, or more deletions, than an hour may have wait for an administrator's word."""

from __future__ import annotations

import pytest
from crmsync.core.change import Change, ChangeKind
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import WHOLE_RECORD, Category, Parked
from crmsync.core.record import Side
from crmsync.usecases.admin.confirm_breaker import ConfirmBreaker

from tests.unit.sync.sync_world import Pair, SyncWorld

HOUR = 3_600_000


@pytest.fixture
def pairs(world: SyncWorld) -> list[Pair]:
    return [world.linked(f"p{number}@example.org", jobtitle="Countess") for number in range(5)]


def limit(world: SyncWorld, **settings: int) -> None:
    world.put("settings/global", settings)


def confirm(world: SyncWorld, **args: object) -> int:
    product = world.product
    command = ConfirmBreaker(product.breakers, product.parking, product.configurations, world.clock)
    return int(command({"object": "contact", **args})["resumed"])


def rows(world: SyncWorld, category: Category) -> list[Parked]:
    return [row for row in world.parked() if row.category == category]


def titles(world: SyncWorld, pairs: list[Pair]) -> list[str | None]:
    return [world.contact(pair.hubspot, "jobtitle") for pair in pairs]


def clear(world: SyncWorld, pairs: list[Pair]) -> None:
    for pair in pairs:
        world.salesforce_user.edit("Contact", pair.salesforce, {"Title": None, "MailingCity": "London"})


def test_what_is_over_the_limit_waits_and_the_rest_of_the_record_syncs(world: SyncWorld, pairs: list[Pair]) -> None:
    limit(world, max_clears_per_hour=3)
    clear(world, pairs)
    world.run_on()
    assert titles(world, pairs).count(None) == 3
    assert {world.contact(pair.hubspot, "city") for pair in pairs} == {"London"}
    held = rows(world, Category.MASS_CLEAR)
    assert {(row.part, row.next_try_at) for row in held} == {("jobtitle", None)}
    assert len(held) == 2
    assert all("crmsync confirm" in row.fix for row in held)


def test_what_waits_does_not_trickle_through_by_itself(world: SyncWorld, pairs: list[Pair]) -> None:
    limit(world, max_clears_per_hour=3)
    clear(world, pairs)
    world.run_on()
    world.resume_parked(3 * HOUR)
    for pair in pairs:
        world.edit_contact(pair.hubspot, zip="1")
    world.run_on()
    assert titles(world, pairs).count(None) == 3


def test_a_confirmed_clear_goes_on_and_is_not_stopped_again(world: SyncWorld, pairs: list[Pair]) -> None:
    limit(world, max_clears_per_hour=1)
    clear(world, pairs)
    world.run_on()
    assert confirm(world, field="city") == 0
    assert confirm(world, field="jobtitle") == 4
    world.resume_parked(60_000)
    assert titles(world, pairs) == [None] * 5
    assert world.parked() == []


def test_a_value_that_is_restored_ends_the_wait(world: SyncWorld, pairs: list[Pair]) -> None:
    limit(world, max_clears_per_hour=4)
    clear(world, pairs)
    world.run_on()
    [row] = rows(world, Category.MASS_CLEAR)
    [pair] = [pair for pair in pairs if pair.hubspot == row.ref.id]
    world.edit_person(pair.salesforce, Title="Queen")
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle") == "Queen"
    assert world.parked() == []


def test_fields_and_sides_count_by_field(world: SyncWorld, pairs: list[Pair]) -> None:
    world.put(
        "mappings/contact",
        {
            "mappings": [
                {"hubspot": "jobtitle", "salesforce": "Title", "rule": "two_way"},
                {"hubspot": "phone", "salesforce": "Phone", "rule": "two_way"},
            ]
        },
    )
    limit(world, max_clears_per_hour=2)
    world.edit_person(pairs[0].salesforce, Title=None)
    world.edit_contact(pairs[1].hubspot, jobtitle="")
    world.edit_contact(pairs[2].hubspot, jobtitle="")
    world.run_on()
    in_step = [world.contact(pair.hubspot, "jobtitle") == world.person(pair.salesforce, "Title") for pair in pairs]
    assert in_step.count(False) == len(rows(world, Category.MASS_CLEAR)) == 1
    world.edit_person(pairs[3].salesforce, Phone="1")
    world.run_on()
    world.edit_person(pairs[3].salesforce, Phone=None)
    world.run_on()
    assert world.contact(pairs[3].hubspot, "phone") is None


def test_the_next_hour_has_room_again(world: SyncWorld, pairs: list[Pair]) -> None:
    limit(world, max_clears_per_hour=2)
    clear(world, pairs[:2])
    world.run_on()
    world.clock.advance(HOUR)
    clear(world, pairs[2:4])
    world.run_on()
    assert titles(world, pairs) == [None] * 4 + ["Countess"]


def test_a_clear_that_failed_is_not_counted_twice(world: SyncWorld, pairs: list[Pair]) -> None:
    limit(world, max_clears_per_hour=5)
    world.fault(Side.HUBSPOT, "rate_limit", "batch/update", times=2)
    clear(world, pairs)
    world.run_on()
    assert titles(world, pairs) == [None] * 5


def test_changes_without_clears_ask_no_counter(world: SyncWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = world.linked()

    def refuse(*_: object) -> int:
        raise AssertionError("no counter is needed")

    monkeypatch.setattr(world.product.breakers, "take", refuse)
    world.edit_person(pair.salesforce, Title="Queen")
    assert world.run_on()[OutcomeName.UPDATED] == 1


def test_counters_that_do_not_answer_hold_what_they_would_count(
    world: SyncWorld, pairs: list[Pair], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise CrmError(Failure(Consequence.RETRY_LATER, "unavailable", "no answer"))

    with monkeypatch.context() as patch:
        patch.setattr(world.product.breakers, "take", fail)
        clear(world, pairs[:1])
        world.run_on()
    assert titles(world, pairs[:1]) == ["Countess"]
    assert world.contact(pairs[0].hubspot, "city") == "London"


def delete_all(world: SyncWorld, pairs: list[Pair]) -> None:
    for pair in pairs:
        world.salesforce_user.delete("Contact", pair.salesforce)


def remaining(world: SyncWorld, pairs: list[Pair]) -> int:
    return sum(world.hubspot_user.show(pair.hubspot, ["email"]) is not None for pair in pairs)


@pytest.fixture
def deletes(world: SyncWorld, pairs: list[Pair]) -> list[Pair]:
    """Pairs of which more go than an hour may have."""
    world.put("settings/contact", {"on_salesforce_delete": "delete"})
    limit(world, max_deletions_per_hour=2)
    delete_all(world, pairs)
    world.run_on()
    return pairs


def test_a_mass_deletion_waits(world: SyncWorld, deletes: list[Pair]) -> None:
    assert remaining(world, deletes) == 3
    held = rows(world, Category.MASS_DELETION)
    assert {(row.part, row.next_try_at) for row in held} == {(WHOLE_RECORD, None)}
    assert len(held) == 3


def test_a_held_deletion_is_not_done_by_the_next_edit(world: SyncWorld, deletes: list[Pair]) -> None:
    for _ in range(2):
        world.clock.advance(2 * HOUR)
        for row in rows(world, Category.MASS_DELETION):
            world.edit_contact(row.ref.id, city="London")
        world.product.resume()
        world.run_on()
    assert remaining(world, deletes) == 3
    assert len(rows(world, Category.MASS_DELETION)) == 3


def test_a_confirmed_deletion_goes_on(world: SyncWorld, deletes: list[Pair]) -> None:
    assert confirm(world, deletions=True) == 3
    world.resume_parked(60_000)
    assert remaining(world, deletes) == 0
    assert world.parked() == []


def test_a_confirmed_deletion_that_salesforce_refuses_goes_when_it_may(world: SyncWorld) -> None:
    """It is counted anew when it is tried, and so needs another word where the hour may have none."""
    world.put("settings/contact", {"on_hubspot_delete": "delete"})
    limit(world, max_deletions_per_hour=0)
    pair = world.linked()
    case = world.create_person("Case", ContactId=pair.salesforce)
    world.hubspot_user.delete(pair.hubspot)
    world.run_on()
    assert confirm(world, deletions=True) == 1
    world.resume_parked(60_000)
    assert [row.category for row in world.parked()] == [Category.ASSOCIATIONS]
    world.salesforce_user.delete("Case", case)
    world.resume_parked()
    assert [row.category for row in world.parked()] == [Category.MASS_DELETION]
    assert confirm(world, deletions=True) == 1
    world.resume_parked(60_000)
    assert world.salesforce_user.show("Contact", pair.salesforce) is None
    assert world.parked() == []


def test_a_held_deletion_ends_when_the_record_is_restored(world: SyncWorld, deletes: list[Pair]) -> None:
    held = {row.ref.id for row in rows(world, Category.MASS_DELETION)}
    for pair in deletes:
        if pair.hubspot in held:
            world.control(Side.SALESFORCE, "undelete", {"ids": [pair.salesforce]})
    world.run_on()
    assert remaining(world, deletes) == 3
    assert world.parked() == []


def test_a_worker_that_died_before_it_made_the_row_leaves_the_deletion_to_the_next(
    world: SyncWorld, deletes: list[Pair]
) -> None:
    """Else the link would wait for a confirmation that nobody is asked for."""
    held = rows(world, Category.MASS_DELETION)
    for row in held:
        world.product.parking.clear(row.ref, [row.part])
    gone = [Change(row.ref, ChangeKind.LOOK, world.clock.now(), "test").after_crash() for row in held]
    world.send(*gone)
    world.run_on()
    assert {row.ref for row in rows(world, Category.MASS_DELETION)} == {row.ref for row in held}
    assert remaining(world, deletes) == 3
