"""Records changed, created or dated within a time window, by the search API.

One query answers 10,000 results at most, so a long window is walked by time; a single millisecond with more than that
(a bulk import) is walked by record id. Pages are offsets: whoever is edited or deleted meanwhile leaves the window, and
all behind move up. So each page shows the last record of the page before once more; where that stands elsewhere, the
walk goes on from its time anew. See https://developers.hubspot.com/docs/api-reference/search/guide
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

from crmsync.adapters.hubspot.api import HubspotApi
from crmsync.adapters.hubspot.objects import (
    asked_properties,
    created_at,
    created_property,
    modified_at,
    modified_property,
    record_of,
)
from crmsync.adapters.vendor_time import millis_of
from crmsync.core.record import Millis
from crmsync.ports.crm import Page
from crmsync.ports.feed import Feed

PAGE_LIMIT = 200
RESULT_CAP = 10_000
RECORD_ID = "hs_object_id"


class Axis(NamedTuple):
    """The time by which a walk goes: the purpose of its calls, the property, and how a record tells it. Records that
    have a value in a property of `blank` are left out.
    """

    purpose: str
    property_of: Callable[[str], str]
    time_of: Callable[[Mapping[str, Any], str], Millis]
    blank: tuple[str, ...] = ()


CHANGED = Axis("changed_since", modified_property, modified_at)
CREATED = Axis("created_since", created_property, lambda found, _: created_at(found))


@dataclass(frozen=True, slots=True)
class Position:
    """Where the walk stands: at `after` of the query for [since, until).

    In a crowded millisecond (`crowded`) the query is for the records of `since` alone, with ids above `above`.
    `last_time` and `last_id` are the greatest that the present query has shown; `seam` is the id of the record with
    which the page must begin, empty when there is none.
    """

    since: Millis
    after: str | None = None
    last_time: Millis = 0
    crowded: bool = False
    above: int = 0
    last_id: int = 0
    seam: str = ""


def search_changed(api: HubspotApi, feed: Feed) -> Page:
    return _search(api, feed, CHANGED)


def search_created(api: HubspotApi, feed: Feed, blank: Sequence[str]) -> Page:
    return _search(api, feed, CREATED._replace(blank=tuple(blank)))


def search_dated(api: HubspotApi, feed: Feed, name: str, blank: Sequence[str]) -> Page:
    return _search(api, feed, Axis("look", lambda _: name, lambda found, _: _dated_at(found, name), tuple(blank)))


def _dated_at(found: Mapping[str, Any], name: str) -> Millis:
    return millis_of(found["properties"].get(name))


def _search(api: HubspotApi, feed: Feed, axis: Axis) -> Page:
    position = Position(**json.loads(feed.cursor)) if feed.cursor else Position(feed.since)
    path = api.paths.objects(feed.object_type, "search")
    answer = api.search(path, _query(feed, position, axis), axis.purpose)
    found: list[Mapping[str, Any]] = list(answer.get("results") or ())
    if _has_moved(position, found):
        return Page((), cursor=_cursor(_restart(position)))
    after = after_of(answer)
    times = [axis.time_of(one, feed.object_type) for one in found]
    crowd = _crowd(position, times) if after is not None else None
    following = crowd or _next(_seen(position, found, times), after, feed.until)
    fresh = found[1:] if position.seam else found
    records = tuple(record_of(one, feed.object_type, feed.fields) for one in fresh)
    return Page(records, cursor=_cursor(following) if following else None)


def _crowd(position: Position, times: Sequence[Millis]) -> Position | None:
    """A whole page of one millisecond: the walk goes on by id, which no cap and no deletion disturbs."""
    if position.crowded or len(times) < PAGE_LIMIT or len(set(times)) > 1:
        return None
    return Position(times[0], crowded=True)


def _cursor(position: Position) -> str:
    return json.dumps(asdict(position))


def _has_moved(position: Position, found: Sequence[Mapping[str, Any]]) -> bool:
    return bool(position.seam) and (not found or str(found[0]["id"]) != position.seam)


def _query(feed: Feed, position: Position, axis: Axis) -> dict[str, Any]:
    name = axis.property_of(feed.object_type)
    end = position.since + 1 if position.crowded else feed.until
    filters = [_filter(name, "GTE", position.since), _filter(name, "LT", end)]
    if position.crowded:
        filters.append(_filter(RECORD_ID, "GT", position.above))
    filters += [{"propertyName": one, "operator": "NOT_HAS_PROPERTY"} for one in axis.blank]
    body: dict[str, Any] = {
        "filterGroups": [{"filters": filters}],
        "sorts": [{"propertyName": RECORD_ID if position.crowded else name, "direction": "ASCENDING"}],
        "properties": asked_properties(feed.object_type, [*feed.fields, name]),
        "limit": PAGE_LIMIT,
    }
    return body | ({"after": position.after} if position.after else {})


def _filter(name: str, operator: str, value: int) -> dict[str, str]:
    return {"propertyName": name, "operator": operator, "value": str(value)}


def after_of(answer: Mapping[str, Any]) -> str | None:
    """A short or empty page is no end: only a missing `after` is."""
    after = ((answer.get("paging") or {}).get("next") or {}).get("after")
    return str(after) if after is not None else None


def _seen(position: Position, found: Sequence[Mapping[str, Any]], times: Sequence[Millis]) -> Position:
    """Ids are compared as numbers: as texts, `9` would follow `10` and the walk would leave gaps."""
    return replace(
        position,
        last_time=max([position.last_time, *times]),
        last_id=max([position.last_id, *(int(one["id"]) for one in found)]),
        seam=str(found[-1]["id"]) if found else "",
    )


def _next(position: Position, after: str | None, until: Millis) -> Position | None:
    if after is not None:
        return _restart(position) if _is_past_cap(after) else _following(position, after)
    if position.crowded and position.since + 1 < until:
        return Position(position.since + 1)
    return None


def _following(position: Position, after: str) -> Position:
    """In a crowded millisecond by id, which no deletion moves. `after` is the offset of the next page, though it is
    documented as opaque; without a number there is no seam to see.
    """
    if position.crowded and position.last_id > position.above:
        return Position(position.since, crowded=True, above=position.last_id)
    if not position.seam or not after.isdigit():
        return replace(position, after=after, seam="")
    return replace(position, after=str(int(after) - 1))


def _is_past_cap(after: str) -> bool:
    return after.isdigit() and int(after) + PAGE_LIMIT > RESULT_CAP


def _restart(position: Position) -> Position:
    """A new query from where this one's 10,000 results end. What shares the last millisecond is shown again."""
    if position.crowded:
        return Position(position.since, crowded=True, above=position.last_id)
    if position.last_time > position.since:
        return Position(position.last_time)
    return Position(position.since, crowded=True)
