"""The object pair `note`: HubSpot's note becomes a Salesforce Task that is done. No Task becomes a note, unless
`told_by` in `settings/task` says by which field it is told.
"""

from __future__ import annotations

from crmsync.core.fixed_mappings import owner_of
from crmsync.core.mapping import Kind
from crmsync.core.object_pair import ObjectPair
from crmsync.core.own_properties import SYNC_STAMPS
from crmsync.core.pair_settings import PairSettings
from crmsync.core.pairs.activity import DONE, TASK, TASK_ID, TIMESTAMP, body, moment, related
from crmsync.core.pairs.task import SUBTYPE
from crmsync.core.record import Side
from crmsync.core.subtype import Subtype
from crmsync.core.title import Title

NOTE = ObjectPair(
    name="note",
    hubspot_type="note",
    salesforce_types={TASK: "00T"},
    mappings=(
        body("hs_note_body", TASK),
        moment(TIMESTAMP, TASK, "ActivityDate", Kind.DATE),
        owner_of(TASK),
    ),
    references=related("note", TASK),
    settings=PairSettings(enabled=False, create_in_salesforce="task", required_fallbacks={}),
    settings_of="task",
    id_properties={TASK: TASK_ID.name},
    is_unique=True,
    naming={TASK: "Subject"},
    subtype=Subtype(SUBTYPE, ("Note",), is_told=False),
    at_creation={Side.SALESFORCE: DONE},
    title=Title("Subject", "Note", of="Description", day="ActivityDate"),
    stamps=(TASK_ID, *SYNC_STAMPS),
)
