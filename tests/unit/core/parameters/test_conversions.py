"""The keys `options` and `time_zone` of a mapping, and the option maps that they name."""

import json
from typing import Any

import pytest
from crmsync.core.configuration import Configuration
from crmsync.core.default_configuration import CONTACT_PAIR
from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.option_map import OptionMap
from crmsync.core.parameters.compile import compile_configuration
from crmsync.core.refusal import Refusal

HUBSPOT = {mapping.hubspot: mapping.hubspot_type for mapping in CONTACT_PAIR.mappings} | {
    "colour": FieldType(Kind.PICKLIST, options=("red", "blue")),
    "nickname": FieldType(),
    "renewal": FieldType(Kind.DATE),
}
SALESFORCE = {
    object_type: {
        mapping.salesforce[object_type]: mapping.salesforce_types[object_type]
        for mapping in CONTACT_PAIR.mapped(object_type)
    }
    | {
        "Colour__c": FieldType(Kind.PICKLIST, options=("Rot", "Blau")),
        "Any__c": FieldType(Kind.PICKLIST),
        "Nickname__c": FieldType(),
        "Renewal__c": FieldType(Kind.DATETIME),
    }
    for object_type in CONTACT_PAIR.salesforce_types
}
COLOUR = {"hubspot": "colour", "salesforce": "Colour__c", "options": "colours"}
RENEWAL = {"hubspot": "renewal", "salesforce": "Renewal__c"}


def both(parameters: dict[str, Any]) -> tuple[Configuration | None, list[Refusal]]:
    texts = {name: json.dumps(value) for name, value in parameters.items()}
    return compile_configuration(texts, {"contact": HUBSPOT}, SALESFORCE, 7)


def mapping_of(entry: dict[str, Any], **documents: Any) -> FieldMapping:
    options = {f"options/{name}": value for name, value in documents.items()}
    configuration, refusals = both({"mappings/contact": {"mappings": [entry]}, **options})
    assert configuration is not None, refusals
    pair = configuration.pairs["contact"]
    return next(mapping for mapping in pair.mappings if mapping.hubspot == entry["hubspot"])


def refusal_of(entry: dict[str, Any], **documents: Any) -> Refusal:
    options = {f"options/{name}": value for name, value in documents.items()}
    configuration, refusals = both({"mappings/contact": {"mappings": [entry]}, **options})
    assert configuration is None
    assert len(refusals) == 1, refusals
    return refusals[0]


@pytest.mark.s("S19")
def test_a_mapping_has_the_option_map_that_it_names() -> None:
    mapping = mapping_of(COLOUR, colours={"options": {"red": "Rot", "blue": "Blau"}, "default": {"hubspot": "red"}})
    assert mapping.options == OptionMap((("red", "Rot"), ("blue", "Blau")), default_hubspot="red")


def test_pairs_may_be_listed() -> None:
    pairs = [{"hubspot": "red", "salesforce": "Rot"}, {"hubspot": "red", "salesforce": "Blau"}]
    assert mapping_of(COLOUR, colours={"options": pairs}).options == OptionMap((("red", "Rot"), ("red", "Blau")))


def test_a_picklist_that_takes_anything_may_get_anything() -> None:
    entry = {**COLOUR, "salesforce": "Any__c"}
    assert mapping_of(entry, colours={"options": {"red": "Purpur"}}).options is not None


def test_a_default_takes_another_option_map_and_keeps_its_own_when_it_names_none() -> None:
    status = {"hubspot": "hs_lead_status", "salesforce": "Status", "rule": "two_way"}
    default = next(mapping for mapping in CONTACT_PAIR.mappings if mapping.hubspot == "hs_lead_status")
    kept = mapping_of(status)
    assert (kept.options, kept.rule) == (default.options, Rule.TWO_WAY)
    own = mapping_of({**status, "options": "stage"}, stage={"options": {"NEW": "Working - Contacted"}})
    assert own.options == OptionMap((("NEW", "Working - Contacted"),))


def test_a_missing_option_map_is_refused() -> None:
    refusal = refusal_of(COLOUR, colour={"options": {}})
    assert (refusal.parameter, refusal.place) == ("mappings/contact", "/mappings/0/options")
    assert "options/colours" in refusal.reason
    assert "options/colour?" in refusal.fix


@pytest.mark.parametrize(
    ("document", "place", "reason"),
    [
        ({"options": {"rde": "Rot"}}, "/options/rde", "HubSpot's colour has no option rde."),
        ({"options": {"red": "Grün"}}, "/options/red", "Salesforce's Colour__c has no option Grün."),
        (
            {"options": [{"hubspot": "red", "salesforce": "Grün"}]},
            "/options/0/salesforce",
            "Salesforce's Colour__c has no option Grün.",
        ),
        ({"options": {}, "default": {"hubspot": "green"}}, "/default/hubspot", "HubSpot's colour has no option green."),
    ],
)
def test_a_value_that_the_picklist_does_not_have_is_refused(document: Any, place: str, reason: str) -> None:
    refusal = refusal_of(COLOUR, colours=document)
    assert (refusal.parameter, refusal.place, refusal.reason) == ("options/colours", place, reason)
    assert "correct the map" in refusal.fix


def test_an_option_map_without_a_picklist_is_refused() -> None:
    refusal = refusal_of({"hubspot": "nickname", "salesforce": "Nickname__c", "options": "x"}, x={"options": {}})
    assert (refusal.place, refusal.reason) == ("/mappings/0/options", "Neither side has a picklist here.")


@pytest.mark.parametrize("value", ["", " Rot", "Rot "])
def test_values_are_written_as_the_crms_keep_them(value: str) -> None:
    refusal = refusal_of({**COLOUR, "options": "other"}, colours={"options": {"red": value}}, other={"options": {}})
    assert (refusal.parameter, refusal.place) == ("options/colours", "/options/red")


@pytest.mark.s("S19")
def test_a_date_is_of_the_time_zone_that_the_mapping_names() -> None:
    assert mapping_of(RENEWAL).time_zone == "UTC"
    assert mapping_of({**RENEWAL, "time_zone": "Europe/Berlin"}).time_zone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("entry", "reason", "fix"),
    [
        ({**RENEWAL, "time_zone": "Europe/Berln"}, "no time zone Europe/Berln", "Europe/Berlin"),
        ({**COLOUR, "options": None, "time_zone": "UTC"}, "matters only", "Remove"),
    ],
)
def test_a_time_zone_that_means_nothing_is_refused(entry: dict[str, Any], reason: str, fix: str) -> None:
    refusal = refusal_of({name: value for name, value in entry.items() if value is not None})
    assert refusal.place == "/mappings/0/time_zone"
    assert reason in refusal.reason
    assert fix in refusal.fix
