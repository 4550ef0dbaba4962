"""Deals and opportunities: fields, stages and pipelines, both ways."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import Side

from sandbox.hubspot.settings import HubspotSettings
from tests.unit.sync.deal_world import SALESFORCE_PIPELINE, DealWorld, deal_ref, opportunity_ref
from tests.unit.sync.sync_world import SyncWorld

CREATED, UPDATED = OutcomeName.CREATED, OutcomeName.UPDATED


@pytest.fixture
def world() -> DealWorld:
    return DealWorld()


def test_while_the_pair_is_off_nothing_of_it_is_read_or_asked() -> None:
    world = SyncWorld()
    fields = {"Name": "Engine", "StageName": "Prospecting", "CloseDate": "2027-01-31"}
    world.salesforce_user.create("Opportunity", {**fields})
    world.hubspot_user.create({"dealname": "Engine"}, "deals")
    with world.counting() as calls:
        world.run()
    assert calls.total == 0


def test_switched_on_hubspot_gets_a_pipeline_with_salesforces_stages(world: DealWorld) -> None:
    assert list(world.pipelines()[SALESFORCE_PIPELINE])[:2] == ["Prospecting", "Qualification"]


def test_a_new_opportunity_becomes_a_deal(world: DealWorld) -> None:
    opportunity = world.create_opportunity(Amount="1200.5", Type="New Customer", Description="Brass")
    assert world.run()[CREATED] == 1
    deal = world.link_of(opportunity_ref(opportunity)).hubspot.id
    shown = world.deal(deal, "dealname", "amount", "dealtype", "description", "salesforceopportunityid")
    assert shown == ("Engine", "1200.5", "newbusiness", "Brass", opportunity)
    assert world.deal(deal, "closedate")[:10] == "2027-01-31"
    assert world.deal(deal, "pipeline", "dealstage") == world.stage("Prospecting")
    assert world.parked() == []


def test_a_new_deal_becomes_an_opportunity(world: DealWorld) -> None:
    deal = world.create_deal(amount="7", dealtype="existingbusiness")
    assert world.run()[CREATED] == 1
    opportunity = world.link_of(deal_ref(deal)).salesforce.id
    assert world.opportunity(opportunity, "Name", "StageName", "CloseDate", "Amount", "Type") == (
        "Engine",
        "Prospecting",
        "2027-01-31",
        7,
        "Existing Customer - Upgrade",
    )


def test_edits_and_stages_cross_both_ways(world: DealWorld) -> None:
    deal, opportunity = world.linked_deal()
    with world.counting() as calls:
        world.edit_opportunity(opportunity, StageName="Qualification", Amount="9")
        assert world.run()[UPDATED] == 1
    assert calls.total <= 3
    assert world.deal(deal, "pipeline", "dealstage") == world.stage("Qualification")
    assert world.deal(deal, "amount") == "9"
    with world.counting() as calls:
        world.edit_deal(deal, dealstage=world.stage("Closed Won")[1])
        world.run()
    assert calls.total <= 3 + 2
    assert world.opportunity(opportunity, "StageName", "IsWon") == ("Closed Won", True)
    assert world.parked() == []


def test_a_stage_that_closes_keeps_the_close_date() -> None:
    """HubSpot would put the present time there, which would cross as a person's edit."""
    world = DealWorld(HubspotSettings(closing_sets_closedate=True))
    rule = {"hubspot": "closedate", "salesforce": "CloseDate", "rule": "two_way"}
    world.put("mappings/deal", {"mappings": [rule]})
    deal, opportunity = world.linked_deal()
    world.edit_opportunity(opportunity, StageName="Closed Lost")
    world.run_on()
    assert world.deal(deal, "hs_is_closed") == "true"
    assert world.deal(deal, "closedate")[:10] == "2027-01-31"
    assert world.opportunity(opportunity, "CloseDate") == "2027-01-31"


