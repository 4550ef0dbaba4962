"""The object pairs, one file each. To add one, write its file and name it here."""

from __future__ import annotations

from collections.abc import Mapping

from crmsync.core.mapping import FieldMapping
from crmsync.core.object_pair import ObjectPair
from crmsync.core.pairs.call import CALL
from crmsync.core.pairs.company import COMPANY
from crmsync.core.pairs.contact import CONTACT
from crmsync.core.pairs.deal import DEAL
from crmsync.core.pairs.email import EMAIL
from crmsync.core.pairs.meeting import MEETING
from crmsync.core.pairs.note import NOTE
from crmsync.core.pairs.task import HUBSPOT_TASK
from crmsync.core.pairs.ticket import TICKET

PAIRS: Mapping[str, ObjectPair] = {
    pair.name: pair for pair in (CONTACT, COMPANY, DEAL, TICKET, HUBSPOT_TASK, MEETING, CALL, EMAIL, NOTE)
}
"""By name."""

SALESFORCE_OBJECTS: Mapping[str, str] = {
    object_type: prefix for pair in PAIRS.values() for object_type, prefix in pair.salesforce_types.items()
}
"""By object, the first three characters of its ids. https://help.salesforce.com/s/articleView?id=000385203"""

MEMBER_ROWS: Mapping[str, tuple[str, FieldMapping]] = {
    mapping.members.rows: (object_type, mapping)
    for pair in PAIRS.values()
    for mapping in pair.members
    if mapping.members is not None
    for object_type in mapping.salesforce
}
"""By Salesforce object whose rows are members of a record: the record's object, and the mapping."""
