"""At rest a contact shows the campaigns of its lead or contact, and whoever joined the list is in its campaign."""

from __future__ import annotations

from collections.abc import Iterator

from crmsync.core.campaigns import CAMPAIGNS, MEMBERSHIPS, campaign_ids
from crmsync.core.link import Link
from crmsync.core.parked import WHOLE_RECORD
from crmsync.core.record import Record

from sandbox.simulation.campaigns import LISTED
from sandbox.simulation.invariants.state import State

WISH = "campaigns/visitors"


def untrue_campaigns(state: State) -> Iterator[str]:
    if not state.world.campaigns.is_used:
        return
    for link in state.links:
        hubspot, salesforce = state.records.get(link.hubspot), state.records.get(link.salesforce)
        if hubspot is not None and salesforce is not None and link.hubspot not in state.outsiders:
            yield from _of_pair(link, hubspot, salesforce, state)


def _of_pair(link: Link, hubspot: Record, salesforce: Record, state: State) -> Iterator[str]:
    parked = state.parts_parked(link.hubspot)
    if WHOLE_RECORD in parked:
        return
    shown, true = campaign_ids(hubspot.values.get(CAMPAIGNS)), campaign_ids(salesforce.values.get(MEMBERSHIPS))
    if shown != true:
        yield f"{hubspot.ref.key} shows the campaigns {shown}, and {salesforce.ref.key} is in {true}"
    for part in parked & {CAMPAIGNS, WISH}:
        yield f"{hubspot.ref.key} ({part}) is parked, and its campaigns are there"
    campaigns = state.world.campaigns
    joined = link.hubspot.id in campaigns.enlisted and link.salesforce.id not in campaigns.taken_out
    if joined and campaigns.ids[LISTED] not in true and not _was_away(link, state):
        yield f"{hubspot.ref.key} joined the list, and {salesforce.ref.key} is not in its campaign"


def _was_away(link: Link, state: State) -> bool:
    """Whoever was deleted for some time has left HubSpot's lists, and a merge makes another one of two."""
    fates = {row.action for ref in (link.hubspot, link.salesforce) for row in state.history.get(ref, ())}
    people = state.world.people
    elsewhere = {(known.side, known.id) for known in people.merged | people.restored}
    ends = {(ref.side, ref.id) for ref in (link.hubspot, link.salesforce)}
    return not fates <= {"create", "link", "update"} or bool(ends & elsewhere)
