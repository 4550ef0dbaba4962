"""The object pair `email`: HubSpot's logged e-mail with the Salesforce Task that tells of one, tied by ids alone."""

from __future__ import annotations

from crmsync.core.fixed_mappings import owner_of
from crmsync.core.mapping import Kind
from crmsync.core.object_pair import ObjectPair
from crmsync.core.own_properties import SYNC_STAMPS
from crmsync.core.pair_settings import PairSettings
from crmsync.core.pairs.activity import DONE, TASK, TASK_ID, TIMESTAMP, long_text, moment, related, text
from crmsync.core.pairs.task import SUBTYPE
from crmsync.core.record import Side
from crmsync.core.subtype import Subtype

EMAIL = ObjectPair(
    name="email",
    hubspot_type="email",
    salesforce_types={TASK: "00T"},
    mappings=(
        text("hs_email_subject", TASK, "Subject", 255),
        long_text("hs_email_text", TASK),
        moment(TIMESTAMP, TASK, "ActivityDate", Kind.DATE),
        owner_of(TASK),
    ),
    references=related("email", TASK),
    settings=PairSettings(enabled=False, create_in_salesforce="task", required_fallbacks={}),
    settings_of="task",
    id_properties={TASK: TASK_ID.name},
    is_unique=True,
    naming={TASK: "Subject"},
    subtype=Subtype(SUBTYPE, ("Email", "ListEmail")),
    at_creation={
        Side.SALESFORCE: {SUBTYPE: "Email", **DONE},
        Side.HUBSPOT: {"hs_email_direction": "EMAIL", "hs_email_status": "SENT"},
    },
    stamps=(TASK_ID, *SYNC_STAMPS),
)
