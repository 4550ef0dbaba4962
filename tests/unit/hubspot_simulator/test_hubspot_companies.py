"""What is particular of companies: domains, and properties of their own."""

from __future__ import annotations

import pytest

from tests.unit.hubspot_simulator.world import World


def read(world: World, company: str, *names: str) -> dict[str, str | None]:
    values = world.ok("GET", f"/crm/v3/objects/companies/{company}?properties={','.join(names)}")["properties"]
    return {name: values[name] for name in names}


def test_two_companies_may_have_one_domain(world: World) -> None:
    first, second = (world.create(kind="companies", name=name, domain="edge.example") for name in ("One", "Two"))
    assert first != second
    body = {"inputs": [{"id": "edge.example"}], "idProperty": "domain", "properties": ["name"]}
    world.refused(400, "POST", world.objects("/batch/read", "companies"), body)


@pytest.mark.parametrize("is_bare", [True, False])
def test_a_domain_is_kept_bare(world: World, is_bare: bool) -> None:
    world.switch(domain_is_bare=is_bare)
    company = world.create(kind="companies", domain="https://www.Edge.example/about?x=1")
    expected = "edge.example" if is_bare else "https://www.Edge.example/about?x=1"
    assert read(world, company, "domain") == {"domain": expected}


@pytest.mark.parametrize("fills", [True, False])
def test_website_and_domain_fill_each_other_when_blank(world: World, fills: bool) -> None:
    world.switch(website_and_domain_fill_each_other=fills)
    by_website = world.create(kind="companies", website="http://www.Edge.example")
    by_domain = world.create(kind="companies", domain="edge.example")
    assert read(world, by_website, "domain", "website") == {
        "domain": "edge.example" if fills else None,
        "website": "http://www.Edge.example",
    }
    assert read(world, by_domain, "website") == {"website": "edge.example" if fills else None}


def test_the_company_properties_have_their_real_types(world: World) -> None:
    listed = {one["name"]: one for one in world.ok("GET", "/crm/v3/properties/companies")["results"]}
    types = {
        name: listed[name]["type"] for name in ("annualrevenue", "numberofemployees", "industry", "type", "domain")
    }
    assert types == {
        "annualrevenue": "number",
        "numberofemployees": "number",
        "industry": "enumeration",
        "type": "enumeration",
        "domain": "string",
    }
    assert "COMPUTER_SOFTWARE" in {one["value"] for one in listed["industry"]["options"]}
    assert listed["hs_parent_company_id"]["modificationMetadata"]["readOnlyValue"]
    refused = world.refused(
        400,
        "POST",
        world.objects("", "companies"),
        {"properties": {"num_associated_contacts": "3", "industry": "Tech"}},
    )
    assert [one["code"] for one in refused["errors"]] == ["READ_ONLY_VALUE", "INVALID_OPTION"]


def test_a_unique_property_of_a_company_identifies_it(world: World) -> None:
    definition = {
        "name": "salesforceaccountid",
        "label": "Salesforce account ID",
        "type": "string",
        "fieldType": "text",
        "groupName": "companyinformation",
        "hasUniqueValue": True,
    }
    world.ok("POST", "/crm/v3/properties/companies", definition)
    company = world.create(kind="companies", name="Edge", salesforceaccountid="001A")
    body = {"inputs": [{"id": "001A"}, {"id": "001B"}], "idProperty": "salesforceaccountid", "properties": ["name"]}
    answer = world.send("POST", world.objects("/batch/read", "companies"), body)
    assert (answer.status, [one["id"] for one in answer.json()["results"]]) == (207, [company])
    assert answer.json()["errors"][0]["context"]["ids"] == ["001B"]
    other = {"properties": {"name": "Other", "salesforceaccountid": "001A"}}
    assert world.refused(400, "POST", world.objects("", "companies"), other)["errors"][0]["code"] == (
        "CONFLICTING_UNIQUE_VALUE"
    )


def test_companies_merge(world: World) -> None:
    one, two = (world.create(kind="companies", name=name, domain=f"{name}.example") for name in ("one", "two"))
    body = {"primaryObjectId": one, "objectIdToMerge": two}
    survivor = world.ok("POST", world.objects("/merge", "companies"), body)["id"]
    assert read(world, two, "name", "hs_merged_object_ids") == {"name": "one", "hs_merged_object_ids": f"{one};{two}"}
    assert read(world, survivor, "hs_additional_domains") == {"hs_additional_domains": "two.example"}
