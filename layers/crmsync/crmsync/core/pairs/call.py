"""The object pair `call`: HubSpot's logged call with the Salesforce Task that tells of one, tied by ids alone."""

from __future__ import annotations

from crmsync.core.fixed_mappings import owner_of
from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.object_pair import ObjectPair
from crmsync.core.option_map import OptionMap
from crmsync.core.own_properties import SYNC_STAMPS
from crmsync.core.pair_settings import PairSettings
from crmsync.core.pairs.activity import DONE, TASK, TASK_ID, TIMESTAMP, body, choice, moment, related, text
from crmsync.core.pairs.task import SUBTYPE
from crmsync.core.record import Side
from crmsync.core.subtype import Subtype
from crmsync.core.transforms.transform import Transform

_DIRECTIONS = OptionMap((("INBOUND", "Inbound"), ("OUTBOUND", "Outbound"), ("OUTBOUND", "Internal")))

_DURATION = FieldMapping(
    "hs_call_duration",
    {TASK: "CallDurationInSeconds"},
    Rule.TWO_WAY,
    FieldType(Kind.NUMBER),
    {TASK: FieldType(Kind.NUMBER, scale=0)},
    is_default=True,
    transform=Transform('{"multiply": 1000}', '{"divide": 1000}', "the default mapping"),
)
"""HubSpot counts milliseconds."""

CALL = ObjectPair(
    name="call",
    hubspot_type="call",
    salesforce_types={TASK: "00T"},
    mappings=(
        text("hs_call_title", TASK, "Subject", 255),
        body("hs_call_body", TASK),
        moment(TIMESTAMP, TASK, "ActivityDate", Kind.DATE),
        choice("hs_call_direction", TASK, "CallType", _DIRECTIONS),
        _DURATION,
        owner_of(TASK),
    ),
    references=related("call", TASK),
    settings=PairSettings(enabled=False, create_in_salesforce="task", required_fallbacks={}),
    settings_of="task",
    id_properties={TASK: TASK_ID.name},
    is_unique=True,
    naming={TASK: "Subject"},
    subtype=Subtype(SUBTYPE, ("Call",)),
    at_creation={Side.SALESFORCE: {SUBTYPE: "Call", **DONE}, Side.HUBSPOT: {"hs_call_status": "COMPLETED"}},
    stamps=(TASK_ID, *SYNC_STAMPS),
)
