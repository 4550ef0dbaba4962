"""Pipelines and stages, read and created."""

from __future__ import annotations

import pytest
from crmsync.core.failure import Consequence, CrmError, Written
from crmsync.core.parked import Category
from crmsync.core.pipeline import STAGE_FIELDS, NewStage, Stage
from crmsync.core.record import NewRecord

from tests.contract.crm.hubspot_world import HubspotWorld

STAGES = (NewStage("Prospecting", probability=0.1), NewStage("Won", True, 1.0), NewStage("Lost", True, 0.0))


@pytest.mark.parametrize("tells_closed", [True, False])
def test_the_pipelines_of_a_new_portal(hubspot: HubspotWorld, tells_closed: bool) -> None:
    hubspot.settings(deal_stages_tell_closed=tells_closed)
    (sales,) = hubspot.crm.pipelines("deal")
    assert (sales.id, sales.label) == ("default", "Sales Pipeline")
    assert sales.stages[0] == Stage("appointmentscheduled", "Appointment Scheduled", False, 0.2)
    assert [stage.id for stage in sales.stages if stage.is_closed] == ["closedwon", "closedlost"]
    (support,) = hubspot.crm.pipelines("ticket")
    assert [(stage.id, stage.is_closed, stage.probability) for stage in support.stages][-2:] == [
        ("3", False, None),
        ("4", True, None),
    ]
    assert hubspot.calls() == 2


def test_a_pipeline_is_created_with_its_stages(hubspot: HubspotWorld) -> None:
    made = hubspot.crm.create_pipeline("deal", "Salesforce", STAGES)
    assert hubspot.calls() == 1
    more = hubspot.crm.create_stage("deal", made, NewStage("Negotiation", probability=0.75))
    (_, read) = hubspot.crm.pipelines("deal")
    assert read.stages == (*made.stages, more)
    assert [(stage.label, stage.is_closed, stage.probability) for stage in read.stages] == [
        ("Prospecting", False, 0.1),
        ("Won", True, 1.0),
        ("Lost", True, 0.0),
        ("Negotiation", False, 0.75),
    ]
    pipeline, stage = STAGE_FIELDS["deal"]
    (outcome,) = hubspot.crm.create([NewRecord("1", "deal", {"dealname": "D", pipeline: read.id, stage: more.id})])
    assert isinstance(outcome, Written)


def test_a_ticket_pipeline_knows_open_and_closed(hubspot: HubspotWorld) -> None:
    made = hubspot.crm.create_pipeline("ticket", "Cases", [NewStage("New"), NewStage("Done", is_closed=True)])
    assert [(stage.label, stage.is_closed) for stage in made.stages] == [("New", False), ("Done", True)]


def test_archived_pipelines_and_stages_are_left_out(hubspot: HubspotWorld) -> None:
    made = hubspot.crm.create_pipeline("deal", "Salesforce", STAGES)
    hubspot.by_person("DELETE", f"/crm/v3/pipelines/deals/{made.id}")
    hubspot.by_person("DELETE", "/crm/v3/pipelines/deals/default/stages/contractsent")
    (sales,) = hubspot.crm.pipelines("deal")
    assert "contractsent" not in {stage.id for stage in sales.stages}


def test_a_label_that_is_taken_is_a_duplicate(hubspot: HubspotWorld) -> None:
    hubspot.crm.create_pipeline("deal", "Salesforce", STAGES)
    with pytest.raises(CrmError) as raised:
        hubspot.crm.create_pipeline("deal", "Salesforce", STAGES)
    assert raised.value.failure.category == Category.DUPLICATES


def test_a_lost_answer_to_a_creation_is_unknown(hubspot: HubspotWorld) -> None:
    hubspot.fault("drop_response", "pipelines")
    with pytest.raises(CrmError) as raised:
        hubspot.crm.create_pipeline("deal", "Salesforce", STAGES)
    assert raised.value.failure.consequence is Consequence.OUTCOME_UNKNOWN
    assert len(hubspot.crm.pipelines("deal")) == 2
