"""What cannot be imported from HubSpot is refused with the reason, and changes nothing."""

import pytest

from tests.unit.imports.import_world import ImportWorld
from tests.unit.imports.test_import_from_hubspot import (
    EVERYBODY,
    a_list,
    crowd,
    emptied,
    everybody_in_salesforce,
    id_of,
)

pytestmark = pytest.mark.no_cover


@pytest.fixture
def world() -> ImportWorld:
    return emptied()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ({"list_id": "4711"}, "HubSpot has no such list"),
        ({"list_id": "all"}, "is no id of a HubSpot list"),
        ({"where": "LastName = 'x'"}, "where goes with imports from Salesforce only"),
        ({"created_after": "2026-01-01"}, "created_after goes with imports from Salesforce only"),
        ({"campaign_id": "701000000000001AAA"}, "goes with kind campaign only"),
    ],
)
def test_bad_arguments_change_nothing(world: ImportWorld, args: dict[str, str], words: str) -> None:
    code, message = world.refused("start", **EVERYBODY, **args)
    assert (code, words in message) == ("bad_arguments", True), message
    assert world.ask("status")["items"] == []


def test_a_list_of_companies_is_refused(world: ImportWorld) -> None:
    code, message = world.refused("start", **EVERYBODY, list_id=a_list(world, [], "0-2"))
    assert (code, "company records, not of contacts" in message) == ("bad_arguments", True), message


def test_a_list_goes_with_this_kind_alone(world: ImportWorld) -> None:
    assert world.refused("start", kind="leads", list_id="1") == (
        "bad_arguments",
        "list_id goes with kind hubspot_contacts only",
    )


def test_two_of_one_list_at_once(world: ImportWorld) -> None:
    crowd(world, 3)
    members = a_list(world, [id_of(world, "1@example.org")])
    world.started(**EVERYBODY, list_id=members)
    assert world.refused("start", **EVERYBODY, list_id=members)[0] == "busy"
    assert world.ask("start", **EVERYBODY)["state"] == "estimated"


def test_over_budget_it_begins_only_when_it_may_take_days(world: ImportWorld) -> None:
    crowd(world)
    world.put("quota/salesforce", {"daily_limit": 10, "reserve": {"live": 0, "poll": 0}})
    estimated = world.ask("start", **EVERYBODY)
    assert (estimated["estimate"]["fits"], estimated["estimate"]["days"] > 1) == (False, True)
    assert world.refused("confirm", job_id=estimated["job_id"])[0] == "over_budget"
    assert everybody_in_salesforce(world) == []
