"""At rest a contact shows the campaigns of its lead or contact; whoever joined the list, or submitted the form, is in
its campaign; and crmsync put nobody else there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote_plus

from crmsync.adapters.vendor_time import millis_of
from crmsync.core.campaigns import CAMPAIGNS, MEMBERSHIPS, campaign_ids
from crmsync.core.link import Link
from crmsync.core.matching import normal_email
from crmsync.core.parked import WHOLE_RECORD
from crmsync.core.record import Millis, Record

from sandbox.salesforce.settings import SalesforceSettings
from sandbox.simulation.campaign_forms import JOINED
from sandbox.simulation.campaigns import LISTED
from sandbox.simulation.crm_user import HubspotUser
from sandbox.simulation.invariants.state import State

WISHES = {"campaigns/visitors", "campaigns/visit"}
INTEGRATION = SalesforceSettings().integration_username


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
    for part in parked & {CAMPAIGNS, *WISHES}:
        yield f"{hubspot.ref.key} ({part}) is parked, and its campaigns are there"
    if not _was_away(link, state):
        yield from _of_joins(link, true, state)


def _of_joins(link: Link, true: Sequence[str], state: State) -> Iterator[str]:
    world = state.world
    joins = (("joined the list", LISTED, world.campaigns.enlisted), ("submitted", JOINED, world.forms.submitted))
    for what, name, wishful in joins:
        campaign = world.campaigns.ids[name]
        is_out = (campaign, link.salesforce.id) in world.campaigns.taken_out
        if link.hubspot.id in wishful and campaign not in true and not is_out:
            yield f"{link.hubspot.key} {what}, and {link.salesforce.key} is not in {name}"
        if link.hubspot.id not in wishful and _is_uncalled_for(link, campaign, wishful, state):
            yield f"{link.salesforce.key} was put into {name}, and {link.hubspot.key} asked for nothing"


def _is_uncalled_for(link: Link, campaign: str, wishful: Iterable[str], state: State) -> bool:
    """Not if a forerunner asked who was still there. The link of a contact whose worker died after the join was never
    stored: when that contact is deleted before the next try, a new one is made of their person as of any other.
    """
    joined_at = _joined_by_us_at(link, campaign, state)
    if joined_at is None:
        return False
    ends = (_end_of_forerunner(contact, link, state) for contact in wishful)
    return not any(end is not None and joined_at <= end for end in ends)


def _joined_by_us_at(link: Link, campaign: str, state: State) -> Millis | None:
    soql = f"SELECT CreatedDate, CreatedBy.Username FROM CampaignMember WHERE CampaignId = '{campaign}' "
    soql += f"AND {link.salesforce.object_type}Id = '{link.salesforce.id}'"
    answer = state.world.crms.salesforce_user.send("GET", f"/services/data/v67.0/query?q={quote_plus(soql)}").json()
    ours = [row for row in answer["records"] if row["CreatedBy"]["Username"] == INTEGRATION]
    return max((millis_of(row["CreatedDate"]) for row in ours), default=None)


def _end_of_forerunner(contact: str, link: Link, state: State) -> Millis | None:
    """When it was deleted; None unless it had this contact's e-mail address, and no other person than this one."""
    rows = state.history.get(replace(link.hubspot, id=contact), ())
    path = f"{HubspotUser.PATH}/{contact}?archived=true&properties=email"
    answer = state.world.crms.hubspot_user.send("GET", path)
    if answer.status != 200 or any(row.salesforce != link.salesforce for row in rows):
        return None
    gone, email = answer.json(), state.email_of(state.records[link.hubspot])
    is_namesake = email is not None and normal_email(gone["properties"]["email"]) == email
    return millis_of(gone["archivedAt"]) if is_namesake else None


def _was_away(link: Link, state: State) -> bool:
    """Whoever was deleted for some time has left HubSpot's lists, and a merge makes another one of two."""
    fates = {row.action for ref in (link.hubspot, link.salesforce) for row in state.history.get(ref, ())}
    people = state.world.people
    elsewhere = {(known.side, known.id) for known in people.merged | people.restored}
    ends = {(ref.side, ref.id) for ref in (link.hubspot, link.salesforce)}
    return not fates <= {"create", "link", "update"} or bool(ends & elsewhere)
