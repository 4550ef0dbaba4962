"""What cannot be imported is refused by name, and nothing is changed."""

from dataclasses import replace
from typing import Any

import pytest
from crmsync.core.record import Side

from tests.unit.imports.import_world import ImportWorld


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ({}, "kind is missing"),
        ({"kind": "everybody"}, "'everybody' is none of leads, contacts"),
        ({"kind": "accounts_of_nobody"}, "or objects/NAME of a custom object that syncs"),
        ({"kind": "objects/pet"}, "'objects/pet' is none of leads"),
        ({"kind": "leads", "created_after": "yesterday"}, "created_after must be a date"),
        ({"kind": "leads", "created_after": "2026-02-01", "created_before": "2026-01-01"}, "must be earlier than"),
        ({"kind": "leads", "modified_after": "2026-02-01", "modified_before": "2026-02-01"}, "must be earlier than"),
        ({"kind": "leads", "where": "Name = 'x"}, "A quote is not closed"),
        ({"kind": "leads", "where": "(Name = 'x'"}, "parentheses do not match"),
        ({"kind": "leads", "where": "Name = 'x') OR (Name != 'x'"}, "parentheses do not match"),
        ({"kind": "leads", "where": "Name != null LIMIT 1"}, "LIMIT is no part of a condition"),
        ({"kind": "leads", "where": "Name != null order by Name"}, "ORDER BY is no part of a condition"),
        ({"kind": "leads", "where": " "}, "where must be a text"),
        (
            {"kind": "leads", "where": "Colour = 'red'"},
            "the condition: Lead: No such column 'Colour'",
        ),
        ({"kind": "leads", "where": "Name LIKES 'x'"}, "Salesforce refuses the condition"),
        ({"kind": "leads", "campaign_id": "701000000000001AAA"}, "goes with kind campaign only"),
        ({"kind": "accounts", "campaign_id": "701000000000001AAA"}, "goes with kind campaign only"),
        ({"kind": "accounts", "list_id": "7"}, "goes with kind hubspot_contacts only"),
        ({"kind": "opportunities", "created_after": "2026-02-01", "created_before": "2026-01-01"}, "must be earlier"),
        ({"kind": "cases", "where": "Subject = 'x') OR (Id != null"}, "parentheses do not match"),
        ({"kind": "campaign"}, "campaign_id is missing"),
        ({"kind": "campaign", "campaign_id": "' OR 1=1"}, "is no Salesforce id"),
        ({"kind": "campaign", "campaign_id": "003000000000001"}, "is not the id of a campaign"),
        ({"kind": "campaign", "campaign_id": "701000000000001"}, "no such campaign"),
    ],
)
def test_bad_arguments(world: ImportWorld, args: dict[str, Any], words: str) -> None:
    code, message = world.refused("start", **args)
    assert code == "bad_arguments"
    assert words in message
    assert world.ask("status")["items"] == []


def test_a_login_that_fails_is_not_blamed_on_the_condition(world: ImportWorld) -> None:
    world.fault(Side.SALESFORCE, "status", "composite", times=9, status=401)
    code, message = world.refused("start", kind="leads", where="LastName != null")
    assert (code, "condition" in message) == ("bad_configuration", False)


def test_a_condition_may_have_a_sub_query_and_any_text_in_quotes(world: ImportWorld) -> None:
    where = "Id NOT IN (SELECT LeadId FROM CampaignMember) AND LastName != 'it\\'s (a LIMIT; ORDER BY'"
    assert world.ask("start", kind="leads", where=where)["state"] == "estimated"


def campaign(world: ImportWorld, *, is_active: bool) -> str:
    world.load(Side.SALESFORCE, [{"Name": "Spring", "IsActive": is_active}], "Campaign")
    rows = world.salesforce_user.send(
        "GET", "/services/data/v67.0/query?q=SELECT+Id+FROM+Campaign+ORDER+BY+Id+DESC"
    ).json()["records"]
    return str(rows[0]["Id"])


@pytest.mark.s("S97")
def test_only_an_active_campaign_can_be_imported(world: ImportWorld) -> None:
    code, message = world.refused("start", kind="campaign", campaign_id=campaign(world, is_active=False))
    assert (code, message) == (
        "bad_arguments",
        "the campaign 'Spring' is not active: only active campaigns can be imported",
    )


