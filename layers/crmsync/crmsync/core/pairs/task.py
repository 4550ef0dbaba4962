"""The object pair `task`: HubSpot's task with Salesforce's Task, tied by ids. Its settings hold for all activities."""

from __future__ import annotations

from crmsync.core.fixed_mappings import owner_of
from crmsync.core.mapping import Kind
from crmsync.core.object_pair import ObjectPair
from crmsync.core.option_map import OptionMap
from crmsync.core.own_properties import SYNC_STAMPS
from crmsync.core.pair_settings import Direction, PairSettings
from crmsync.core.pairs.activity import EVENT, TASK, TASK_ID, TIMESTAMP, body, choice, moment, related, text
from crmsync.core.pairs.engagements import ENGAGEMENT_NAMES
from crmsync.core.subtype import Subtype

SUBTYPE = "TaskSubtype"

_STATUSES = OptionMap(
    (
        ("NOT_STARTED", "Not Started"),
        ("IN_PROGRESS", "In Progress"),
        ("WAITING", "Waiting on someone else"),
        ("DEFERRED", "Deferred"),
        ("COMPLETED", "Completed"),
    )
)
_PRIORITIES = OptionMap((("HIGH", "High"), ("MEDIUM", "Normal"), ("LOW", "Low"), ("NONE", "Normal")))

_WAYS = (Direction.OFF, Direction.BOTH, Direction.TO_HUBSPOT, Direction.TO_SALESFORCE)
_DIRECTIONS = {
    "task": (Direction.BOTH, Direction.TO_HUBSPOT, Direction.TO_SALESFORCE, Direction.OFF),
    "meeting": _WAYS,
    "call": _WAYS,
    "email": _WAYS,
    "note": _WAYS,
    **dict.fromkeys(ENGAGEMENT_NAMES, (Direction.OFF, Direction.TO_SALESFORCE)),
}
_TYPES = {name: ways[0] for name, ways in _DIRECTIONS.items()}

HUBSPOT_TASK = ObjectPair(
    name="task",
    hubspot_type="task",
    salesforce_types={TASK: "00T"},
    mappings=(
        text("hs_task_subject", TASK, "Subject", 255),
        body("hs_task_body", TASK),
        moment(TIMESTAMP, TASK, "ActivityDate", Kind.DATE),
        choice("hs_task_status", TASK, "Status", _STATUSES, is_required=True),
        choice("hs_task_priority", TASK, "Priority", _PRIORITIES, is_required=True),
        owner_of(TASK),
    ),
    references=related("task", TASK),
    settings=PairSettings(enabled=False, create_in_salesforce="task", required_fallbacks={}, types=_TYPES),
    directions=_DIRECTIONS,
    marked=("call", "email", "note"),
    filtered=(TASK, EVENT),
    id_properties={TASK: TASK_ID.name},
    is_unique=True,
    naming={TASK: "Subject"},
    subtype=Subtype(SUBTYPE),
    stamps=(TASK_ID, *SYNC_STAMPS),
)