def test_a_stage_without_counterpart_parks_alone(world: DealWorld) -> None:
    deal, opportunity = world.linked_deal()
    world.edit_opportunity(opportunity, StageName="On Ice", Amount="3")
    world.run()
    assert world.deal(deal, "amount") == "3"
    assert world.deal(deal, "dealstage") == world.stage("Prospecting")[1]
    (row,) = world.parked()
    assert row.part == "dealstage"
    assert "pipelines/deal" in row.fix


def test_a_deal_in_a_pipeline_without_counterpart_waits_for_the_parameter(world: DealWorld) -> None:
    deal = world.create_deal(pipeline="default", dealstage="qualifiedtobuy")
    world.run()
    (row,) = world.parked()
    assert "pipelines/deal" in row.fix
    stages = {"qualifiedtobuy": "Qualification", "Closed Won": "Closed Won"}
    world.put("pipelines/deal", {"pipelines": [{"hubspot": "Sales Pipeline", "stages": stages}]})
    world.resume_parked()
    opportunity = world.link_of(deal_ref(deal)).salesforce.id
    assert world.opportunity(opportunity, "StageName") == "Qualification"
    assert world.parked() == []


class TestAStageOfAnotherLabelThanItsApiName:
    @pytest.fixture
    def world(self) -> DealWorld:
        world = DealWorld(enabled=False)
        world.relabel("Closed Won", "Won")
        world.put("settings/deal", {"enabled": True})
        return world

    def won(self, world: DealWorld) -> dict[str, Any]:
        found = world.hubspot_user.send("GET", "/crm/v3/pipelines/deals").json()["results"]
        (pipeline,) = [one for one in found if one["label"] == SALESFORCE_PIPELINE]
        (stage,) = [one for one in pipeline["stages"] if one["metadata"]["probability"] == "1.0"]
        return {"label": stage["label"], "closed": stage["metadata"]["isClosed"]}

    def test_hubspot_shows_the_label_and_takes_it_for_won(self, world: DealWorld) -> None:
        assert self.won(world) == {"label": "Won", "closed": "true"}
        assert "Closed Won" not in world.pipelines()[SALESFORCE_PIPELINE]

    def test_it_crosses_both_ways_by_the_api_name(self, world: DealWorld) -> None:
        deal, opportunity = world.linked_deal()
        world.edit_opportunity(opportunity, StageName="Closed Won")
        world.run()
        assert world.deal(deal, "pipeline", "dealstage") == world.stage("Won")
        assert world.deal(deal, "hs_is_closed") == "true"
        world.edit_deal(deal, dealstage=world.stage("Prospecting")[1])
        world.run()
        world.edit_deal(deal, dealstage=world.stage("Won")[1])
        world.run()
        assert world.opportunity(opportunity, "StageName", "IsWon") == ("Closed Won", True)
        assert world.parked() == []

    def test_changed_later_it_stays_the_stage_that_it_was(self) -> None:
        world = DealWorld()
        deal, opportunity = world.linked_deal(StageName="Closed Won")
        before = world.pipelines()
        world.relabel("Closed Won", "Won")
        world.read_schemas()
        assert world.pipelines() == before
        world.edit_opportunity(opportunity, StageName="Prospecting")
        world.run()
        world.edit_deal(deal, dealstage=world.stage("Closed Won")[1])
        world.run()
        assert world.opportunity(opportunity, "StageName") == "Closed Won"
        assert world.parked() == []


