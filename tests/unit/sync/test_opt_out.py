"""The opt-out of e-mail: whoever opts out on one side is opted out on the other, and the sync opts nobody in."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.parked import Category
from crmsync.core.reasons import Reason
from crmsync.core.record import Side
from crmsync.usecases.sync import batch, opt_outs

from tests.unit.sync.sync_world import Pair, SyncWorld

EMAIL = "ada@example.org"
OPT_OUT, BOX = "hs_email_optout", "HasOptedOutOfEmail"
BATCH_SCOPE = "communication_preferences.statuses.batch.write"


def opt_out(world: SyncWorld, email: str = EMAIL) -> None:
    """As the person does by the link in an e-mail."""
    path = f"/communication-preferences/v4/statuses/{email}/unsubscribe-all?channel=EMAIL"
    assert world.hubspot_user.send("POST", path).status == 200


def subscribe_again(world: SyncWorld, pair: Pair) -> None:
    """By a link in an e-mail of HubSpot, which no app can do."""
    world.control(Side.HUBSPOT, "subscribe_again", {"email": world.contact(pair.hubspot, "email")})


def tick(world: SyncWorld, pair: Pair, *, ticked: bool = True, **more: Any) -> None:
    values: Any = {BOX: ticked, **more}
    world.edit_person(pair.salesforce, **values)


def is_out(world: SyncWorld, pair: Pair) -> tuple[bool, bool]:
    return world.contact(pair.hubspot, OPT_OUT) == "true", world.person(pair.salesforce, BOX)


def unsubscriptions(world: SyncWorld) -> int:
    return sum("unsubscribe-all" in call for call in world.product.calls)


@pytest.mark.s("S17")
@pytest.mark.parametrize("object_type", ["Contact", "Lead"])
def test_an_opt_out_in_salesforce_unsubscribes_in_hubspot(world: SyncWorld, object_type: str) -> None:
    pair = world.linked(EMAIL, object_type)
    with world.counting() as calls:
        tick(world, pair)
        world.run()
    assert is_out(world, pair) == (True, True)
    assert calls.total == 3
    told = world.history(pair.contact)[0]
    assert (told.side, told.field, told.new, told.reason) == (Side.HUBSPOT, OPT_OUT, True, Reason.OPTED_OUT)
    assert world.spent(Side.HUBSPOT) > 0
    before = unsubscriptions(world)
    world.edit_person(pair.salesforce, Title="Countess")
    world.run()
    assert unsubscriptions(world) == before == 1


def test_one_opt_out_needs_no_batches(world: SyncWorld) -> None:
    pair = world.linked(EMAIL)
    world.control(Side.HUBSPOT, "settings", {"missing_scopes": [BATCH_SCOPE]})
    tick(world, pair)
    world.run()
    assert is_out(world, pair) == (True, True)
    assert unsubscriptions(world) == 1


@pytest.mark.s("S17")
@pytest.mark.parametrize("object_type", ["Contact", "Lead"])
def test_an_opt_out_in_hubspot_ticks_the_box(world: SyncWorld, object_type: str) -> None:
    pair = world.linked(EMAIL, object_type)
    opt_out(world)
    world.run()
    assert is_out(world, pair) == (True, True)
    assert unsubscriptions(world) == 0


def test_many_opt_outs_are_one_call(world: SyncWorld) -> None:
    pairs = [world.linked(f"person{number}@example.org") for number in range(5)]
    for pair in pairs:
        tick(world, pair)
    world.product.calls.clear()
    world.run()
    assert unsubscriptions(world) == 1
    assert all(is_out(world, pair) == (True, True) for pair in pairs)


def test_many_opt_outs_where_the_portal_grants_no_batches_are_a_call_each(world: SyncWorld) -> None:
    pairs = [world.linked(f"person{number}@example.org") for number in range(5)]
    world.control(Side.HUBSPOT, "settings", {"missing_scopes": [BATCH_SCOPE]})
    for pair in pairs:
        tick(world, pair)
    world.product.calls.clear()
    world.run()
    assert unsubscriptions(world) == 1 + 5
    assert all(is_out(world, pair) == (True, True) for pair in pairs)
    assert world.parked() == []


def test_opt_outs_that_would_outlast_the_lease_come_again(world: SyncWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in an import, whose invocation is longer than the lease of a page."""
    monkeypatch.setattr(batch, "LAST_CALL", -batch.LEASE)
    monkeypatch.setattr(opt_outs, "AT_ONCE", 2)
    pairs = [world.linked(f"person{number}@example.org") for number in range(4)]
    for pair in pairs:
        tick(world, pair)
    world.product.calls.clear()
    world.before(Side.HUBSPOT, ".*unsubscribe-all", lambda: world.clock.advance(batch.LEASE - batch.MIN_LEASE_LEFT))
    world.run()
    assert unsubscriptions(world) == 2
    assert sorted(is_out(world, pair)[0] for pair in pairs) == [False, False, True, True]
    assert {row.category for row in world.parked()} == {Category.OPT_OUT_PENDING}
    world.resume_parked()
    assert all(is_out(world, pair) == (True, True) for pair in pairs)


