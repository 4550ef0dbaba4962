"""People who are imported bring their campaigns, which a bulk query cannot show."""

from __future__ import annotations

import pytest
from crmsync.core.campaigns import CAMPAIGNS
from crmsync.core.record import Side

from tests.unit.imports.import_world import ImportWorld
from tests.unit.sync.campaign_world import CampaignWorld

ADA = {"LastName": "Lovelace", "Email": "ada@example.org"}


class MembersWorld(ImportWorld, CampaignWorld):
    """Both."""


@pytest.mark.s("S21", "S97")
def test_who_is_imported_shows_the_campaigns_for_one_more_call() -> None:
    world = MembersWorld()
    spring = world.campaign()
    world.load(Side.SALESFORCE, [ADA])
    (person,) = world.people_of("ada@example.org")
    world.load(Side.SALESFORCE, [{"CampaignId": spring, "ContactId": person}], "CampaignMember")
    with world.counting() as calls:
        world.import_all(kind="campaign", campaign_id=spring)
    (contact,) = world.contacts_of("ada@example.org")
    assert world.contact(contact, CAMPAIGNS) == spring
    other = ImportWorld()
    spring = CampaignWorld.fresh_campaign(other)  # type: ignore[arg-type]
    other.load(Side.SALESFORCE, [ADA])
    (person,) = other.people_of("ada@example.org")
    other.load(Side.SALESFORCE, [{"CampaignId": spring, "ContactId": person}], "CampaignMember")
    with other.counting() as without:
        other.import_all(kind="campaign", campaign_id=spring)
    assert calls.salesforce == without.salesforce + 1
