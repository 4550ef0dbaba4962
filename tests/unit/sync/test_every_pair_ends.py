"""Companies, deals, tickets, custom objects and activities that are deleted, merged and restored: by the settings of
each pair, and behind the breakers.
"""

from __future__ import annotations

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import WHOLE_RECORD, Category
from crmsync.core.record import Side
from crmsync.usecases.admin.confirm_breaker import ConfirmBreaker

from tests.unit.sync.ending_world import ACTIVITIES, KINDS, Ending, Kind, Linked

pytestmark = pytest.mark.no_cover

SETTINGS = {Side.HUBSPOT: "on_hubspot_delete", Side.SALESFORCE: "on_salesforce_delete"}
MOST_CALLS_OF_A_DELETION = 5
RELATED = 4
"""Contacts, deals, tickets, companies: whom an activity is about takes a call each."""

every_kind = pytest.mark.parametrize("kind", [*KINDS, *ACTIVITIES], ids=lambda kind: kind.name)
either_side = pytest.mark.parametrize("side", Side)
MERGED_IN_SALESFORCE = [kind for kind in KINDS if kind.salesforce_type in {"Account", "Case"}]
MERGES = [(kind, Side.HUBSPOT) for kind in KINDS] + [(kind, Side.SALESFORCE) for kind in MERGED_IN_SALESFORCE]
every_merge = pytest.mark.parametrize(("kind", "side"), MERGES, ids=lambda one: getattr(one, "name", one))


def deleting(kind: Kind, side: Side) -> tuple[Ending, Linked]:
    """Where the counterpart of what is deleted on that side goes too."""
    ending = Ending(kind, **{SETTINGS[side]: "delete"})
    return ending, ending.linked()


class TestDeletion:
    @every_kind
    @either_side
    def test_the_counterpart_is_kept_and_costs_nothing(self, kind: Kind, side: Side) -> None:
        ending = Ending(kind)
        one = ending.linked()
        ending.delete(side, one)
        ending.world.run_on()
        assert ending.is_there(side.other, one.id(side.other))
        with ending.world.counting() as calls:
            ending.edit(side.other, one.id(side.other), "1")
            ending.world.run_on()
        assert calls.total == 0
        assert not ending.is_there(side, one.id(side))
        assert ending.world.parked() == []

    @every_kind
    @either_side
    def test_the_counterpart_goes_too_where_the_setting_says_so(self, kind: Kind, side: Side) -> None:
        ending, one = deleting(kind, side)
        ending.delete(side, one)
        with ending.world.counting() as calls:
            assert ending.world.run_on()[OutcomeName.DELETED] == 1
        assert not ending.is_there(side.other, one.id(side.other))
        assert calls.total <= MOST_CALLS_OF_A_DELETION + (RELATED if kind in ACTIVITIES else 0)
        assert ending.world.parked() == []

    @every_kind
    @either_side
    def test_the_other_setting_deletes_nothing(self, kind: Kind, side: Side) -> None:
        ending, one = deleting(kind, side.other)
        ending.delete(side, one)
        ending.world.run_on()
        assert ending.is_there(side.other, one.id(side.other))

    @every_kind
    @either_side
    def test_what_somebody_edits_meanwhile_is_kept(self, kind: Kind, side: Side) -> None:
        ending, one = deleting(kind, side)
        ending.delete(side, one)
        ending.edit(side.other, one.id(side.other), "1")
        ending.world.run_on()
        assert ending.is_there(side.other, one.id(side.other))
        assert "counterpart_edited" in ending.world.reasons().values()

    @every_kind
    def test_a_dry_run_deletes_nothing(self, kind: Kind) -> None:
        ending, one = deleting(kind, Side.SALESFORCE)
        ending.world.put("settings/global", {"dry_run": True})
        ending.delete(Side.SALESFORCE, one)
        ending.world.run_on()
        assert ending.is_there(Side.HUBSPOT, one.hubspot)


