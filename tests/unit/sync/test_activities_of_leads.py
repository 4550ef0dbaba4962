"""Salesforce lets no activity of a lead be about another record: whichever of the two comes second waits."""

from __future__ import annotations

import pytest

from tests.unit.sync.activity_world import ActivityWorld


@pytest.fixture
def world() -> ActivityWorld:
    return ActivityWorld()


def test_what_a_leads_task_is_about_waits_until_the_lead_is_a_contact(world: ActivityWorld) -> None:
    lead, account = world.linked(object_type="Lead"), world.create_account(Name="Analytical")
    world.run_on()
    (company,) = world.companies("Analytical")
    task = world.log("task", hs_task_subject="Ring")
    world.about("task", task, "contact", lead.hubspot)
    world.about("task", task, "company", company)
    world.run_on()
    own = world.salesforce_of("task", task)
    assert world.person(own, "WhoId", "WhatId") == (lead.salesforce, None)
    assert world.related("task", task, "company") == [company]
    contact = world.salesforce_user.convert(lead.salesforce)
    world.run_on()
    world.edit_activity("task", task, hs_task_subject="Ring again")
    world.run_on()
    assert world.person(own, "WhoId", "WhatId") == (contact, account)
    assert world.parked() == []


def test_a_lead_waits_until_its_task_is_about_nothing_else(world: ActivityWorld) -> None:
    lead, account = world.linked(object_type="Lead"), world.create_account(Name="Analytical")
    own = world.create_person("Task", Subject="Ring", WhatId=account)
    world.run_on()
    task = world.hubspot_of(own).id
    world.about("task", task, "contact", lead.hubspot)
    world.edit_activity("task", task, hs_task_subject="Ring again")
    world.run_on()
    assert world.person(own, "Subject", "WhoId", "WhatId") == ("Ring again", None, account)
    assert (world.related("task", task, "contact"), world.parked()) == ([lead.hubspot], [])
    world.edit_person(own, WhatId=None)
    world.run_on()
    assert world.person(own, "WhoId", "WhatId") == (lead.salesforce, None)
    assert world.related("task", task, "contact") == [lead.hubspot]
    assert world.parked() == []


def test_a_lead_that_waits_comes_with_its_conversion(world: ActivityWorld) -> None:
    """Of which no event of the task tells; until then nothing is looked at over and over."""
    lead, account = world.linked(object_type="Lead"), world.create_account(Name="Analytical")
    own = world.create_person("Task", Subject="Ring", WhatId=account)
    world.run_on()
    world.about("task", world.hubspot_of(own).id, "contact", lead.hubspot)
    world.run_on()
    with world.counting() as calls:
        world.run_on()
    assert calls.total == 0
    contact = world.salesforce_user.convert(lead.salesforce)
    world.run_on()
    assert world.person(own, "WhoId", "WhatId") == (contact, account)
    assert world.parked() == []


def test_a_contact_goes_before_a_lead_with_whom_the_task_could_be_about_nothing_else(world: ActivityWorld) -> None:
    lead, ada, account = (
        world.linked("lead@example.org", "Lead"),
        world.linked(),
        world.create_account(Name="Analytical"),
    )
    world.run()
    (company,) = world.companies("Analytical")
    task = world.log("task", hs_task_subject="Ring")
    for kind, other in (("contact", lead.hubspot), ("contact", ada.hubspot), ("company", company)):
        world.about("task", task, kind, other)
    world.run_on()
    assert world.person(world.salesforce_of("task", task), "WhoId", "WhatId") == (ada.salesforce, account)


def test_a_contact_comes_though_a_lead_waits(world: ActivityWorld) -> None:
    lead, ada, account = (
        world.linked("lead@example.org", "Lead"),
        world.linked(),
        world.create_account(Name="Analytical"),
    )
    own = world.create_person("Task", Subject="Ring", WhatId=account)
    world.run()
    task = world.hubspot_of(own).id
    world.about("task", task, "contact", lead.hubspot)
    world.run_on()
    assert world.person(own, "WhoId") is None
    world.about("task", task, "contact", ada.hubspot)
    world.run_on()
    assert world.person(own, "WhoId", "WhatId") == (ada.salesforce, account)
    assert world.related("task", task, "contact") == sorted([lead.hubspot, ada.hubspot])
