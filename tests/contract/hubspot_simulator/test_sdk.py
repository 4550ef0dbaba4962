"""The simulator through `hubspot-sdk`, which speaks the dated paths and parses strictly."""

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


def test_a_contact_goes_through_the_dated_paths(sandbox: Sandbox, sdk: HubSpot) -> None:
    made = sdk.crm.objects.contacts.create(properties={"email": "dated@example.org"}, associations=[])
    read = sdk.crm.objects.contacts.get(made.id, properties=["email"], properties_with_history=["email"])
    assert read.properties["email"] == "dated@example.org"
    assert read.properties_with_history["email"][0].source_type == "INTEGRATION"
    changed = sdk.crm.objects.contacts.update(made.id, properties={"city": "Oslo"})
    assert changed.properties["city"] == "Oslo"
    sdk.crm.objects.contacts.delete(made.id)
    with pytest.raises(hubspot_sdk.NotFoundError):
        sdk.crm.objects.contacts.get(made.id)
    routes = sandbox.control("GET", "calls")["by_route"]
    assert routes["GET /crm/objects/2026-03/{objectType}/{objectId}"] == 2


def test_batches_and_search(sdk: HubSpot) -> None:
    batch = sdk.crm.objects.contacts.batch
    made = batch.create(inputs=[{"properties": {"email": f"b{n}@example.org"}, "associations": []} for n in range(2)])
    assert made.status == "COMPLETE"
    changed = batch.update(inputs=[{"id": one.id, "properties": {"city": "Turku"}} for one in made.results])
    assert {one.properties["city"] for one in changed.results} == {"Turku"}
    found = sdk.crm.objects.contacts.search(
        filter_groups=[{"filters": [{"property_name": "city", "operator": "EQ", "value": "Turku"}]}],
        properties=["email"],
        sorts=[],
        limit=10,
        after="0",
    )
    assert found.total == 2


def test_properties_owners_and_account(sdk: HubSpot) -> None:
    names = {one.name for one in sdk.crm.properties.list("contacts").results}
    assert {"firstname", "hs_email_optout", "hs_additional_emails", "salesforcelastsynctime"} <= names
    owners = list(sdk.crm.owners.list(limit=2))
    assert [owner.first_name for owner in owners] == ["Dana", "Kenji", "Lena"]
    details = sdk.account.get()
    assert (details.portal_id, details.time_zone, details.company_currency) == (8123456, "Europe/Berlin", "EUR")
    usage = sdk.account.get_daily_private_apps_usage().results[0]
    assert (usage.usage_limit, usage.current_usage > 0, usage.fetch_status) == (625_000, True, "SUCCESS")


def test_memberships_of_many_records_come_in_one_call(sdk: HubSpot) -> None:
    person = sdk.crm.objects.contacts.create(properties={"email": "l@example.org"}, associations=[])
    made = sdk.crm.lists.create(name="All", object_type_id="0-1", processing_type="MANUAL").list["listId"]
    sdk.crm.lists.add_memberships(made, body=[person.id])
    answer = sdk.crm.lists.batch_read_memberships(
        inputs=[{"object_type_id": "0-1", "record_id": person.id}, {"object_type_id": "0-1", "record_id": "51"}]
    )
    memberships = {one.record_id: [each.list_id for each in one.record_list_memberships] for one in answer.results}
    assert memberships == {person.id: [made], "51": []}


def test_opting_out_sets_the_read_only_property(sdk: HubSpot) -> None:
    person = sdk.crm.objects.contacts.create(properties={"email": "out@example.org"}, associations=[])
    with pytest.raises(hubspot_sdk.BadRequestError, match="READ_ONLY_VALUE"):
        sdk.crm.objects.contacts.update(person.id, properties={"hs_email_optout": "true"})
    preferences = sdk.communication_preferences
    assert preferences.get_unsubscribe_all_status("out@example.org", channel="EMAIL").results == []
    preferences.unsubscribe_all("out@example.org", channel="EMAIL")
    status = preferences.get_unsubscribe_all_status("out@example.org", channel="EMAIL").results[0]
    assert (status.status, status.wide_status_type) == ("UNSUBSCRIBED", "PORTAL_WIDE")
    read = sdk.crm.objects.contacts.get(person.id, properties=["hs_email_optout"])
    assert read.properties["hs_email_optout"] == "true"


def test_the_verbose_answer_of_an_opt_out(sdk: HubSpot) -> None:
    answer = sdk.communication_preferences.unsubscribe_all("out@example.org", channel="EMAIL", verbose=True)
    (status,) = answer.results
    assert (status.subscriber_id_string, status.status) == ("out@example.org", "UNSUBSCRIBED")
    assert (status.subscription_id, status.set_status_success_reason) == (1, "UNSUBSCRIBE_FROM_ALL_OCCURRED")
    assert status.model_fields_set >= {name for name, field in type(status).model_fields.items() if field.is_required()}