class TestBreaker:
    @every_kind
    @either_side
    def test_a_mass_deletion_waits_for_a_word(self, kind: Kind, side: Side) -> None:
        ending = Ending(kind, **{SETTINGS[side]: "delete"})
        world = ending.world
        world.put("settings/global", {"max_deletions_per_hour": 2})
        all_of_them = [ending.linked() for _ in range(4)]
        for one in all_of_them:
            ending.delete(side, one)
        world.run_on()
        rows = world.parked()
        assert {(row.part, row.category) for row in rows} == {(WHOLE_RECORD, Category.MASS_DELETION)}
        assert all("crmsync confirm" in row.fix for row in rows)
        assert self.remaining(ending, side.other, all_of_them) == len(rows) == 2
        command = ConfirmBreaker(
            world.product.breakers, world.product.parking, world.product.configurations, world.clock
        )
        name = ending.ref(Side.HUBSPOT, "1").object_type
        assert command({"object": name, "deletions": True})["resumed"] == 2
        world.resume_parked(60_000)
        assert self.remaining(ending, side.other, all_of_them) == 0
        assert world.parked() == []

    @every_kind
    def test_a_mass_clear_waits_too(self, kind: Kind) -> None:
        ending = Ending(kind)
        ending.world.put("settings/global", {"max_clears_per_hour": 2})
        all_of_them = [ending.linked(**{kind.field[1]: "7"}) for _ in range(3)]
        for one in all_of_them:
            ending.edit(Side.SALESFORCE, one.salesforce, None)
        ending.world.run_on()
        assert [ending.shown(Side.HUBSPOT, one.hubspot) for one in all_of_them].count(None) == 2
        (row,) = ending.world.parked()
        assert (row.part, row.category) == (kind.field[0], Category.MASS_CLEAR)

    def remaining(self, ending: Ending, side: Side, them: list[Linked]) -> int:
        return sum(ending.is_there(side, one.id(side)) for one in them)


class TestRestore:
    @every_kind
    @either_side
    def test_what_is_back_syncs_from_where_it_stood(self, kind: Kind, side: Side) -> None:
        ending = Ending(kind)
        one = ending.linked()
        ending.delete(side, one)
        ending.world.run_on()
        ending.edit(side.other, one.id(side.other), "2")
        ending.world.run_on()
        ending.restore(side, one)
        ending.world.run_on()
        assert ending.shown(side, one.id(side)) == "2"
        ending.edit(side, one.id(side), "3")
        ending.world.run_on()
        assert ending.shown(side.other, one.id(side.other)) == "3"
        assert ending.counterpart(side, one.id(side)) == one.id(side.other)
        assert ending.world.parked() == []

    @every_kind
    @either_side
    def test_the_counterpart_is_made_anew_when_we_had_deleted_it(self, kind: Kind, side: Side) -> None:
        ending, one = deleting(kind, side)
        if kind.name == "company":
            employed(ending, one)
        ending.delete(side, one)
        ending.world.run_on()
        assert not ending.is_there(side.other, one.id(side.other))
        ending.restore(side, one)
        ending.world.run_on()
        anew = ending.counterpart(side, one.id(side))
        assert anew != one.id(side.other)
        assert ending.is_there(side.other, anew)
        assert ending.world.parked() == []


def employed(ending: Ending, one: Linked) -> None:
    """A company makes an account only for a contact of Salesforce's."""
    person = ending.world.create_person(
        "Contact", LastName="Lovelace", Email="ada@example.org", AccountId=one.salesforce
    )
    assert person
    ending.world.run_on()


