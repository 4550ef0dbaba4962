"""What an import will cost, before it starts: our own pages, and the classic three calls a record beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from crmsync.core.change import CallClass
from crmsync.core.quota import calls_per_second
from crmsync.core.record import Millis, Side

HUBSPOT_BATCH = 100
PAGE_RECORDS = 500
"""Records that are brought in step together: their rest of fewer than a hundred costs a call of its own."""

RESULT_RECORDS = 2_500
"""Records of one set of results: about a megabyte."""

LIST_RECORDS = 1_000
"""Members that are added to the static list in one call."""

CLASSIC_CALLS_A_RECORD = 3
CALLS_A_QUERY = 6
"""Make it, look twice, look what changed meanwhile, remove it; and a look-up or two of the count."""

CREATED_A_CALL = 200
"""Records that Salesforce takes in one call."""

JOINS_A_CALL = 200
"""Members of a list that HubSpot names in one call."""

LANE_RECORDS = 5_000
MOST_LANES = 4
"""Workers on one import. HubSpot's pace for bulk work is used up by four whose calls take half a second each."""

_LOOKS_A_PAGE = 2
"""Contacts and leads by 500 addresses are six queries, of which five ride in one call."""

_SECONDS_A_QUERY = 10
_SECONDS_A_CREATION = 3
"""Of a call with 200 records: an assumption, since it hangs on the org's own triggers and flows."""

_DAY: Millis = 86_400_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """`left` is what bulk work may still use today. `calls` are an upper bound where nothing fails."""

    records: int
    calls: Mapping[Side, int]
    left: Mapping[Side, int]
    seconds: int
    """How long it takes while the budget lasts."""
    days: int
    """1 when it fits into what is left of today."""

    @property
    def fits(self) -> bool:
        return all(self.calls[side] <= self.left[side] for side in Side)

    @property
    def classic_calls(self) -> int:
        return self.records * CLASSIC_CALLS_A_RECORD

    @property
    def classic_fits(self) -> bool:
        return self.classic_calls <= self.left[Side.SALESFORCE]

    def ends_at(self, now: Millis) -> Millis:
        """When it could be done, if it began now and went on each day with that day's budget."""
        return now + (self.days - 1) * _DAY + self.seconds * 1_000


def estimate(
    counts: Sequence[int],
    left: Mapping[Side, int],
    daily: Mapping[Side, int],
    *,
    has_list: bool,
    asks_for_rivals: bool,
) -> Estimate:
    """`counts` of each object; `daily` is what bulk work may use on a whole day."""
    calls = {
        Side.HUBSPOT: _hubspot_calls(sum(counts), has_list=has_list),
        Side.SALESFORCE: sum(_salesforce_calls(count, asks_for_rivals=asks_for_rivals) for count in counts),
    }
    return estimate_of_calls(sum(counts), calls, left, daily, queries=len(counts))


def estimate_of_calls(
    records: int, calls: Mapping[Side, int], left: Mapping[Side, int], daily: Mapping[Side, int], *, queries: int = 1
) -> Estimate:
    """Of records that Salesforce's bulk queries bring."""
    seconds = ceil(calls[Side.HUBSPOT] / calls_per_second(CallClass.BULK)) + _SECONDS_A_QUERY * queries
    return Estimate(records, calls, left, seconds, _days(calls, left, daily))


def estimate_from_hubspot(
    contacts: int, left: Mapping[Side, int], daily: Mapping[Side, int], *, of_list: bool, has_list: bool
) -> Estimate:
    """Of HubSpot's contacts into Salesforce. `of_list`: of a list's members only; `has_list` as in `estimate`."""
    pages = ceil(contacts / PAGE_RECORDS)
    creations = pages * ceil(PAGE_RECORDS / CREATED_A_CALL)
    members = ceil(contacts / JOINS_A_CALL) if of_list else 0
    # Each contact is read, and shows afterwards whose counterpart it is.
    a_hundred = 3 if has_list else 2
    hubspot = ceil(contacts / HUBSPOT_BATCH) * a_hundred + members + pages
    calls = {Side.HUBSPOT: hubspot, Side.SALESFORCE: pages * _LOOKS_A_PAGE + creations}
    by_pace = hubspot / calls_per_second(CallClass.BULK)
    by_creation = creations * _SECONDS_A_CREATION / lanes_for(contacts)
    return Estimate(contacts, calls, left, ceil(max(by_pace, by_creation)), _days(calls, left, daily))


def lanes_for(records: int) -> int:
    """How many workers share an import."""
    return max(1, min(MOST_LANES, records // LANE_RECORDS))


def _hubspot_calls(records: int, *, has_list: bool) -> int:
    """A read by e-mail and a write a hundred, their membership with an inclusion list, and the static list."""
    a_hundred = 3 if has_list else 2
    rests = ceil(records / PAGE_RECORDS)
    return ceil(records / HUBSPOT_BATCH) * a_hundred + rests + ceil(records / LIST_RECORDS) + (records > 0)


def _salesforce_calls(records: int, *, asks_for_rivals: bool) -> int:
    rivals = ceil(records / PAGE_RECORDS) if asks_for_rivals else 0
    return CALLS_A_QUERY + ceil(records / RESULT_RECORDS) + rivals


def _days(calls: Mapping[Side, int], left: Mapping[Side, int], daily: Mapping[Side, int]) -> int:
    return 1 + max(ceil(max(0, calls[side] - left[side]) / max(1, daily[side])) for side in Side)
