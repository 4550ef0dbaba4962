"""`POST …/search`: filter groups, one sort, pages of 200 within the first 10,000 results."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from sandbox.frame.http import Response, json_response
from sandbox.hubspot.errors import ValidationError
from sandbox.hubspot.objects.filters import Predicate, comparable, compiled, tokens
from sandbox.hubspot.objects.schema import ObjectType
from sandbox.hubspot.objects.search_index import SearchIndex, Values
from sandbox.hubspot.objects.shapes import page_json, record_json
from sandbox.hubspot.objects.single import view_for
from sandbox.hubspot.routing import Call, Route
from sandbox.hubspot.timestamps import ms_of

if TYPE_CHECKING:
    from sandbox.hubspot.settings import HubspotSettings

MAX_PAGE = 200
MAX_QUERY = 3_000
RECORD_ID = "hs_object_id"
BY_ID = {"propertyName": RECORD_ID, "direction": "ASCENDING"}

Json = dict[str, Any]


def search_records(call: Call) -> Response:
    body = call.body()
    settings = call.portal.settings
    index = call.portal.index(call.params["objectType"])
    limit, start = _page(body, settings)
    hits, skipped = _found(index, body, settings)
    width = _short(call, limit) if settings.search_short_pages else limit
    page = hits[skipped + start : skipped + start + width]
    more = skipped + start + width < len(hits)
    view = view_for(call, [str(name) for name in body.get("properties") or []])
    store = call.portal.store(call.params["objectType"])
    results = [record_json(store.records[number], view) for number in page if number in store.records]
    _show_indexed(results, index)
    return json_response(200, page_json(results, str(start + width) if more else None, total=len(hits) - skipped))


def _found(index: SearchIndex, body: Json, settings: HubspotSettings) -> tuple[list[int], int]:
    """Ids, and how many at the beginning are no results: the pages of a walk by id share one search."""
    _predicate(index.object_type, body, settings)
    body, above = _walk_by_id(body)
    matches, order = _predicate(index.object_type, body, settings), _order(index.object_type, body)
    criteria = {name: body.get(name) for name in ("filterGroups", "query", "sorts")}
    index.entries()
    key = (json.dumps(criteria, sort_keys=True), index.version)
    hits = index.results.get(key, lambda: _hits(index, body, matches, order))
    return hits, 0 if above is None else bisect_right(hits, above)


def _walk_by_id(body: Json) -> tuple[Json, float | None]:
    """The search without its lower end, and that end: of one that asks in the order of ids for those above one."""
    groups = body.get("filterGroups") or []
    if body.get("sorts") != [BY_ID] or len(groups) != 1:
        return body, None
    filters = groups[0].get("filters") or []
    ends = [one for one in filters if (one.get("propertyName"), one.get("operator")) == (RECORD_ID, "GT")]
    if len(ends) != 1:
        return body, None
    rest = [one for one in filters if one is not ends[0]]
    return {**body, "filterGroups": [{"filters": rest}]}, float(ends[0]["value"])


def _show_indexed(results: list[Json], index: SearchIndex) -> None:
    """Search shows the values that it has indexed, not the ones of this moment."""
    seen = index.entries()
    for shown in results:
        values = seen[int(shown["id"])]
        shown["properties"] = {name: values.get(name) for name in shown["properties"]}


def _page(body: Json, settings: HubspotSettings) -> tuple[int, int]:
    try:
        limit, start = int(body.get("limit") or 10), int(body.get("after") or 0)
    except (TypeError, ValueError) as error:
        raise ValidationError(f"limit and after must be numbers: {error}") from error
    if not 0 < limit <= MAX_PAGE:
        raise ValidationError(f"The page size {limit} is invalid: it must be between 1 and {MAX_PAGE}")
    if start < 0 or start + limit > settings.search_result_cap:
        raise ValidationError(
            f"paging past {settings.search_result_cap} results is not supported: after {start} with limit {limit}"
        )
    return limit, start


def _short(call: Call, limit: int) -> int:
    """A page shorter than asked for, which still carries a cursor while there is more."""
    return call.portal.rng.randint(1, limit)


def _groups(body: Json, settings: HubspotSettings) -> list[list[Mapping[str, Any]]]:
    groups = [list(group.get("filters") or []) for group in body.get("filterGroups") or []]
    sizes = [len(group) for group in groups]
    if len(groups) > settings.search_groups_limit:
        raise ValidationError(f"Too many filterGroups: {len(groups)} of at most {settings.search_groups_limit}")
    if (sizes and max(sizes) > settings.search_filters_limit) or sum(sizes) > settings.search_filters_total_limit:
        raise ValidationError(
            f"Too many filters: at most {settings.search_filters_limit} in a group and "
            f"{settings.search_filters_total_limit} in all"
        )
    return groups


def _predicate(object_type: ObjectType, body: Json, settings: HubspotSettings) -> Predicate:
    lower = settings.search_in_needs_lower_case
    groups = [
        [compiled(object_type, asked, in_needs_lower_case=lower) for asked in group]
        for group in _groups(body, settings)
    ]
    wanted = tokens(str(body.get("query") or "")[:MAX_QUERY])

    def matches(values: Values) -> bool:
        if groups and not any(all(holds(values) for holds in group) for group in groups):
            return False
        return not wanted or wanted <= tokens(" ".join(values.get(name, "") for name in object_type.searched))

    return matches


def _order(object_type: ObjectType, body: Json) -> tuple[str, bool]:
    """The sorted property and whether it descends; without a sort, the oldest record comes first."""
    sorts = body.get("sorts") or []
    if len(sorts) > 1:
        raise ValidationError("Only one sort is supported")
    if not sorts:
        return object_type.created_property, False
    if isinstance(sorts[0], str):
        name, descending = sorts[0].lstrip("-"), sorts[0].startswith("-")
    else:
        name, descending = str(sorts[0].get("propertyName")), sorts[0].get("direction") == "DESCENDING"
    if object_type.live(name) is None:
        raise ValidationError(f"There was a problem with the request: property {name} does not exist")
    return name, descending


def _hits(index: SearchIndex, body: Json, matches: Predicate, order: tuple[str, bool]) -> list[int]:
    name, descending = order
    found = index.object_type.properties[name]
    entries = [(number, values) for number, values in _candidates(index, body) if matches(values)]
    with_value = [(comparable(found, values[name]), number) for number, values in entries if name in values]
    without = sorted(number for number, values in entries if name not in values)
    if descending:
        ordered = sorted(with_value, key=lambda pair: pair[1])
        ordered.sort(key=lambda pair: pair[0], reverse=True)
    else:
        ordered = sorted(with_value)
    return [number for _, number in ordered] + without


def _candidates(index: SearchIndex, body: Json) -> list[tuple[int, Values]]:
    """All entries, or only the recent ones when every group asks for a last modified date from some time on.

    The index keeps its entries in the order of their last write, so that a poll of the latest changes need not walk
    through a million old records.
    """
    modified = index.object_type.modified_property
    starts = [_since(group, modified) for group in body.get("filterGroups") or []]
    if not starts or None in starts:
        return list(index.entries().items())
    since = min(start for start in starts if start is not None)
    return list(takewhile(lambda entry: ms_of(entry[1][modified]) >= since, index.newest_first()))


def _since(group: Mapping[str, Any], modified: str) -> int | None:
    for asked in group.get("filters") or []:
        if asked.get("propertyName") == modified and asked.get("operator") in {"GT", "GTE", "BETWEEN"}:
            return ms_of(str(asked["value"]))
    return None


ROUTES = (
    Route("POST", "crm/objects/{objectType}/search", search_records, "crm.objects.{objectType}.read", search=True),
)
