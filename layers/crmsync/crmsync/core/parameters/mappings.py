"""Merges all mapping documents with the default mappings, and checks them against both live schemas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from crmsync.core.fixed_mappings import WHY_FIXED
from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.match_key import MatchKey
from crmsync.core.object_pair import ObjectPair
from crmsync.core.parameters.conversion import Conversion, with_conversion
from crmsync.core.parameters.documents import Document, did_you_mean, pointer
from crmsync.core.parameters.type_pairs import are_compatible, partners
from crmsync.core.refusal import Refusal


class Schemas(NamedTuple):
    """Both live schemas: fields by name, by object type. An empty or missing one is not known, and then nothing is
    checked against it.
    """

    hubspot: Mapping[str, Mapping[str, FieldType]]
    salesforce: Mapping[str, Mapping[str, FieldType]]


class _Listed(NamedTuple):
    """One entry of a mapping document, and where it stands."""

    parameter: str
    place: tuple[str | int, ...]
    hubspot: str
    salesforce: str | Mapping[str, str]
    rule: Rule
    options: str | None = None
    time_zone: str | None = None

    @property
    def where(self) -> str:
        return f"{self.parameter} at {pointer(self.place)}"

    def refuse(self, key: str, reason: str, fix: str) -> Refusal:
        return Refusal(self.parameter, pointer((*self.place, key)), reason, fix)


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

    def field_type(self, object_type: str, name: str) -> FieldType | None:
        """None when the object has no such field."""
        known = self.schemas.salesforce.get(object_type)
        return known.get(name) if known else FieldType()

    def fields_of(self, listed: _Listed) -> dict[str, str]:
        """By object type, the fields that an entry means, as far as they exist."""
        named = listed.salesforce
        wanted = dict.fromkeys(self.pair.salesforce_types, named) if isinstance(named, str) else named
        return {name: found for name, found in wanted.items() if self.field_type(name, found) is not None}


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
    merge = _Merge(pair, schemas, defaults, option_maps, {}, _taken_by_defaults(standard))
    seen = {name: _live(mapping, merge) for name, mapping in defaults.items()}
    merge.mappings = {name: live for name, live in seen.items() if live is not None}
    refusals: list[Refusal] = []
    properties: dict[str, _Listed] = {}
    for listed in _listed(documents):
        first = properties.setdefault(listed.hubspot, listed)
        if first is not listed:
            refusals.append(_mapped_twice(listed, first))
        else:
            refusals.extend(_take(listed, merge))
    return tuple(merge.mappings.values()), refusals


def _listed(documents: Mapping[str, Document]) -> Iterator[_Listed]:
    for parameter, document in sorted(documents.items()):
        for index, entry in enumerate(document["mappings"]):
            rule = Rule(entry.get("rule", Rule.PREFER_SALESFORCE_UNLESS_BLANK))
            place, conversion = ("mappings", index), (entry.get("options"), entry.get("time_zone"))
            yield _Listed(parameter, place, entry["hubspot"], entry["salesforce"], rule, *conversion)


def _taken_by_defaults(defaults: Iterable[FieldMapping]) -> dict[str, str]:
    return {
        _field_key(object_type, name): f"the default mapping of {mapping.hubspot}"
        for mapping in defaults
        for object_type, name in mapping.salesforce.items()
    }


def _field_key(object_type: str, name: str) -> str:
    """Salesforce's field names are not case-sensitive."""
    return f"{object_type}.{name}".lower()


def _mapped_twice(listed: _Listed, first: _Listed) -> Refusal:
    fix = "Remove one of the two. One entry is enough for a property that has fields in several Salesforce objects."
    return listed.refuse("hubspot", f"{listed.hubspot} is mapped in {first.where} already.", fix)


