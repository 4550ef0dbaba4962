"""HubSpot records that no search finds by their name, since that is made of their text: those of the Salesforce
record's day are read, and compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from crmsync.core.fields_to_read import fields_to_read
from crmsync.core.instant import read_instant
from crmsync.core.mapped_writes import keys_by_field
from crmsync.core.record import Millis, Record, Side
from crmsync.ports.feed import Feed
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.salesforce_name import salesforce_name
from crmsync.usecases.sync.take_unlinked import take_unlinked
from crmsync.usecases.sync.work_item import WorkItem

A_DAY: Millis = 86_400_000
MOST_PAGES = 5
"""A thousand records of a day without Salesforce id: beyond that it is given up."""


def find_by_day(items: Sequence[WorkItem], batch: Batch) -> None:
    """For Salesforce records of one object whose pair has a title. One call a day, for two hundred records."""
    by_day: dict[Millis, list[WorkItem]] = defaultdict(list)
    for item in items:
        day = _day(item)
        if day is not None:
            by_day[day].append(item)
    for day, own in by_day.items():
        _find(own, day, batch)


def _day(item: WorkItem) -> Millis | None:
    record, title = item.record(Side.SALESFORCE), item.pair.object_pair.title
    moment = read_instant(record.values.get(title.day)) if record is not None and title is not None else None
    return int((moment - datetime.fromtimestamp(0, UTC)).total_seconds()) * 1_000 if moment is not None else None


def _find(items: Sequence[WorkItem], day: Millis, batch: Batch) -> None:
    object_type, pair = items[0].origin.object_type, items[0].pair
    named: dict[str, list[Record]] = defaultdict(list)
    for record in _of_day(items[0], day, batch):
        named[salesforce_name(record, pair, object_type) or ""].append(record)
    found = {item.key: named[name] for item in items if (name := _name(item)) in named and name}
    take_unlinked(items, Side.HUBSPOT, found, batch)


def _name(item: WorkItem) -> str:
    record = item.record(Side.SALESFORCE)
    return str(record.values.get(item.pair.object_pair.naming[item.origin.object_type]) or "") if record else ""


def _of_day(item: WorkItem, day: Millis, batch: Batch) -> Iterator[Record]:
    """What shows no Salesforce id. A default mapping has the day as UTC has it."""
    pair, title = item.pair, item.pair.object_pair.title
    keys = keys_by_field(pair.mapped(item.origin.object_type), Side.SALESFORCE, item.origin.object_type)
    name = keys.get(title.day) if title is not None else None
    stamps = [one for one in pair.object_pair.id_properties.values() if one in pair.hubspot_stamps]
    fields = fields_to_read([pair], Side.HUBSPOT)[pair.hubspot_type]
    feed = Feed(pair.hubspot_type, fields, day, day + A_DAY)
    for _ in range(MOST_PAGES if name is not None else 0):
        page = batch.crms.hubspot.dated_within(feed, name or "", stamps)
        yield from page.records
        if page.cursor is None:
            return
        feed = feed._replace(cursor=page.cursor)
