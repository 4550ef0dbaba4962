from dataclasses import replace
from typing import Any

import pytest
from crmsync.core.change import Shown
from crmsync.core.default_configuration import CONTACT_PAIR
from crmsync.core.link import BaseValue, Intents, Link, Overwrite, WriteWindow
from crmsync.core.mapping import Rule
from crmsync.core.overwritten import Told, mark
from crmsync.core.pair_settings import PairSettings
from crmsync.core.plan import plan_record
from crmsync.core.plan_input import PlanInput
from crmsync.core.reasons import Reason
from crmsync.core.record import Record, RecordRef, Side, Value
from crmsync.core.record_plan import RecordPlan

H, S = Side.HUBSPOT, Side.SALESFORCE
HUBSPOT = RecordRef(H, "contact", "1")
SALESFORCE = RecordRef(S, "Contact", "003000000000001AAA")
NOW = 1_000_000
TWO_WAY = replace(
    CONTACT_PAIR, mappings=tuple(replace(mapping, rule=Rule.TWO_WAY) for mapping in CONTACT_PAIR.mappings)
)
LINK = Link(
    HUBSPOT,
    SALESFORCE,
    base={"jobtitle": BaseValue("CEO", "CEO"), "city": BaseValue("Bern", "Bern"), "gone": BaseValue("x", "x")},
)


def given(hubspot: dict[str, Value] | None, salesforce: dict[str, Value] | None, **options: Any) -> PlanInput:
    return PlanInput(
        pair=options.pop("pair", TWO_WAY),
        salesforce_type=options.pop("salesforce_type", "Contact"),
        hubspot=None if hubspot is None else Record(HUBSPOT, hubspot, NOW - 10),
        salesforce=None if salesforce is None else Record(SALESFORCE, salesforce, NOW - 10),
        now=NOW,
        **options,
    )


def linked(hubspot: dict[str, Value], salesforce: dict[str, Value], **options: Any) -> RecordPlan:
    return plan_record(given(hubspot, salesforce, **{"link": LINK, **options}))


SAME: dict[str, Value] = {"jobtitle": "CEO", "city": "Bern"}
SAME_THERE: dict[str, Value] = {"Title": "CEO", "MailingCity": "Bern"}


def test_nothing_changed_nothing_written() -> None:
    plan = linked(SAME, SAME_THERE)
    assert plan.writes == {H: {}, S: {}}
    assert plan.base == LINK.base
    assert (plan.entries, plan.parked, plan.needs_times, plan.noted) == ((), {}, (), ())


def test_two_fields_edited_on_two_sides_cross_in_one_plan() -> None:
    plan = linked(SAME | {"jobtitle": "CTO"}, SAME_THERE | {"MailingCity": None})
    assert plan.writes == {H: {"city": ""}, S: {"Title": "CTO"}}
    assert {entry.field: entry.reason for entry in plan.entries} == {
        "jobtitle": Reason.HUBSPOT_CHANGED,
        "city": Reason.SALESFORCE_CHANGED,
    }
    assert plan.base["jobtitle"] == BaseValue("CTO", "CTO")
    assert plan.base["city"] == BaseValue(None, None)


def test_a_plan_after_this_one_is_empty() -> None:
    plan = linked(SAME | {"jobtitle": "CTO"}, SAME_THERE)
    again = linked(SAME | {"jobtitle": "CTO"}, SAME_THERE | {"Title": "CTO"}, link=replace(LINK, base=plan.base))
    assert again.writes == {H: {}, S: {}}
    assert again.base == plan.base


def test_what_is_absent_or_left_out_keeps_its_base() -> None:
    plan = linked({"city": "Basel"}, {"MailingCity": "Bern"}, left_out=frozenset({"city"}))
    assert plan.writes == {H: {}, S: {}}
    assert plan.base == LINK.base
    assert plan.still_parked == ("city",)


def test_a_value_that_does_not_fit_parks_its_field_and_the_rest_goes_on() -> None:
    plan = linked({"jobtitle": "x" * 200, "city": "Basel"}, SAME_THERE)
    assert plan.parked["jobtitle"].reason.endswith("takes 128.")
    assert plan.writes[S] == {"MailingCity": "Basel"}
    assert plan.base["jobtitle"] == BaseValue("CEO", "CEO")


def test_a_conflict_waits_for_its_times_and_then_goes_by_them() -> None:
    hubspot, salesforce = SAME | {"jobtitle": "CTO"}, SAME_THERE | {"Title": "CFO"}
    told = {S: Told({"Title": NOW - 50})}
    assert linked(hubspot, salesforce, told=told).needs_times == ("jobtitle",)
    newer = linked(hubspot, salesforce, told=told, property_times={"jobtitle": NOW - 40})
    assert newer.writes == {H: {}, S: {"Title": "CTO"}}
    older = linked(hubspot, salesforce, told=told, property_times={"jobtitle": NOW - 60})
    assert older.writes == {H: {"jobtitle": "CFO"}, S: {}}
    assert [entry.overruled for entry in older.entries] == [True]


def test_the_event_that_names_a_new_field_is_its_first_link() -> None:
    hubspot, salesforce = SAME | {"phone": "1"}, SAME_THERE | {"Phone": None}
    assert linked(hubspot, salesforce).writes == {H: {}, S: {}}
    assert linked(hubspot, salesforce, told={H: Told({"phone": NOW})}).writes[S] == {"Phone": "1"}


