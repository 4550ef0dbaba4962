"""The lifecycle stage of a contact moves on with the opportunities that it has a role in."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.lifecycle import Standing
from crmsync.core.outcome import OutcomeName
from crmsync.core.reasons import Reason
from crmsync.core.record import Side

from tests.unit.sync.deal_world import DealWorld, deal_ref, opportunity_ref
from tests.unit.sync.listed_world import LAG, add_audience, make_list
from tests.unit.sync.sync_world import INVOCATION, Calls, Pair

STAGE = "lifecyclestage"


@pytest.fixture
def world() -> DealWorld:
    world = DealWorld()
    switch(world, enabled=True)
    return world


def switch(world: DealWorld, **settings: object) -> None:
    world.put("settings/contact", {"lifecycle": settings})


def stage(world: DealWorld, pair: Pair) -> Any:
    return world.contact(pair.hubspot, STAGE)


def involved(world: DealWorld, **fields: str) -> tuple[Pair, str, str]:
    """A contact with a role in an opportunity, all in step; the deal and the opportunity."""
    ada = world.linked()
    opportunity = world.create_opportunity(**fields)
    world.give_role(opportunity, ada.salesforce)
    world.run()
    return ada, world.link_of(opportunity_ref(opportunity)).hubspot.id, opportunity


def counted(world: DealWorld) -> Calls:
    with world.counting() as calls:
        world.run_on()
    return calls


def test_a_role_on_an_open_opportunity_makes_an_opportunity_of_the_contact(world: DealWorld) -> None:
    ada, _, _ = involved(world)
    assert stage(world, ada) == "opportunity"
    (entry,) = [one for one in world.history(ada.contact) if one.field == STAGE]
    assert (entry.side, entry.old, entry.new, entry.reason) == (
        Side.HUBSPOT,
        "lead",
        "opportunity",
        Reason.OPPORTUNITY_MOVED,
    )
    assert world.parked() == []


def test_it_is_off_by_default() -> None:
    world = DealWorld()
    ada, _, opportunity = involved(world)
    world.edit_opportunity(opportunity, StageName="Closed Won")
    world.run()
    assert stage(world, ada) == "lead"


@pytest.mark.parametrize("side", Side)
def test_won_on_either_side_makes_a_customer(world: DealWorld, side: Side) -> None:
    ada, deal, opportunity = involved(world)
    if side is Side.SALESFORCE:
        world.edit_opportunity(opportunity, StageName="Closed Won")
    else:
        world.edit_deal(deal, dealstage=world.stage("Closed Won")[1])
    world.run()
    assert stage(world, ada) == "customer"


@pytest.mark.parametrize("is_new", [True, False])
@pytest.mark.parametrize("side", Side)
def test_won_is_won_whatever_its_label(side: Side, is_new: bool) -> None:
    world = DealWorld(enabled=not is_new)
    switch(world, enabled=True)
    world.relabel("Closed Won", "Won")
    world.put("settings/deal", {"enabled": True})
    world.read_schemas()
    ada, deal, opportunity = involved(world)
    if side is Side.SALESFORCE:
        world.edit_opportunity(opportunity, StageName="Closed Won")
    else:
        world.edit_deal(deal, dealstage=world.stage("Won" if is_new else "Closed Won")[1])
    world.run()
    assert stage(world, ada) == "customer"


def test_a_contact_that_is_added_in_hubspot_moves_too(world: DealWorld) -> None:
    ada = world.linked()
    deal, _ = world.linked_deal(StageName="Closed Won")
    world.involve(deal, ada.hubspot)
    world.run()
    assert stage(world, ada) == "customer"


def test_it_never_goes_back(world: DealWorld) -> None:
    ada, _, opportunity = involved(world, StageName="Closed Won")
    assert stage(world, ada) == "customer"
    world.edit_opportunity(opportunity, StageName="Prospecting")
    world.run()
    other = world.create_opportunity(Name="Other")
    world.give_role(other, ada.salesforce)
    world.run()
    assert stage(world, ada) == "customer"


def test_a_lost_opportunity_moves_nobody(world: DealWorld) -> None:
    ada, _, opportunity = involved(world, StageName="Closed Lost")
    assert stage(world, ada) == "lead"
    assert world.opportunity(opportunity, "IsClosed")


def test_whoever_is_outside_the_inclusion_list_keeps_the_stage_until_they_join(world: DealWorld) -> None:
    add_audience(world)
    ada = world.linked()
    settings = {"inclusion_list_id": make_list(world, "Ours"), "lifecycle": {"enabled": True}}
    world.put("settings/contact", settings)
    deal, opportunity = world.linked_deal(StageName="Closed Won")
    world.give_role(opportunity, ada.salesforce)
    world.run_on()
    world.clock.advance(LAG)
    world.run_on()
    assert world.contacts_in(deal) == {ada.hubspot}
    assert stage(world, ada) == "lead"
    world.edit_contact(ada.hubspot, audience="in")
    world.product.poll(Side.HUBSPOT, world.clock.now() + INVOCATION)
    world.run_on()
    assert stage(world, ada) == "customer"


def test_whoever_is_outside_the_inclusion_list_keeps_it_without_a_counterpart_too(world: DealWorld) -> None:
    """Of a contact whose person was deleted before it was tried again."""
    add_audience(world)
    ada = world.linked()
    settings = {"inclusion_list_id": make_list(world, "Ours"), "lifecycle": {"enabled": True}}
    world.put("settings/contact", settings)
    world.salesforce_user.delete("Contact", ada.salesforce)
    world.run_on()
    world.clock.advance(LAG)
    told = {Standing.OPPORTUNITY.wish: world.clock.now() - LAG}
    world.send(Change(ada.contact, ChangeKind.LOOK, world.clock.now(), "resume", fields=told))
    world.run_on()
    assert stage(world, ada) == "lead"


def test_stages_of_ones_own(world: DealWorld) -> None:
    switch(world, enabled=True, customer="evangelist")
    ada, _, _ = involved(world, StageName="Closed Won")
    assert stage(world, ada) == "evangelist"


class TestCalls:
    def test_nothing_moves_without_calls(self, world: DealWorld) -> None:
        """Of the same edits it costs as much as while it is off."""
        spent = []
        for enabled in (False, True):
            switch(world, enabled=enabled)
            ada = world.linked(f"ada{enabled}@example.org")
            deal, opportunity = world.linked_deal(Name=f"Engine {enabled}")
            world.involve(deal, ada.hubspot)
            world.run_on()
            calls = []
            for edit in ({"Amount": "5"}, {"StageName": "Qualification"}, {"StageName": "Closed Lost"}):
                world.edit_opportunity(opportunity, **edit)
                calls.append(counted(world))
            spent.append(calls)
        assert spent[0] == spent[1]

    def test_a_move_costs_a_read_a_side_and_a_write_and_no_echo(self, world: DealWorld) -> None:
        switch(world, enabled=False)
        _, _, before = involved(world)
        world.edit_opportunity(before, StageName="Closed Won")
        without = counted(world)
        switch(world, enabled=True)
        grace = world.linked("grace@example.org")
        opportunity = world.create_opportunity(Name="Other")
        world.give_role(opportunity, grace.salesforce)
        world.run_on()
        world.edit_opportunity(opportunity, StageName="Closed Won")
        moved = counted(world)
        assert stage(world, grace) == "customer"
        assert (moved.hubspot - without.hubspot, moved.salesforce - without.salesforce) == (2, 1)
        assert counted(world).total == 0


class TestUndo:
    def test_it_goes_back_where_the_contact_still_has_it(self, world: DealWorld) -> None:
        ada, _, _ = involved(world)
        self.undo(world, ada)
        assert stage(world, ada) == "lead"
        (last, *_) = world.history(ada.contact)
        assert (last.field, last.old, last.new, last.reason) == (STAGE, "opportunity", "lead", Reason.UNDONE)
        assert world.parked() == []
        world.edit_contact(ada.hubspot, phone="1")
        world.run_on()
        assert stage(world, ada) == "lead"

    def test_interrupted_between_clearing_and_writing_it_comes_to_its_end(self, world: DealWorld) -> None:
        ada, _, _ = involved(world)
        update = "POST .*contacts/batch/update"

        def refuse() -> None:
            world.fault(Side.HUBSPOT, "status", "contacts/batch/update")

        world.before(Side.HUBSPOT, update, lambda: world.before(Side.HUBSPOT, update, refuse))
        self.undo(world, ada)
        assert stage(world, ada) == "lead"

    def undo(self, world: DealWorld, pair: Pair) -> None:
        answer = world.product.reconciles.undo(world.product.history, hubspot_id=pair.hubspot)
        assert answer["ok"], answer["error"]
        world.run_on()


def test_a_resync_of_deals_catches_up_with_what_was_before_it_was_switched_on(world: DealWorld) -> None:
    switch(world, enabled=False)
    ada, deal, _ = involved(world, StageName="Closed Won")
    switch(world, enabled=True)
    assert stage(world, ada) == "lead"
    look = Change(deal_ref(deal), ChangeKind.LOOK, world.clock.now(), "resync", CallClass.BULK, first_link=True)
    world.send(look)
    world.run_on()
    assert stage(world, ada) == "customer"


def test_what_hubspot_cannot_take_now_is_tried_again(world: DealWorld) -> None:
    world.fault(Side.HUBSPOT, "status", "contacts/batch/update", times=200, status=503)
    ada, _, _ = involved(world)
    world.run_on()
    assert stage(world, ada) == "lead"
    assert [row.ref for row in world.parked()] == [ada.contact]
    world.gateways[Side.HUBSPOT].faults.clear()
    world.resume_parked()
    assert stage(world, ada) == "opportunity"
    assert world.parked() == []


@pytest.mark.parametrize("crashes", [0, 1])
def test_another_change_that_succeeds_first_does_not_stand_for_it(world: DealWorld, crashes: int) -> None:
    """That one knows nothing of the opportunity."""
    world.fault(Side.HUBSPOT, "status", "contacts/batch/update", times=200, status=503)
    ada, _, _ = involved(world)
    world.run_on()
    world.gateways[Side.HUBSPOT].faults.clear()
    now = world.clock.now()
    world.send(Change(ada.contact, ChangeKind.UPDATE, now, "other", fields={"jobtitle": now}, crashes=crashes))
    world.run_on()
    world.resume_parked()
    assert stage(world, ada) == "opportunity"
    assert world.parked() == []


def test_a_worker_that_died_before_it_told_tells_when_the_change_comes_again(world: DealWorld) -> None:
    switch(world, enabled=False)
    ada, _, opportunity = involved(world, StageName="Closed Won")
    switch(world, enabled=True)
    fields = {"StageName": world.clock.now()}
    change = Change(opportunity_ref(opportunity), ChangeKind.UPDATE, world.clock.now(), "again", fields=fields)
    world.send(change)
    world.run_on()
    assert stage(world, ada) == "lead"
    world.send(change.after_crash())
    world.run_on()
    assert stage(world, ada) == "customer"


def test_a_dry_run_moves_nobody(world: DealWorld) -> None:
    ada, _, opportunity = involved(world)
    world.put("settings/global", {"dry_run": True})
    world.edit_opportunity(opportunity, StageName="Closed Won")
    assert world.run()[OutcomeName.DRY_RUN] == 1
    assert stage(world, ada) == "opportunity"
    world.put("settings/global", {"dry_run": False})
    world.resume_parked()
    assert stage(world, ada) == "customer"
