"""The key `transform` of a mapping: what is refused, where, why, and what would mend it."""

import json
from typing import Any

import pytest
from crmsync.core.configuration import Configuration
from crmsync.core.configuration_codec import decode_configuration, encode_configuration
from crmsync.core.default_configuration import CONTACT_PAIR
from crmsync.core.mapping import FieldType, Kind
from crmsync.core.pairs import PAIRS
from crmsync.core.parameters.compile import compile_configuration
from crmsync.core.refusal import Refusal

HUBSPOT = {mapping.hubspot: mapping.hubspot_type for mapping in CONTACT_PAIR.mappings} | {
    "fullname": FieldType(),
    "tier": FieldType(Kind.PICKLIST, options=("gold", "silver")),
    "price": FieldType(Kind.NUMBER),
    "due": FieldType(Kind.DATE),
}
SALESFORCE = {
    object_type: {
        mapping.salesforce[object_type]: mapping.salesforce_types[object_type]
        for mapping in CONTACT_PAIR.mapped(object_type)
    }
    | {"Kind__c": FieldType(), "Cents__c": FieldType(Kind.NUMBER), "Full__c": FieldType(), "Only__c": FieldType()}
    for object_type in CONTACT_PAIR.salesforce_types
}
del SALESFORCE["Lead"]["Only__c"]
NAMES = ["FirstName", "LastName"]
JOIN, SPLIT = {"concatenate": {"separator": " "}}, {"split": {"separator": " "}}
OFF = [
    {"hubspot": "firstname", "salesforce": "FirstName", "rule": "dont_sync"},
    {"hubspot": "lastname", "salesforce": "LastName", "rule": "dont_sync"},
]
FULL_NAME = {
    "hubspot": "fullname",
    "salesforce": NAMES,
    "rule": "two_way",
    "transform": {"to_hubspot": JOIN, "to_salesforce": SPLIT},
}
TIER = {"hubspot": "tier", "salesforce": "Kind__c", "rule": "always_salesforce"}


def compiled(*entries: dict[str, Any]) -> tuple[Configuration | None, list[Refusal]]:
    texts = {"mappings/contact/own": json.dumps({"mappings": entries})}
    return compile_configuration(texts, {"contact": HUBSPOT}, SALESFORCE, 7)


def accepted(*entries: dict[str, Any]) -> Configuration:
    configuration, refusals = compiled(*entries)
    assert configuration is not None, refusals
    return configuration


def refused(*entries: dict[str, Any]) -> Refusal:
    configuration, refusals = compiled(*entries)
    assert configuration is None
    assert len(refusals) == 1, refusals
    assert refusals[0].fix
    return refusals[0]


def to_hubspot(recipe: dict[str, Any], entry: dict[str, Any] = TIER) -> dict[str, Any]:
    return {**entry, "transform": {"to_hubspot": recipe}}


def test_a_configuration_with_transforms_is_stored_and_read_again() -> None:
    configuration = accepted(*OFF, FULL_NAME, to_hubspot({"expression": "value"}))
    stored = json.loads(json.dumps(encode_configuration(configuration)))
    assert decode_configuration(stored) == configuration
    mapping = next(one for one in configuration.pairs["contact"].mappings if one.hubspot == "fullname")
    assert mapping.salesforce == {"Contact": "FirstName+LastName", "Lead": "FirstName+LastName"}
    assert mapping.transform is not None
    assert mapping.transform.declared_in == "mappings/contact/own at /mappings/2/transform"


@pytest.mark.parametrize("rule", ["two_way", "prefer_salesforce_unless_blank", "always_hubspot"])
def test_a_rule_that_writes_salesforce_needs_a_way_there(rule: str) -> None:
    found = refused({**to_hubspot({"constant": "gold"}), "rule": rule})
    assert found.place == "/mappings/0/rule"
    assert "no to_salesforce" in found.reason
    assert "always_salesforce" in found.fix


