"""The simulator through `hubspot-api-client`, nothing of it patched but the host."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hubspot import HubSpot
from hubspot.crm.contacts.exceptions import ApiException, ForbiddenException, NotFoundException, UnauthorizedException
from hubspot.crm.objects.exceptions import ApiException as ObjectsException

from tests.contract.hubspot_simulator.served import Sandbox


def test_a_contact_is_created_read_updated_and_archived(app: HubSpot) -> None:
    contacts = app.crm.contacts.basic_api
    made = contacts.create({"properties": {"email": "Grace@Example.org", "firstname": "Grace"}})
    assert made.properties["email"] == "grace@example.org"
    assert isinstance(made.created_at, datetime)
    changed = contacts.update(made.id, {"properties": {"firstname": "", "lastname": "Hopper"}})
    assert changed.properties["firstname"] is None
    read = contacts.get_by_id("grace@example.org", id_property="email", properties=["firstname", "lastname"])
    assert (read.id, read.properties["lastname"], read.properties["firstname"]) == (made.id, "Hopper", None)
    contacts.archive(made.id)
    with pytest.raises(NotFoundException):
        contacts.get_by_id(made.id)
    assert contacts.get_by_id(made.id, archived=True).archived_at <= datetime.now(UTC)
    contacts.archive(made.id)


def test_a_new_portal_has_hubspots_sample_contacts(app: HubSpot) -> None:
    emails = {contact.properties["email"] for contact in app.crm.contacts.get_all()}
    assert emails == {"bh@hubspot.com", "emailmaria@hubspot.com"}


def test_a_second_contact_with_the_same_email_is_a_conflict_that_names_the_first(app: HubSpot) -> None:
    made = app.crm.contacts.basic_api.create({"properties": {"email": "a@example.org"}})
    with pytest.raises(ApiException) as raised:
        app.crm.contacts.basic_api.create({"properties": {"email": "A@example.org"}})
    body = json.loads(raised.value.body)
    assert raised.value.status == 409
    assert body["category"] == "CONFLICT"
    assert body["message"] == f"Contact already exists. Existing ID: {made.id}"


def test_batches_answer_207_where_single_rows_fail(app: HubSpot) -> None:
    batch = app.crm.contacts.batch_api
    made, status, _ = batch.create_with_http_info(
        {"inputs": [{"properties": {"email": f"p{n}@example.org"}} for n in range(3)]}
    )
    assert (status, len(made.results)) == (201, 3)
    inputs = [{"id": made.results[0].id, "properties": {"city": "Oslo"}}, {"id": "999999", "properties": {"city": "x"}}]
    changed, status, _ = batch.update_with_http_info({"inputs": inputs})
    assert (status, changed.num_errors, changed.errors[0].context["ids"]) == (207, 1, ["999999"])
    read, status, _ = batch.read_with_http_info(
        {
            "inputs": [{"id": "p1@example.org"}, {"id": "gone@example.org"}],
            "idProperty": "email",
            "properties": ["email"],
        }
    )
    assert (status, read.results[0].properties["email"]) == (207, "p1@example.org")
    assert (read.errors[0].category, read.errors[0].context["ids"]) == ("OBJECT_NOT_FOUND", ["gone@example.org"])
    upserted, status, _ = batch.upsert_with_http_info(
        {
            "inputs": [
                {"id": "p2@example.org", "idProperty": "email", "properties": {"city": "Bergen"}},
                {"id": "new@example.org", "idProperty": "email", "properties": {"city": "Hamar"}},
            ]
        }
    )
    assert (status, [one.new for one in upserted.results]) == (200, [False, True])
    _, status, _ = batch.archive_with_http_info({"inputs": [{"id": one.id} for one in made.results]})
    assert status == 204


def test_search_pages_through_hits(app: HubSpot) -> None:
    app.crm.contacts.batch_api.create(
        {"inputs": [{"properties": {"email": f"s{n}@example.org", "city": "Graz"}} for n in range(5)]}
    )
    asked = {
        "filterGroups": [{"filters": [{"propertyName": "city", "operator": "EQ", "value": "graz"}]}],
        "sorts": [{"propertyName": "email", "direction": "DESCENDING"}],
        "properties": ["email"],
        "limit": 3,
    }
    first = app.crm.contacts.search_api.do_search(asked)
    second = app.crm.contacts.search_api.do_search({**asked, "after": first.paging.next.after})
    emails = [hit.properties["email"] for hit in [*first.results, *second.results]]
    assert (first.total, emails) == (5, [f"s{n}@example.org" for n in (4, 3, 2, 1, 0)])
    assert second.paging is None


def test_history_names_who_wrote_a_value(app: HubSpot, person: HubSpot) -> None:
    made = person.crm.contacts.basic_api.create({"properties": {"firstname": "Ada"}})
    app.crm.contacts.basic_api.update(made.id, {"properties": {"firstname": "Augusta"}})
    read = app.crm.contacts.basic_api.get_by_id(made.id, properties_with_history=["firstname"])
    latest, first = read.properties_with_history["firstname"]
    assert (latest.value, latest.source_type, latest.source_id) == ("Augusta", "INTEGRATION", "3344556")
    assert (first.value, first.source_type, first.source_id, first.updated_by_user_id) == (
        "Ada",
        "CRM_UI",
        "userId:7001",
        7001,
    )


def test_a_merge_leaves_one_contact_that_both_ids_lead_to(app: HubSpot) -> None:
    contacts = app.crm.contacts.basic_api
    primary = contacts.create({"properties": {"email": "one@example.org", "city": "Rome"}})
    other = contacts.create({"properties": {"email": "two@example.org", "city": "Pisa", "phone": "1"}})
    survivor = contacts.merge({"primaryObjectId": primary.id, "objectIdToMerge": other.id})
    assert survivor.id not in {primary.id, other.id}
    assert (survivor.properties["city"], survivor.properties["phone"]) == ("Rome", "1")
    assert contacts.get_by_id(other.id).id == contacts.get_by_id(primary.id).id == survivor.id
    assert contacts.get_by_id("two@example.org", id_property="email").id == survivor.id
    merged = contacts.get_by_id(survivor.id, properties=["hs_merged_object_ids", "hs_additional_emails"]).properties
    assert set(merged["hs_merged_object_ids"].split(";")) == {primary.id, other.id}
    assert merged["hs_additional_emails"] == "two@example.org"


def test_a_privacy_deletion_leaves_nothing(app: HubSpot) -> None:
    contacts = app.crm.contacts.basic_api
    made = contacts.create({"properties": {"email": "forget@example.org"}})
    contacts.purge({"objectId": "forget@example.org", "idProperty": "email"})
    with pytest.raises(NotFoundException):
        contacts.get_by_id(made.id, archived=True)


def test_companies_and_deals_go_through_the_same_endpoints(app: HubSpot) -> None:
    company = app.crm.companies.basic_api.create({"properties": {"name": "Edge", "domain": "edge.example"}})
    deal = app.crm.deals.basic_api.create(
        {"properties": {"dealname": "Big", "amount": "12.5", "dealstage": "closedwon"}}
    )
    contact = app.crm.contacts.basic_api.create(
        {
            "properties": {"email": "buyer@example.org"},
            "associations": [
                {
                    "to": {"id": company.id},
                    "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 279}],
                }
            ],
        }
    )
    app.crm.associations.v4.basic_api.create_default("deals", deal.id, "contacts", contact.id)
    linked = app.crm.associations.v4.basic_api.get_page("contacts", contact.id, "deals")
    assert [str(one.to_object_id) for one in linked.results] == [deal.id]
    read = app.crm.objects.basic_api.get_by_id("0-1", contact.id, associations=["companies"])
    assert read.associations["companies"].results[0].id == company.id
    with pytest.raises(ObjectsException) as raised:
        app.crm.objects.basic_api.create("deals", {"properties": {"dealstage": "nowhere"}})
    assert raised.value.status == 400


def test_properties_are_listed_created_and_refused(app: HubSpot) -> None:
    properties = app.crm.properties.core_api
    listed = {one.name: one for one in properties.get_all("contacts").results}
    assert listed["hs_email_optout"].modification_metadata.read_only_value
    assert listed["numemployees"].type == "enumeration"
    made = properties.create(
        "contacts",
        {
            "name": "favourite_colour",
            "label": "Favourite colour",
            "type": "enumeration",
            "fieldType": "select",
            "groupName": "contactinformation",
            "options": [{"label": "Red", "value": "red", "hidden": False, "displayOrder": 0}],
        },
    )
    assert not made.hubspot_defined
    with pytest.raises(ApiException) as raised:
        app.crm.contacts.basic_api.create({"properties": {"favourite_colour": "blue"}})
    assert json.loads(raised.value.body)["errors"][0]["code"] == "INVALID_OPTION"
    groups = app.crm.properties.groups_api.get_all("contacts").results
    assert "contactinformation" in {one.name for one in groups}


def test_owners_are_the_people_of_the_seed_data(app: HubSpot) -> None:
    owners = app.crm.owners.owners_api.get_page().results
    assert [one.email for one in owners] == [
        "dana.ortiz@example.com",
        "kenji.mori@example.com",
        "lena.fischer@example.com",
    ]
    dana = app.crm.owners.owners_api.get_page(email="dana.ortiz@example.com").results[0]
    assert app.crm.owners.owners_api.get_by_id(dana.user_id, id_property="userId").id == dana.id


def test_a_dynamic_list_holds_those_who_match_its_filters(app: HubSpot) -> None:
    inside = app.crm.contacts.basic_api.create({"properties": {"email": "in@example.org", "country": "Norway"}})
    made = app.crm.lists.lists_api.create(
        {
            "name": "Norwegians",
            "objectTypeId": "0-1",
            "processingType": "DYNAMIC",
            "filterBranch": {
                "filterBranchType": "OR",
                "filters": [],
                "filterBranches": [
                    {
                        "filterBranchType": "AND",
                        "filterBranches": [],
                        "filters": [
                            {
                                "filterType": "PROPERTY",
                                "property": "country",
                                "operation": {
                                    "operationType": "MULTISTRING",
                                    "operator": "IS_EQUAL_TO",
                                    "values": ["Norway"],
                                    "includeObjectsWithNoValueSet": False,
                                },
                            }
                        ],
                    }
                ],
            },
        }
    ).list
    members = app.crm.lists.memberships_api.get_page(made.list_id).results
    assert [one.record_id for one in members] == [inside.id]
    app.crm.contacts.basic_api.update(inside.id, {"properties": {"country": "Sweden"}})
    assert app.crm.lists.memberships_api.get_page(made.list_id).results == []
    with pytest.raises(Exception, match="DYNAMIC"):
        app.crm.lists.memberships_api.add(made.list_id, [inside.id])


def test_a_manual_list_is_filled_by_hand(app: HubSpot) -> None:
    people = [app.crm.contacts.basic_api.create({"properties": {"email": f"m{n}@example.org"}}).id for n in range(3)]
    made = app.crm.lists.lists_api.create({"name": "Guests", "objectTypeId": "0-1", "processingType": "MANUAL"}).list
    moved = app.crm.lists.memberships_api.add(made.list_id, [*people, "424242"])
    assert (moved.records_ids_added, moved.record_ids_missing) == (people, ["424242"])
    app.crm.lists.memberships_api.remove(made.list_id, [people[0]])
    lists = app.crm.lists.memberships_api.get_lists("0-1", people[1]).results
    assert [one.list_id for one in lists] == [made.list_id]
    assert app.crm.lists.lists_api.get_by_name("Guests", "0-1").list.size == 2


def test_a_wrong_token_is_401_and_a_missing_scope_403(sandbox: Sandbox, app: HubSpot) -> None:
    stranger = HubSpot(access_token="pat-eu1-nobody", host=sandbox.url)
    with pytest.raises(UnauthorizedException) as raised:
        stranger.crm.contacts.basic_api.get_page()
    assert json.loads(raised.value.body)["category"] == "INVALID_AUTHENTICATION"
    sandbox.control("POST", "settings", {"missing_scopes": ["crm.objects.contacts.write"]})
    with pytest.raises(ForbiddenException) as refused:
        app.crm.contacts.basic_api.create({"properties": {}})
    body = json.loads(refused.value.body)
    assert body["category"] == "MISSING_SCOPES"
    assert body["errors"][0]["context"]["requiredGranularScopes"] == ["crm.objects.contacts.write"]


def test_the_eleventh_call_of_ten_is_429_for_the_app_and_not_for_a_person(
    sandbox: Sandbox, app: HubSpot, person: HubSpot
) -> None:
    sandbox.control("POST", "settings", {"ten_secondly_limit": 10})
    _, _, headers = app.crm.contacts.basic_api.get_page_with_http_info()
    assert (headers["X-HubSpot-RateLimit-Max"], headers["X-HubSpot-RateLimit-Remaining"]) == ("10", "9")
    for _ in range(9):
        app.crm.contacts.basic_api.get_page()
    with pytest.raises(ApiException) as raised:
        app.crm.contacts.basic_api.get_page()
    body = json.loads(raised.value.body)
    assert (raised.value.status, body["policyName"], body["errorType"]) == (429, "TEN_SECONDLY_ROLLING", "RATE_LIMIT")
    person.crm.contacts.basic_api.get_page()


def test_dated_paths_work_through_the_clients_own_call_api(app: HubSpot) -> None:
    api = app.crm.contacts.basic_api.api_client
    body, status, _ = api.call_api(
        "/crm/objects/2026-09/{t}/batch/read",
        "POST",
        path_params={"t": "contacts"},
        header_params={"Accept": "application/json", "Content-Type": "application/json"},
        body={"inputs": [{"id": "1"}], "properties": ["email"]},
        auth_settings=["oauth2"],
        response_types_map={200: "object", 207: "object"},
        _request_timeout=(2, 5),
        _return_http_data_only=False,
    )
    assert (status, body["results"][0]["properties"]["email"]) == (200, "emailmaria@hubspot.com")


@pytest.mark.parametrize(("status", "seen"), [(201, True), (200, False)])
def test_a_2xx_that_the_client_did_not_expect_becomes_none(
    sandbox: Sandbox, app: HubSpot, status: int, seen: bool
) -> None:
    sandbox.control("POST", "settings", {"association_create_status": status})
    company = app.crm.companies.basic_api.create({"properties": {"name": "Edge"}})
    types = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 279}]
    inputs = [{"from": {"id": "51"}, "to": {"id": company.id}, "types": types}]
    made = app.crm.associations.v4.batch_api.create("contacts", "companies", {"inputs": inputs})
    assert (made is not None) is seen
