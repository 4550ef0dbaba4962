"""All object pairs that the parameters speak of: those that crmsync knows, and those of `objects/<name>`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crmsync.core.association import AssociationKind
from crmsync.core.custom_object import CustomObject, CustomType, LiveObjects, Lookup
from crmsync.core.hubspot_object_types import STANDARD_TYPES, type_id_of
from crmsync.core.object_pair import ObjectPair
from crmsync.core.pairs import PAIRS
from crmsync.core.pairs.custom import custom_pair
from crmsync.core.parameters.documents import Document, did_you_mean, pointer, read_document
from crmsync.core.reference import Reference
from crmsync.core.refusal import Refusal

PREFIX = "objects/"


def custom_documents(texts: Mapping[str, str]) -> dict[str, Document]:
    """By name, those of `objects/<name>` that can be read."""
    read = {name: read_document(name, text)[0] for name, text in sorted(texts.items()) if name.startswith(PREFIX)}
    return {name.removeprefix(PREFIX): found for name, found in read.items() if found is not None}


def object_pairs(
    texts: Mapping[str, str], live: LiveObjects | None = None
) -> tuple[dict[str, ObjectPair], list[Refusal]]:
    """By name, and what is wrong with those of custom objects, which are left out then. Without `live` nothing is
    checked against the CRMs, and HubSpot's objects go by the names that they are given.
    """
    reading = _Reading(custom_documents(texts), live)
    refusals = [refusal for name in reading.documents for refusal in reading.objects_of(name)]
    refusals += [refusal for name in reading.customs for refusal in reading.lookups_of(name)]
    wrong = {refusal.parameter.removeprefix(PREFIX) for refusal in refusals}
    customs = {name: custom_pair(custom) for name, custom in reading.customs.items() if name not in wrong}
    return {**PAIRS, **customs}, refusals


@dataclass(slots=True)
class _Reading:
    """`customs` are those whose objects are there; `taken` says by object which document has it."""

    documents: Mapping[str, Document]
    live: LiveObjects | None
    customs: dict[str, CustomObject] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)

    def objects_of(self, name: str) -> list[Refusal]:
        refusals = list(_objects(name, self.documents[name], self))
        if not refusals:
            document = self.documents[name]
            self.customs[name] = _custom(name, document, self.type_id(document["hubspot"]))
        return refusals

    def lookups_of(self, name: str) -> list[Refusal]:
        refusals: list[Refusal] = []
        lookups: list[Lookup] = []
        for place, said in enumerate(self.documents[name].get("references", ())):
            one = _Said(name, self.customs[name], said, place)
            lookup = one.lookup(self)
            wrong = list(one.refusals(self, lookup, lookups))
            refusals += wrong
            if lookup is not None and not wrong:
                lookups.append(lookup)
        custom = self.customs[name]
        self.customs[name] = _with_lookups(custom, lookups)
        return refusals

    def found(self, name: str) -> CustomType | None:
        return self.live.hubspot.get(name) if self.live is not None else CustomType(name, name, frozenset())

    def type_id(self, name: str) -> str:
        found = self.found(name)
        return found.id if found is not None else name

    def target(self, name: str) -> tuple[str, tuple[str, ...]] | None:
        """HubSpot's type and Salesforce's objects of a pair; None when there is no such pair."""
        if name in self.customs:
            return self.customs[name].hubspot_type, (self.customs[name].salesforce_type,)
        return (PAIRS[name].hubspot_type, tuple(PAIRS[name].salesforce_types)) if name in PAIRS else None


def _is_alike(one: Reference, other: Reference) -> bool:
    """Whether an association may be meant by both: one with a label is always one without, too."""
    return one.pair == other.pair and (None in {one.kind, other.kind} or one.kind == other.kind)


def _custom(name: str, document: Document, type_id: str) -> CustomObject:
    fields = [entry["salesforce"] for entry in document["mappings"]]
    match = document.get("match")
    naming = match["salesforce"] if match else next((one for one in ("Name", *fields) if one in fields), "")
    return CustomObject(
        name=name,
        hubspot_type=type_id,
        salesforce_type=document["salesforce"],
        naming=naming,
        match=(match["hubspot"], match["salesforce"]) if match else None,
        required=tuple(document.get("required_fallbacks", ())),
    )


def _with_lookups(custom: CustomObject, lookups: Sequence[Lookup]) -> CustomObject:
    return CustomObject(
        name=custom.name,
        hubspot_type=custom.hubspot_type,
        salesforce_type=custom.salesforce_type,
        naming=custom.naming,
        match=custom.match,
        lookups=tuple(lookups),
        required=custom.required,
    )


def _objects(name: str, document: Document, reading: _Reading) -> Iterator[Refusal]:
    parameter, hubspot, salesforce = PREFIX + name, document["hubspot"], document["salesforce"]
    if name in PAIRS:
        yield Refusal(parameter, "", f"{name} is a pair that crmsync knows.", f"Use settings/{name}, or another name.")
    found, live = reading.found(hubspot), reading.live
    if hubspot in STANDARD_TYPES or found is None:
        known = sorted({one.name for one in live.hubspot.values()}) if live is not None else []
        fix = "Create it, give the app the scope crm.schemas.custom.read, or correct the name."
        reason = f"HubSpot has no custom object {hubspot} that the app may see."
        yield Refusal(parameter, "/hubspot", reason, fix + did_you_mean(hubspot, known))
    if live is not None and salesforce not in live.lookups:
        fix = "Create it, give the integration user access, or correct the API name."
        yield Refusal(parameter, "/salesforce", f"Salesforce has no object {salesforce}.", fix)
    for key, used in (("hubspot", reading.type_id(hubspot)), ("salesforce", salesforce.lower())):
        first = reading.taken.setdefault(used, parameter)
        if first != parameter:
            reason = f"{document[key]} is the object of {first} already."
            yield Refusal(parameter, f"/{key}", reason, "Remove one of the two: an object syncs in one pair.")
    match = document.get("match")
    pairs = [(one["hubspot"], one["salesforce"]) for one in document["mappings"]]
    if match and (match["hubspot"], match["salesforce"]) not in pairs:
        reason = f"{match['hubspot']} and {match['salesforce']} are not mapped with one another."
        yield Refusal(parameter, "/match", reason, "Add them to the mappings, or choose a mapped pair.")


@dataclass(frozen=True, slots=True)
class _Said:
    """One entry of `references`."""

    name: str
    custom: CustomObject
    said: Mapping[str, Any]
    place: int

    def refuse(self, key: str, reason: str, fix: str) -> Refusal:
        return Refusal(PREFIX + self.name, pointer(("references", self.place, key)), reason, fix)

    def lookup(self, reading: _Reading) -> Lookup | None:
        """None when it goes nowhere."""
        target = reading.target(self.said["to"])
        if target is None:
            return None
        hubspot_type, salesforce_types = target
        named = self.named(reading)
        salesforce_type = next((one for one in salesforce_types if named is None or one in named), "")
        kind = self.said.get("association")
        own = AssociationKind(kind["type_id"], kind["category"]) if kind else None
        key = f"associated_{self.said['to']}" + (f"_{own.type_id}" if own else "")
        reference = Reference(self.said["to"], hubspot_type, salesforce_type, own, is_associated=True)
        return Lookup(key.lower().replace("-", "_").replace(".", "_"), self.said["salesforce"], reference)

    def named(self, reading: _Reading) -> tuple[str, ...] | None:
        """The objects that the field may name; None when that is not known."""
        if reading.live is None:
            return None
        return reading.live.lookups[self.custom.salesforce_type].get(self.said["salesforce"], ())

    def refusals(self, reading: _Reading, lookup: Lookup | None, before: Sequence[Lookup]) -> Iterator[Refusal]:
        field_name, to = self.said["salesforce"], self.said["to"]
        if lookup is None:
            known = [*PAIRS, *reading.customs]
            fix = f"Use one of: {', '.join(known)}.{did_you_mean(to, known)}"
            yield self.refuse("to", f"There is no object pair {to}.", fix)
        elif not lookup.reference.salesforce_type:
            named = self.named(reading)
            words = f"names {' or '.join(named)}" if named else "is no lookup that the integration user sees"
            reason = f"{self.custom.salesforce_type}.{field_name} {words}, not a record of {to}."
            yield self.refuse("salesforce", reason, "Correct the field, or the pair that it leads to.")
        elif any(one.key == lookup.key or _is_alike(one.reference, lookup.reference) for one in before):
            reason = f"Another lookup goes to {to}, and nothing tells their associations apart."
            yield self.refuse("association", reason, "Give each of them a label of its own, by type_id and category.")
        elif not self._may_associate(lookup.reference, reading):
            reason = f"HubSpot does not let {self.custom.name} be associated with {to}."
            yield self.refuse("to", reason, "Add the association in HubSpot's data model, or remove the reference.")

    def _may_associate(self, reference: Reference, reading: _Reading) -> bool:
        own = reading.found(self.custom.hubspot_type)
        return reading.live is None or own is None or type_id_of(reference.hubspot_type) in own.associated
