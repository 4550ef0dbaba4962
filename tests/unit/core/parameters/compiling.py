"""Both live schemas of the tests, and what becomes of parameters."""

import json
from typing import Any

from crmsync.core.configuration import Configuration
from crmsync.core.default_configuration import CONTACT_PAIR
from crmsync.core.mapping import FieldMapping, FieldType, Kind
from crmsync.core.parameters.compile import compile_configuration
from crmsync.core.refusal import Refusal

HUBSPOT = {mapping.hubspot: mapping.hubspot_type for mapping in CONTACT_PAIR.mappings} | {
    "shoe_size": FieldType(Kind.NUMBER),
    "favourite_colour": FieldType(Kind.PICKLIST, options=("red", "blue")),
    "nickname": FieldType(),
    "score": FieldType(Kind.NUMBER, writable=False),
    "keeper": FieldType(Kind.REFERENCE),
    "salesforcelastsynctime": FieldType(Kind.DATETIME),
    "salesforceleadid": FieldType(writable=False),
}
SALESFORCE = {
    object_type: {
        mapping.salesforce[object_type]: mapping.salesforce_types[object_type]
        for mapping in CONTACT_PAIR.mapped(object_type)
    }
    | {
        "ShoeSize__c": FieldType(Kind.NUMBER, scale=1),
        "Colour__c": FieldType(Kind.PICKLIST, options=("red",)),
        "Formula__c": FieldType(Kind.NUMBER, writable=False),
        "FormulaText__c": FieldType(writable=False),
    }
    for object_type in CONTACT_PAIR.salesforce_types
}
SALESFORCE["Lead"]["Nickname__c"] = FieldType(max_length=20)
SALESFORCE["Contact"]["Alias__c"] = FieldType(max_length=40)


def compiled(parameters: dict[str, Any], hubspot: Any = HUBSPOT, salesforce: Any = SALESFORCE) -> Configuration:
    texts = {name: json.dumps(value) for name, value in parameters.items()}
    configuration, refusals = compile_configuration(texts, {"contact": hubspot}, salesforce, 7)
    assert refusals == []
    assert configuration is not None
    assert configuration.version == 7
    return configuration


def refused(parameters: dict[str, Any], hubspot: Any = HUBSPOT, salesforce: Any = SALESFORCE) -> list[Refusal]:
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in parameters.items()}
    configuration, refusals = compile_configuration(texts, {"contact": hubspot}, salesforce, 7)
    assert configuration is None
    assert all(refusal.reason.strip() and refusal.fix.strip() for refusal in refusals)
    return refusals


def mappings(*entries: Any) -> dict[str, Any]:
    return {"mappings": [dict(zip(("hubspot", "salesforce", "rule"), entry, strict=False)) for entry in entries]}


def by_property(configuration: Configuration) -> dict[str, FieldMapping]:
    return {mapping.hubspot: mapping for mapping in configuration.pairs["contact"].mappings}
