"""Which objects a reference field may point to, by the description of its object.

See https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_describe.htm
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from crmsync.adapters.batches import batches
from crmsync.adapters.salesforce.api import SUBREQUESTS_PER_CALL, SalesforceApi, part_body

_PURPOSE = "lookups"
_NOT_FOUND = 404

Lookups = Mapping[str, tuple[str, ...]]


def read_lookups(api: SalesforceApi, object_types: Sequence[str]) -> dict[str, Lookups]:
    """An object that is not there, or that the integration user does not see, is missing."""
    found: dict[str, Lookups] = {}
    for batch in batches(list(object_types), SUBREQUESTS_PER_CALL):
        parts = api.parts([f"/sobjects/{quote(name, safe='')}/describe" for name in batch], _PURPOSE)
        there = [(name, part) for name, part in zip(batch, parts, strict=True) if part["httpStatusCode"] != _NOT_FOUND]
        found |= {name: _lookups(part_body(part).get("fields") or ()) for name, part in there}
    return found


def _lookups(fields: Sequence[Mapping[str, object]]) -> Lookups:
    return {str(one["name"]): _targets(one["referenceTo"]) for one in fields if one.get("referenceTo")}


def _targets(named: object) -> tuple[str, ...]:
    return tuple(str(name) for name in named) if isinstance(named, list) else ()
