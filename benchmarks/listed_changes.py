"""CRM calls of one change of a contact that an inclusion list has let in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial

from crmsync.core.record import Side

from benchmarks.crowd import Crowd, looks_at
from benchmarks.local_stack import TITLE_TWO_WAY
from benchmarks.virtual_product import MINUTE, VirtualProduct
from sandbox.memory.queue import LIVE

KNOWN = {"operationType": "ALL_PROPERTY", "operator": "IS_KNOWN"}
EVERYBODY = {"filterType": "PROPERTY", "property": "email", "operation": KNOWN}
REPEATED = 3


def listed_changes() -> Mapping[Side, int]:
    """By the side of the edit; the most of all repetitions. Raises AssertionError when an edit does not cross."""
    virtual = VirtualProduct()
    parameters = {"mappings/contact": TITLE_TWO_WAY, "settings/contact": {"inclusion_list_id": _list_of_all(virtual)}}
    for name, value in parameters.items():
        virtual.product.parameters.write(name, json.dumps(value))
    virtual.run(virtual.product.guard)
    crowd = Crowd(virtual.desk)
    pairs = crowd.made(REPEATED)
    for body in looks_at(pairs, virtual.now):
        virtual.product.queue.put(LIVE, body)
    virtual.work()
    virtual.pass_time(5 * MINUTE)
    virtual.push()
    edits = {Side.HUBSPOT: crowd.edit_in_hubspot, Side.SALESFORCE: crowd.edit_in_salesforce}
    return {side: max(_calls(virtual, partial(edit, [pair])) for pair in pairs) for side, edit in edits.items()}


def _list_of_all(virtual: VirtualProduct) -> str:
    branch = {"filterBranchType": "AND", "filters": [EVERYBODY], "filterBranches": []}
    filters = {"filterBranchType": "OR", "filters": [], "filterBranches": [branch]}
    body = {"name": "Everybody", "objectTypeId": "0-1", "processingType": "DYNAMIC", "filterBranch": filters}
    return str(virtual.desk.ask("hubspot", "POST", "/crm/v3/lists", body)["list"]["listId"])


def _calls(virtual: VirtualProduct, edit: Callable[[], object]) -> int:
    written, before = len(virtual.product.history.all()), sum(virtual.calls(side) for side in Side)
    edit()
    virtual.settle()
    if len(virtual.product.history.all()) != written + 1:
        raise AssertionError("an edit did not cross")
    return sum(virtual.calls(side) for side in Side) - before