class TestRecordTypes:
    @pytest.fixture
    def world(self) -> DealWorld:
        world = DealWorld()
        world.add_record_type("New Business", "Prospecting", "Closed Won")
        world.add_record_type("Renewal", "Prospecting", "Negotiation/Review", "Closed Won")
        world.read_schemas()
        return world

    def record_type(self, world: DealWorld, name: str) -> str:
        soql = f"SELECT+Id+FROM+RecordType+WHERE+Name%3D'{name.replace(' ', '+')}'"
        found = world.salesforce_user.send("GET", f"/services/data/v67.0/query?q={soql}").json()
        return str(found["records"][0]["Id"])

    def test_each_has_its_pipeline(self, world: DealWorld) -> None:
        assert list(world.pipelines()["New Business"]) == ["Prospecting", "Closed Won"]
        assert list(world.pipelines()["Renewal"]) == ["Prospecting", "Negotiation/Review", "Closed Won"]

    def test_an_opportunity_goes_to_the_pipeline_of_its_type_and_moves_with_it(self, world: DealWorld) -> None:
        deal, opportunity = world.linked_deal(RecordTypeId=self.record_type(world, "Renewal"))
        assert world.deal(deal, "pipeline", "dealstage") == world.stage("Prospecting", "Renewal")
        world.edit_opportunity(opportunity, RecordTypeId=self.record_type(world, "New Business"))
        world.run()
        assert world.deal(deal, "pipeline", "dealstage") == world.stage("Prospecting", "New Business")
        assert world.parked() == []

    def test_a_deal_that_moves_to_another_pipeline_changes_its_type(self, world: DealWorld) -> None:
        deal, opportunity = world.linked_deal(RecordTypeId=self.record_type(world, "New Business"))
        pipeline, stage = world.stage("Negotiation/Review", "Renewal")
        world.edit_deal(deal, pipeline=pipeline, dealstage=stage)
        world.run()
        shown = world.opportunity(opportunity, "RecordTypeId", "StageName")
        assert shown == (self.record_type(world, "Renewal"), "Negotiation/Review")
        assert world.parked() == []

    def test_moved_to_a_type_without_that_stage_it_waits(self, world: DealWorld) -> None:
        deal, opportunity = world.linked_deal(
            RecordTypeId=self.record_type(world, "Renewal"), StageName="Negotiation/Review"
        )
        before = world.deal(deal, "pipeline", "dealstage")
        world.edit_opportunity(opportunity, RecordTypeId=self.record_type(world, "New Business"))
        world.run()
        assert world.deal(deal, "pipeline", "dealstage") == before
        assert [row.part for row in world.parked()] == ["dealstage"]
        world.edit_opportunity(opportunity, StageName="Closed Won")
        world.run()
        assert world.deal(deal, "pipeline", "dealstage") == world.stage("Closed Won", "New Business")
        assert world.parked() == []

    def test_a_new_deal_gets_the_type_of_its_pipeline(self, world: DealWorld) -> None:
        pipeline, stage = world.stage("Closed Won", "Renewal")
        deal = world.create_deal(pipeline=pipeline, dealstage=stage)
        world.run()
        opportunity = world.link_of(deal_ref(deal)).salesforce.id
        shown = world.opportunity(opportunity, "RecordTypeId", "StageName")
        assert shown == (self.record_type(world, "Renewal"), "Closed Won")


def test_a_creation_in_salesforce_whose_answer_was_lost_is_found_again(world: DealWorld) -> None:
    deal = world.create_deal()
    world.fault(Side.SALESFORCE, "drop_response", "composite/sobjects")
    world.run_on()
    soql = "SELECT+Id+FROM+Opportunity+WHERE+Name%3D'Engine'"
    found = world.salesforce_user.send("GET", f"/services/data/v67.0/query?q={soql}").json()["records"]
    assert [one["Id"] for one in found] == [world.link_of(deal_ref(deal)).salesforce.id]


def test_a_creation_in_hubspot_whose_answer_was_lost_is_found_again(world: DealWorld) -> None:
    opportunity = world.create_opportunity()
    world.fault(Side.HUBSPOT, "drop_response", "objects/deals/batch/create")
    world.run_on()
    found = world.hubspot_user.send("GET", "/crm/v3/objects/deals?properties=dealname").json()["results"]
    mine = [one["id"] for one in found if one["properties"]["dealname"] == "Engine"]
    assert mine == [world.link_of(opportunity_ref(opportunity)).hubspot.id]
