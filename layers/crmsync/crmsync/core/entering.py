"""Whether a change may have brought a record into Salesforce's filter: what waited outside is due then, although no
mapped field changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from crmsync.core.change import Change
from crmsync.core.configuration import PairConfiguration
from crmsync.core.link import Link
from crmsync.core.mapped_field import field_names, field_type
from crmsync.core.mapping import FieldMapping
from crmsync.core.normal_form import normalise
from crmsync.core.overwritten import is_ours
from crmsync.core.record import Millis, Record, Side

NOTHING_WATCHED: Final[frozenset[str]] = frozenset()
SECOND: Millis = 1_000


def one_may_have_entered(changes: Iterable[Change], link: Link, pair: PairConfiguration) -> bool:
    """Whether one of the changes may have brought their record into the pair's filter, if it has one."""
    mappings, watched = pair.mapped(link.salesforce.object_type), pair.watched
    return bool(watched) and any(may_have_entered(change, link, mappings, watched) for change in changes)


def may_have_entered(change: Change, link: Link, mappings: Sequence[FieldMapping], watched: Collection[str]) -> bool:
    """Whether somebody but crmsync changed one of the `watched` fields (in lower case). A poll's record does not tell
    which of its fields changed, so each version counts that nobody has seen and that is not of our own making.
    """
    if change.ref.side is not Side.SALESFORCE:
        return False
    if change.carried is not None and not change.fields:
        return not _is_known_version(change.carried, link)
    return any(not _is_our_write(name, change, link, mappings) for name in watched_fields(change, watched))


def watched_fields(change: Change, watched: Collection[str]) -> list[str]:
    """Those that an event names."""
    is_told = change.ref.side is Side.SALESFORCE
    return [name for name in change.fields if name.lower() in watched] if is_told else []


def _is_our_write(name: str, change: Change, link: Link, mappings: Sequence[FieldMapping]) -> bool:
    """A value that equals the base is no proof here: outside, the base stays as it was."""
    object_type, values = link.salesforce.object_type, change.event_values or {}
    for mapping in mappings:
        if name in values and name in field_names(mapping, Side.SALESFORCE, object_type):
            value = normalise(values[name], Side.SALESFORCE, field_type(mapping, Side.SALESFORCE, object_type))
            return is_ours(link, Side.SALESFORCE, mapping.hubspot, change.fields[name], value)
    return False


def _is_known_version(record: Record, link: Link) -> bool:
    """Salesforce tells the time in whole seconds."""
    at = record.modified_at
    if at == link.seen.get(Side.SALESFORCE) or at <= link.linked_at:
        return True
    windows = (one for one in link.write_windows if one.side is Side.SALESFORCE)
    return any(one.since <= at + SECOND and at <= one.until for one in windows)
