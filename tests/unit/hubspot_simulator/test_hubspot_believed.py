"""Answers that HubSpot is only believed to give: each under the other setting of its switch."""

from __future__ import annotations

import pytest

from tests.unit.hubspot_simulator.world import World


@pytest.fixture
def linked(world: World) -> World:
    """A contact with a company."""
    world.ids["contact"] = world.create(city="Rome")
    world.ids["company"] = world.create(kind="companies", name="Edge")
    world.ok("PUT", f"{associations(world)}/default/companies/{world.ids['company']}")
    return world


def associations(world: World) -> str:
    return f"/crm/v4/objects/contacts/{world.ids['contact']}/associations"


@pytest.mark.parametrize(("is_so", "ending"), [(True, ".000Z"), (False, ":00Z")])
def test_a_time_at_a_full_second_may_be_without_milliseconds(world: World, is_so: bool, ending: str) -> None:
    world.switch(zero_milliseconds=is_so)
    world.now = 1_800_000_000.0
    made = world.ok("POST", world.objects(), {"properties": {"city": "Rome"}})
    assert made["createdAt"].endswith(ending)
    world.now += 0.5
    assert world.update(made["id"], city="Bern")["updatedAt"].endswith(".500Z")


@pytest.mark.parametrize(("is_so", "status"), [(True, 207), (False, 200)])
def test_a_batch_read_may_leave_out_the_missing_without_a_word(world: World, is_so: bool, status: int) -> None:
    world.switch(batch_read_names_missing=is_so)
    answer = world.send("POST", world.objects("/batch/read"), {"inputs": [{"id": "51"}, {"id": "7777"}]})
    assert (answer.status, "errors" in answer.json()) == (status, is_so)
    assert [one["id"] for one in answer.json()["results"]] == ["51"]


@pytest.mark.parametrize(("is_so", "status"), [(True, 200), (False, 404)])
def test_an_additional_email_may_identify_nobody(world: World, is_so: bool, status: int) -> None:
    world.switch(additional_email_identifies=is_so)
    made = world.create(email="one@example.org", hs_additional_emails="two@example.org")
    assert world.send("GET", world.objects("/two@example.org?idProperty=email")).status == status
    assert world.ok("GET", world.objects("/one@example.org?idProperty=email"))["id"] == made
    world.refused(409, "POST", world.objects(), {"properties": {"email": "two@example.org"}})


@pytest.mark.parametrize("is_so", [True, False])
def test_an_associated_id_is_a_text_or_a_number(linked: World, is_so: bool) -> None:
    linked.switch(association_ids_are_numbers=is_so)
    company = linked.ids["company"]
    expected = int(company) if is_so else company
    assert [one["toObjectId"] for one in linked.ok("GET", f"{associations(linked)}/companies")["results"]] == [expected]
    body = {"inputs": [{"id": linked.ids["contact"]}]}
    [read] = linked.ok("POST", "/crm/v4/associations/contacts/companies/batch/read", body)["results"]
    assert [one["toObjectId"] for one in read["to"]] == [expected]


@pytest.mark.parametrize(("is_so", "status"), [(True, 207), (False, 200)])
def test_who_has_no_association_is_an_error_or_an_empty_list(linked: World, is_so: bool, status: int) -> None:
    linked.switch(no_associations_is_error=is_so)
    body = {"inputs": [{"id": linked.ids["contact"]}, {"id": "51"}]}
    answer = linked.send("POST", "/crm/v4/associations/contacts/companies/batch/read", body)
    assert answer.status == status
    found = {one["from"]["id"]: len(one["to"]) for one in answer.json()["results"]}
    assert found == {linked.ids["contact"]: 1, **({} if is_so else {"51": 0})}


@pytest.mark.parametrize("is_so", [True, False])
def test_what_follows_from_associations_may_send_no_event(world: World, is_so: bool) -> None:
    world.switch(calculated_changes_send_events=is_so)
    wanted = ("associatedcompanyid", "city")
    subscriptions = [
        {"subscriptionType": "object.propertyChange", "objectTypeId": "0-1", "propertyName": name} for name in wanted
    ]
    world.control("webhooks", {"url": "http://sub.example/x", "subscriptions": subscriptions})
    contact, company = world.create(), world.create(kind="companies", name="Edge")
    world.ok("PUT", f"/crm/v4/objects/contacts/{contact}/associations/default/companies/{company}")
    world.update(contact, city="Rome")
    assert world.values(contact, "associatedcompanyid")["associatedcompanyid"] == company
    told = [one["propertyName"] for one in world.events()]
    assert told == (["associatedcompanyid", "city"] if is_so else ["city"])


@pytest.mark.parametrize("is_so", [True, False])
def test_the_stage_of_a_deal_may_tell_its_probability_only(world: World, is_so: bool) -> None:
    world.switch(deal_stages_tell_closed=is_so)
    (sales,) = world.ok("GET", "/crm/v3/pipelines/deals")["results"]
    won = {"probability": "1.0", "isClosed": "true"} if is_so else {"probability": "1.0"}
    assert sales["stages"][5]["metadata"] == won
    (support,) = world.ok("GET", "/crm/v3/pipelines/tickets")["results"]
    assert support["stages"][-1]["metadata"]["isClosed"] == "true"
