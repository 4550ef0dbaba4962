"""Amounts that cross from one currency to another, by the rates of the Salesforce org.

Salesforce's opportunities keep their currencies. In HubSpot they are all in one, which `convert_amounts_to` names; a
deal that was made in HubSpot keeps its own. The base of an amount has both numbers, so a rate that changes moves
nothing: the next edit of the amount, or of Salesforce's currency, crosses by the rate of then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crmsync.core.decide import decide
from crmsync.core.exchange import Exchange, rate_on
from crmsync.core.field_decision import Action
from crmsync.core.instant import date_text, read_instant
from crmsync.core.mapped_field import field_name
from crmsync.core.mapping import FieldMapping
from crmsync.core.option_map import Lacking, OptionMap
from crmsync.core.plan_input import PlanInput, normal, shown
from crmsync.core.record import Side, Value

_WRITES = {Side.HUBSPOT: Action.TO_HUBSPOT, Side.SALESFORCE: Action.TO_SALESFORCE}
_LACKING = Lacking(
    "The other system has no such currency, and the amount does not cross without it.",
    "Add the currency there, with the same code.",
)


def with_exchange(mappings: Sequence[FieldMapping], given: PlanInput) -> Sequence[FieldMapping]:
    """The mappings, those of money with the one currency of HubSpot, and the exchange between both records' own."""
    money, rates = given.pair.object_pair.money, given.pair.rates
    if money is None or not rates:
        return mappings
    mappings = [_in_one_currency(one, given) if one.hubspot == money.currency else one for one in mappings]
    currency = next((one for one in mappings if one.hubspot == money.currency), None)
    exchange = _exchange(currency, given) if currency is not None else None
    return [replace(one, exchange=exchange) if one.hubspot == money.amount else one for one in mappings]


def with_new_currency(given: PlanInput) -> PlanInput:
    """A number that nobody edited is another amount once Salesforce shows it in another currency."""
    money, base = given.pair.object_pair.money, given.link.base if given.link is not None else {}
    currency = next((one for one in given.pair.mappings if money is not None and one.hubspot == money.currency), None)
    if money is None or currency is None or currency.hubspot not in base or not given.pair.rates:
        return given
    now = normal(shown(given, currency, Side.SALESFORCE), currency, Side.SALESFORCE, given)
    if now in {None, base[currency.hubspot].salesforce}:
        return given
    return replace(given, fills=given.fills | {money.amount})


def _in_one_currency(mapping: FieldMapping, given: PlanInput) -> FieldMapping:
    """HubSpot's is that one for each of Salesforce's; HubSpot's own go by their codes."""
    target = given.pair.settings.convert_amounts_to or ""
    codes = dict.fromkeys((target, *(one.code for one in given.pair.rates)))
    return replace(mapping, options=OptionMap(tuple((target, code) for code in codes), lacking=_LACKING))


def _exchange(currency: FieldMapping, given: PlanInput) -> Exchange | None:
    """None where both records are in one currency, or show none."""
    hubspot, salesforce = (_code_after(currency, side, given) for side in Side)
    if hubspot is None or salesforce is None or hubspot == salesforce:
        return None
    day = _closing_day(given)
    rates = [rate_on(given.pair.rates, code, day) for code in (hubspot, salesforce)]
    return Exchange(rates[0], rates[1], (str(hubspot), str(salesforce)))


def _code_after(currency: FieldMapping, side: Side, given: PlanInput) -> Value:
    """What the record will show when this plan was carried out."""
    decision = decide(currency, given)
    if decision.action is _WRITES[side]:
        return decision.value
    return normal(shown(given, currency, side), currency, side, given)


def _closing_day(given: PlanInput) -> str:
    """By which an org with dated rates counts."""
    staged = given.pair.object_pair.staged
    closes = next((one for one in given.pair.mappings if staged and one.hubspot == staged.closed_at), None)
    record = given.salesforce or given.hubspot
    if closes is None or record is None:
        return ""
    moment = read_instant(record.values.get(field_name(closes, record.ref.side, given.salesforce_type)))
    return date_text(moment) if moment is not None else ""
