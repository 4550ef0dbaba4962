"""Every example of docs/transforms.md, compiled as an administrator would set it and run row by row."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from crmsync.core.configuration import PairConfiguration
from crmsync.core.convert import convert
from crmsync.core.default_configuration import CONTACT_PAIR
from crmsync.core.mapped_field import field_names, field_type, field_value, fields_of
from crmsync.core.mapping import FieldMapping, FieldType, Kind
from crmsync.core.normal_form import normalise
from crmsync.core.parameters.compile import compile_configuration
from crmsync.core.record import Side, Value

PAGE = Path(__file__).parents[4] / "docs" / "transforms.md"
STAGES = ("lead", "customer", "evangelist")
HUBSPOT = {mapping.hubspot: mapping.hubspot_type for mapping in CONTACT_PAIR.mappings} | {
    "fullname": FieldType(),
    "lifecyclestage": FieldType(Kind.PICKLIST, options=STAGES),
    "reach_by": FieldType(Kind.PHONE),
    "budget": FieldType(Kind.NUMBER),
    "discount": FieldType(Kind.NUMBER),
    "hs_object_id": FieldType(writable=False),
    "signed_on": FieldType(Kind.DATE),
    "mail_domain": FieldType(),
    "salutation_line": FieldType(),
    "size": FieldType(Kind.PICKLIST, options=("large", "small", "none")),
}
SALESFORCE = {
    object_type: {
        mapping.salesforce[object_type]: mapping.salesforce_types[object_type]
        for mapping in CONTACT_PAIR.mapped(object_type)
    }
    | {
        "Full_Name__c": FieldType(),
        "Type__c": FieldType(Kind.PICKLIST, options=("Customer", "Partner", "Prospect")),
        "Preferred__c": FieldType(Kind.PICKLIST, options=("Mobile", "Office")),
        "MobilePhone": FieldType(Kind.PHONE),
        "Budget_Cents__c": FieldType(Kind.NUMBER, scale=0),
        "Discount__c": FieldType(Kind.NUMBER, scale=2),
        "Source_System__c": FieldType(),
        "Signed_At__c": FieldType(Kind.DATETIME),
        "Seats__c": FieldType(Kind.NUMBER, scale=0),
    }
    for object_type in CONTACT_PAIR.salesforce_types
}
_BLOCK = re.compile(r"```json\n(?P<document>.*?)```\n\n(?P<rows>(?:\|[^\n]*\n)+)", re.DOTALL)
_ROW = re.compile(r"\| `(?P<hubspot>\{.*?\})` \| (?P<way>[→←]) \| `(?P<salesforce>\{.*?\})` \|")


class Example(NamedTuple):
    document: dict[str, Any]
    to: Side
    values: dict[Side, dict[str, Value]]


def examples() -> list[Example]:
    found = []
    for block in _BLOCK.finditer(PAGE.read_text()):
        for row in _ROW.finditer(block["rows"]):
            to = Side.SALESFORCE if row["way"] == "→" else Side.HUBSPOT
            values = {side: json.loads(row[side.value]) for side in Side}
            found.append(Example(json.loads(block["document"]), to, values))
    return found


def compiled(document: dict[str, Any]) -> PairConfiguration:
    parameters = {"mappings/contact/own": json.dumps(document)}
    configuration, refusals = compile_configuration(parameters, {"contact": HUBSPOT}, SALESFORCE, 1)
    assert configuration is not None, refusals
    return configuration.pairs["contact"]


def mapping_of(pair: PairConfiguration, properties: set[str]) -> FieldMapping:
    return next(one for one in pair.mappings if set(field_names(one, Side.HUBSPOT, "Contact")) == properties)


def test_the_page_has_examples() -> None:
    assert len(examples()) > 20


@pytest.mark.parametrize("example", examples(), ids=lambda example: json.dumps(example.values[Side.HUBSPOT]))
def test_a_row_of_the_page_is_true(example: Example) -> None:
    mapping = mapping_of(compiled(example.document), set(example.values[Side.HUBSPOT]))
    origin = example.to.other
    given = field_value(example.values[origin], mapping, origin, "Contact")
    value = normalise(given, origin, field_type(mapping, origin, "Contact"))
    made = convert(value, mapping, example.to, "Contact")
    assert fields_of(made, mapping, example.to, "Contact") == example.values[example.to]
