"""Records in which certain properties are filled, walked by ascending record id.

Each page is a query of its own for greater ids, so the cap of 10,000 results is never met.
https://developers.hubspot.com/docs/api-reference/search/guide
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from crmsync.adapters.hubspot.api import BATCH_LIMIT, HubspotApi
from crmsync.adapters.hubspot.search import RECORD_ID, after_of
from crmsync.ports.crm_setup import IdPage


@dataclass(frozen=True, slots=True)
class _Position:
    """`after` goes on within a query whose pages came empty."""

    above: int = 0
    after: str | None = None


def search_stamped(api: HubspotApi, object_type: str, properties: Sequence[str], cursor: str | None) -> IdPage:
    position = _Position(**json.loads(cursor)) if cursor else _Position()
    answer = api.search(api.paths.objects(object_type, "search"), _query(properties, position), "contacts_with")
    # As numbers: as texts, `9` would follow `10`.
    ids = sorted(int(found["id"]) for found in answer.get("results") or ())
    after = after_of(answer)
    if after is None:
        return IdPage(tuple(map(str, ids)), None)
    following = _Position(ids[-1]) if ids else _Position(position.above, after)
    return IdPage(tuple(map(str, ids)), json.dumps(asdict(following)))


def _query(properties: Sequence[str], position: _Position) -> dict[str, Any]:
    above = {"propertyName": RECORD_ID, "operator": "GT", "value": str(position.above)}
    filled = [{"propertyName": name, "operator": "HAS_PROPERTY"} for name in properties]
    body: dict[str, Any] = {
        "filterGroups": [{"filters": [one, above]} for one in filled],
        "sorts": [{"propertyName": RECORD_ID, "direction": "ASCENDING"}],
        "properties": [RECORD_ID],
        "limit": BATCH_LIMIT,
    }
    return body | ({"after": position.after} if position.after else {})
