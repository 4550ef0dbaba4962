"""Parameters of object pairs beside the contacts'."""

import json
from typing import Any

import pytest
from crmsync.core.configuration import Configuration
from crmsync.core.default_configuration import DEFAULT_CONFIGURATION
from crmsync.core.mapping import FieldMapping, FieldType, Rule
from crmsync.core.pairs import PAIRS
from crmsync.core.pairs.company import COMPANY
from crmsync.core.parameters.compile import compile_configuration
from crmsync.core.refusal import Refusal

HUBSPOT = {mapping.hubspot: mapping.hubspot_type for mapping in COMPANY.mappings} | {
    "salesforceaccountid": FieldType(),
    "crmsync_status": FieldType(),
    "tier": FieldType(),
}
ACCOUNT = {one.salesforce["Account"]: one.salesforce_types["Account"] for one in COMPANY.mappings} | {
    "Tier__c": FieldType(),
    "Level__c": FieldType(),
}
ON = {"settings/company": {"enabled": True}}
TIER = {"hubspot": "tier", "salesforce": "Tier__c"}


def compiled(parameters: dict[str, Any], hubspot: Any = HUBSPOT) -> tuple[Configuration | None, list[Refusal]]:
    texts = {name: json.dumps(value) for name, value in parameters.items()}
    return compile_configuration(texts, {"company": hubspot}, {"Account": ACCOUNT}, 7)


def active(parameters: dict[str, Any]) -> Configuration:
    configuration, refusals = compiled(parameters)
    assert refusals == []
    assert configuration is not None
    return configuration


def mapping_of(configuration: Configuration, hubspot: str) -> FieldMapping:
    return next(one for one in configuration.pairs["company"].mappings if one.hubspot == hubspot)


def test_every_pair_but_the_contacts_is_off_by_default() -> None:
    assert [pair.name for pair in DEFAULT_CONFIGURATION.enabled_pairs] == ["contact"]
    assert DEFAULT_CONFIGURATION.pairs.keys() == PAIRS.keys()


def test_switched_on_it_has_its_defaults_and_the_stamps_that_the_portal_has() -> None:
    pair = active(ON).pairs["company"]
    assert pair.settings.enabled
    assert pair.settings.create_in_salesforce == "account"
    assert [mapping.hubspot for mapping in pair.mappings] == [mapping.hubspot for mapping in COMPANY.mappings]
    assert pair.hubspot_stamps == ("salesforceaccountid", "crmsync_status")


def test_its_documents_add_mappings_and_change_rules() -> None:
    named = {**ON, "mappings/company/tiers": {"mappings": [TIER]}}
    rule = {"mappings/company": {"mappings": [{"hubspot": "phone", "salesforce": "Phone", "rule": "two_way"}]}}
    configuration = active({**named, **rule})
    assert mapping_of(configuration, "tier").salesforce == {"Account": "Tier__c"}
    assert mapping_of(configuration, "phone").rule is Rule.TWO_WAY
    contact = next(one for one in configuration.pairs["contact"].mappings if one.hubspot == "phone")
    assert contact.rule is Rule.PREFER_SALESFORCE_UNLESS_BLANK


@pytest.mark.parametrize(
    ("again", "reason"),
    [
        ({**TIER, "salesforce": "Level__c"}, "tier is mapped in mappings/company/one at /mappings/0 already."),
        (
            {"hubspot": "crmsync_status", "salesforce": "Level__c"},
            "crmsync_status tells of the sync itself and is never mapped.",
        ),
        ({"hubspot": "shoe_size", "salesforce": "Level__c"}, "HubSpot has no company property shoe_size."),
    ],
)
def test_what_is_wrong_is_told_with_both_places(again: dict[str, str], reason: str) -> None:
    documents = {"mappings/company/one": {"mappings": [TIER]}, "mappings/company/two": {"mappings": [again]}}
    configuration, refusals = compiled({**ON, **documents})
    assert configuration is None
    assert [(refusal.parameter, refusal.reason) for refusal in refusals] == [("mappings/company/two", reason)]


def test_it_is_not_switched_on_without_the_property_that_finds_what_was_created() -> None:
    without = {name: kind for name, kind in HUBSPOT.items() if name != "salesforceaccountid"}
    configuration, (refusal,) = compiled(ON, without)
    assert configuration is None
    assert refusal.place == "/enabled"
    assert "salesforceaccountid" in refusal.reason
    assert compiled({}, without)[0] is not None
