"""Single records: create, read, update, list, archive, restore."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.hubspot_simulator.world import World


def test_every_path_family_is_the_same_portal(any_version: World) -> None:
    made = any_version.create(email="A.B@Example.org", firstname="A")
    assert any_version.values(made, "email") == {
        "email": "a.b@example.org",
        "hs_object_id": made,
        "createdate": "2026-05-28T20:26:40.000Z",
        "lastmodifieddate": "2026-05-28T20:26:40.000Z",
    }
    assert any_version.refused(409, "POST", any_version.objects(), {"properties": {"email": "a.b@example.org"}})


@pytest.mark.parametrize("spelling", ["contacts", "contact", "0-1"])
def test_an_object_type_has_several_spellings(world: World, spelling: str) -> None:
    assert world.ok("GET", f"/crm/v3/objects/{spelling}/1")["id"] == "1"


def test_an_unknown_object_type_is_refused(world: World) -> None:
    body = world.refused(400, "GET", "/crm/v3/objects/dragons/1")
    assert "dragons" in body["message"]


@pytest.mark.parametrize(
    "path",
    [
        "/crm/v5/objects/contacts",
        "/crm/objects/2020-01/contacts",
        "/crm/v4/objects/contacts/1",
        "/crm/objects/contacts/1",
    ],
)
def test_an_unknown_path_is_404(world: World, path: str) -> None:
    assert world.refused(404, "GET", path)["correlationId"]


def test_a_wrong_method_is_405(world: World) -> None:
    world.refused(405, "PUT", "/crm/v3/objects/contacts/1", {})


def test_default_properties_are_those_of_the_type(world: World) -> None:
    contact = world.ok("GET", "/crm/v3/objects/contacts/51")
    assert set(contact["properties"]) == {
        "email",
        "firstname",
        "lastname",
        "createdate",
        "lastmodifieddate",
        "hs_object_id",
    }
    company = world.create(kind="companies", name="Edge")
    shown = world.ok("GET", f"/crm/v3/objects/companies/{company}")["properties"]
    assert set(shown) == {"name", "domain", "createdate", "hs_lastmodifieddate", "hs_object_id"}


def test_an_unknown_asked_property_is_left_out_and_an_empty_one_is_null(world: World) -> None:
    shown = world.values("1", "phone", "nonsense")
    assert shown["phone"] is None
    assert "nonsense" not in shown


def test_an_empty_string_clears_a_value(world: World) -> None:
    made = world.create(city="Rome")
    world.update(made, city="")
    assert world.values(made, "city")["city"] is None


@pytest.mark.parametrize(("clears", "expected"), [(False, "Rome"), (True, None)])
def test_a_null_is_ignored_or_clears(world: World, clears: bool, expected: Any) -> None:
    world.switch(null_clears=clears)
    made = world.create(city="Rome")
    world.update(made, city=None)
    assert world.values(made, "city")["city"] == expected


@pytest.mark.parametrize("touches", [True, False])
def test_writing_the_same_value_may_move_the_modified_date(world: World, touches: bool) -> None:
    world.switch(same_value_touches=touches)
    made = world.create(city="Rome")
    before = world.values(made)["lastmodifieddate"]
    world.now += 10
    world.update(made, city="Rome")
    assert (world.values(made)["lastmodifieddate"] != before) is touches


def test_a_record_is_found_by_primary_and_additional_email(world: World) -> None:
    made = world.create(email="one@example.org", hs_additional_emails="Two@example.org;three@example.org")
    for address in ("ONE@example.org", "two@example.org", "three@example.org"):
        assert world.ok("GET", world.objects(f"/{address}?idProperty=email"))["id"] == made
    world.refused(409, "POST", world.objects(), {"properties": {"email": "two@example.org"}})


def test_a_changed_email_frees_the_old_one(world: World) -> None:
    made = world.create(email="old@example.org")
    world.update(made, email="new@example.org")
    assert world.create(email="old@example.org") != made
    world.refused(409, "PATCH", world.objects(f"/{made}"), {"properties": {"email": "old@example.org"}})


def test_only_unique_properties_identify_records(world: World) -> None:
    world.refused(400, "GET", world.objects("/Maria?idProperty=firstname"))
    world.refused(400, "GET", world.objects("/edge.example?idProperty=domain", "companies"))


def test_an_archived_record_is_only_in_the_other_half_and_frees_its_email(world: World) -> None:
    made = world.create(email="bin@example.org")
    world.ok("DELETE", world.objects(f"/{made}"))
    world.refused(404, "GET", world.objects(f"/{made}"))
    archived = world.ok("GET", world.objects(f"/{made}?archived=true"))
    assert archived["archived"]
    assert archived["archivedAt"] == "2026-05-28T20:26:40.000Z"
    assert world.create(email="bin@example.org") != made


@pytest.mark.parametrize("status", [204, 404])
def test_archiving_what_is_gone(world: World, status: int) -> None:
    world.switch(archive_missing=status)
    assert world.send("DELETE", world.objects("/987654")).status == status


def test_a_person_restores_a_record(world: World) -> None:
    made = world.create(email="back@example.org")
    world.ok("DELETE", world.objects(f"/{made}"))
    world.control("restore", {"object": "contacts", "id": made})
    assert world.ok("GET", world.objects("/back@example.org?idProperty=email"))["id"] == made
    assert world.send("POST", "/__sim__/restore", {"object": "contacts", "id": made}).status == 400


def test_a_list_walks_in_pages_by_id(world: World) -> None:
    for number in range(5):
        world.create(email=f"p{number}@example.org")
    ids, after = [], ""
    while after is not None:
        page = world.ok("GET", world.objects(f"?limit=3&after={after}"))
        ids += [record["id"] for record in page["results"]]
        after = page.get("paging", {}).get("next", {}).get("after")
    assert ids == ["1", "51", "101", "102", "103", "104", "105"]
    world.ok("DELETE", world.objects("/103"))
    archived = world.ok("GET", world.objects("?archived=true"))["results"]
    assert [record["id"] for record in archived] == ["103"]


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=51&propertiesWithHistory=email", "limit=x"])
def test_page_sizes_have_limits(world: World, query: str) -> None:
    world.refused(400, "GET", world.objects(f"?{query}"))


@pytest.mark.parametrize("body", [b"{not json", b"[]", b'"text"'])
def test_a_body_that_is_no_json_object_is_a_validation_error(world: World, body: Any) -> None:
    from sandbox.frame.http import Request

    request = Request("POST", "/crm/v3/objects/contacts", (), {"authorization": "Bearer pat-eu1-sandbox-app"}, body)
    answer = world.simulator.answer(request)
    assert (answer.status, answer.json()["category"]) == (400, "VALIDATION_ERROR")


@pytest.mark.parametrize("body", [{"properties": [1]}, {"properties": {"city": {"a": 1}}}, {"properties": "x"}])
def test_a_body_of_another_shape_is_refused_not_a_crash(world: World, body: Any) -> None:
    assert world.refused(400, "POST", world.objects(), body)["category"] == "VALIDATION_ERROR"


def test_a_privacy_deletion_erases_archived_records_too(world: World) -> None:
    made = world.create(email="forget@example.org")
    world.ok("DELETE", world.objects(f"/{made}"))
    world.ok("POST", world.objects("/gdpr-delete"), {"objectId": made})
    world.refused(404, "GET", world.objects(f"/{made}?archived=true"))
    assert world.send("POST", world.objects("/gdpr-delete"), {"objectId": made}).status == 204


def test_the_same_requests_under_the_same_clock_give_the_same_answers(world_with: Callable[..., World]) -> None:
    def story(world: World) -> Any:
        world.create(email="x@example.org")
        refused = world.refused(409, "POST", world.objects(), {"properties": {"email": "x@example.org"}})
        return refused, world.ok("GET", world.objects())

    assert story(world_with()) == story(world_with())
