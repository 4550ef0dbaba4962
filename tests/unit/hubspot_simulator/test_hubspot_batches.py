"""Batches: their sizes, partial results, and what fails as a whole."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.hubspot_simulator.world import World


def rows(*properties: Any, **each: Any) -> dict[str, Any]:
    return {"inputs": [{"properties": one, **each} for one in properties]}


def test_a_batch_holds_one_to_a_hundred_inputs(world: World) -> None:
    world.refused(400, "POST", world.objects("/batch/create"), rows(*[{}] * 101))
    world.refused(400, "POST", world.objects("/batch/create"), {"inputs": []})
    world.refused(400, "POST", world.objects("/batch/read"), {"inputs": "x"})
    assert len(world.ok("POST", world.objects("/batch/create"), rows(*[{}] * 100))["results"]) == 100


def test_batch_create_is_all_or_nothing(world: World) -> None:
    answer = world.refused(
        400, "POST", world.objects("/batch/create"), rows({"email": "ok@example.org"}, {"email": "bad"}, {"x": "y"})
    )
    assert [problem["code"] for problem in answer["errors"]] == ["INVALID_EMAIL", "PROPERTY_DOESNT_EXIST"]
    world.refused(
        409, "POST", world.objects("/batch/create"), rows({"email": "new@example.org"}, {"email": "bh@hubspot.com"})
    )
    world.refused(400, "POST", world.objects("/batch/create"), rows({"email": "a@b.org"}, {"email": "A@b.org"}))
    assert world.ok("GET", world.objects("?limit=100"))["results"][-1]["id"] == "51"


def test_trace_ids_turn_multi_status_on(world: World) -> None:
    inputs = [
        {"objectWriteTraceId": "t1", "properties": {"email": "ok@example.org"}},
        {"objectWriteTraceId": "t2", "properties": {"email": "bh@hubspot.com"}},
    ]
    answer = world.send("POST", world.objects("/batch/create"), {"inputs": inputs})
    body = answer.json()
    assert (answer.status, body["numErrors"], body["status"]) == (207, 1, "COMPLETE")
    assert body["results"][0]["objectWriteTraceId"] == "t1"
    assert body["errors"][0]["category"] == "CONFLICT"
    assert body["errors"][0]["context"]["objectWriteTraceId"] == ["t2"]
    inputs[1]["objectWriteTraceId"] = "t1"
    world.refused(409, "POST", world.objects("/batch/create"), {"inputs": inputs[1:] * 2})


@pytest.mark.parametrize("partial", [True, False])
def test_a_bad_row_of_an_update_fails_alone_or_fails_all(world: World, partial: bool) -> None:
    world.switch(batch_update_partial=partial)
    made = world.create(city="Rome")
    inputs = [{"id": made, "properties": {"city": "Oslo"}}, {"id": "51", "properties": {"numemployees": "many"}}]
    answer = world.send("POST", world.objects("/batch/update"), {"inputs": inputs})
    assert answer.status == (207 if partial else 400)
    assert world.values(made, "city")["city"] == ("Oslo" if partial else "Rome")
    if partial:
        error = answer.json()["errors"][0]
        assert (error["context"]["ids"], error["errors"][0]["code"]) == (["51"], "INVALID_OPTION")


def test_the_same_record_twice_in_a_batch_is_refused(world: World) -> None:
    inputs = [{"id": "51", "properties": {"city": "A"}}, {"id": "51", "properties": {"city": "B"}}]
    assert "Duplicate IDs" in world.refused(400, "POST", world.objects("/batch/update"), {"inputs": inputs})["message"]
    twice = [{"id": "X@y.org", "idProperty": "email", "properties": {}}, {"id": "x@y.org", "idProperty": "email"}]
    assert "Duplicate IDs" in world.refused(400, "POST", world.objects("/batch/upsert"), {"inputs": twice})["message"]


def test_update_by_email(world: World) -> None:
    inputs = [{"id": "BH@hubspot.com", "idProperty": "email", "properties": {"city": "Boston"}}]
    assert world.ok("POST", world.objects("/batch/update"), {"inputs": inputs})["results"][0]["id"] == "51"
    assert world.values("51", "city")["city"] == "Boston"


def test_read_by_id_gives_each_record_once_and_names_the_missing(world: World) -> None:
    body = {"inputs": [{"id": "51"}, {"id": "51"}, {"id": "7777"}, {"id": "x"}], "properties": ["email"]}
    answer = world.send("POST", world.objects("/batch/read"), body)
    assert answer.status == 207
    assert [one["id"] for one in answer.json()["results"]] == ["51"]
    error = answer.json()["errors"][0]
    assert (error["category"], error["context"]["ids"]) == ("OBJECT_NOT_FOUND", ["7777", "x"])


def test_read_with_history_and_archived(world: World) -> None:
    made = world.create(city="Rome")
    world.ok("DELETE", world.objects(f"/{made}"))
    body = {"inputs": [{"id": made}], "properties": [], "propertiesWithHistory": ["city"]}
    assert world.send("POST", world.objects("/batch/read"), body).status == 207
    read = world.ok("POST", world.objects("/batch/read?archived=true"), body)["results"][0]
    assert read["propertiesWithHistory"]["city"][0]["value"] == "Rome"


@pytest.mark.parametrize(("partial", "status"), [(False, 400), (True, 207)])
def test_an_upsert_by_email_has_partial_results_or_not(world: World, partial: bool, status: int) -> None:
    world.switch(upsert_email_partial=partial)
    inputs = [
        {"id": "fresh@example.org", "idProperty": "email", "properties": {"city": "Rome"}},
        {"id": "bh@hubspot.com", "idProperty": "email", "properties": {"numemployees": "many"}},
    ]
    assert world.send("POST", world.objects("/batch/upsert"), {"inputs": inputs}).status == status
    found = world.send("GET", world.objects("/fresh@example.org?idProperty=email")).status
    assert found == (200 if partial else 404)


def test_an_upsert_needs_one_unique_property(world: World) -> None:
    inputs = [{"id": "edge.example", "idProperty": "domain", "properties": {"name": "Edge"}}]
    world.refused(400, "POST", world.objects("/batch/upsert", "companies"), {"inputs": inputs})
    mixed = [{"id": "a@b.org", "idProperty": "email", "properties": {}}, {"id": "51", "properties": {}}]
    world.refused(400, "POST", world.objects("/batch/upsert"), {"inputs": mixed})


def test_an_upsert_by_an_additional_email_keeps_the_primary(world: World) -> None:
    made = world.create(email="first@example.org", hs_additional_emails="second@example.org")
    inputs = [{"id": "second@example.org", "idProperty": "email", "properties": {"city": "Rome"}}]
    result = world.ok("POST", world.objects("/batch/upsert"), {"inputs": inputs})["results"][0]
    assert (result["id"], result["new"], result["properties"]["email"]) == (made, False, "first@example.org")


def test_results_need_not_come_in_the_order_of_the_inputs(world: World) -> None:
    world.switch(batch_results_reversed=True)
    inputs = [{"id": one, "properties": {"city": "Rome"}} for one in ("1", "51")]
    updated = world.ok("POST", world.objects("/batch/update"), {"inputs": inputs})["results"]
    read = world.ok("POST", world.objects("/batch/read"), {"inputs": inputs})["results"]
    assert [one["id"] for one in updated] == [one["id"] for one in read] == ["51", "1"]


@pytest.mark.parametrize("shows", [True, False])
def test_results_may_show_no_trace_ids(world: World, shows: bool) -> None:
    world.switch(results_show_trace_ids=shows)
    inputs = [{"properties": {"city": "Rome"}, "objectWriteTraceId": one} for one in ("a", "b")]
    results = world.ok("POST", world.objects("/batch/create"), {"inputs": inputs})["results"]
    assert [one.get("objectWriteTraceId") for one in results] == (["a", "b"] if shows else [None, None])


def test_archiving_a_batch_says_nothing_of_the_missing(world: World) -> None:
    assert world.send("POST", world.objects("/batch/archive"), {"inputs": [{"id": "51"}, {"id": "9"}]}).status == 204
    world.refused(404, "GET", world.objects("/51"))
