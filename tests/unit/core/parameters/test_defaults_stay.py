"""No parameter removes a default mapping or moves it to another field."""

import json
from typing import Any

import pytest
from crmsync.core.configuration import Configuration
from crmsync.core.default_configuration import CONTACT_PAIR
from crmsync.core.fixed_mappings import WHY_FIXED
from crmsync.core.mapping import FieldMapping, FieldType, Rule
from crmsync.core.parameters.compile import compile_configuration
from crmsync.core.refusal import Refusal

HUBSPOT = {mapping.hubspot: mapping.hubspot_type for mapping in CONTACT_PAIR.mappings} | {"own": FieldType()}
SALESFORCE = {
    object_type: {
        mapping.salesforce[object_type]: mapping.salesforce_types[object_type]
        for mapping in CONTACT_PAIR.mapped(object_type)
    }
    | {"Own__c": FieldType()}
    for object_type in CONTACT_PAIR.salesforce_types
}
DEFAULTS = pytest.mark.parametrize("default", CONTACT_PAIR.mappings, ids=lambda mapping: mapping.hubspot)
CHANGEABLE = pytest.mark.parametrize(
    "default",
    [mapping for mapping in CONTACT_PAIR.mappings if mapping.hubspot not in WHY_FIXED],
    ids=lambda mapping: mapping.hubspot,
)

pytestmark = pytest.mark.s("S18")


def compiled(schemas: bool = True, **documents: Any) -> tuple[Configuration | None, list[Refusal]]:
    texts = {name.replace("__", "/"): json.dumps(document) for name, document in documents.items()}
    return compile_configuration(texts, {"contact": HUBSPOT} if schemas else {}, SALESFORCE if schemas else {}, 1)


def entries(*entry: dict[str, Any]) -> dict[str, Any]:
    return {"mappings": list(entry)}


def a_field(mapping: FieldMapping) -> tuple[str, str]:
    return min(mapping.salesforce.items())


@DEFAULTS
def test_a_document_that_lists_others_or_none_leaves_it(default: FieldMapping) -> None:
    for document in (entries(), entries({"hubspot": "own", "salesforce": "Own__c"})):
        configuration, _ = compiled(mappings__contact=document)
        assert configuration is not None
        assert default in configuration.pairs["contact"].mappings


@CHANGEABLE
def test_a_document_that_changed_its_rule_gives_it_back_when_it_is_deleted(default: FieldMapping) -> None:
    entry = {"hubspot": default.hubspot, "salesforce": a_field(default)[1], "rule": "two_way"}
    changed, _ = compiled(mappings__contact__mine=entries(entry))
    assert changed is not None
    mappings = changed.pairs["contact"].mappings
    rules = {mapping.hubspot: mapping.rule for mapping in mappings if mapping.hubspot not in WHY_FIXED}
    assert rules.pop(default.hubspot) is Rule.TWO_WAY
    assert set(rules.values()) == {Rule.PREFER_SALESFORCE_UNLESS_BLANK}
    back, _ = compiled()
    assert back is not None
    assert back.pairs["contact"].mappings == CONTACT_PAIR.mappings


@DEFAULTS
@pytest.mark.parametrize("schemas", [True, False], ids=["known schemas", "unknown schemas"])
@pytest.mark.parametrize("field", ["Own__c", {"Contact": "Own__c"}, {"Lead": "Own__c", "Contact": "Own__c"}])
def test_it_is_not_mapped_to_another_field(default: FieldMapping, schemas: bool, field: Any) -> None:
    entry = {"hubspot": default.hubspot, "salesforce": field}
    configuration, [refusal] = compiled(schemas, mappings__contact__other=entries(entry))
    assert configuration is None
    assert (refusal.parameter, refusal.place) == ("mappings/contact/other", "/mappings/0/salesforce")
    assert "by default" in refusal.reason or refusal.reason == WHY_FIXED[default.hubspot]


@DEFAULTS
@pytest.mark.parametrize("schemas", [True, False], ids=["known schemas", "unknown schemas"])
@pytest.mark.parametrize("spelling", [str, str.lower, str.upper])
def test_its_field_is_not_mapped_to_another_property(default: FieldMapping, schemas: bool, spelling: Any) -> None:
    object_type, name = a_field(default)
    entry = {"hubspot": "own", "salesforce": {object_type: spelling(name)}}
    configuration, refusals = compiled(schemas, mappings__contact=entries(entry))
    assert configuration is None
    assert {refusal.place for refusal in refusals} == {"/mappings/0/salesforce"}


@DEFAULTS
def test_it_may_be_switched_off_and_stays_listed(default: FieldMapping) -> None:
    entry = {"hubspot": default.hubspot, "salesforce": a_field(default)[1], "rule": "dont_sync"}
    configuration, refusals = compiled(mappings__contact=entries(entry))
    if default.hubspot in {"email", *WHY_FIXED}:
        assert [refusal.place for refusal in refusals] == ["/mappings/0/rule"]
        return
    assert configuration is not None
    found = next(one for one in configuration.pairs["contact"].mappings if one.hubspot == default.hubspot)
    assert found.rule is Rule.DONT_SYNC
    assert found.salesforce == default.salesforce


@DEFAULTS
def test_what_only_goes_to_hubspot_cannot_be_made_to_go_the_other_way(default: FieldMapping) -> None:
    entry = {"hubspot": default.hubspot, "salesforce": a_field(default)[1], "rule": "always_hubspot"}
    _, refusals = compiled(mappings__contact=entries(entry))
    is_refused = not default.to_salesforce or default.hubspot in {"email", *WHY_FIXED}
    assert [refusal.place for refusal in refusals] == (["/mappings/0/rule"] if is_refused else [])


@CHANGEABLE
def test_two_documents_do_not_change_it_both(default: FieldMapping) -> None:
    entry = {"hubspot": default.hubspot, "salesforce": a_field(default)[1], "rule": "two_way"}
    _, [refusal] = compiled(mappings__contact=entries(entry), mappings__contact__b=entries(entry))
    assert refusal.parameter == "mappings/contact/b"
    assert "mappings/contact at /mappings/0" in refusal.reason
