"""The campaigns of one seed, where it has them: people are put into them and taken out, in Salesforce and by a list."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from random import Random

from crmsync.core.record import Side
from crmsync.ports.configurations import Parameters

from sandbox.simulation.crm_user import HubspotUser, SalesforceUser
from sandbox.simulation.people import People
from sandbox.simulation.weighted import do_one_of

USED = 0.4
"""The share of seeds with campaigns."""

OFTEN = 0.3
"""With how many actions of people comes one about campaigns."""

NAMES = ("Spring fair", "Autumn fair", "Webinar")
LISTED, DOOMED = "Spring fair", "Webinar"
"""Whoever joins the list joins the first one; the last one may be deleted."""

LISTS = "/crm/v3/lists"


@dataclass(slots=True)
class Campaigns:
    """`enlisted` are the contacts that joined the list, `taken_out` the campaigns that people
    of Salesforce left.
    """

    rng: Random
    hubspot: HubspotUser
    salesforce: SalesforceUser
    parameters: Parameters
    is_used: bool = False
    ids: dict[str, str] = field(default_factory=dict)
    enlisted: set[str] = field(default_factory=set)
    taken_out: set[tuple[str, str]] = field(default_factory=set)
    _members: list[str] = field(default_factory=list)
    _list_id: str = ""

    def __post_init__(self) -> None:
        self.is_used = self.rng.random() < USED
        if self.is_used:
            self._set_up()

    def act(self, people: People) -> None:
        """Perhaps somebody joins or leaves a campaign."""
        if not self.is_used or not people.records or self.rng.random() > OFTEN:
            return
        do_one_of(self.rng, {self._join: 60, self._leave: 20, self._enlist: 19, self._delete: 1}, people)

    def _join(self, people: People) -> None:
        persons = [known for known in people.records if known.side is Side.SALESFORCE]
        if persons:
            person, campaign = self.rng.choice(persons), self.rng.choice(list(self.ids.values()))
            values = {"CampaignId": campaign, f"{person.object_type}Id": person.id}
            member = self.salesforce.create("CampaignMember", dict(values))
            if member is not None:
                self._members.append(member)

    def _leave(self, _: People) -> None:
        """One that a merge took away already stays away."""
        if self._members:
            member = self._members.pop(self.rng.randrange(len(self._members)))
            shown = self.salesforce.show("CampaignMember", member)
            self.salesforce.delete("CampaignMember", member)
            if shown is not None:
                people = (shown["ContactId"], shown["LeadId"])
                self.taken_out.update((shown["CampaignId"], one) for one in people if one)

    def _enlist(self, people: People) -> None:
        contacts = [known for known in people.records if known.side is Side.HUBSPOT]
        if contacts:
            contact = self.rng.choice(contacts).id
            self.hubspot.send("PUT", f"{LISTS}/{self._list_id}/memberships/add", [contact])
            self.enlisted.add(contact)

    def _delete(self, _: People) -> None:
        campaign = self.ids.pop(DOOMED, None)
        if campaign is not None:
            self.salesforce.delete("Campaign", campaign)

    def _set_up(self) -> None:
        for name in NAMES:
            made = self.salesforce.send("POST", f"{self.salesforce.PATH}/Campaign", {"Name": name, "IsActive": True})
            self.ids[name] = str(made.json()["id"])
        body = {"name": "Visitors", "objectTypeId": "0-1", "processingType": "MANUAL"}
        self._list_id = str(self.hubspot.send("POST", LISTS, body).json()["list"]["listId"])
        join = {"list_id": self._list_id, "campaign_id": self.ids[LISTED], "status": "Responded"}
        self.parameters.write("settings/campaign", json.dumps({"enabled": True}))
        self.parameters.write("campaigns/visitors", json.dumps(join))
