"""Deals and opportunities on the real functions: switched on, created, moved stage by stage, with their contacts."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from crmsync.core.association import CONTACT_OF_DEAL

from sandbox.stack.stack import Stack
from tests.e2e.journey import Journey, eventually

pytestmark = pytest.mark.stack

CLOSES = "2027-01-31"


@pytest.fixture(scope="module")
def together(stack: Stack) -> Iterator[Journey]:
    journey = Journey(stack)
    with journey.switched_on("deal"):
        yield journey


def named() -> str:
    return f"Deal {uuid.uuid4().hex[:12]}"


def stages(journey: Journey) -> tuple[str, dict[str, str]]:
    """The id of the pipeline that stands for Salesforce's stages, and theirs by label."""
    found = journey.hubspot.request("GET", "/crm/v3/pipelines/deals")["results"]
    pipeline: dict[str, Any] = next(one for one in found if one["label"] == "Salesforce")
    return str(pipeline["id"]), {one["label"]: str(one["id"]) for one in pipeline["stages"]}


def deals_of(journey: Journey, name: str) -> list[str]:
    return [str(found["id"]) for found in journey.hubspot.find("deals", "dealname", name)]


def opportunities_of(journey: Journey, name: str) -> list[str]:
    return [str(row["Id"]) for row in journey.salesforce.query(f"SELECT Id FROM Opportunity WHERE Name = '{name}'")]


def roles_of(journey: Journey, opportunity: str) -> list[str]:
    soql = f"SELECT ContactId FROM OpportunityContactRole WHERE OpportunityId = '{opportunity}'"
    return [str(row["ContactId"]) for row in journey.salesforce.query(soql)]


def test_an_opportunity_becomes_a_deal_and_its_stages_cross_both_ways(together: Journey) -> None:
    name = named()
    fields = {"Name": name, "StageName": "Prospecting", "CloseDate": CLOSES, "Amount": 12}
    opportunity = together.salesforce.create("Opportunity", fields)
    eventually(lambda: len(deals_of(together, name)), 1)
    (deal,) = deals_of(together, name)
    pipeline, stage = stages(together)
    shown = together.hubspot.read("deals", deal, "pipeline", "dealstage", "amount")
    assert (shown["pipeline"], shown["dealstage"], shown["amount"]) == (pipeline, stage["Prospecting"], "12")
    together.salesforce.update("Opportunity", opportunity, {"StageName": "Qualification"})
    eventually(lambda: together.hubspot.read("deals", deal, "dealstage")["dealstage"], stage["Qualification"])
    together.hubspot.update("deals", deal, {"dealstage": stage["Closed Won"]})
    eventually(lambda: together.salesforce.read("Opportunity", opportunity, "StageName")["StageName"], "Closed Won")


def test_a_deal_becomes_an_opportunity_whose_contacts_have_roles(together: Journey) -> None:
    name = named()
    pair = together.linked()
    pipeline, stage = stages(together)
    place = {"pipeline": pipeline, "dealstage": stage["Prospecting"]}
    deal = together.hubspot.create("deals", {"dealname": name, "closedate": CLOSES, **place})
    eventually(lambda: len(opportunities_of(together, name)), 1)
    (opportunity,) = opportunities_of(together, name)
    kind = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": CONTACT_OF_DEAL.type_id}]
    path = f"/crm/v4/objects/deals/{deal}/associations/contacts/{pair.hubspot}"
    together.hubspot.request("PUT", path, kind)
    eventually(lambda: roles_of(together, opportunity), [pair.salesforce])
