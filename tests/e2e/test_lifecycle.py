"""Lifecycle stages on the real functions: opportunities move their contacts on, whichever CRM moves them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.journey import Journey, Pair, eventually
from tests.e2e.test_deals import CLOSES, deals_of, named, stages
from tests.e2e.test_inclusion_list import INSIDE, list_of_insiders, poll

pytestmark = pytest.mark.stack


@pytest.fixture
def selling(journey: Journey) -> Iterator[Journey]:
    with journey.switched_on("deal", {"settings/contact": {"lifecycle": {"enabled": True}}}):
        yield journey


def test_a_contact_moves_on_with_its_opportunity_and_never_back(selling: Journey) -> None:
    pair, name = selling.linked(), named()
    opportunity = involve(selling, pair, name)
    eventually(lambda: selling.contact(pair, "lifecyclestage"), ("opportunity",))
    (deal,) = deals_of(selling, name)
    _, stage = stages(selling)
    selling.hubspot.update("deals", deal, {"dealstage": stage["Closed Won"]})
    eventually(lambda: selling.contact(pair, "lifecyclestage"), ("customer",))
    selling.salesforce.update("Opportunity", opportunity, {"StageName": "Prospecting"})
    eventually(lambda: selling.hubspot.read("deals", deal, "dealstage")["dealstage"], stage["Prospecting"])
    eventually(lambda: selling.stack.queue_depths()["ChangeQueue"], 0)
    assert selling.contact(pair, "lifecyclestage") == ("customer",)
    moves = [entry["new"] for entry in selling.history(pair) if entry["field"] == "lifecyclestage"]
    assert sorted(moves) == ["customer", "opportunity"]


def test_who_joins_the_inclusion_list_gets_the_stage_that_was_missed(journey: Journey) -> None:
    outsider, insider = journey.linked(), journey.linked(website=INSIDE)
    settings = {"lifecycle": {"enabled": True}, "inclusion_list_id": list_of_insiders(journey)}
    with journey.switched_on("deal", {"settings/contact": settings}):
        involve(journey, outsider, named())
        involve(journey, insider, named())
        eventually(lambda: journey.contact(insider, "lifecyclestage"), ("opportunity",))
        assert journey.contact(outsider, "lifecyclestage") != ("opportunity",)
        journey.edit_contact(outsider, website=INSIDE)
        poll(journey)
        eventually(lambda: journey.contact(outsider, "lifecyclestage"), ("opportunity",))


def involve(journey: Journey, pair: Pair, name: str) -> str:
    """In an open opportunity of that name; its id."""
    fields = {"Name": name, "StageName": "Prospecting", "CloseDate": CLOSES}
    opportunity = str(journey.salesforce.create("Opportunity", fields))
    role = {"OpportunityId": opportunity, "ContactId": pair.salesforce}
    journey.salesforce.create("OpportunityContactRole", role)
    return opportunity