@pytest.mark.s("S97")
def test_a_campaign_brings_its_leads_and_contacts(world: ImportWorld) -> None:
    spring = campaign(world, is_active=True)
    person = {"LastName": "Member", "Company": "Navy"}
    world.load(Side.SALESFORCE, [{**person, "Email": f"{name}@example.org"} for name in ("in", "out")], "Lead")
    world.load(Side.SALESFORCE, [{"LastName": "Member", "Email": "contact@example.org"}])
    (lead,), (contact,) = world.people_of("in@example.org"), world.people_of("contact@example.org")
    members = [{"CampaignId": spring, "LeadId": lead}, {"CampaignId": spring, "ContactId": contact}]
    world.load(Side.SALESFORCE, members, "CampaignMember")
    status = world.import_all(kind="campaign", campaign_id=spring[:15])
    assert status["counts"]["created"] == status["counts"]["total"] == 2
    assert "campaign Spring" in status["title"]
    assert [bool(world.contacts_of(f"{name}@example.org")) for name in ("in", "contact", "out")] == [True, True, False]


def test_two_imports_of_one_kind_at_once(world: ImportWorld) -> None:
    first = world.ask("start", kind="leads")["job_id"]
    second = world.ask("start", kind="leads")["job_id"]
    world.ask("confirm", job_id=first)
    assert world.refused("confirm", job_id=second)[0] == "busy"
    assert world.refused("start", kind="leads")[0] == "busy"
    assert world.ask("start", kind="contacts")["state"] == "estimated"
    world.run_turns()
    assert world.ask("confirm", job_id=second)["state"] == "running"


@pytest.mark.parametrize("kind", ["leads", "hubspot_contacts"])
def test_a_switched_off_pair(world: ImportWorld, kind: str) -> None:
    active = world.product.configurations.active()
    assert active is not None
    pair = active.pairs["contact"]
    off = replace(pair, settings=replace(pair.settings, enabled=False))
    closed = replace(active, version=active.version + 1, pairs={**active.pairs, "contact": off})
    estimated = world.ask("start", kind=kind)["job_id"]
    world.product.configurations.activate(closed, "closed", world.clock.now(), {})
    refusal = ("not_possible", "the sync of contacts is switched off in settings/contact")
    assert world.refused("start", kind=kind) == refusal
    assert world.refused("confirm", job_id=estimated) == refusal


def test_a_paused_sync(world: ImportWorld) -> None:
    world.put("settings/global", {"paused": True})
    assert world.refused("start", kind="leads") == (
        "not_possible",
        "the sync is paused in settings/global: an import would only wait",
    )


def test_commands_for_no_import_or_at_the_wrong_time(world: ImportWorld) -> None:
    assert world.refused("status", job_id="nobody") == ("not_found", "there is no import nobody")
    job_id = world.ask("start", kind="leads")["job_id"]
    assert world.refused("pause", job_id=job_id)[0] == "not_possible"
    world.ask("confirm", job_id=job_id)
    assert "was confirmed already" in world.refused("confirm", job_id=job_id)[1]
    world.run_turns()
    assert world.refused("resume", job_id=job_id) == ("not_possible", f"import {job_id} is done")
    assert world.refused("cancel", job_id=job_id)[0] == "not_possible"


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ({"created_after": "2026-11-01"}, 2),
        ({"created_after": "2026-11-01", "created_before": "2026-11-10T00:00:00Z"}, 1),
        ({"created_before": "2026-11-01"}, 1),
        ({"created_before": "2026-11-10T02:00:00+02:00"}, 2),
        ({"where": "WHERE Title = 'a' OR Title = 'b'", "created_after": "2026-11-01"}, 1),
    ],
)
def test_filters(world: ImportWorld, args: dict[str, str], expected: int) -> None:
    days = {"a": "2026-10-31", "b": "2026-11-05", "c": "2026-11-12"}
    world.load(
        Side.SALESFORCE,
        [
            {"LastName": "Filtered", "Title": title, "Email": f"{title}@example.org", "CreatedDate": f"{day}T12:00:00Z"}
            for title, day in days.items()
        ],
    )
    where = f"LastName = 'Filtered' AND ({args.get('where', 'Id != null').removeprefix('WHERE ')})"
    assert world.ask("start", kind="contacts", **{**args, "where": where})["estimate"]["records"] == expected
