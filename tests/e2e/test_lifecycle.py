"""Lifecycle stages on the real functions: opportunities move their contacts on, whichever CRM moves them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.journey import Journey, eventually
from tests.e2e.test_deals import CLOSES, deals_of, named, stages

pytestmark = pytest.mark.stack


@pytest.fixture
def selling(journey: Journey) -> Iterator[Journey]:
    with journey.switched_on("deal", {"settings/contact": {"lifecycle": {"enabled": True}}}):
        yield journey


def test_a_contact_moves_on_with_its_opportunity_and_never_back(selling: Journey) -> None:
    pair, name = selling.linked(), named()
    fields = {"Name": name, "StageName": "Prospecting", "CloseDate": CLOSES}
    opportunity = selling.salesforce.create("Opportunity", fields)
    role = {"OpportunityId": opportunity, "ContactId": pair.salesforce}
    selling.salesforce.create("OpportunityContactRole", role)
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
