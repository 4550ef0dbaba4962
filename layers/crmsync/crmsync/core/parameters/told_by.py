"""What is wrong with the marks by which an administrator tells types of activities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crmsync.core.configuration import PairConfiguration
from crmsync.core.mapping import FieldType, Kind
from crmsync.core.parameters.documents import did_you_mean
from crmsync.core.refusal import Refusal
from crmsync.core.subtype import Mark

_KINDS = (Kind.PICKLIST, Kind.TEXT)
_EXAMPLE = '"told_by": {"%s": {"field": "Type", "value": "Note"}}'


def told_by_refusals(pair: PairConfiguration, known: Mapping[str, FieldType]) -> Iterator[Refusal]:
    """Of the pair's own mark; `known` are its Salesforce object's fields, none when they are not known."""
    parameter, subtype = pair.object_pair.parameter, pair.subtype
    if subtype is None:
        return
    place = f"/told_by/{pair.name}"
    if subtype.mark is None:
        if not subtype.is_told and pair.settings.enabled and pair.settings.create_in_hubspot:
            reason = f"Nothing in Salesforce tells which tasks are to be a {pair.name} in HubSpot."
            fix = f"Say it by a field, as in {_EXAMPLE % pair.name}, or choose to_salesforce."
            yield Refusal(parameter, f"/types/{pair.name}", reason, fix)
        return
    twin = _twin(pair, subtype.mark)
    if twin:
        reason = f"{twin} is told by the value {subtype.mark.value!r} of {subtype.mark.field} already."
        yield Refusal(parameter, place, reason, "Choose a value for each.")
    elif known:
        yield from _field_refusals(pair, subtype.mark, known)


def _twin(pair: PairConfiguration, mark: Mark) -> str:
    """The pair before this one that has the same mark; empty for none."""
    for name, told in sorted(pair.settings.told_by.items()):
        if name == pair.name:
            break
        if (told["field"], told["value"]) == mark:
            return name
    return ""


def _field_refusals(pair: PairConfiguration, mark: Mark, known: Mapping[str, FieldType]) -> Iterator[Refusal]:
    parameter, place = pair.object_pair.parameter, f"/told_by/{pair.name}"
    (object_type,) = pair.salesforce_types
    field = known.get(mark.field)
    if field is None:
        reason = f"{object_type} has no field {mark.field}, or the integration user does not see it."
        fix = f"Correct the name, or give the user access to it.{did_you_mean(mark.field, known)}"
        yield Refusal(parameter, f"{place}/field", reason, fix)
    elif field.kind not in _KINDS:
        reason = f"{mark.field} is of a type ({field.kind}) by which no {pair.name} can be told."
        yield Refusal(parameter, f"{place}/field", reason, f"Choose a field of type {' or '.join(_KINDS)}.")
    elif not field.writable and pair.created_type:
        reason = f"{mark.field} cannot be written, so that what comes from HubSpot would not have it."
        fix = "Choose another field, give the integration user access to it, or choose to_hubspot."
        yield Refusal(parameter, f"{place}/field", reason, fix)
    elif field.options and mark.value not in field.options:
        reason = f"{mark.field} has no value {mark.value!r}."
        hint = did_you_mean(mark.value, field.options)
        fix = f"Add it to the picklist in Salesforce, or choose one that is there.{hint}"
        yield Refusal(parameter, f"{place}/value", reason, fix)
