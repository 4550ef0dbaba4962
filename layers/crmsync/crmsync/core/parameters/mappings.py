"""Merges all mapping documents with the default mappings, and checks them against both live schemas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from crmsync.core.compound import compound_name, compound_type
from crmsync.core.fixed_mappings import WHY_FIXED
from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.match_key import MatchKey
from crmsync.core.object_pair import ObjectPair
from crmsync.core.parameters.conversion import with_conversion
from crmsync.core.parameters.documents import Document, did_you_mean
from crmsync.core.parameters.listed import Listed, Names, entries_of
from crmsync.core.parameters.live_default import live_default
from crmsync.core.parameters.taken import chain_refusals, field_key, taken_by_defaults, taken_refusals, written_fields
from crmsync.core.parameters.transforms import transform_refusals, written_names
from crmsync.core.parameters.type_pairs import are_compatible, partners
from crmsync.core.record import Side
from crmsync.core.refusal import Refusal


class Schemas(NamedTuple):
    """Both live schemas: fields by name, by object type. An empty or missing one is not known, and then nothing is
    checked against it.
    """

    hubspot: Mapping[str, Mapping[str, FieldType]]
    salesforce: Mapping[str, Mapping[str, FieldType]]


@dataclass(slots=True)
class _Merge:
    """`mappings` by property; `taken` tells who has a property or field (`Lead.City`) already."""

    pair: ObjectPair
    schemas: Schemas
    defaults: Mapping[str, FieldMapping]
    option_maps: Mapping[str, Document]
    mappings: dict[str, FieldMapping]
    taken: dict[str, str] = field(default_factory=dict)

    @property
    def properties(self) -> Mapping[str, FieldType]:
        """Of HubSpot; empty when not known."""
        return self.schemas.hubspot.get(self.pair.hubspot_type, {})

    @property
    def object_types(self) -> tuple[str, ...]:
        """Of Salesforce."""
        return tuple(self.pair.salesforce_types)

    def field_type(self, object_type: str, name: str) -> FieldType | None:
        """None when the object has no such field."""
        known = self.schemas.salesforce.get(object_type)
        return known.get(name) if known else FieldType()

    def fields_of(self, listed: Listed) -> dict[str, Names]:
        """By object type, the fields that an entry means, in the objects that have all of them."""
        wanted = listed.wanted(self.object_types)
        return {
            object_type: names
            for object_type, names in wanted.items()
            if all(self.field_type(object_type, name) is not None for name in names)
        }

    def single_fields(self, listed: Listed) -> list[tuple[str, str]]:
        """Object type and name of each."""
        return [(object_type, name) for object_type, names in self.fields_of(listed).items() for name in names]


def merge_mappings(
    pair: ObjectPair,
    standard: Sequence[FieldMapping],
    documents: Mapping[str, Document],
    schemas: Schemas,
    option_maps: Mapping[str, Document],
) -> tuple[tuple[FieldMapping, ...], list[Refusal]]:
    """All mappings of the pair, the `standard` ones first; and what is wrong with its documents (by parameter name).

    `option_maps` are the documents that mappings may name, by parameter name (`options/stage`).

    A default mapping whose field the integration cannot see is left out: no parameter could mend it.
    """
    defaults = {mapping.hubspot: mapping for mapping in standard}
    entries = list(entries_of(documents))
    switched_off = {listed.hubspot for listed in entries if listed.rule is Rule.DONT_SYNC}
    merge = _Merge(pair, schemas, defaults, option_maps, {}, taken_by_defaults(standard, switched_off))
    seen = {name: live_default(one, merge.properties, schemas.salesforce) for name, one in defaults.items()}
    merge.mappings = {name: live for name, live in seen.items() if live is not None}
    refusals: list[Refusal] = []
    properties: dict[str, Listed] = {}
    for listed in entries:
        first = properties.setdefault(listed.hubspot, listed)
        if first is not listed:
            refusals.append(_mapped_twice(listed, first))
        else:
            refusals.extend(_take(listed, merge))
    refusals += chain_refusals((listed, merge.fields_of(listed)) for listed in entries)
    return tuple(merge.mappings.values()), refusals


def _mapped_twice(listed: Listed, first: Listed) -> Refusal:
    fix = "Remove one of the two. One entry is enough for a property that has fields in several Salesforce objects."
    return listed.refuse("hubspot", f"{listed.hubspot} is mapped in {first.where} already.", fix)


def _take(listed: Listed, merge: _Merge) -> Iterator[Refusal]:
    default = merge.defaults.get(listed.hubspot)
    yield from _key_refusals(listed, merge.pair.match)
    if listed.hubspot in WHY_FIXED:
        yield from _fixed_refusals(listed, merge.mappings.get(listed.hubspot, default))
    elif default is not None:
        yield from _change_default(listed, default, merge)
    else:
        yield from _take_new(listed, merge)


def _take_new(listed: Listed, merge: _Merge) -> Iterator[Refusal]:
    for check in _CHECKS:
        if refusals := list(check(listed, merge)):
            yield from refusals  # what comes after would only repeat it
            return
    yield from _put(listed, _added(listed, merge), merge)
    merge.taken.update({field_key(*one): listed.where for one in written_fields(listed, merge.fields_of(listed))})


def _fixed_refusals(listed: Listed, default: FieldMapping | None) -> Iterator[Refusal]:
    """Whoever spells out what holds anyway changes nothing."""
    is_own = default is not None and listed.is_of(default.salesforce)
    if default is None or not is_own or listed.rule is not default.rule or listed.transform is not None:
        yield listed.refuse("rule" if is_own else "salesforce", WHY_FIXED[listed.hubspot], "Remove the entry.")


def _key_refusals(listed: Listed, key: MatchKey | None) -> Iterator[Refusal]:
    if key is None or not key.rules or listed.hubspot not in key.hubspot:
        return
    if listed.rule not in key.rules:
        reason = f"Records are matched by {listed.hubspot}, so its rule cannot be {listed.rule}."
        yield listed.refuse("rule", reason, f"Use {' or '.join(key.rules)}.")
    if listed.transform is not None:
        reason = f"Records are matched by {listed.hubspot}, so it cannot be transformed."
        yield listed.refuse("transform", reason, "Remove the transform.")


def _change_default(listed: Listed, default: FieldMapping, merge: _Merge) -> Iterator[Refusal]:
    fields = default.salesforce
    if not listed.is_of(fields):
        own = " and ".join(f"{object_type}.{name}" for object_type, name in fields.items())
        reason = f"{listed.hubspot} is mapped to {own} by default; a default mapping cannot be moved or removed."
        fix = "Name its own field and change the rule (dont_sync switches it off), or map another property."
        yield listed.refuse("salesforce", reason, fix)
    elif listed.rule is Rule.ALWAYS_HUBSPOT and not default.to_salesforce:
        reason = f"{listed.hubspot} only goes from Salesforce to HubSpot, so its rule cannot be {listed.rule}."
        yield listed.refuse("rule", reason, "Choose another rule.")
    elif default.reference is not None and listed.transform is not None:
        reason = f"{listed.hubspot} refers to another record, so it cannot be transformed."
        yield listed.refuse("transform", reason, "Remove the transform.")
    elif listed.hubspot in merge.mappings:
        yield from _put(listed, replace(merge.mappings[listed.hubspot], rule=listed.rule), merge)


def _property_refusals(listed: Listed, merge: _Merge) -> Iterator[Refusal]:
    known, stamps = merge.properties, {own.name for own in merge.pair.stamps}
    for name in listed.properties:
        if name in stamps:
            reason = f"{name} tells of the sync itself and is never mapped."
            yield listed.refuse("hubspot", reason, "Map another property.")
        elif known and name not in known:
            fix = f"Create it, make it visible to the app, or correct the name.{did_you_mean(name, known)}"
            yield listed.refuse("hubspot", f"HubSpot has no {merge.pair.hubspot_type} property {name}.", fix)


def _field_refusals(listed: Listed, merge: _Merge) -> Iterator[Refusal]:
    for object_type, name in _missing_fields(listed, merge):
        known = {field for one in merge.object_types for field in merge.schemas.salesforce.get(one, ())}
        fix = f"Create it, give the integration user access, or correct the name.{did_you_mean(name, known)}"
        yield listed.refuse("salesforce", f"Salesforce has no field {name} in {object_type}.", fix)


def _missing_fields(listed: Listed, merge: _Merge) -> Iterator[tuple[str, str]]:
    """A name without object must be in one of them; several names, together in one of them."""
    found, wanted = merge.fields_of(listed), listed.wanted(merge.object_types)
    if isinstance(listed.salesforce, Mapping):
        absent = ((kind, name) for kind in wanted if kind not in found for name in wanted[kind])
        yield from ((kind, name) for kind, name in absent if merge.field_type(kind, name) is None)
    elif not found:
        nowhere = [name for name in listed.salesforce if not any(merge.field_type(kind, name) for kind in wanted)]
        yield from ((" or ".join(merge.object_types), name) for name in nowhere or listed.salesforce)


def _taken_refusals(listed: Listed, merge: _Merge) -> Iterator[Refusal]:
    yield from taken_refusals(listed, merge.fields_of(listed), merge.taken)


def _list_refusals(listed: Listed, merge: _Merge) -> Iterator[Refusal]:
    ends = {"hubspot": [listed.properties], "salesforce": merge.fields_of(listed).values()}
    for key, ends_names in ends.items():
        if listed.transform is None and any(len(names) > 1 for names in ends_names):
            yield listed.refuse(
                key, "Several fields need a transform that says how they cross.", "Add one, or name one field."
            )


def _type_refusals(listed: Listed, merge: _Merge) -> Iterator[Refusal]:
    hubspot = merge.properties.get(listed.hubspot)
    if hubspot is None or listed.transform is not None:
        return
    if hubspot.kind is Kind.REFERENCE:
        reason = f"{listed.hubspot} holds a HubSpot user or record, which Salesforce does not know."
        yield listed.refuse("hubspot", reason, "Map another property.")
        return
    for object_type, name in merge.single_fields(listed):
        salesforce = merge.field_type(object_type, name)
        if (
            salesforce is not None
            and merge.schemas.salesforce.get(object_type)
            and not are_compatible(hubspot, salesforce)
        ):
            reason = f"{listed.hubspot} ({hubspot.kind}) does not go with {object_type}.{name} ({salesforce.kind})."
            yield listed.refuse("salesforce", reason, partners(hubspot))


def _direction_refusals(listed: Listed, merge: _Merge) -> Iterator[Refusal]:
    hubspot = _hubspot_type(listed, merge)
    types = _salesforce_types(listed, merge).values()
    to_salesforce = not types or any(found is not None and found.writable for found in types)
    stuck = {
        Rule.ALWAYS_HUBSPOT: not to_salesforce,
        Rule.ALWAYS_SALESFORCE: not hubspot.writable,
    }.get(listed.rule, not to_salesforce and not hubspot.writable)
    if stuck:
        reason = f"By {listed.rule} nothing could ever be written: the field to write is read-only for the integration."
        yield listed.refuse("rule", reason, "Give write access, choose another rule, or remove the mapping.")


_Check = Callable[[Listed, _Merge], Iterator[Refusal]]
_CHECKS: tuple[_Check, ...] = (
    _property_refusals,
    _field_refusals,
    _list_refusals,
    _taken_refusals,
    _type_refusals,
    _direction_refusals,
)


def _added(listed: Listed, merge: _Merge) -> FieldMapping:
    fields = merge.fields_of(listed)
    names = {object_type: compound_name(found) for object_type, found in fields.items()}
    hubspot, salesforce = _hubspot_type(listed, merge), _salesforce_types(listed, merge)
    return FieldMapping(listed.hubspot, names, listed.rule, hubspot, salesforce)


def _hubspot_type(listed: Listed, merge: _Merge) -> FieldType:
    types = {name: merge.properties.get(name, FieldType()) for name in listed.properties}
    return _end_type(types, Side.HUBSPOT, listed)


def _salesforce_types(listed: Listed, merge: _Merge) -> dict[str, FieldType]:
    return {
        object_type: _end_type(
            {name: merge.field_type(object_type, name) or FieldType() for name in names}, Side.SALESFORCE, listed
        )
        for object_type, names in merge.fields_of(listed).items()
    }


def _end_type(types: Mapping[str, FieldType], side: Side, listed: Listed) -> FieldType:
    if len(types) == 1:
        return next(iter(types.values()))
    written = written_names(tuple(types), side, listed.declared and listed.declared.transform)
    return replace(compound_type(types), writable=all(types[name].writable for name in written))


def _put(listed: Listed, mapping: FieldMapping, merge: _Merge) -> Iterator[Refusal]:
    transform = mapping.transform if listed.declared is None else listed.declared.transform
    mapping, refusals = with_conversion(replace(mapping, transform=transform), listed.conversion, merge.option_maps)
    merge.mappings[listed.hubspot] = mapping
    yield from refusals
    if listed.declared is not None and listed.options is not None:
        fix = "Use choose in the transform, or remove one of the two."
        yield listed.refuse("options", "A transform takes the place of an option map.", fix)
    if listed.declared is not None:
        known = {Side.HUBSPOT.value} if merge.properties else set()
        known |= {object_type for object_type, fields in merge.schemas.salesforce.items() if fields}
        yield from transform_refusals(mapping, listed.declared, known)
