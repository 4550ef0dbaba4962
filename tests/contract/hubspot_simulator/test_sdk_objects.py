"""Companies, deals, pipelines and associations through `hubspot-sdk`, on the dated paths."""

from __future__ import annotations

from collections.abc import Iterator

import hubspot_sdk
import pytest
from hubspot_sdk import HubSpot

from tests.contract.hubspot_simulator.served import Sandbox


@pytest.fixture
def sdk(sandbox: Sandbox) -> Iterator[HubSpot]:
    with HubSpot(access_token=sandbox.app_token, base_url=sandbox.url, max_retries=0, timeout=5) as client:
        yield client


def test_a_contacts_primary_company(sdk: HubSpot) -> None:
    company = sdk.crm.objects.companies.create(properties={"name": "Edge", "domain": "edge.example"}, associations=[])
    person = sdk.crm.objects.contacts.create(properties={"firstname": "Ada"}, associations=[])
    types = [{"association_category": "HUBSPOT_DEFINED", "association_type_id": 1}]
    rows = [{"from": {"id": person.id}, "to": {"id": company.id}, "types": types}]
    made = sdk.crm.associations.batch.create("companies", from_object_type="contacts", inputs=rows)
    assert made.results[0].labels == ["Primary"]
    read = sdk.crm.associations.batch.get("companies", from_object_type="contacts", inputs=[{"id": person.id}])
    assert [one.to_object_id for one in read.results[0].to] == [company.id]
    shown = sdk.crm.objects.contacts.get(person.id, properties=["associatedcompanyid"])
    assert shown.properties["associatedcompanyid"] == company.id


def test_pipelines(sdk: HubSpot) -> None:
    (sales,) = sdk.crm.pipelines.list("deals").results
    assert sales.stages[0].write_permissions == "CRM_PERMISSIONS_ENFORCEMENT"
    stages = [{"label": "Open", "display_order": 0, "metadata": {"probability": "0.5"}}]
    made = sdk.crm.pipelines.create("deals", label="Renewals", display_order=1, stages=stages)
    deal = sdk.crm.objects.deals.create(
        properties={"dealname": "x", "pipeline": made.id, "dealstage": made.stages[0].id}, associations=[]
    )
    read = sdk.crm.objects.deals.get(deal.id, properties=["hs_deal_stage_probability", "deal_currency_code"])
    assert (read.properties["hs_deal_stage_probability"], read.properties["deal_currency_code"]) == ("0.5", "EUR")
    with pytest.raises(hubspot_sdk.BadRequestError, match="INVALID_OPTION"):
        sdk.crm.objects.deals.update(deal.id, properties={"dealstage": "closedwon"})


def test_a_custom_object(sdk: HubSpot) -> None:
    schema = sdk.crm.object_schemas.create(
        allows_sensitive_properties=False,
        associated_objects=["CONTACT"],
        labels={"singular": "Car", "plural": "Cars"},
        name="car",
        properties=[{"name": "plate", "label": "Plate", "type": "string", "field_type": "text"}],
        required_properties=["plate"],
        searchable_properties=[],
        secondary_display_properties=[],
    )
    (listed,) = sdk.crm.object_schemas.list().results
    assert (listed.object_type_id, listed.name) == (schema.object_type_id, "car")