def test_unticking_is_set_back_and_told(world: SyncWorld) -> None:
    pair = world.linked(EMAIL)
    tick(world, pair)
    world.run()
    tick(world, pair, ticked=False)
    world.run()
    assert is_out(world, pair) == (True, True)
    told = world.history(pair.contact)[0]
    assert (told.side, told.old, told.new) == (Side.SALESFORCE, False, True)
    assert (told.reason, told.overruled) == (Reason.OPT_OUT_KEPT, True)


def test_who_subscribes_again_in_hubspot_stays_so_and_is_opted_in_nowhere(world: SyncWorld) -> None:
    pair = world.linked(EMAIL)
    tick(world, pair)
    world.run()
    subscribe_again(world, pair)
    world.run()
    assert is_out(world, pair) == (False, True)
    tick(world, pair, ticked=False)
    world.run()
    assert is_out(world, pair) == (False, False)
    tick(world, pair)
    world.run()
    assert is_out(world, pair) == (True, True)


def test_a_new_address_is_opted_out_too(world: SyncWorld) -> None:
    """HubSpot keeps opt-outs by address."""
    pair = world.linked(EMAIL)
    tick(world, pair)
    world.run()
    subscribe_again(world, pair)
    world.edit_contact(pair.hubspot, email="ada@example.net")
    world.run()
    assert world.contact(pair.hubspot, OPT_OUT) == "true"


def test_an_opt_out_travels_with_a_creation_in_salesforce(world: SyncWorld) -> None:
    opt_out(world)
    pair = world.linked(EMAIL)
    assert is_out(world, pair) == (True, True)


@pytest.mark.parametrize("object_type", ["Contact", "Lead"])
def test_an_opt_out_travels_with_a_creation_in_hubspot(world: SyncWorld, object_type: str) -> None:
    company = {"Company": "C"} if object_type == "Lead" else {}
    values: Any = {BOX: True, **company}
    world.create_person(object_type, Email=EMAIL, LastName="L", **values)
    world.run()
    (contact,) = world.contacts_of(EMAIL)
    assert world.contact(contact, OPT_OUT) == "true"


def test_at_a_first_link_either_opt_out_holds(world: SyncWorld) -> None:
    world.put("settings/contact", {"create_in_hubspot": False})
    values: Any = {BOX: True}
    world.create_person("Contact", Email=EMAIL, LastName="L", **values)
    world.run()
    contact = world.create_contact(email=EMAIL, lastname="L")
    world.run()
    assert world.contact(contact, OPT_OUT) == "true"


