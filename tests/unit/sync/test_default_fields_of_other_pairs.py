"""The default mappings of companies, deals and tickets: each field of a new record, both ways."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.pairs import PAIRS
from crmsync.core.record import RecordRef, Side

from tests.unit.sync.deal_world import DealWorld
from tests.unit.sync.test_owner import DANA, DANA_THERE

OWNER = ("hubspot_owner_id", "OwnerId", DANA, DANA_THERE)
COMPANY = (
    ("name", "Name", "Analytical Engines", "Analytical Engines"),
    ("website", "Website", "https://analytical.example", "https://analytical.example"),
    ("phone", "Phone", "+44 20 7946 0000", "+44 20 7946 0000"),
    ("address", "BillingStreet", "12 St James's Square", "12 St James's Square"),
    ("city", "BillingCity", "London", "London"),
    ("state", "BillingState", "Greater London", "Greater London"),
    ("zip", "BillingPostalCode", "SW1Y 4JH", "SW1Y 4JH"),
    ("country", "BillingCountry", "United Kingdom", "United Kingdom"),
    ("annualrevenue", "AnnualRevenue", "1250000", 1_250_000),
    ("numberofemployees", "NumberOfEmployees", "42", 42),
    ("description", "Description", "Brass", "Brass"),
    OWNER,
)
DEAL = (
    ("dealname", "Name", "Engine", "Engine"),
    ("amount", "Amount", "1200.5", 1200.5),
    ("dealtype", "Type", "newbusiness", "New Customer"),
    ("description", "Description", "Brass", "Brass"),
    ("closedate", "CloseDate", "2027-01-31T00:00:00.000Z", "2027-01-31"),
    ("dealstage", "StageName", "Qualification", "Qualification"),
    OWNER,
)
TICKET = (
    ("subject", "Subject", "Broken", "Broken"),
    ("content", "Description", "It smokes", "It smokes"),
    ("hs_ticket_priority", "Priority", "HIGH", "High"),
    ("source_type", "Origin", "PHONE", "Phone"),
    ("hs_pipeline_stage", "Status", "Working", "Working"),
    OWNER,
)
EXPECTED = {"company": COMPANY, "deal": DEAL, "ticket": TICKET}
BY_THE_ORG = {"pipeline", "hs_pipeline", "deal_currency_code"}
"""In force where the org has record types, or several currencies."""
PATHS = {"company": "companies", "deal": "deals", "ticket": "tickets"}
STAGES = {"dealstage": "pipeline", "hs_pipeline_stage": "hs_pipeline"}

every_pair = pytest.mark.parametrize("name", EXPECTED)


class World(DealWorld):
    def __init__(self) -> None:
        super().__init__()
        self.put("settings/ticket", {"enabled": True})

    def in_hubspot(self, name: str) -> dict[str, str]:
        """The values, a stage by its id in the pipeline that stands for Salesforce's."""
        values = {hubspot: value for hubspot, _, value, _ in EXPECTED[name]}
        for stage in STAGES.keys() & values:
            found = self.hubspot_user.send("GET", f"/crm/v3/pipelines/{PATHS[name]}").json()["results"]
            pipeline = next(one for one in found if one["label"] == "Salesforce")
            ids = {one["label"]: str(one["id"]) for one in pipeline["stages"]}
            values |= {stage: ids[values[stage]], STAGES[stage]: str(pipeline["id"])}
        return values


@pytest.fixture
def world() -> World:
    return World()


@every_pair
def test_the_list_above_has_every_default(name: str) -> None:
    named = {(mapping.hubspot, *mapping.salesforce.values()) for mapping in PAIRS[name].mappings}
    assert named == {(hubspot, salesforce) for hubspot, salesforce, _, _ in EXPECTED[name]} | {
        one for one in named if one[0] in BY_THE_ORG
    }


@every_pair
def test_a_new_record_of_salesforce_arrives_with_all_its_fields(world: World, name: str) -> None:
    (object_type,) = PAIRS[name].salesforce_types
    fields: dict[str, Any] = {salesforce: value for _, salesforce, _, value in EXPECTED[name]}
    record = world.create_person(object_type, **fields)
    world.run()
    there = world.link_of(RecordRef(Side.SALESFORCE, object_type, record)).hubspot.id
    wanted = world.in_hubspot(name)
    shown = world.hubspot_user.show(there, list(wanted), PATHS[name])
    assert shown is not None
    assert {one: shown.get(one) for one in wanted} == wanted
    assert world.parked() == []


@every_pair
def test_a_new_record_of_hubspot_arrives_with_all_its_fields(world: World, name: str) -> None:
    """A company makes an account by itself only if it has a contact, so that all are resynced."""
    (object_type,) = PAIRS[name].salesforce_types
    record = world.hubspot_user.create({**world.in_hubspot(name)}, PATHS[name])
    assert record is not None
    ref = RecordRef(Side.HUBSPOT, name, record)
    world.send(Change(ref, ChangeKind.LOOK, world.clock.now(), "resync", CallClass.BULK, first_link=True))
    world.run()
    shown = world.salesforce_user.show(object_type, world.link_of(ref).salesforce.id)
    assert shown is not None
    wanted = {salesforce: value for _, salesforce, _, value in EXPECTED[name]}
    assert {one: shown[one] for one in wanted} == wanted
    assert world.parked() == []