def _live(default: FieldMapping, merge: _Merge) -> FieldMapping | None:
    """The default mapping with the types of the live schemas; None when one side does not have it."""
    property_type = merge.properties.get(default.hubspot) if merge.properties else default.hubspot_type
    types = {
        object_type: found
        for object_type, standard in default.salesforce_types.items()
        if (found := _live_field(object_type, default.salesforce[object_type], standard, merge.schemas)) is not None
    }
    if property_type is None or not types:
        return None
    if default.reference is not None:
        # HubSpot describes the property as a number, which it calculates; what is written is the association.
        property_type = default.hubspot_type
        types = {name: replace(default.salesforce_types[name], writable=one.writable) for name, one in types.items()}
    fields = {object_type: default.salesforce[object_type] for object_type in types}
    return replace(default, salesforce=fields, hubspot_type=property_type, salesforce_types=types)


def _live_field(object_type: str, name: str, standard: FieldType, schemas: Schemas) -> FieldType | None:
    known = schemas.salesforce.get(object_type)
    return known.get(name) if known else standard


def _take(listed: _Listed, merge: _Merge) -> Iterator[Refusal]:
    default = merge.defaults.get(listed.hubspot)
    yield from _key_refusals(listed, merge.pair.match)
    if listed.hubspot in WHY_FIXED:
        yield from _fixed_refusals(listed, merge.mappings.get(listed.hubspot, default))
    elif default is not None:
        yield from _change_default(listed, default, merge)
    else:
        yield from _take_new(listed, merge)


def _take_new(listed: _Listed, merge: _Merge) -> Iterator[Refusal]:
    for check in _CHECKS:
        if refusals := list(check(listed, merge)):
            yield from refusals  # what comes after would only repeat it
            return
    yield from _put(listed, _added(listed, merge), merge)
    merge.taken.update({_field_key(*one): listed.where for one in merge.fields_of(listed).items()})


def _fixed_refusals(listed: _Listed, default: FieldMapping | None) -> Iterator[Refusal]:
    """Whoever spells out what holds anyway changes nothing."""
    named = listed.salesforce
    own = default.salesforce if default is not None else {}
    is_own = named in own.values() if isinstance(named, str) else named.items() <= own.items()
    if not is_own or default is None or listed.rule is not default.rule:
        yield listed.refuse("rule" if is_own else "salesforce", WHY_FIXED[listed.hubspot], "Remove the entry.")


def _key_refusals(listed: _Listed, key: MatchKey | None) -> Iterator[Refusal]:
    if key is not None and key.rules and listed.hubspot in key.hubspot and listed.rule not in key.rules:
        reason = f"Records are matched by {listed.hubspot}, so its rule cannot be {listed.rule}."
        yield listed.refuse("rule", reason, f"Use {' or '.join(key.rules)}.")


def _change_default(listed: _Listed, default: FieldMapping, merge: _Merge) -> Iterator[Refusal]:
    named = listed.salesforce
    fields = default.salesforce
    is_its_own = named in fields.values() if isinstance(named, str) else named.items() <= fields.items()
    if not is_its_own:
        own = " and ".join(f"{object_type}.{name}" for object_type, name in fields.items())
        reason = f"{listed.hubspot} is mapped to {own} by default; a default mapping cannot be moved or removed."
        fix = "Name its own field and change the rule (dont_sync switches it off), or map another property."
        yield listed.refuse("salesforce", reason, fix)
    elif listed.rule is Rule.ALWAYS_HUBSPOT and not default.to_salesforce:
        reason = f"{listed.hubspot} only goes from Salesforce to HubSpot, so its rule cannot be {listed.rule}."
        yield listed.refuse("rule", reason, "Choose another rule.")
    elif listed.hubspot in merge.mappings:
        yield from _put(listed, replace(merge.mappings[listed.hubspot], rule=listed.rule), merge)


def _property_refusals(listed: _Listed, merge: _Merge) -> Iterator[Refusal]:
    known = merge.properties
    if listed.hubspot in {own.name for own in merge.pair.stamps}:
        reason = f"{listed.hubspot} tells of the sync itself and is never mapped."
        yield listed.refuse("hubspot", reason, "Map another property.")
    elif known and listed.hubspot not in known:
        fix = f"Create it, make it visible to the app, or correct the name.{did_you_mean(listed.hubspot, known)}"
        yield listed.refuse("hubspot", f"HubSpot has no {merge.pair.hubspot_type} property {listed.hubspot}.", fix)


