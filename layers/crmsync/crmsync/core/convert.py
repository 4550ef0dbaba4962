"""Turns one side's value into the other side's normal form, and tells when two values are the same in this sense.

A conversion may lose information (a datetime becomes a date, decimals are rounded, line breaks become spaces, a number
becomes a range).
`agrees` recognises such a pair, so that the loss is never written back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from crmsync.core.compound import compound, shows
from crmsync.core.conversion_error import ConversionError
from crmsync.core.email_address import is_address
from crmsync.core.exchange import exchanged
from crmsync.core.instant import datetime_text, day_in, midnight_in, read_instant
from crmsync.core.mapped_field import field_name, field_names, field_type
from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.normal_form import normalise, options_of, text_of
from crmsync.core.number import read_number, round_to
from crmsync.core.number_range import range_of
from crmsync.core.option_map import OptionMap
from crmsync.core.record import Side, Value
from crmsync.core.rich_text import html_of_text, text_of_html
from crmsync.core.transforms.recipe import RecipeError
from crmsync.core.transforms.run_transform import run_transform
from crmsync.core.transforms.transform import Transform


class _Target(NamedTuple):
    """The field to be written. `origin` is the other side's type."""

    side: Side
    name: str
    type: FieldType
    origin: FieldType
    mapping: FieldMapping

    @property
    def label(self) -> str:
        return f"{self.side.label}'s {self.name}"


def convert(value: Value, mapping: FieldMapping, to: Side, salesforce_type: str) -> Value:
    """A normal form of the other side as normal form of side `to`; of a compound, the parts that are to be written.

    Blank stays blank, but for a transform that says otherwise. Raises ConversionError.
    """
    kind = field_type(mapping, to, salesforce_type)
    if mapping.transform is not None:
        return _transformed(value, mapping, to, salesforce_type, mapping.transform)
    if value is None:
        return normalise(None, to, kind)
    origin = field_type(mapping, to.other, salesforce_type)
    target = _Target(to, field_name(mapping, to, salesforce_type), kind, origin, mapping)
    return _CONVERTERS[kind.kind](
        value if mapping.options is None else _translated(value, mapping.options, target), target
    )


def agrees(hubspot: Value, salesforce: Value, mapping: FieldMapping, salesforce_type: str) -> bool:
    """Whether two normal forms stand for the same value: one converted, either way, is the other.

    A transform may make one value of many: where the rule has one direction, only that one can tell.
    """
    if hubspot is None and salesforce is None and mapping.transform is None:
        return True
    ways = Side if mapping.transform is None else _ways(mapping)
    return any(
        _becomes(salesforce, hubspot, mapping, to, salesforce_type)
        if to is Side.HUBSPOT
        else _becomes(hubspot, salesforce, mapping, to, salesforce_type)
        for to in ways
    )


def _ways(mapping: FieldMapping) -> list[Side]:
    only = {Rule.ALWAYS_SALESFORCE: Side.HUBSPOT, Rule.ALWAYS_HUBSPOT: Side.SALESFORCE}.get(mapping.rule)
    return [side for side in Side if mapping.carries(side) and only in {None, side}]


def _becomes(value: Value, shown: Value, mapping: FieldMapping, to: Side, salesforce_type: str) -> bool:
    try:
        converted = convert(value, mapping, to, salesforce_type)
    except ConversionError:
        return False
    is_compound = field_type(mapping, to, salesforce_type).kind is Kind.COMPOUND
    return shows(shown, converted) if is_compound else converted == shown


def _transformed(value: Value, mapping: FieldMapping, to: Side, salesforce_type: str, transform: Transform) -> Value:
    origin, kind = field_type(mapping, to.other, salesforce_type), field_type(mapping, to, salesforce_type)
    ends = kind.parts or ((field_name(mapping, to, salesforce_type), kind),)
    names = field_names(mapping, to.other, salesforce_type)
    is_compound = origin.kind is Kind.COMPOUND
    try:
        made = run_transform(transform, to, value, names, is_compound=is_compound, wanted=len(ends))
    except RecipeError as error:
        place = f"{mapping.hubspot} ({transform.declared_in}/to_{to})"
        raise ConversionError(f"The transform of {place} failed: {error.reason}.", error.fix) from None
    values = {
        name: _fitted(one, _Target(to, name, part, _origin(one, origin), mapping))
        for one, (name, part) in zip(made, ends, strict=False)
    }
    return compound(values) if kind.parts else next(iter(values.values()))


def _origin(made: Value, own: FieldType) -> FieldType:
    """What a transform makes is of the type that it looks like; a date or a time is of its field's."""
    if isinstance(made, bool):
        return FieldType(Kind.BOOLEAN)
    if isinstance(made, int | float):
        return FieldType(Kind.NUMBER)
    return own if own.kind in {Kind.DATE, Kind.DATETIME} else FieldType()


def _fitted(value: Value, target: _Target) -> Value:
    value = normalise(value, target.side, target.origin)
    if value is None:
        return normalise(None, target.side, target.type)
    return _CONVERTERS[target.type.kind](value, target)


def wire_value(value: Value, side: Side, field_type: FieldType) -> Value:
    """A normal form as the vendor's API takes it.

    HubSpot takes text only, and "" clears. Salesforce takes typed JSON, and null clears all but booleans.
    """
    if side is Side.SALESFORCE:
        return False if value is None and field_type.kind is Kind.BOOLEAN else value
    return "" if value is None else text_of(value)