class TestMerge:
    @every_merge
    def test_the_link_follows_the_survivor(self, kind: Kind, side: Side) -> None:
        """The winner is not linked: it gets what the loser had."""
        ending = Ending(kind)
        one = ending.linked(**{kind.field[1]: "7"})
        ending.switch(create_in_hubspot=False, create_in_salesforce=None if kind.name != "pet" else False)
        master = self.unlinked(ending, side)
        survivor = ending.merge(side, master, one.id(side))
        ending.world.run_on()
        assert ending.counterpart(side, survivor) == one.id(side.other)
        ending.edit(side, survivor, "8")
        ending.world.run_on()
        assert ending.shown(side.other, one.id(side.other)) == "8"
        assert ending.world.parked() == []

    @every_merge
    def test_a_merge_deletes_nothing_whatever_the_setting(self, kind: Kind, side: Side) -> None:
        ending, one = deleting(kind, side)
        ending.switch(
            create_in_hubspot=False,
            create_in_salesforce=None if kind.name != "pet" else False,
            **{SETTINGS[side]: "delete"},
        )
        survivor = ending.merge(side, self.unlinked(ending, side), one.id(side))
        ending.world.run_on()
        assert ending.is_there(side.other, one.id(side.other))
        assert ending.counterpart(side, survivor) == one.id(side.other)

    @every_merge
    def test_of_two_that_were_linked_one_link_is_left_and_the_row_says_what_to_do(self, kind: Kind, side: Side) -> None:
        ending = Ending(kind)
        winner, loser = ending.linked(), ending.linked()
        survivor = ending.merge(side, winner.id(side), loser.id(side))
        ending.world.run_on()
        assert ending.counterpart(side, survivor) == winner.id(side.other)
        assert ending.is_there(side.other, loser.id(side.other))
        (row,) = ending.world.parked()
        assert row.category == Category.MERGED
        assert row.reason
        assert row.fix
        ending.edit(side.other, winner.id(side.other), "9")
        ending.world.run_on()
        assert ending.shown(side, survivor) == "9"

    def unlinked(self, ending: Ending, side: Side) -> str:
        record = ending.create() if side is Side.SALESFORCE else ending.create_in_hubspot()
        ending.world.run_on()
        return record


class TestDuplicates:
    """Whoever cleans up duplicates and keeps the one that was not linked must not lose the counterpart."""

    @either_side
    def test_a_company_of_the_same_domain_takes_the_place(self, side: Side) -> None:
        ending, one = deleting(KINDS[0], side)
        world = ending.world
        world.edit_person(one.salesforce, Website="analytical.example")
        world.run_on()
        if side is Side.SALESFORCE:
            other = ending.create(Website="analytical.example")
        else:
            other = world.create_company(name="Other", domain="analytical.example")
        world.run_on()
        ending.delete(side, one)
        world.run_on()
        world.resume_parked()
        assert ending.is_there(side.other, one.id(side.other))
        assert ending.counterpart(side, other) == one.id(side.other)
        assert world.parked() == []

    def test_an_account_with_a_company_of_its_own_is_none(self) -> None:
        ending, one = deleting(KINDS[0], Side.SALESFORCE)
        other = ending.linked()
        for account in (one, other):
            ending.world.edit_person(account.salesforce, Website="analytical.example")
        ending.world.run_on()
        ending.delete(Side.SALESFORCE, one)
        ending.world.run_on()
        assert not ending.is_there(Side.HUBSPOT, one.hubspot)
        assert ending.is_there(Side.HUBSPOT, other.hubspot)

    def test_a_custom_record_of_the_same_key_takes_the_place(self) -> None:
        ending = Ending(KINDS[3], on_salesforce_delete="delete", match={"hubspot": "chip", "salesforce": "Chip__c"})
        one = ending.linked(Chip__c="A1")
        other = ending.create(Chip__c="a1")
        ending.world.run_on()
        ending.delete(Side.SALESFORCE, one)
        ending.world.run_on()
        ending.world.resume_parked()
        assert ending.is_there(Side.HUBSPOT, one.hubspot)
        assert ending.counterpart(Side.SALESFORCE, other) == one.hubspot