@pytest.mark.parametrize("rule", ["two_way", "prefer_salesforce_unless_blank", "always_salesforce"])
def test_a_rule_that_writes_hubspot_needs_a_way_there(rule: str) -> None:
    found = refused({**TIER, "rule": rule, "transform": {"to_salesforce": {"constant": "a"}}})
    assert found.place == "/mappings/0/rule"
    assert "no to_hubspot" in found.reason
    assert "always_hubspot" in found.fix


@pytest.mark.parametrize(
    ("recipe", "place", "reason"),
    [
        ({"choose": {"by": "Knd__c", "cases": {}}}, "choose", "Knd__c is no field of the mapping's salesforce"),
        ({"choose": {"cases": {"a": {"field": "Title"}}}}, "choose", "Title is no field"),
        ({"expression": "join(' ', [Kind__c, Title])"}, "expression", "Title is no field"),
        ({"expression": "upper("}, "expression", "It cannot be read: it ends too early."),
        ({"expression": "upper(value))"}, "expression", "It cannot be read: there is an unexpected sign"),
        ({"expression": "open('x')"}, "expression", "There is no function open"),
        ({"expression": "[*]"}, "expression", "It may have no projection"),
        ({"constant": "bronze"}, "constant", '"bronze" does not fit: HubSpot\'s tier has no such option.'),
        ({"choose": {"cases": {"a": "bronze"}}}, "choose", '"bronze" does not fit'),
        ({"choose": {"cases": {}, "otherwise": "bronze"}}, "choose", '"bronze" does not fit'),
        (JOIN, "concatenate", "There is one field in Salesforce, and nothing to join."),
        (SPLIT, "split", "There is one field in HubSpot for all pieces."),
    ],
)
def test_a_recipe_that_cannot_be_is_refused_where_it_stands(recipe: dict[str, Any], place: str, reason: str) -> None:
    found = refused(to_hubspot(recipe))
    assert (found.parameter, found.place) == (
        "mappings/contact/own",
        f"/mappings/0/transform/to_hubspot/{place}",
    )
    assert found.reason.startswith(reason)


@pytest.mark.parametrize(
    ("recipe", "hubspot", "salesforce", "reason"),
    [
        ({"multiply": 2}, "price", "Kind__c", "Salesforce's Kind__c (text) is no number."),
        ({"multiply": 2}, "due", "Cents__c", "HubSpot's due (date) takes no number."),
        (
            {"split": {"separator": " ", "part": 1}},
            "fullname",
            "Cents__c",
            "Salesforce's Cents__c (number) holds",
        ),
        (JOIN, "price", NAMES, "HubSpot's price (number) takes no text."),
    ],
)
def test_types_that_do_not_go_together(
    recipe: dict[str, Any], hubspot: str, salesforce: str | list[str], reason: str
) -> None:
    entry = {"hubspot": hubspot, "salesforce": salesforce, "rule": "always_salesforce"}
    assert refused(to_hubspot(recipe, entry)).reason.startswith(reason)


@pytest.mark.parametrize(
    "recipe",
    [
        {},
        {"constant": "a", "multiply": 2},
        {"multiply": 0},
        {"multiply": -1},
        {"split": {"separator": ""}},
        {"eval": 1},
    ],
)
def test_a_recipe_of_another_shape_is_refused_by_the_schema(recipe: dict[str, Any]) -> None:
    assert refused(to_hubspot(recipe)).place.startswith("/mappings/0/transform/to_hubspot")


def test_no_piece_has_the_number_zero() -> None:
    assert refused(to_hubspot({"split": {"separator": " ", "part": 0}})).place.endswith("/split/part")


def test_several_fields_need_a_transform() -> None:
    found = refused({"hubspot": "fullname", "salesforce": NAMES, "rule": "always_salesforce"})
    assert (found.place, found.reason) == (
        "/mappings/0/salesforce",
        "Several fields need a transform that says how they cross.",
    )


