"""What the events of a change told of covered edits goes to history before the change loses its values.

A change that is parked, or that met two crashes, goes on without values. HubSpot's property history tells them again;
of Salesforce's nobody else would know what a person had set in the moment of a write of ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crmsync.core.change import Change, Shown
from crmsync.core.configuration import Configuration
from crmsync.core.link import Entry, Link
from crmsync.core.mapped_field import field_names, with_field
from crmsync.core.mapping import FieldMapping
from crmsync.core.overwritten import Told, is_covered, is_of_write
from crmsync.core.reasons import Reason
from crmsync.ports.history import HistoryRow
from crmsync.usecases.sync.batch import SyncPorts

ACTION = "note"


def note_covered(changes: Sequence[Change], configuration: Configuration, ports: SyncPorts) -> None:
    telling = [change for change in changes if change.event_values or change.superseded]
    links = ports.links.find([change.ref for change in telling]) if telling else {}
    rows = [row for change in telling if change.ref in links for row in _rows(change, links[change.ref], configuration)]
    if rows:
        ports.history.add(rows)


def _rows(change: Change, link: Link, configuration: Configuration) -> Iterator[HistoryRow]:
    pair = configuration.pair_of(link.hubspot.object_type)
    mappings = pair.mapped(link.salesforce.object_type) if pair is not None else ()
    shown = Told.by(change).shown
    entries = tuple(entry for mapping in mappings for entry in _entries(mapping, shown, change, link))
    if entries:
        at = max(one.at for one in shown)
        yield HistoryRow(link.hubspot, link.salesforce, at, f"{at}-{ACTION}", change.cause, ACTION, entries)


def _entries(mapping: FieldMapping, shown: Sequence[Shown], change: Change, link: Link) -> Iterator[Entry]:
    side, key, object_type = change.ref.side, mapping.hubspot, link.salesforce.object_type
    names = field_names(mapping, side, object_type)
    written = link.base[key].of(side) if key in link.base else None
    for one in shown:
        if one.field not in names:
            continue
        value = with_field(written, one, mapping, side, object_type)
        is_edit = is_covered(link, side, key, one.at)
        if is_edit and not is_of_write(link, side, key, one.at, value):
            yield Entry(side, key, value, written, mapping.rule, Reason.COVERED, overruled=True)
