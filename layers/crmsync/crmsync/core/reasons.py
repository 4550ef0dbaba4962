"""Why a field was written, left alone or parked: short codes for history, a sentence each for people."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Reason(StrEnum):
    ABSENT = "absent"
    DONT_SYNC = "dont_sync"
    UNCHANGED = "unchanged"
    IN_STEP = "in_step"
    SEEDED = "seeded"
    FIRST_LINK = "first_link"
    FIRST_LINK_KEEPS = "first_link_keeps"
    HUBSPOT_CHANGED = "hubspot_changed"
    SALESFORCE_CHANGED = "salesforce_changed"
    SALESFORCE_BLANK = "salesforce_blank"
    SALESFORCE_PREFERRED = "salesforce_preferred"
    HUBSPOT_PREFERRED = "hubspot_preferred"
    SET_BACK = "set_back"
    NEWER = "newer"
    TIME_UNKNOWN = "time_unknown"
    NEEDS_TIMES = "needs_times"
    ONLY_WRITABLE_SIDE = "only_writable_side"
    READ_ONLY = "read_only"
    ONE_WAY = "one_way"
    FALLBACK = "fallback"
    REQUIRED = "required"
    NOT_CONVERTIBLE = "not_convertible"
    BROUGHT_BACK = "brought_back"
    WITH_STATE = "with_state"
    WITH_STAGE = "with_stage"
    COVERED = "covered"
    NO_MATCHING_OWNER = "no_matching_owner"
    UNKNOWN_OWNER = "unknown_owner"
    WAITS_FOR_RECORD = "waits_for_record"
    MEMBERS_CHANGED = "members_changed"
    ENGAGED = "engaged"
    OPTED_OUT = "opted_out"
    OPT_OUT_KEPT = "opt_out_kept"
    SUBSCRIBED_AGAIN = "subscribed_again"
    UNDONE = "undone"
    MIRRORED = "mirrored"
    UNKNOWN_CAMPAIGN = "unknown_campaign"
    JOINED_LIST = "joined_list"
    SUBMITTED_FORM = "submitted_form"
    OPPORTUNITY_MOVED = "opportunity_moved"


SENTENCES: Mapping[Reason, str] = {
    Reason.ABSENT: "The field was not read on one side (not readable, or not there), so nothing moves.",
    Reason.DONT_SYNC: "The mapping's rule is not to sync this field.",
    Reason.UNCHANGED: "Neither side differs from what it showed at the last sync.",
    Reason.IN_STEP: "Both sides hold the same value already.",
    Reason.SEEDED: "The mapping is new for this record: the values are remembered, and a later change will travel.",
    Reason.FIRST_LINK: "The records were linked, and this side's value goes first by the mapping's rule.",
    Reason.FIRST_LINK_KEEPS: "A first link never clears a value, so both sides keep theirs.",
    Reason.HUBSPOT_CHANGED: "The value was changed in HubSpot.",
    Reason.SALESFORCE_CHANGED: "The value was changed in Salesforce.",
    Reason.SALESFORCE_BLANK: "Salesforce's value is blank, so HubSpot's fills it.",
    Reason.SALESFORCE_PREFERRED: "Both sides changed, and the mapping's rule prefers Salesforce.",
    Reason.HUBSPOT_PREFERRED: "Both sides changed, and the mapping's rule prefers HubSpot.",
    Reason.SET_BACK: "The mapping's rule does not let this side's edit stand; the other side's value was written back.",
    Reason.NEWER: "Both sides changed, and this change is the later one.",
    Reason.TIME_UNKNOWN: "Both sides changed, and which came later cannot be known; then Salesforce's value stands.",
    Reason.NEEDS_TIMES: "Both sides changed; the times of the changes are yet to be read.",
    Reason.ONLY_WRITABLE_SIDE: "Both sides changed, and only one of the two fields can be written.",
    Reason.READ_ONLY: "The field to be written is read-only for the integration.",
    Reason.ONE_WAY: "The mapping carries values from Salesforce to HubSpot only.",
    Reason.FALLBACK: "Salesforce holds only the fallback that crmsync filled in; it is never sent to HubSpot.",
    Reason.REQUIRED: "The other system requires a value in this field, so it cannot be cleared.",
    Reason.NOT_CONVERTIBLE: "The value does not fit the other side's field.",
    Reason.WITH_STATE: "Salesforce takes a state only together with its country.",
    Reason.WITH_STAGE: "It goes with the stage or the pipeline, which HubSpot takes only together.",
    Reason.COVERED: "A write of crmsync covered this edit in the moment it was made, and others followed since.",
    Reason.BROUGHT_BACK: "A write of crmsync had covered this edit in the moment it was made; it was written again.",
    Reason.NO_MATCHING_OWNER: "Nobody in the other system bears this owner's e-mail address and is active there.",
    Reason.UNKNOWN_OWNER: "The owner is not in the list of owners and users yet; the list is being read again.",
    Reason.WAITS_FOR_RECORD: "The record that it refers to is not linked yet; it is attached when that one is.",
    Reason.MEMBERS_CHANGED: "On the other side these records were added to it, or taken from it.",
    Reason.ENGAGED: "The person did this in HubSpot, and Salesforce was told by a task of theirs.",
    Reason.OPTED_OUT: "The person opted out of e-mail on the other side, and an opt-out holds on both.",
    Reason.OPT_OUT_KEPT: "The person is opted out in HubSpot, so the box in Salesforce was ticked again.",
    Reason.UNDONE: "An administrator had crmsync's own write undone: this is what stood there before it.",
    Reason.SUBSCRIBED_AGAIN: "The person subscribed again in HubSpot; crmsync itself never opts anybody in.",
    Reason.MIRRORED: "HubSpot's property shows what Salesforce holds, and nothing else.",
    Reason.UNKNOWN_CAMPAIGN: "HubSpot's property has no option for one of the campaigns yet; it is being added.",
    Reason.JOINED_LIST: "The contact joined the HubSpot list whose people become members of the campaign.",
    Reason.SUBMITTED_FORM: "The contact submitted the HubSpot form whose people become members of the campaign.",
    Reason.OPPORTUNITY_MOVED: "An opportunity that the contact has a role in is open or won, which moves the stage on.",
}


def explain(code: str) -> str:
    """The sentence of a code as history holds it; the code itself when it is none of ours (a newer version's)."""
    return _BY_CODE.get(code, code)


_BY_CODE = {reason.value: sentence for reason, sentence in SENTENCES.items()}
