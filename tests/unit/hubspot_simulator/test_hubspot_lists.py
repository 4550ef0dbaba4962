"""Lists: dynamic ones follow their filters, the others are kept by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.hubspot_simulator.world import World

LISTS = "/crm/v3/lists"


def prop(name: str, kind: str, operator: str, **operation: Any) -> dict[str, Any]:
    return {
        "filterType": "PROPERTY",
        "property": name,
        "operation": {"operationType": kind, "operator": operator, **operation},
    }


def branch(*filters: Any, kind: str = "AND", branches: Any = ()) -> dict[str, Any]:
    inner = {"filterBranchType": kind, "filterBranches": list(branches), "filters": list(filters)}
    return {"filterBranchType": "OR", "filterBranches": [inner], "filters": []}


def make(world: World, name: str, kind: str = "MANUAL", filters: Any = None) -> str:
    body = {"name": name, "objectTypeId": "0-1", "processingType": kind}
    if filters is not None:
        body["filterBranch"] = filters
    return str(world.ok("POST", LISTS, body)["list"]["listId"])


def members(world: World, list_id: str, query: str = "") -> list[str]:
    return [one["recordId"] for one in world.ok("GET", f"{LISTS}/{list_id}/memberships{query}")["results"]]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (prop("city", "MULTISTRING", "IS_EQUAL_TO", values=["rome", "Oslo"]), {"Ada", "Bo"}),
        (prop("city", "MULTISTRING", "IS_NOT_EQUAL_TO", values=["Rome"]), {"Bo", "Cy"}),
        (
            prop("city", "MULTISTRING", "IS_NOT_EQUAL_TO", values=["Rome"], includeObjectsWithNoValueSet=False),
            {"Bo"},
        ),
        (prop("city", "MULTISTRING", "CONTAINS", values=["sl"]), {"Bo"}),
        (prop("city", "STRING", "STARTS_WITH", value="Ro"), {"Ada"}),
        (prop("city", "STRING", "ENDS_WITH", value="lo"), {"Bo"}),
        (prop("city", "STRING", "DOES_NOT_CONTAIN", value="o", includeObjectsWithNoValueSet=False), set()),
        (prop("city", "ALL_PROPERTY", "IS_KNOWN"), {"Ada", "Bo"}),
        (prop("city", "ALL_PROPERTY", "IS_UNKNOWN"), {"Cy"}),
        (prop("hs_lead_status", "ENUMERATION", "IS_ANY_OF", values=["NEW", "OPEN"]), {"Ada"}),
        (prop("hs_lead_status", "ENUMERATION", "IS_NONE_OF", values=["NEW"]), {"Bo", "Cy"}),
        (prop("salesforcedeleted", "BOOL", "IS_EQUAL_TO", value=True), {"Bo"}),
        (prop("salesforcedeleted", "BOOL", "IS_NOT_EQUAL_TO", value=True), {"Ada", "Cy"}),
        (prop("hs_object_id", "NUMBER", "IS_GREATER_THAN", value=101), {"Bo", "Cy"}),
        (prop("hs_object_id", "NUMBER", "IS_LESS_THAN_OR_EQUAL_TO", value=102), {"Ada", "Bo"}),
    ],
)
def test_a_dynamic_list_evaluates_its_filters(world: World, asked: Any, expected: Any) -> None:
    ids = {
        world.create(firstname="Ada", city="Rome", hs_lead_status="NEW"): "Ada",
        world.create(firstname="Bo", city="Oslo", salesforcedeleted="true"): "Bo",
        world.create(firstname="Cy"): "Cy",
    }
    made = make(world, "L", "DYNAMIC", branch(asked))
    assert {ids[one] for one in members(world, made) if one in ids} == expected


def test_people_join_and_leave_a_dynamic_list_with_their_values(world: World) -> None:
    made = make(world, "Romans", "DYNAMIC", branch(prop("city", "STRING", "IS_EQUAL_TO", value="Rome")))
    person = world.create(city="Rome")
    assert members(world, made) == [person]
    world.update(person, city="Oslo")
    assert members(world, made) == []
    world.update(person, city="Rome")
    assert members(world, made) == [person]
    world.ok("DELETE", world.objects(f"/{person}"))
    assert members(world, made) == []
    world.control("restore", {"object": "contacts", "id": person})
    assert members(world, made) == [person]


def test_a_dynamic_list_may_take_its_time(world: World) -> None:
    world.switch(list_lag_s=30)
    made = make(world, "Romans", "DYNAMIC", branch(prop("city", "STRING", "IS_EQUAL_TO", value="Rome")))
    person = world.create(city="Rome")
    assert members(world, made) == []
    world.now += 30
    assert members(world, made) == [person]
    joined = world.ok("GET", f"{LISTS}/{made}/memberships")["results"][0]["membershipTimestamp"]
    assert joined == "2026-05-28T20:27:10.000Z"


def test_branches_nest_and_lists_can_name_lists(world: World) -> None:
    vip = make(world, "VIP")
    ada, bo = world.create(city="Rome"), world.create(city="Oslo")
    world.ok("PUT", f"{LISTS}/{vip}/memberships/add", [bo])
    in_list = {"filterType": "IN_LIST", "listId": vip, "operator": "IN_LIST"}
    filters = {
        "filterBranchType": "OR",
        "filters": [],
        "filterBranches": [
            branch(prop("city", "STRING", "IS_EQUAL_TO", value="Rome"))["filterBranches"][0],
            branch(in_list)["filterBranches"][0],
        ],
    }
    assert members(world, make(world, "Either", "DYNAMIC", filters)) == [ada, bo]


def test_a_snapshot_is_filtered_once(world: World) -> None:
    person = world.create(city="Rome")
    made = make(world, "Then", "SNAPSHOT", branch(prop("city", "STRING", "IS_EQUAL_TO", value="Rome")))
    world.update(person, city="Oslo")
    world.create(city="Rome")
    assert members(world, made) == [person]
    world.ok("PUT", f"{LISTS}/{made}/memberships/remove", [person])
    assert members(world, made) == []


def test_members_of_a_dynamic_list_cannot_be_set_by_hand(world: World) -> None:
    made = make(world, "D", "DYNAMIC", branch(prop("city", "ALL_PROPERTY", "IS_KNOWN")))
    world.refused(400, "PUT", f"{LISTS}/{made}/memberships/add", ["1"])
    world.refused(400, "DELETE", f"{LISTS}/{made}/memberships")


def test_manual_memberships(world: World) -> None:
    made, other = make(world, "M"), make(world, "N")
    moved = world.ok("PUT", f"{LISTS}/{made}/memberships/add", ["1", "51", "51", "777", "x"])
    assert moved == {"recordsIdsAdded": ["1", "51"], "recordIdsRemoved": [], "recordIdsMissing": ["777", "x"]}
    body = {"recordIdsToAdd": ["51"], "recordIdsToRemove": ["1", "9"]}
    moved = world.ok("PUT", f"{LISTS}/{made}/memberships/add-and-remove", body)
    assert (moved["recordsIdsAdded"], moved["recordIdsRemoved"]) == ([], ["1"])
    assert world.send("PUT", f"{LISTS}/{other}/memberships/add-from/{made}").status == 204
    assert members(world, other) == ["51"]
    assert world.send("DELETE", f"{LISTS}/{made}/memberships").status == 204
    assert members(world, made) == []
    world.refused(400, "PUT", f"{LISTS}/{made}/memberships/add", {"ids": ["1"]})


def test_memberships_come_in_pages_both_ways_and_by_join_time(world: World) -> None:
    made = make(world, "M")
    world.ok("PUT", f"{LISTS}/{made}/memberships/add", ["51"])
    world.now += 1
    world.ok("PUT", f"{LISTS}/{made}/memberships/add", ["1"])
    first = world.ok("GET", f"{LISTS}/{made}/memberships?limit=1")
    assert (first["results"][0]["recordId"], first["paging"]["next"]["after"]) == ("1", "1")
    assert members(world, made, "?limit=1&after=1") == ["51"]
    assert members(world, made, "?before=51") == ["1"]
    by_join = world.ok("GET", f"{LISTS}/{made}/memberships/join-order")["results"]
    assert [one["recordId"] for one in by_join] == ["51", "1"]


def test_the_tokens_of_the_join_order_are_of_members_and_not_of_places(world: World) -> None:
    made = make(world, "M")
    for person in ("51", "1"):
        world.ok("PUT", f"{LISTS}/{made}/memberships/add", [person])
        world.now += 1
    first = world.ok("GET", f"{LISTS}/{made}/memberships/join-order?limit=1")
    token = first["paging"]["next"]["after"]
    world.ok("PUT", f"{LISTS}/{made}/memberships/remove", ["51"])
    assert members(world, made, f"/join-order?after={token}") == ["1"]
    world.ok("PUT", f"{LISTS}/{made}/memberships/add", ["51"])
    assert members(world, made, f"/join-order?after={token}") == ["1", "51"]
    assert members(world, made, f"/join-order?before={token}") == []
    world.refused(400, "GET", f"{LISTS}/{made}/memberships/join-order?after=51", None)


@pytest.mark.parametrize("path", [LISTS, "/crm/lists/2026-03", "/crm/lists/2026-09"])
def test_the_lists_of_many_records_in_one_call(world: World, path: str) -> None:
    made = make(world, "M")
    world.ok("PUT", f"{LISTS}/{made}/memberships/add", ["1"])
    inputs = [{"objectTypeId": "0-1", "recordId": one} for one in ("1", "51")]
    results = world.ok("POST", f"{path}/records/memberships/batch/read", {"inputs": inputs})["results"]
    assert [(one["recordId"], [each["listId"] for each in one["recordListMemberships"]]) for one in results] == [
        ("1", [made]),
        ("51", []),
    ]
    world.refused(400, "POST", f"{path}/records/memberships/batch/read", {"inputs": inputs * 51})


def test_the_life_of_a_list(world: World) -> None:
    made = make(world, "First")
    world.refused(400, "POST", LISTS, {"name": "first", "objectTypeId": "0-1", "processingType": "MANUAL"})
    world.ok("PUT", f"{LISTS}/{made}/update-list-name?listName=Second")
    assert world.ok("GET", f"{LISTS}/object-type-id/0-1/name/Second")["list"]["listId"] == made
    assert [one["listId"] for one in world.ok("GET", f"{LISTS}/?listIds={made}&listIds=99")["lists"]] == [made]
    found = world.ok("POST", f"{LISTS}/search", {"query": "seco", "processingTypes": ["MANUAL"]})
    assert (found["total"], found["hasMore"], found["lists"][0]["name"]) == (1, False, "Second")
    assert world.send("DELETE", f"{LISTS}/{made}").status == 204
    world.refused(404, "GET", f"{LISTS}/{made}")
    assert world.send("PUT", f"{LISTS}/{made}/restore").status == 204
    assert world.ok("GET", f"{LISTS}/{made}")["list"]["processingStatus"] == "COMPLETE"


def test_new_filters_are_evaluated_at_once(world: World) -> None:
    rome, oslo = world.create(city="Rome"), world.create(city="Oslo")
    made = make(world, "D", "DYNAMIC", branch(prop("city", "STRING", "IS_EQUAL_TO", value="Rome")))
    assert members(world, made) == [rome]
    body = {"filterBranch": branch(prop("city", "STRING", "IS_EQUAL_TO", value="Oslo"))}
    updated = world.ok("PUT", f"{LISTS}/{made}/update-list-filters", body)["updatedList"]
    assert members(world, made) == [oslo]
    assert updated["filterBranch"] == body["filterBranch"]
    assert "filterBranch" not in world.ok("GET", f"{LISTS}/{made}")["list"]
    assert "filterBranch" in world.ok("GET", f"{LISTS}/{made}?includeFilters=true")["list"]


@pytest.mark.parametrize(
    "filters",
    [
        {"filterBranchType": "XOR", "filters": [], "filterBranches": []},
        {"filterBranchType": "AND", "filters": [], "filterBranches": []},
        branch(prop("nope", "ALL_PROPERTY", "IS_KNOWN")),
        branch(prop("city", "NUMBER", "LOOKS_LIKE", value=1)),
        branch(prop("hs_object_id", "NUMBER", "IS_GREATER_THAN", value="x")),
        branch({"filterType": "FORM_SUBMISSION"}),
    ],
)
def test_bad_filters_are_refused(world: World, filters: Any) -> None:
    body = {"name": "Bad", "objectTypeId": "0-1", "processingType": "DYNAMIC", "filterBranch": filters}
    world.refused(400, "POST", LISTS, body)