def test_a_creation_in_salesforce_gets_what_the_platform_requires() -> None:
    plan = plan_record(given({"email": "a@b.example"}, None, first_link=True, salesforce_type="Lead"))
    fallback = "[not provided]"
    assert plan.writes[S] == {"Email": "a@b.example", "LastName": fallback, "Company": fallback}
    assert plan.base["company"] == BaseValue(None, fallback)


def test_a_creation_without_fallback_tells_what_is_missing() -> None:
    pair = replace(TWO_WAY, settings=PairSettings(required_fallbacks={}))
    plan = plan_record(given({"email": "a@b.example"}, None, first_link=True, pair=pair))
    assert plan.missing == ("LastName",)
    assert "LastName" not in plan.writes[S]


def test_a_creation_in_hubspot_takes_every_value() -> None:
    plan = plan_record(given(None, {"Email": "a@b.example", "LastName": "Smith"}, first_link=True))
    assert plan.writes == {H: {"email": "a@b.example", "lastname": "Smith"}, S: {}}


def test_a_plan_can_go_on_without_what_the_vendor_refused() -> None:
    plan = linked({"jobtitle": "CTO", "city": "Basel"}, SAME_THERE)
    rest = plan.without(S, ["Title"])
    assert rest.writes[S] == {"MailingCity": "Basel"}
    assert [entry.field for entry in rest.entries] == ["city"]
    assert plan.key_of(S, "Title") == "jobtitle"


def test_what_an_interrupted_worker_wrote_is_told() -> None:
    before = linked(SAME | {"jobtitle": "CTO"}, SAME_THERE)
    link = replace(LINK, intents=Intents(NOW - 5, before.entries))
    after = linked(SAME | {"jobtitle": "CTO"}, SAME_THERE | {"Title": "CTO"}, link=link)
    assert after.noted == tuple(replace(entry, at=NOW - 5) for entry in before.entries)
    assert after.writes == {H: {}, S: {}}
    lost = linked(SAME | {"jobtitle": "CTO"}, SAME_THERE, link=link)
    assert lost.noted == ()
    assert lost.writes[S] == {"Title": "CTO"}


class TestCoveredEdits:
    """HubSpot's title was set by a write of ours, and a person edited it while that write was under way."""

    link = replace(
        LINK, writes=(WriteWindow(H, NOW - 100, NOW - 50, {"jobtitle": Overwrite(mark("CFO"), mark("CEO"))}),)
    )
    edit = Shown("jobtitle", NOW - 70, "Boss")

    def plan(self, shown: tuple[Shown, ...], rule: Rule = Rule.TWO_WAY) -> RecordPlan:
        mappings = tuple(replace(mapping, rule=rule) for mapping in CONTACT_PAIR.mappings)
        told = {H: Told({one.field: one.at for one in shown}, shown)}
        return linked(SAME, SAME_THERE, link=self.link, told=told, pair=replace(CONTACT_PAIR, mappings=mappings))

    def test_one_that_stands_by_the_rule_is_written_again_on_both_sides(self) -> None:
        plan = self.plan((self.edit,))
        assert plan.writes == {H: {"jobtitle": "Boss"}, S: {"Title": "Boss"}}
        assert [entry.reason for entry in plan.entries] == [Reason.HUBSPOT_CHANGED, Reason.BROUGHT_BACK]

    def test_one_that_another_write_of_ours_followed_is_told_and_not_written(self) -> None:
        later = WriteWindow(H, NOW - 40, NOW - 30, {"jobtitle": Overwrite(mark("CEO"), mark("COO"))})
        link = replace(LINK, base={"jobtitle": BaseValue("COO", "COO")}, writes=(*self.link.writes, later))
        told = {H: Told({"jobtitle": self.edit.at}, (self.edit,))}
        plan = linked({"jobtitle": "COO"}, {"Title": "COO"}, link=link, told=told)
        assert plan.writes == {H: {}, S: {}}
        assert [(entry.old, entry.new, entry.reason) for entry in plan.noted] == [("Boss", "COO", Reason.COVERED)]

    def test_one_that_meets_an_edit_of_the_other_side_is_judged_by_its_own_time(self) -> None:
        told = {H: Told({"jobtitle": self.edit.at}, (self.edit,)), S: Told({"Title": NOW - 60})}
        plan = linked(SAME, SAME_THERE | {"Title": "Chair"}, link=self.link, told=told)
        assert plan.needs_times == ()
        assert plan.writes[H] == {"jobtitle": "Chair"}
        assert [entry.old for entry in plan.entries] == ["Boss"]

    def test_one_that_the_rule_sets_back_is_told_and_not_written(self) -> None:
        plan = self.plan((self.edit,), Rule.ALWAYS_SALESFORCE)
        assert plan.writes == {H: {}, S: {}}
        assert [(entry.old, entry.overruled) for entry in plan.noted] == [("Boss", True)]

    @pytest.mark.parametrize(
        "shown",
        [
            (),
            (Shown("jobtitle", NOW - 40, "Boss"),),
            (Shown("jobtitle", NOW - 100, "Boss"),),
            (Shown("jobtitle", NOW - 70, "CEO"),),
            (Shown("city", NOW - 70, "Basel"),),
        ],
    )
    def test_what_no_write_of_ours_covered_moves_nothing(self, shown: tuple[Shown, ...]) -> None:
        plan = self.plan(shown)
        assert plan.writes == {H: {}, S: {}}
        assert plan.noted == ()
