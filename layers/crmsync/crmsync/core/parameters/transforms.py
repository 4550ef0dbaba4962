"""Checks a mapping's transform: its directions and its rule, the fields it reads, and the types at both ends."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from crmsync.core.conversion_error import ConversionError
from crmsync.core.convert import convert
from crmsync.core.mapped_field import field_names, field_type
from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.parameters.documents import did_you_mean, pointer
from crmsync.core.record import Side, Value
from crmsync.core.refusal import Refusal
from crmsync.core.transforms.choose import Choose, FieldOf
from crmsync.core.transforms.concatenate import Concatenate
from crmsync.core.transforms.constant import Constant
from crmsync.core.transforms.read_recipe import read_recipe
from crmsync.core.transforms.recipe import ExpressionError, Recipe
from crmsync.core.transforms.scale import Scale
from crmsync.core.transforms.split import Split
from crmsync.core.transforms.transform import Transform

_ONE_WAY = {Side.HUBSPOT: Rule.ALWAYS_SALESFORCE, Side.SALESFORCE: Rule.ALWAYS_HUBSPOT}
"""The rule under which only that side is written."""

_TEXTS = {Kind.TEXT, Kind.EMAIL, Kind.PHONE, Kind.URL, Kind.PICKLIST, Kind.MULTI_PICKLIST, Kind.REFERENCE}


class Declared(NamedTuple):
    """The key `transform` of an entry; `place` is the entry's in the document."""

    parameter: str
    place: tuple[str | int, ...]
    document: Mapping[str, Any]

    @property
    def transform(self) -> Transform:
        texts = {way: json.dumps(recipe) for way, recipe in self.document.items()}
        where = f"{self.parameter} at {pointer((*self.place, 'transform'))}"
        return Transform(texts.get("to_hubspot"), texts.get("to_salesforce"), where)

    def refuse(self, place: Sequence[str], reason: str, fix: str) -> Refusal:
        return Refusal(self.parameter, pointer((*self.place, *place)), reason, fix)


class _Way(NamedTuple):
    """One direction of a mapping that is to be checked."""

    mapping: FieldMapping
    to: Side
    recipe: Recipe
    declared: Declared
    known: Collection[str]

    def refuse(self, reason: str, fix: str) -> Refusal:
        (kind,) = self.declared.document[f"to_{self.to}"]
        return self.declared.refuse(("transform", f"to_{self.to}", kind), reason, fix)

    def own_types(self, side: Side) -> Iterator[tuple[str, str, FieldType]]:
        """By Salesforce object: the first field of that end and its type, where the live schema tells it."""
        for object_type in self.mapping.salesforce:
            if (object_type if side is Side.SALESFORCE else side) not in self.known:
                continue
            kind = field_type(self.mapping, side, object_type)
            name = field_names(self.mapping, side, object_type)[0]
            yield object_type, name, dict(kind.parts).get(name, kind)

    def is_several(self, side: Side) -> bool:
        ends = (field_type(self.mapping, side, object_type) for object_type in self.mapping.salesforce)
        return all(kind.kind is Kind.COMPOUND for kind in ends)


def transform_refusals(mapping: FieldMapping, declared: Declared, known: Collection[str]) -> list[Refusal]:
    """`mapping` is as it would be used, with its transform. `known` has the Salesforce objects, and `hubspot`, whose
    schema is known: types of others are not checked.
    """
    refusals = [*_rule_refusals(mapping, declared)]
    for to in Side:
        if f"to_{to}" in declared.document:
            refusals += _way_refusals(mapping, to, declared, known)
    return list(dict.fromkeys(refusals))


def _rule_refusals(mapping: FieldMapping, declared: Declared) -> Iterator[Refusal]:
    for to in Side:
        other = _ONE_WAY[to.other]
        if f"to_{to}" not in declared.document and mapping.rule not in {other, Rule.DONT_SYNC}:
            reason = f"By {mapping.rule} values may go to {to.label}, and the transform has no to_{to}."
            yield declared.refuse(("rule",), reason, f"Add to_{to}, or use the rule {other}.")


def _way_refusals(mapping: FieldMapping, to: Side, declared: Declared, known: Collection[str]) -> Iterator[Refusal]:
    try:
        recipe = read_recipe(json.dumps(declared.document[f"to_{to}"]))
    except ExpressionError as error:
        fix = "Correct the expression; docs/transforms.md has examples."
        yield declared.refuse(("transform", f"to_{to}", "expression"), str(error), fix)
        return
    way = _Way(mapping, to, recipe, declared, known)
    unknown = list(_unknown_fields(way))
    yield from unknown or (*_shape_refusals(way), *_literal_refusals(way))


def _unknown_fields(way: _Way) -> Iterator[Refusal]:
    origin = way.to.other
    for object_type in way.mapping.salesforce:
        known = field_names(way.mapping, origin, object_type)
        for name in way.recipe.reads:
            if name not in known:
                end = f"the mapping's {origin} ({', '.join(known)})"
                fix = f"List it there, or correct the name.{did_you_mean(name, known)}"
                yield way.refuse(f"{name} is no field of {end}.", fix)
        if origin is Side.HUBSPOT:
            return


def _shape_refusals(way: _Way) -> Iterator[Refusal]:
    origin = way.to.other
    match way.recipe:
        case Concatenate() if not way.is_several(origin):
            fix = f"List the fields in the mapping's {origin}, in their order."
            yield way.refuse(f"There is one field in {origin.label}, and nothing to join.", fix)
        case Split(part=None) if not way.is_several(way.to):
            fix = f"List the fields in the mapping's {way.to}, or take one piece with part."
            yield way.refuse(f"There is one field in {way.to.label} for all pieces.", fix)
        case Split():
            yield from _mismatches(way, origin, _TEXTS, "holds no text that could be divided")
        case Scale():
            yield from _mismatches(way, origin, {Kind.NUMBER}, "is no number")
            yield from _mismatches(way, way.to, {Kind.NUMBER, Kind.TEXT}, "takes no number")
        case Concatenate():
            yield from _mismatches(way, way.to, _TEXTS, "takes no text")


def _mismatches(way: _Way, side: Side, kinds: set[Kind], why: str) -> Iterator[Refusal]:
    for _, name, kind in way.own_types(side):
        if kind.kind not in kinds:
            fix = "Map another field, or transform it otherwise."
            yield way.refuse(f"{side.label}'s {name} ({kind.kind}) {why}.", fix)
            return


def _literal_refusals(way: _Way) -> Iterator[Refusal]:
    """Values that are written down must fit the field that is to take them."""
    for value in _literals(way.recipe):
        text = json.dumps({"constant": value})
        probe = replace(way.mapping, transform=Transform(text, text, ""))
        for object_type in way.mapping.salesforce:
            try:
                convert(None, probe, way.to, object_type)
            except ConversionError as error:
                yield way.refuse(f"{json.dumps(value, ensure_ascii=False)} does not fit: {error.reason}", error.fix)
                break


def _literals(recipe: Recipe) -> Iterator[Value]:
    if isinstance(recipe, Constant):
        yield recipe.value
    if isinstance(recipe, Choose):
        yield from (choice for choice in recipe.choices if not isinstance(choice, FieldOf))


def written_names(names: Sequence[str], to: Side, transform: Transform | None) -> Sequence[str]:
    """Of the fields of an end, those that the mapping may write: all pieces of a split, else the first alone."""
    text = None if transform is None else transform.text(to)
    if transform is None or text is None:
        return names if transform is None else ()
    return names if json.loads(text).get("split", {"part": 1}).get("part") is None else names[:1]