def test_fields_that_no_object_has_together_are_named() -> None:
    found = refused(to_hubspot(JOIN, {**TIER, "hubspot": "fullname", "salesforce": ["FirstName", "Nowhere__c"]}))
    assert found.reason == "Salesforce has no field Nowhere__c in Contact or Lead."


def test_a_mapping_holds_for_the_objects_that_have_all_its_fields() -> None:
    entry = to_hubspot(JOIN, {**TIER, "hubspot": "fullname", "salesforce": ["FirstName", "Only__c"]})
    mapping = next(one for one in accepted(entry).pairs["contact"].mappings if one.hubspot == "fullname")
    assert list(mapping.salesforce) == ["Contact"]


def test_an_address_is_never_transformed() -> None:
    both = {"to_hubspot": {"expression": "value"}, "to_salesforce": {"expression": "value"}}
    found = refused({"hubspot": "email", "salesforce": "Email", "rule": "two_way", "transform": both})
    assert found.reason == "Records are matched by email, so it cannot be transformed."


def test_a_reference_is_never_transformed() -> None:
    pair = PAIRS["company"]
    types = {one.hubspot: one.hubspot_type for one in pair.defaults(PAIRS)} | {
        name: FieldType() for name in pair.id_properties.values()
    }
    entry = {"hubspot": "hs_parent_company_id", "salesforce": "ParentId", "rule": "always_salesforce"}
    texts = {
        "settings/company": json.dumps({"enabled": True}),
        "mappings/company": json.dumps({"mappings": [to_hubspot({"constant": "1"}, entry)]}),
    }
    configuration, refusals = compile_configuration(texts, {"company": types}, {}, 7)
    assert configuration is None
    assert [(one.place, one.reason) for one in refusals] == [
        ("/mappings/0/transform", "hs_parent_company_id refers to another record, so it cannot be transformed."),
    ]


def test_a_transform_takes_no_option_map_beside_it() -> None:
    texts = {
        "mappings/contact": json.dumps({"mappings": [{**to_hubspot({"constant": "gold"}), "options": "o"}]}),
        "options/o": json.dumps({"options": {"gold": "Gold"}}),
    }
    _, refusals = compile_configuration(texts, {"contact": HUBSPOT}, SALESFORCE, 7)
    assert "A transform takes the place of an option map." in {refusal.reason for refusal in refusals}


def test_what_a_default_mapping_writes_is_not_written_by_another() -> None:
    found = compiled(FULL_NAME)[1][0]
    assert (found.place, found.reason) == (
        "/mappings/0/salesforce",
        "Contact.FirstName is mapped by the default mapping of firstname already.",
    )


def test_a_property_of_a_default_mapping_is_not_written_by_another() -> None:
    entry = {"hubspot": ["firstname", "lastname"], "salesforce": "Full__c", "rule": "always_salesforce"}
    found = compiled(to_hubspot(SPLIT, entry))[1][0]
    assert (found.place, found.reason) == (
        "/mappings/0/hubspot",
        "HubSpot.firstname is mapped by the default mapping of firstname already.",
    )


def test_what_is_only_read_may_be_mapped_by_others() -> None:
    accepted(to_hubspot(JOIN, {**TIER, "hubspot": "fullname", "salesforce": NAMES}))


def test_no_transform_reads_what_another_one_writes() -> None:
    reader = to_hubspot({"expression": "LastName"}, {**TIER, "salesforce": ["Kind__c", "LastName"]})
    found = compiled(*OFF, FULL_NAME, reader)[1][0]
    assert found.place == "/mappings/3/transform"
    maker = "the transform of mappings/contact/own at /mappings/2 writes."
    assert found.reason == f"It reads Contact.LastName, which {maker}"


def test_what_no_live_schema_tells_is_not_checked() -> None:
    texts = {"mappings/contact": json.dumps({"mappings": [to_hubspot({"multiply": 2})]})}
    configuration, refusals = compile_configuration(texts, {}, {}, 7)
    assert configuration is not None, refusals