class TestPending:
    @pytest.fixture
    def pair(self, world: SyncWorld) -> Pair:
        return world.linked(EMAIL)

    def assert_pending(self, world: SyncWorld, pair: Pair) -> None:
        (row,) = world.parked()
        assert (row.ref, row.part, row.category) == (pair.contact, OPT_OUT, Category.OPT_OUT_PENDING)
        assert row.next_try_at is not None
        assert row.fix
        assert world.product.telemetry.total("OptOutsPending") == 1

    @pytest.mark.parametrize("status", [400, 403, 500])
    def test_a_refusal_parks_the_opt_out_and_the_rest_syncs(self, world: SyncWorld, pair: Pair, status: int) -> None:
        world.fault(Side.HUBSPOT, "status", ".*unsubscribe-all", status=status)
        tick(world, pair, Title="Countess")
        world.run()
        assert world.contact(pair.hubspot, "jobtitle", OPT_OUT) == ("Countess", None)
        self.assert_pending(world, pair)
        world.resume_parked()
        assert is_out(world, pair) == (True, True)
        assert world.parked() == []

    def test_a_scope_that_is_missing(self, world: SyncWorld, pair: Pair) -> None:
        scope = "communication_preferences.read_write"
        world.control(Side.HUBSPOT, "settings", {"missing_scopes": [scope]})
        tick(world, pair)
        world.run()
        self.assert_pending(world, pair)
        world.edit_person(pair.salesforce, Title="Countess")
        world.run()
        assert unsubscriptions(world) == 1
        world.control(Side.HUBSPOT, "settings", {"missing_scopes": []})
        world.resume_parked()
        assert is_out(world, pair) == (True, True)

    def test_a_contact_without_address_waits_for_one(self, world: SyncWorld, pair: Pair) -> None:
        world.edit_person(pair.salesforce, Email=None)
        world.run()
        tick(world, pair)
        world.run()
        self.assert_pending(world, pair)
        assert unsubscriptions(world) == 0
        world.edit_contact(pair.hubspot, email="new@example.org")
        world.run()
        assert is_out(world, pair) == (True, True)
        assert world.parked() == []

    def test_a_box_that_cannot_be_ticked(self, world: SyncWorld, pair: Pair) -> None:
        lock = {"op": "set_permission", "object": "Contact", "field": BOX, "readable": True, "editable": False}
        world.control(Side.SALESFORCE, "schema", lock)
        world.read_schemas()
        opt_out(world)
        world.run()
        (row,) = world.parked()
        assert (row.part, row.category) == (OPT_OUT, Category.OPT_OUT_PENDING)
        assert "edit access" in row.fix
        assert world.product.telemetry.total("OptOutsPending") == 1


def test_a_lost_answer_is_no_second_call_for_who_is_out(world: SyncWorld) -> None:
    pair = world.linked(EMAIL)
    world.fault(Side.HUBSPOT, "drop_response", ".*unsubscribe-all")
    tick(world, pair)
    world.run_on()
    world.resume_parked()
    assert is_out(world, pair) == (True, True)
    assert unsubscriptions(world) == 1
    assert world.parked() == []


@pytest.mark.parametrize(
    ("hubspot", "salesforce", "rule"),
    [
        ("hs_email_optout", "HasOptedOutOfEmail", "dont_sync"),
        ("hs_email_optout", "HasOptedOutOfEmail", "two_way"),
        ("hubspot_owner_id", "OwnerId", "dont_sync"),
        ("hubspot_owner_id", "AccountId", "two_way"),
    ],
)
def test_no_parameter_changes_them(world: SyncWorld, hubspot: str, salesforce: str, rule: str) -> None:
    entry = {"hubspot": hubspot, "salesforce": salesforce, "rule": rule}
    world.product.parameters.write("mappings/contact", f'{{"mappings": [{str(entry).replace(chr(39), chr(34))}]}}')
    world.product.guard()
    (refused,) = world.product.configurations.refused()
    assert "cannot be changed" in refused.reason
    assert refused.fix
