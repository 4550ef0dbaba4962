"""Records changed within a time window, by the search API.

One query answers 10,000 results at most, so a long window is walked by time; a single millisecond with more than that
(a bulk import) is walked by record id. See https://developers.hubspot.com/docs/api-reference/search/guide
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from crmsync.adapters.hubspot.api import HubspotApi
from crmsync.adapters.hubspot.objects import asked_properties, modified_at, modified_property, record_of
from crmsync.core.record import Millis
from crmsync.ports.crm import Page
from crmsync.ports.feed import Feed

PAGE_LIMIT = 200
RESULT_CAP = 10_000
RECORD_ID = "hs_object_id"


@dataclass(frozen=True, slots=True)
class Position:
    """Where the walk stands: at `after` of the query for [since, until).

    In a crowded millisecond (`crowded`) the query is for the records of `since` alone, with ids above `above`.
    `last_time` and `last_id` are the greatest that the present query has shown.
    """

    since: Millis
    after: str | None = None
    last_time: Millis = 0
    crowded: bool = False
    above: int = 0
    last_id: int = 0


def search_changed(api: HubspotApi, feed: Feed) -> Page:
    position = Position(**json.loads(feed.cursor)) if feed.cursor else Position(feed.since)
    path = api.paths.objects(feed.object_type, "search")
    answer = api.search(path, _query(feed, position), "changed_since")
    found: list[Mapping[str, Any]] = list(answer.get("results") or ())
    following = _next(_seen(position, found, feed.object_type), after_of(answer), feed.until)
    return Page(
        tuple(record_of(one, feed.object_type, feed.fields) for one in found),
        cursor=json.dumps(asdict(following)) if following else None,
    )


def _query(feed: Feed, position: Position) -> dict[str, Any]:
    modified = modified_property(feed.object_type)
    end = position.since + 1 if position.crowded else feed.until
    filters = [_filter(modified, "GTE", position.since), _filter(modified, "LT", end)]
    if position.crowded:
        filters.append(_filter(RECORD_ID, "GT", position.above))
    body: dict[str, Any] = {
        "filterGroups": [{"filters": filters}],
        "sorts": [{"propertyName": RECORD_ID if position.crowded else modified, "direction": "ASCENDING"}],
        "properties": asked_properties(feed.object_type, feed.fields),
        "limit": PAGE_LIMIT,
    }
    return body | ({"after": position.after} if position.after else {})


def _filter(name: str, operator: str, value: int) -> dict[str, str]:
    return {"propertyName": name, "operator": operator, "value": str(value)}


def after_of(answer: Mapping[str, Any]) -> str | None:
    """A short or empty page is no end: only a missing `after` is."""
    after = ((answer.get("paging") or {}).get("next") or {}).get("after")
    return str(after) if after is not None else None


def _seen(position: Position, found: Sequence[Mapping[str, Any]], object_type: str) -> Position:
    """Ids are compared as numbers: as texts, `9` would follow `10` and the walk would leave gaps."""
    return replace(
        position,
        last_time=max([position.last_time, *(modified_at(one, object_type) for one in found)]),
        last_id=max([position.last_id, *(int(one["id"]) for one in found)]),
    )


def _next(position: Position, after: str | None, until: Millis) -> Position | None:
    if after is not None:
        return _restart(position) if _is_past_cap(after) else replace(position, after=after)
    if position.crowded and position.since + 1 < until:
        return Position(position.since + 1)
    return None


def _is_past_cap(after: str) -> bool:
    """`after` is the offset of the next page, though it is documented as opaque."""
    return after.isdigit() and int(after) + PAGE_LIMIT > RESULT_CAP


def _restart(position: Position) -> Position:
    """A new query from where this one's 10,000 results end. What shares the last millisecond is shown again."""
    if position.crowded:
        return Position(position.since, crowded=True, above=position.last_id)
    if position.last_time > position.since:
        return Position(position.last_time)
    return Position(position.since, crowded=True)