def _translated(value: Value, options: OptionMap, target: _Target) -> Value:
    """The other side's option, or options, by the option map."""
    is_multiple = Kind.MULTI_PICKLIST in {target.type.kind, target.origin.kind}
    chosen = options_of(text_of(value)) if is_multiple else [text_of(value)]
    return normalise(";".join(_option_for(one, options, target) for one in chosen), target.side, target.type)


def _option_for(option: str, options: OptionMap, target: _Target) -> str:
    """Where no pair has the option, one that is called the same on the target's side stands for itself."""
    found = options.option_for(option, target.side)
    if found is None:
        found = option if option in target.type.options else options.default(target.side)
    if found is None and options.lacking is not None:
        raise ConversionError(*options.lacking)
    if found is None:
        raise ConversionError(
            f"The option map has no option for {target.label} that stands for this one.",
            "Add the pair to the mapping's option map (a parameter options/<name>), or choose another option.",
        )
    return found


def _to_text(value: Value, target: _Target) -> Value:
    text = _formatted(text_of(value), target)
    if not target.type.multi_line and "\n" in text:
        text = " ".join(line.strip() for line in text.split("\n") if line.strip())
    limit = target.type.max_length
    if limit and len(text) > limit:
        raise ConversionError(
            f"The text has {len(text)} characters; {target.label} takes {limit}.",
            "Shorten the text, or make the field longer.",
        )
    return text or None


def _formatted(text: str, target: _Target) -> str:
    if target.origin.is_html == target.type.is_html:
        return text
    return html_of_text(text) if target.type.is_html else text_of_html(text)


def _to_email(value: Value, target: _Target) -> Value:
    address = text_of(value).lower()
    if not is_address(address):
        raise ConversionError(f"{target.label} takes an e-mail address; this is none.", "Correct the address.")
    return _to_text(address, target)


def _to_number(value: Value, target: _Target) -> Value:
    number = read_number(value)
    if number is None:
        raise ConversionError(
            f"{target.label} takes a number; this is none.", "Correct the value, or map another field."
        )
    if target.mapping.exchange is not None:
        number = exchanged(number, target.mapping.exchange, target.side)
    return number if target.type.scale is None else round_to(number, target.type.scale)


def _to_boolean(value: Value, target: _Target) -> Value:
    flag = normalise(value, target.side, target.type)
    if not isinstance(flag, bool):
        raise ConversionError(f"{target.label} takes true or false.", "Correct the value, or map another field.")
    return flag


def _to_time(value: Value, target: _Target) -> Value:
    moment = read_instant(value)
    if moment is None:
        raise ConversionError(f"{target.label} takes a date; this is none.", "Correct the value, or map another field.")
    crossing = (target.origin.kind, target.type.kind)
    try:
        if crossing == (Kind.DATETIME, Kind.DATE):
            return day_in(moment, target.mapping.time_zone)
        if crossing == (Kind.DATE, Kind.DATETIME):
            return datetime_text(midnight_in(moment, target.mapping.time_zone))
    except OverflowError:
        raise ConversionError(f"{target.label} cannot hold a date that far away.", "Correct the value.") from None
    return normalise(value, target.side, target.type)


def _to_option(value: Value, target: _Target) -> Value:
    if target.origin.kind is Kind.NUMBER:
        return _to_range(value, target)
    return _known((text_of(value),), target)


def _to_range(value: Value, target: _Target) -> Value:
    number = read_number(value)
    found = None if number is None else range_of(number, target.type.options)
    if found is None:
        raise ConversionError(
            f"{target.label} has no option for a range that holds this number.",
            "Add such an option (1-5, 1000+), or correct the number.",
        )
    return found


def _to_options(value: Value, target: _Target) -> Value:
    return _known(options_of(text_of(value)), target)


def _known(chosen: Sequence[str], target: _Target) -> str:
    known = target.type.options
    if known:
        chosen = [option if option in known else _by_code(option, target) for option in chosen]
    return ";".join(chosen)


def _by_code(spelling: str, target: _Target) -> str:
    """The option that is meant by its code, or written in other cases; only states and countries have codes."""
    folded = spelling.casefold()
    codes = target.type.codes
    meant = {option for code, option, *_ in codes if folded in {code.casefold(), option.casefold()}}
    if len(meant) == 1:
        return meant.pop()
    if meant:
        raise ConversionError(
            f"This is the code of several options of {target.label}.", "Write its name in full, or fill in the country."
        )
    raise ConversionError(
        f"{target.label} has no such option.",
        "Add the option there (its internal or API name must be the same on both sides), or choose another one.",
    )


def _to_reference(value: Value, target: _Target) -> Value:
    reference = normalise(value, target.side, target.type)
    if target.side is Side.SALESFORCE and len(str(reference)) != _ID_LENGTH:
        raise ConversionError(f"{target.label} takes a Salesforce id; this is none.", "Correct the value.")
    return reference


def _to_several(_: Value, target: _Target) -> Value:
    raise ConversionError(f"{target.label} are several fields.", "Give the mapping a transform that fills them.")


_ID_LENGTH = 18
_Converter = Callable[[Value, _Target], Value]
_CONVERTERS: Mapping[Kind, _Converter] = {
    Kind.TEXT: _to_text,
    Kind.EMAIL: _to_email,
    Kind.PHONE: _to_text,
    Kind.URL: _to_text,
    Kind.NUMBER: _to_number,
    Kind.BOOLEAN: _to_boolean,
    Kind.DATE: _to_time,
    Kind.DATETIME: _to_time,
    Kind.PICKLIST: _to_option,
    Kind.MULTI_PICKLIST: _to_options,
    Kind.REFERENCE: _to_reference,
    Kind.COMPOUND: _to_several,
}
