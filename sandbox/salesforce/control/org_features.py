"""What an administrator switches on for the whole org."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.salesforce.control.reading import mapping, rows, text
from sandbox.salesforce.control.schema_reading import (
    BadSchemaChangeError,
    fill,
    object_of,
    with_field,
    with_label,
    with_value,
)
from sandbox.salesforce.org import Org
from sandbox.salesforce.schema.catalogue import CURRENCY_TYPE, DATED_RATE, standard_object
from sandbox.salesforce.schema.country import Country, code_fields
from sandbox.salesforce.schema.field import Field, Row, field_from
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.store.transaction import Caller
from sandbox.salesforce.write.writer import Writer

_LISTED = {
    "Opportunity": ("StageName", "OpportunityStage"),
    "Case": ("Status", "CaseStatus"),
    "Task": ("Status", "TaskStatus"),
}
"""By object, the field of its stage or state, and the object that lists them."""


def enable_person_accounts(org: Org, _: Mapping[str, Any]) -> ObjectType:
    """Contacts and accounts tell from then on whether they are a person account; it cannot be taken back."""
    mark = {"name": "IsPersonAccount", "type": "boolean", "label": "Is Person Account"}
    field = field_from({**mark, "createable": False, "updateable": False})
    account, contact = org.schema["Account"], org.schema["Contact"]
    for kind in (account, contact):
        fill(org, kind, field)
    org.schema.put(with_field(account, field), org.now_ms())
    return with_field(contact, field)


def set_countries(org: Org, body: Mapping[str, Any]) -> ObjectType:
    """State and country picklists: by code, `{"US": {"name": "United States", "states": {"CA": "California"}}}`."""
    kind = object_of(org, body)
    listed = mapping(body, "countries")
    countries = {code: Country(str(one["name"]), dict(one.get("states", {}))) for code, one in listed.items()}
    fields = dict(kind.fields)
    for prefix in ("", "Mailing", "Other", "Billing", "Shipping"):
        if f"{prefix}State" in fields:
            fields.update({code.name: code for code in code_fields(fields, prefix, countries)})
    return replace(kind, fields=fields, countries=countries)


def enable_multi_currency(org: Org, body: Mapping[str, Any]) -> ObjectType:
    """`{"currencies": [{"IsoCode": "USD", "ConversionRate": 1, "IsCorporate": true}, ...]}`: records have a currency
    from then on, which is the corporate one unless they say another; it cannot be taken back.
    """
    currencies = [_currency(one) for one in rows(body, "currencies")]
    corporate = [one["IsoCode"] for one in currencies if one["IsCorporate"]]
    if len(corporate) != 1:
        raise BadSchemaChangeError("currencies: exactly one is the corporate one")
    kind = standard_object(CURRENCY_TYPE)
    org.schema.put(kind, org.now_ms())
    writer = Writer(org, org.begin(Caller(org.person().user_id)))
    for currency in currencies:
        writer.create(kind, currency)
    field = _currency_code([str(one["IsoCode"]) for one in currencies if one["IsActive"]], str(corporate[0]))
    for owned in [one for one in org.schema if one.createable and "OwnerId" in one.fields]:
        fill(org, owned, field)
        org.schema.put(with_field(owned, field), org.now_ms())
    return kind


def set_dated_rates(org: Org, body: Mapping[str, Any]) -> ObjectType:
    """`{"rates": [{"IsoCode": "USD", "ConversionRate": 1.2, "StartDate": "2027-01-01", "NextStartDate": null}, ...]}`:
    advanced currency management; each currency's rates, period by period.
    """
    kind = standard_object(DATED_RATE)
    org.schema.put(kind, org.now_ms())
    writer = Writer(org, org.begin(Caller(org.person().user_id)))
    for rate in rows(body, "rates"):
        writer.create(kind, {"NextStartDate": None, **rate, "ConversionRate": float(rate["ConversionRate"])})
    return kind


def _currency(given: Mapping[str, Any]) -> Row:
    return {
        "IsoCode": str(given["IsoCode"]),
        "ConversionRate": float(given.get("ConversionRate", 1)),
        "DecimalPlaces": int(given.get("DecimalPlaces", 2)),
        "IsActive": bool(given.get("IsActive", True)),
        "IsCorporate": bool(given.get("IsCorporate", False)),
    }


def _currency_code(codes: list[str], corporate: str) -> Field:
    told = {"name": "CurrencyIsoCode", "type": "picklist", "label": "Currency ISO Code", "length": 3}
    return field_from({**told, "values": codes, "restricted": True, "default": corporate})


def add_stage(org: Org, body: Mapping[str, Any]) -> ObjectType:
    """`{"name", "probability", "closed", "won", "category"}`: one more stage of opportunities, the last in order."""
    stages, kind = org.schema["OpportunityStage"], org.schema["Opportunity"]
    name, won = str(body["name"]), bool(body.get("won", False))
    row: Row = {
        "MasterLabel": name,
        "ApiName": name,
        "IsActive": True,
        "SortOrder": len(org.store.table(stages).rows) + 1,
        "IsClosed": bool(body.get("closed", won)),
        "IsWon": won,
        "ForecastCategory": str(body.get("category", "Closed" if won else "Pipeline")),
        "ForecastCategoryName": str(body.get("category", "Closed" if won else "Pipeline")),
        "DefaultProbability": int(body.get("probability", 100 if won else 50)),
    }
    Writer(org, org.begin(Caller(org.person().user_id))).create(stages, row)
    return with_field(kind, with_value(kind.fields["StageName"], name))


def relabel_stage(org: Org, body: Mapping[str, Any]) -> ObjectType:
    """`{"object", "value", "label"}`: people read another label from then on; records keep the API name, and it alone
    tells what the stage is.
    """
    kind, value, label = object_of(org, body), text(body, "value"), text(body, "label")
    name, list_name = _LISTED[kind.name]
    field, table = kind.fields[name], org.store.table(org.schema[list_name])
    row = next((one for one in table.rows.values() if one["ApiName"] == value), None)
    if row is None:
        raise BadSchemaChangeError(f"value: {list_name} has no {value!r}")
    table.put({**row, "MasterLabel": label})
    return with_field(kind, with_label(field, value, label))
