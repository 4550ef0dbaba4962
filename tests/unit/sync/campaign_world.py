"""A sync world with campaigns: people of Salesforce put others into campaigns, and take them out again."""

from __future__ import annotations

from crmsync.core.campaigns import CAMPAIGNS
from crmsync.core.record import Millis, Side

from tests.unit.sync.sync_world import SECOND, Pair, SyncWorld

FIVE_MINUTES: Millis = 300_000


class CampaignWorld(SyncWorld):
    def __init__(self, *, switched_on: bool = True) -> None:
        super().__init__()
        if switched_on:
            self.switch_on()

    def switch_on(self, **settings: object) -> None:
        self.put("settings/campaign", {"enabled": True, **settings})

    def campaign(self, name: str = "Spring fair", **fields: object) -> str:
        """Created in Salesforce; active unless told otherwise. An hour later it has its option in HubSpot."""
        campaign = self.fresh_campaign(name, **fields)
        self.let_pass(3_600 * SECOND)
        return campaign

    def fresh_campaign(self, name: str = "Spring fair", **fields: object) -> str:
        values = {"Name": name, "IsActive": True, **fields}
        answer = self.salesforce_user.send("POST", f"{self.salesforce_user.PATH}/Campaign", values)
        assert answer.status == 201, answer.body
        return str(answer.json()["id"])

    def let_pass(self, span: Millis) -> None:
        """And config_guard's round after that."""
        self.clock.advance(span)
        self.product.guard()

    def join(self, campaign: str, person: str, **fields: object) -> str:
        """The new member's id."""
        self.clock.advance(SECOND)
        who = {"003": "ContactId", "00Q": "LeadId"}[person[:3]]
        values = {"CampaignId": campaign, who: person, **fields}
        answer = self.salesforce_user.send("POST", f"{self.salesforce_user.PATH}/CampaignMember", values)
        assert answer.status == 201, answer.body
        return str(answer.json()["id"])

    def leave(self, member: str) -> None:
        self.clock.advance(SECOND)
        self.salesforce_user.delete("CampaignMember", member)

    def poll(self, side: Side = Side.SALESFORCE) -> None:
        self.clock.advance(FIVE_MINUTES)
        self.product.poll(side, self.clock.now() + 600_000)
        self.run_on()

    def shown(self, pair: Pair) -> list[str]:
        """The campaigns that the contact shows."""
        return sorted((self.contact(pair.hubspot, CAMPAIGNS) or "").split(";")) if self._value(pair) else []

    def _value(self, pair: Pair) -> str | None:
        return self.contact(pair.hubspot, CAMPAIGNS) or None
