"""Salesforce's picklists for states and countries: where an org has them, it takes a state only with a country."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from crmsync.core.absent import ABSENT
from crmsync.core.conversion_error import ConversionError
from crmsync.core.convert import convert, wire_value
from crmsync.core.link import BaseValue, Entry
from crmsync.core.long_value import shorten
from crmsync.core.mapped_field import field_type
from crmsync.core.mapping import FieldMapping, Rule
from crmsync.core.obstacle import Obstacle
from crmsync.core.plan_input import PlanInput, normal, shown
from crmsync.core.reasons import Reason
from crmsync.core.record import Side
from crmsync.core.record_plan import RecordPlan

ADDRESSES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Lead": (("State", "Country"),),
    "Contact": (("MailingState", "MailingCountry"), ("OtherState", "OtherCountry")),
    "Account": (("BillingState", "BillingCountry"), ("ShippingState", "ShippingCountry")),
}
"""By object, the fields of a state and of its country."""

_PAIR = 2
_NOT_TO_SALESFORCE = {Rule.DONT_SYNC, Rule.ALWAYS_SALESFORCE}


class _Address(NamedTuple):
    """The mapped fields of one address; `country` None when it is not mapped."""

    state: FieldMapping
    state_name: str
    country: FieldMapping | None
    country_name: str


def with_countries(plan: RecordPlan, given: PlanInput) -> RecordPlan:
    """The plan in which no state is written without a country: HubSpot's country goes with it where Salesforce has
    none, and where there is none at all the state is parked.

    A country that Salesforce shows is not written again: that could undo an edit of this very moment.
    """
    for address in _addresses(plan, given):
        country = _country_after(plan, given, address)
        if country is None or country == "":
            plan = _with_country(plan, given, address)
    return plan


def with_codes_of_country(mappings: Sequence[FieldMapping], given: PlanInput) -> Sequence[FieldMapping]:
    """The mappings, where HubSpot's state is a code, less the codes of other countries: `CA` stands for California and
    for Cagliari.
    """
    for state, country in ADDRESSES.get(given.salesforce_type, ()):
        for place, mapping in enumerate(mappings):
            if mapping.salesforce[given.salesforce_type] == state and _shows_code(mapping, given):
                narrowed = _of_country(mapping, _country_of(country, mappings, given), given)
                mappings = (*mappings[:place], narrowed, *mappings[place + 1 :])
    return mappings


def _shows_code(mapping: FieldMapping, given: PlanInput) -> bool:
    kind = field_type(mapping, Side.SALESFORCE, given.salesforce_type)
    return bool(kind.codes) and normal(shown(given, mapping, Side.HUBSPOT), mapping, Side.HUBSPOT, given) not in {
        None,
        *kind.options,
    }


def _country_of(name: str, mappings: Iterable[FieldMapping], given: PlanInput) -> object:
    """HubSpot's country as Salesforce calls it; Salesforce's own where HubSpot has none."""
    mapping = next((one for one in mappings if one.salesforce[given.salesforce_type] == name), None)
    own = None if mapping is None else normal(shown(given, mapping, Side.HUBSPOT), mapping, Side.HUBSPOT, given)
    if mapping is None or own is None:
        return None if given.salesforce is None else given.salesforce.values.get(name)
    try:
        return convert(own, mapping, Side.SALESFORCE, given.salesforce_type)
    except ConversionError:
        return None


def _of_country(mapping: FieldMapping, country: object, given: PlanInput) -> FieldMapping:
    kind = field_type(mapping, Side.SALESFORCE, given.salesforce_type)
    codes = tuple(code for code in kind.codes if country is None or len(code) == _PAIR or country in code[_PAIR:])
    types = {**mapping.salesforce_types, given.salesforce_type: replace(kind, codes=codes)}
    return replace(mapping, salesforce_types=types)


def waiting_with(touched: Collection[str], mappings: Iterable[FieldMapping], salesforce_type: str) -> set[str]:
    """The mapping keys of states that may go on since their country was touched, and the touched ones."""
    by_field = {mapping.salesforce[salesforce_type]: mapping.hubspot for mapping in mappings}
    partners = {
        by_field[state]
        for state, country in ADDRESSES.get(salesforce_type, ())
        if by_field.get(country) in touched and state in by_field
    }
    return {*touched, *partners}


def _addresses(plan: RecordPlan, given: PlanInput) -> Iterator[_Address]:
    """Those whose state is about to be written to a picklist."""
    for state, country in ADDRESSES.get(given.salesforce_type, ()):
        if plan.writes[Side.SALESFORCE].get(state):
            by_key = {mapping.hubspot: mapping for mapping in given.pair.mappings}
            keys = plan.keys[Side.SALESFORCE]
            mapping = by_key[keys[state]]
            if field_type(mapping, Side.SALESFORCE, given.salesforce_type).codes:
                yield _Address(mapping, state, by_key.get(keys.get(country, "")), country)


def _country_after(plan: RecordPlan, given: PlanInput, address: _Address) -> object:
    """What Salesforce will show when the plan was carried out; absent when that cannot be known."""
    writes = plan.writes[Side.SALESFORCE]
    if address.country_name in writes:
        return writes[address.country_name]
    return None if given.salesforce is None else given.salesforce.values.get(address.country_name, ABSENT)


def _with_country(plan: RecordPlan, given: PlanInput, address: _Address) -> RecordPlan:
    mapping = address.country
    own = None if mapping is None else normal(shown(given, mapping, Side.HUBSPOT), mapping, Side.HUBSPOT, given)
    if mapping is None or own is None or mapping.rule in _NOT_TO_SALESFORCE:
        return _without_state(plan, given, address)
    kind = field_type(mapping, Side.SALESFORCE, given.salesforce_type)
    try:
        value = convert(own, mapping, Side.SALESFORCE, given.salesforce_type)
    except ConversionError:
        return _without_state(plan, given, address)
    if not kind.writable or mapping.hubspot in plan.still_parked:
        return _without_state(plan, given, address)
    entry = Entry(Side.SALESFORCE, mapping.hubspot, None, value, mapping.rule, Reason.WITH_STATE)
    written = {**plan.writes[Side.SALESFORCE], address.country_name: wire_value(value, Side.SALESFORCE, kind)}
    return replace(
        plan,
        writes={**plan.writes, Side.SALESFORCE: written},
        entries=(*plan.entries, entry),
        base={**plan.base, mapping.hubspot: BaseValue(shorten(own), shorten(value))},
    )


def _without_state(plan: RecordPlan, given: PlanInput, address: _Address) -> RecordPlan:
    """The state waits, with the base that it had."""
    key = address.state.hubspot
    before = None if given.link is None else given.link.base.get(key)
    base = {name: value for name, value in plan.base.items() if name != key}
    obstacle = Obstacle(
        f"Salesforce takes {address.state_name} only together with a country, and there is none that it would take.",
        "Fill in the country in HubSpot by the name that it has in Salesforce, or clear the state.",
    )
    return replace(
        plan.without(Side.SALESFORCE, [address.state_name]),
        base=base if before is None else {**base, key: before},
        parked={**plan.parked, key: obstacle},
    )
