"""A form in some of the seeds with campaigns: whoever submits it becomes a member of one. Dice of its own, so that the
rest of a seed stays as it was.
"""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

from crmsync.core.record import Side

from sandbox.simulation.people import Known

USED = 0.6
OFTEN = 0.2
"""With how many actions of people comes a submission."""

ANOTHER = 0.2
"""The share of the submissions that are of a form which leads nowhere."""

JOINED = "Autumn fair"
FORM_ID, OTHER_FORM_ID = "5c5e4b8a-0d43-4a3e-9c4e-0f2b7a6d1e11", "0b1d2c3e-1111-4a3e-9c4e-0f2b7a6d1e22"

if TYPE_CHECKING:
    from sandbox.simulation.world import World


class CampaignForms:
    """`submitted` are the ids of the contacts who submitted the campaign's form."""

    def __init__(self, seed: int, world: World) -> None:
        self._rng = Random(f"{seed}/campaign forms")
        self._world = world
        self.submitted: set[str] = set()
        self.is_used = world.campaigns.is_used and self._rng.random() < USED
        if self.is_used:
            join = {"form_id": FORM_ID, "campaign_id": world.campaigns.ids[JOINED], "status": "Responded"}
            world.product.parameters.write("campaigns/visit", json.dumps(join))

    def act(self) -> None:
        """Perhaps somebody submits one of both forms, again and again."""
        if not self.is_used or self._rng.random() > OFTEN:
            return
        people = self._world.people.records
        contacts = [known for known in people if known.side is Side.HUBSPOT and self._is_there(known)]
        if contacts:
            contact, is_other = self._rng.choice(contacts), self._rng.random() < ANOTHER
            self._world.activities.submit(contact, OTHER_FORM_ID if is_other else FORM_ID)
            if not is_other:
                self.submitted.add(contact.id)

    def _is_there(self, contact: Known) -> bool:
        """As itself: HubSpot may show the survivor of a merge under the other's id."""
        shown = self._world.crms.hubspot_user.show(contact.id, ["hs_object_id"])
        return shown is not None and shown["hs_object_id"] == contact.id
