"""Search: operators, caps, the index that lags, pages that are shorter than asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.hubspot_simulator.world import World


def where(name: str, operator: str, value: Any = None, **more: Any) -> dict[str, Any]:
    return {"propertyName": name, "operator": operator, **({} if value is None else {"value": value}), **more}


@pytest.fixture
def people(world: World) -> World:
    """Three people beside the two samples, a minute apart."""
    for number, (first, city) in enumerate([("Ada", "Rome"), ("Bo", "Oslo"), ("Cy", "")]):
        world.now += 60
        world.ids[first] = world.create(firstname=first, city=city, email=f"{first}@example.org", fax=str(number * 5))
    return world


def names(world: World, *filters: Any, **more: Any) -> list[str]:
    hits = world.found(*filters, **more)["results"]
    return sorted(hit["properties"]["firstname"] for hit in hits if hit["id"] not in {"1", "51"})


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (where("city", "EQ", "rome"), ["Ada"]),
        (where("city", "NEQ", "Rome"), ["Bo", "Cy"]),
        (where("city", "HAS_PROPERTY"), ["Ada", "Bo"]),
        (where("city", "NOT_HAS_PROPERTY"), ["Cy"]),
        (where("city", "IN", values=["rome", "oslo"]), ["Ada", "Bo"]),
        (where("city", "NOT_IN", values=["rome"]), ["Bo"]),
        (where("email", "CONTAINS_TOKEN", "ada"), ["Ada"]),
        (where("email", "CONTAINS_TOKEN", "*example.org"), ["Ada", "Bo", "Cy"]),
        (where("email", "NOT_CONTAINS_TOKEN", "ada"), ["Bo", "Cy"]),
        (where("lastmodifieddate", "GTE", "1780000120000"), ["Bo", "Cy"]),
        (where("lastmodifieddate", "GT", "1780000120000"), ["Cy"]),
        (where("lastmodifieddate", "LT", "2026-05-28T20:28:40Z"), ["Ada"]),
        (where("lastmodifieddate", "LTE", "1780000120000"), ["Ada", "Bo"]),
        (where("createdate", "BETWEEN", "1780000060000", highValue="1780000120000"), ["Ada", "Bo"]),
        (where("hs_object_id", "GT", "102"), ["Cy"]),
    ],
)
def test_operators(people: World, asked: Any, expected: Any) -> None:
    assert names(people, asked, properties=["firstname"]) == expected


@pytest.mark.parametrize(("lower_only", "expected"), [(True, []), (False, ["Ada"])])
def test_in_wants_lower_case(people: World, lower_only: bool, expected: Any) -> None:
    people.switch(search_in_needs_lower_case=lower_only)
    assert names(people, where("city", "IN", values=["Rome"])) == expected


def test_groups_are_alternatives_and_filters_add_up(people: World) -> None:
    groups = [
        {"filters": [where("city", "EQ", "Rome"), where("firstname", "EQ", "Bo")]},
        {"filters": [where("city", "EQ", "Oslo")]},
    ]
    assert names(people, filterGroups=groups) == ["Bo"]


def test_a_query_searches_the_usual_properties(people: World) -> None:
    assert names(people, query="ada@example.org") == ["Ada"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ([{"propertyName": "hs_object_id", "direction": "DESCENDING"}], ["103", "102", "101", "51", "1"]),
        (["-hs_object_id"], ["103", "102", "101", "51", "1"]),
        ([{"propertyName": "lastmodifieddate", "direction": "ASCENDING"}], ["1", "51", "101", "102", "103"]),
        ([], ["1", "51", "101", "102", "103"]),
    ],
)
def test_one_sort(people: World, sort: list[Any], expected: Any) -> None:
    assert [hit["id"] for hit in people.found(sorts=sort)["results"]] == expected
    people.refused(400, "POST", people.objects("/search"), {"sorts": [*sort, "city", "email"]}, "user")


@pytest.mark.parametrize(
    "body",
    [
        {"limit": 201},
        {"limit": 0, "after": -1},
        {"limit": "many"},
        {"limit": 100, "after": "9901"},
        {"filterGroups": [{"filters": [where("nope", "EQ", "1")]}]},
        {"filterGroups": [{"filters": [where("city", "LIKE", "1")]}]},
        {"filterGroups": [{"filters": [where("city", "EQ")]}]},
        {"filterGroups": [{"filters": [where("city", "IN")]}]},
        {"filterGroups": [{"filters": [where("hs_object_id", "GT", "abc")]}]},
        {"filterGroups": [{"filters": [where("city", "HAS_PROPERTY")]}] * 6},
        {"filterGroups": [{"filters": [where("city", "HAS_PROPERTY")] * 7}]},
        {"filterGroups": [{"filters": [where("city", "HAS_PROPERTY")] * 5}] * 4},
        {"sorts": ["nope"]},
    ],
)
def test_what_search_refuses(world: World, body: Any) -> None:
    assert world.refused(400, "POST", world.objects("/search"), body, "user")["category"] == "VALIDATION_ERROR"


def test_nothing_is_found_past_ten_thousand(world_with: Callable[..., World]) -> None:
    world = world_with(search_result_cap=100)
    world.control("load", {"object": "contacts", "records": [{"lastname": f"L{n}"} for n in range(150)]})
    page = world.ok("POST", world.objects("/search"), {"limit": 60}, "user")
    assert (page["total"], page["paging"]["next"]["after"]) == (152, "60")
    world.refused(400, "POST", world.objects("/search"), {"limit": 60, "after": "60"}, "user")
    assert len(world.ok("POST", world.objects("/search"), {"limit": 40, "after": "60"}, "user")["results"]) == 40


def test_the_index_follows_writes_late(world: World) -> None:
    world.control("search_lag", {"seconds": 5})
    made = world.create(city="Rome")
    asked = where("city", "EQ", "Rome")
    assert world.found(asked)["total"] == 0
    world.now += 5
    assert world.found(asked)["total"] == 1
    world.update(made, city="Oslo")
    stale = world.found(asked, properties=["city"])["results"]
    assert [(hit["id"], hit["properties"]["city"]) for hit in stale] == [(made, "Rome")]
    world.control("search_lag", {"seconds": 0})
    assert world.found(asked)["total"] == 0


def test_archived_records_leave_the_index(world: World) -> None:
    made = world.create(city="Rome")
    assert world.found(where("city", "EQ", "Rome"))["total"] == 1
    world.ok("DELETE", world.objects(f"/{made}"))
    assert world.found(where("city", "EQ", "Rome"))["total"] == 0


def test_short_pages_still_lead_to_every_record(world: World) -> None:
    world.switch(search_short_pages=True)
    for number in range(30):
        world.create(lastname=f"L{number:02}", city="Rome")
    found, after, sizes = [], 0, []
    while after is not None:
        page = world.found(where("city", "EQ", "Rome"), limit=10, after=after)
        sizes.append(len(page["results"]))
        found += [hit["id"] for hit in page["results"]]
        after = page.get("paging", {}).get("next", {}).get("after")
    assert len(found) == len(set(found)) == 30
    assert min(sizes[:-1]) < 10


def test_an_app_that_may_not_read_a_property_does_not_see_it(world: World) -> None:
    world.control("schema", {"op": "set_permission", "object": "contacts", "field": "phone", "readable": False})
    made = world.create("user", phone="1", city="Rome")
    asked = {"filterGroups": [{"filters": [where("city", "EQ", "Rome")]}], "properties": ["phone", "city"]}
    assert "phone" not in world.ok("POST", world.objects("/search"), asked)["results"][0]["properties"]
    assert "phone" not in world.ok("GET", world.objects(f"/{made}?properties=phone"))["properties"]
    assert world.values(made, "phone")["phone"] == "1"


def test_a_walk_by_id_shows_page_by_page_what_is_above_and_heeds_changes(people: World) -> None:
    sorts = [{"propertyName": "hs_object_id", "direction": "ASCENDING"}]

    def above(number: int) -> tuple[list[str], int, bool]:
        asked = [where("hs_object_id", "GT", str(number)), where("email", "HAS_PROPERTY")]
        shown = people.found(*asked, sorts=sorts, limit=2)
        return [one["id"] for one in shown["results"]], shown["total"], "paging" in shown

    assert above(51) == (["101", "102"], 3, True)
    assert above(102) == (["103"], 1, False)
    assert above(103) == ([], 0, False)
    new = people.create(firstname="Di", email="di@example.org")
    assert above(103) == ([new], 1, False)
