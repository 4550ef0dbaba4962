"""CRM calls of one change of a contact that an inclusion list has let in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmsync.core.record import Side

from benchmarks.crowd import Pair
from benchmarks.linked_people import LinkedPeople, linked_long_ago
from benchmarks.local_stack import TITLE_TWO_WAY
from benchmarks.virtual_product import VirtualProduct

KNOWN = {"operationType": "ALL_PROPERTY", "operator": "IS_KNOWN"}
EVERYBODY = {"filterType": "PROPERTY", "property": "email", "operation": KNOWN}
REPEATED = 3


def listed_changes() -> Mapping[Side, int]:
    """By the side of the edit; the most of all repetitions. Raises AssertionError when an edit does not cross."""
    virtual = VirtualProduct()
    parameters: Mapping[str, dict[str, Any]] = {
        "mappings/contact": TITLE_TWO_WAY,
        "settings/contact": {"inclusion_list_id": _list_of_all(virtual)},
    }
    people = linked_long_ago(virtual, REPEATED, parameters)
    virtual.push()
    return {side: max(_calls(people, side, pair) for pair in people.pairs) for side in Side}


def _list_of_all(virtual: VirtualProduct) -> str:
    branch = {"filterBranchType": "AND", "filters": [EVERYBODY], "filterBranches": []}
    filters = {"filterBranchType": "OR", "filters": [], "filterBranches": [branch]}
    body = {"name": "Everybody", "objectTypeId": "0-1", "processingType": "DYNAMIC", "filterBranch": filters}
    return str(virtual.desk.ask("hubspot", "POST", "/crm/v3/lists", body)["list"]["listId"])


def _calls(people: LinkedPeople, side: Side, pair: Pair) -> int:
    def change() -> None:
        people.crowd.edit_in(side, [pair])
        people.virtual.settle()

    return people.spent(change, edits=1)
