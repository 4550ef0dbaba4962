"""What an administrator changed in the org's setup, as SetupAuditTrail tells of it.

See https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_setupaudittrail.htm
"""

from __future__ import annotations

from sandbox.salesforce.org import Org

TRAIL = "SetupAuditTrail"
USERS = "Manage Users"
"""The section of users, profiles and permission sets."""

SECTIONS = {"set_permission": USERS, "add_automation": "Flows", "remove_automation": "Flows"}
OTHER_SECTION = "Customize"


def note_change(org: Org, operation: str) -> None:
    """The names of the actions are our own; Salesforce's are many, and most of them undocumented."""
    kind = org.schema[TRAIL]
    row = {
        "Id": org.ids.next(kind.key_prefix),
        "Action": operation,
        "Section": SECTIONS.get(operation, OTHER_SECTION),
        "Display": operation.replace("_", " "),
        "CreatedDate": org.now_ms(),
        "CreatedById": org.person().user_id,
    }
    org.store.table(kind).put(row)
