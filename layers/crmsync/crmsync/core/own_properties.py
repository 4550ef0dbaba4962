"""The HubSpot properties that crmsync needs and a portal lacks, as data: set-up creates them in one group.

They bear the names that the connector's own properties have, so that a portal which had the connector keeps its values.
https://developers.hubspot.com/docs/api-reference/crm-properties-v3/guide
"""

from __future__ import annotations

from typing import NamedTuple

from crmsync.core.campaigns import CAMPAIGNS

GROUP = "crmsync"
GROUP_LABEL = "Salesforce sync"


class OwnProperty(NamedTuple):
    """`type` and `field_type` are HubSpot's; `options` are the values of an enumeration, each its own label.

    `is_unique`: no two records may have one value, which makes it a key to read and create by.
    """

    name: str
    label: str
    type: str
    field_type: str
    description: str
    options: tuple[str, ...] = ()
    is_unique: bool = False


MAPPED = (
    OwnProperty("leadsource", "Lead source", "string", "text", "Lead source in Salesforce."),
    OwnProperty("rating", "Rating", "string", "text", "Rating of the lead in Salesforce."),
    OwnProperty("description", "Description", "string", "textarea", "Description in Salesforce."),
    OwnProperty("salesforceaccountid", "Salesforce account ID", "string", "text", "The contact's account."),
)
"""Properties of default mappings."""

MIRRORED = (
    OwnProperty(
        CAMPAIGNS,
        "Salesforce campaigns",
        "enumeration",
        "checkbox",
        "The campaigns that the lead or contact is a member of. crmsync adds the options.",
    ),
)
"""Shows the campaigns, once they are switched on."""

SYNC_STAMPS = (
    OwnProperty("salesforceownerid", "Salesforce owner ID", "string", "text", "Who owns it in Salesforce."),
    OwnProperty("salesforcelastsynctime", "Last Salesforce sync", "datetime", "date", "When it last was synced."),
    OwnProperty("salesforcedeleted", "Deleted in Salesforce", "bool", "booleancheckbox", "Whether it was deleted."),
    OwnProperty(
        "imported_from_salesforce", "Imported from Salesforce", "bool", "booleancheckbox", "Whether it came from there."
    ),
    OwnProperty(
        "crmsync_status",
        "Sync status",
        "enumeration",
        "select",
        "How its last sync ended.",
        ("in_sync", "parked", "not_synced"),
    ),
    OwnProperty("crmsync_error", "Sync error", "string", "textarea", "What keeps it from syncing, and what to do."),
    OwnProperty("crmsync_link", "Salesforce record", "string", "text", "The address of the record in Salesforce."),
)
"""Of every pair."""

STAMPED = (
    OwnProperty("salesforceleadid", "Salesforce lead ID", "string", "text", "The lead it is linked to."),
    OwnProperty("salesforcecontactid", "Salesforce contact ID", "string", "text", "The contact it is linked to."),
    *SYNC_STAMPS,
)
"""Properties that crmsync itself writes about the sync; they are never mapped and never subscribed to."""

OWN_PROPERTIES = (*MAPPED, *MIRRORED, *STAMPED)