def _field_refusals(listed: _Listed, merge: _Merge) -> Iterator[Refusal]:
    found = merge.fields_of(listed)
    named = listed.salesforce
    if isinstance(named, str):
        missing = [] if found else [(" or ".join(merge.pair.salesforce_types), named)]
    else:
        missing = [(object_type, name) for object_type, name in named.items() if object_type not in found]
    for object_type, name in missing:
        known = {field for one in merge.pair.salesforce_types for field in merge.schemas.salesforce.get(one, ())}
        fix = f"Create it, give the integration user access, or correct the name.{did_you_mean(name, known)}"
        yield listed.refuse("salesforce", f"Salesforce has no field {name} in {object_type}.", fix)


def _taken_refusals(listed: _Listed, merge: _Merge) -> Iterator[Refusal]:
    for object_type, name in merge.fields_of(listed).items():
        owner = merge.taken.get(_field_key(object_type, name))
        if owner is not None:
            fix = "Remove one of the two, or map another field."
            yield listed.refuse("salesforce", f"{object_type}.{name} is mapped by {owner} already.", fix)


def _type_refusals(listed: _Listed, merge: _Merge) -> Iterator[Refusal]:
    hubspot = merge.properties.get(listed.hubspot)
    if hubspot is None:
        return
    if hubspot.kind is Kind.REFERENCE:
        reason = f"{listed.hubspot} holds a HubSpot user or record, which Salesforce does not know."
        yield listed.refuse("hubspot", reason, "Map another property.")
        return
    for object_type, name in merge.fields_of(listed).items():
        salesforce = merge.field_type(object_type, name)
        if (
            salesforce is not None
            and merge.schemas.salesforce.get(object_type)
            and not are_compatible(hubspot, salesforce)
        ):
            reason = f"{listed.hubspot} ({hubspot.kind}) does not go with {object_type}.{name} ({salesforce.kind})."
            yield listed.refuse("salesforce", reason, partners(hubspot))


def _direction_refusals(listed: _Listed, merge: _Merge) -> Iterator[Refusal]:
    hubspot = merge.properties.get(listed.hubspot, FieldType())
    types = [merge.field_type(object_type, name) for object_type, name in merge.fields_of(listed).items()]
    to_salesforce = not types or any(found is not None and found.writable for found in types)
    stuck = {
        Rule.ALWAYS_HUBSPOT: not to_salesforce,
        Rule.ALWAYS_SALESFORCE: not hubspot.writable,
    }.get(listed.rule, not to_salesforce and not hubspot.writable)
    if stuck:
        reason = f"By {listed.rule} nothing could ever be written: the field to write is read-only for the integration."
        yield listed.refuse("rule", reason, "Give write access, choose another rule, or remove the mapping.")


_Check = Callable[[_Listed, _Merge], Iterator[Refusal]]
_CHECKS: tuple[_Check, ...] = (
    _property_refusals,
    _field_refusals,
    _taken_refusals,
    _type_refusals,
    _direction_refusals,
)


def _added(listed: _Listed, merge: _Merge) -> FieldMapping:
    fields = merge.fields_of(listed)
    types = {name: merge.field_type(name, found) or FieldType() for name, found in fields.items()}
    hubspot = merge.properties.get(listed.hubspot, FieldType())
    return FieldMapping(listed.hubspot, fields, listed.rule, hubspot, types)


def _put(listed: _Listed, mapping: FieldMapping, merge: _Merge) -> Iterator[Refusal]:
    merge.mappings[listed.hubspot], refusals = with_conversion(
        mapping, Conversion(listed.parameter, listed.place, listed.options, listed.time_zone), merge.option_maps
    )
    yield from refusals
