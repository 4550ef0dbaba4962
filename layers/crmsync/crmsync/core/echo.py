"""Echoes: events that show nothing but what crmsync itself wrote or saw. They cost no CRM call.

Values decide. Who made the change never does: a Salesforce flow that our write set off runs as our user, in our
transaction, and may change other mapped fields.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from crmsync.core.campaigns import agrees_with, is_membership, mapped_name
from crmsync.core.change import Change, ChangeKind
from crmsync.core.compound import parts_of
from crmsync.core.entering import NOTHING_WATCHED, may_have_entered, watched_fields
from crmsync.core.link import Link
from crmsync.core.long_value import shorten
from crmsync.core.mapped_field import field_name, field_names, field_type
from crmsync.core.mapping import FieldMapping, Kind, Rule
from crmsync.core.members import is_member
from crmsync.core.normal_form import normalise
from crmsync.core.overwritten import is_covered, is_ours
from crmsync.core.record import Millis, Side, Value


def is_echo(
    change: Change, link: Link, mappings: Sequence[FieldMapping], watched: Collection[str] = NOTHING_WATCHED
) -> bool:
    """Whether every mapped field that the change shows equals the link's base, or its open intent, for that side.

    `mappings` are those of the link's Salesforce object. A change that shows no mapped field of an update is an echo
    too (see `is_unmapped`). A poll's page counts with all its values. What tells of no value (gap events, deletions,
    a resync) is none; nor is what may have brought the record into Salesforce's filter, of whose condition `watched`
    are the fields.
    """
    if watched and may_have_entered(change, link, mappings, watched):
        return False
    shown = _shown_values(change)
    if shown is None:
        return False
    return all(_is_field_echo(change, shown, link, mapping) for mapping in _moving(mappings))


def _is_field_echo(change: Change, shown: Mapping[str, Value], link: Link, mapping: FieldMapping) -> bool:
    side, object_type = change.ref.side, link.salesforce.object_type
    kind = field_type(mapping, side, object_type)
    if kind.kind is Kind.COMPOUND:
        return _is_compound_echo(change, shown, link, mapping)
    if mapping.is_mirror and side is Side.SALESFORCE and not _knows_memberships(change, link, mapping):
        return False
    name = field_name(mapping, side, object_type)
    if name in shown:
        value = normalise(shown[name], side, kind)
        is_known = _is_known(value, mapping.hubspot, link, side, change.fields.get(name))
        is_known = is_known or _is_known_member(value, mapping, link, side)
        if not is_known and not _is_moot_owner(value, mapping, link, side):
            return False
    elif name in change.fields:
        return False
    return not _hides_edit(change, link, mapping, name)


def _is_compound_echo(change: Change, shown: Mapping[str, Value], link: Link, mapping: FieldMapping) -> bool:
    """Every part that the change names must show what the base, or an open intent, has of it."""
    side, object_type = change.ref.side, link.salesforce.object_type
    known = [parts_of(one) for one in _known_values(mapping.hubspot, link, side)]
    for name, kind in field_type(mapping, side, object_type).parts:
        if name in change.fields and name not in shown:
            return False
        value = normalise(shown.get(name), side, kind)
        if name in shown and not any(parts.get(name) == value for parts in known):
            return False
        if any(one.field == name and is_covered(link, side, mapping.hubspot, one.at) for one in change.superseded):
            return False
    return True


def _is_known_member(value: Value, mapping: FieldMapping, link: Link, side: Side) -> bool:
    """Salesforce shows one member at a time, HubSpot how many there are."""
    is_shown = mapping.members is not None and side is Side.SALESFORCE
    return is_shown and is_member(link.base.get(mapping.hubspot), value)


def _knows_memberships(change: Change, link: Link, mapping: FieldMapping) -> bool:
    """Whether the base has all that the change tells of single campaigns."""
    named = [name for name in change.fields if is_membership(name)]
    values, base = change.event_values or {}, link.base.get(mapping.hubspot)
    if not named:
        return True
    is_told = all(name in values for name in named)
    return is_told and base is not None and agrees_with(base.salesforce, {name: values[name] for name in named})


def _known_values(key: str, link: Link, side: Side) -> Iterator[Value]:
    if key in link.base:
        yield link.base[key].of(side)
    intended = link.intents.entries if link.intents is not None else ()
    yield from (entry.new for entry in intended if entry.side is side and entry.field == key)


def _is_moot_owner(value: Value, mapping: FieldMapping, link: Link, side: Side) -> bool:
    """Of a record that crmsync made without an owner Salesforce chose one, and HubSpot knows nobody by it."""
    base = link.base.get(mapping.hubspot)
    made_without = side is Side.SALESFORCE and base is not None and base.salesforce is None
    directory = mapping.owners
    is_known = directory is not None and directory.knows(side, value)
    return made_without and is_known and directory is not None and directory.owner_of(value) is None


def _hides_edit(change: Change, link: Link, mapping: FieldMapping, name: str) -> bool:
    """An echo of our write folded together with an edit that the write covered."""
    side = change.ref.side
    kind = field_type(mapping, side, link.salesforce.object_type)
    return any(
        one.field == name
        and is_covered(link, side, mapping.hubspot, one.at)
        and not _is_known(normalise(one.value, side, kind), mapping.hubspot, link, side, one.at)
        for one in change.superseded
    )


def is_unmapped(change: Change, mappings: Iterable[FieldMapping], watched: Collection[str] = NOTHING_WATCHED) -> bool:
    """Whether an update tells which fields changed, and none of them is mapped, nor named by Salesforce's filter:
    nothing to do, linked or not.

    Neither is it for a mirrored field: to be put into a campaign is no reason to be created in HubSpot.
    """
    if change.kind is not ChangeKind.UPDATE or not (change.fields or change.event_values is not None):
        return False
    named = {mapped_name(name) for name in (*change.fields, *(change.event_values or {}))}
    if watched and watched_fields(change, watched):
        return False
    return named.isdisjoint(_mapped_names(change, (one for one in mappings if not one.is_mirror)))


def _shown_values(change: Change) -> Mapping[str, Value] | None:
    """The values that the change shows; None when it must be looked at whatever they are."""
    if change.first_link:
        return None
    if change.carried is not None and change.kind in _SEEN_WHOLE:
        return {**change.carried.values, **(change.event_values or {})}
    if change.kind is ChangeKind.CREATE and not change.fields:
        # The link is younger than the creation that this tells of: its records were read or written since.
        return change.event_values or {}
    if change.kind not in _TELLING or (change.event_values is None and not change.fields):
        return None
    return change.event_values or {}


_TELLING = {ChangeKind.CREATE, ChangeKind.UPDATE}
_SEEN_WHOLE = {ChangeKind.CREATE, ChangeKind.UPDATE, ChangeKind.LOOK}


def _is_known(value: Value, key: str, link: Link, side: Side, at: Millis | None) -> bool:
    """By the base, by an open intent, or (a late event) by a write of ours that was under way when it was set."""
    base = link.base.get(key)
    short = shorten(value)
    if base is not None and base.of(side) == short:
        return True
    intended = link.intents.entries if link.intents is not None else ()
    if any(entry.side is side and entry.field == key and shorten(entry.new) == short for entry in intended):
        return True
    return at is not None and is_ours(link, side, key, at, value)


def _moving(mappings: Iterable[FieldMapping]) -> Iterable[FieldMapping]:
    return (mapping for mapping in mappings if mapping.rule is not Rule.DONT_SYNC)


def _mapped_names(change: Change, mappings: Iterable[FieldMapping]) -> Collection[str]:
    side, object_type = change.ref.side, change.ref.object_type
    known = [mapping for mapping in _moving(mappings) if side is Side.HUBSPOT or object_type in mapping.salesforce]
    return {name for mapping in known for name in field_names(mapping, side, object_type)}
