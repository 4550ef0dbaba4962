import json
from dataclasses import replace
from typing import Any

import pytest
from crmsync.core.configuration import Configuration, GlobalSettings, QuotaSettings
from crmsync.core.default_configuration import CONTACT_PAIR
from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.pair_settings import PairSettings
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


class TestDefaults:
    def test_no_parameter_is_a_working_system(self) -> None:
        configuration = compiled({})
        pair = configuration.pairs["contact"]
        assert pair.mappings == CONTACT_PAIR.mappings
        assert pair.settings == PairSettings()
        assert configuration.global_settings == GlobalSettings()
        assert configuration.quotas == {"hubspot": QuotaSettings(), "salesforce": QuotaSettings()}

    def test_unknown_schemas_leave_the_standard_types(self) -> None:
        assert compiled({}, {}, {}).pairs["contact"] == CONTACT_PAIR

    def test_stamps_are_what_the_portal_has_and_lets_us_write(self) -> None:
        assert compiled({}).pairs["contact"].hubspot_stamps == ("salesforcelastsynctime",)

    def test_live_types_replace_the_standard_ones(self) -> None:
        country = FieldType(Kind.PICKLIST, options=("Peru",))
        live = by_property(compiled({}, HUBSPOT | {"country": country}))["country"]
        assert live.hubspot_type == country
        assert live.is_default

    def test_a_default_field_that_the_integration_cannot_see_is_left_out(self) -> None:
        without_fax = {name: kind for name, kind in SALESFORCE["Lead"].items() if name != "Fax"}
        assert by_property(compiled({}, HUBSPOT, SALESFORCE | {"Lead": without_fax}))["fax"].salesforce == {
            "Contact": "Fax"
        }
        without_company = {name: kind for name, kind in SALESFORCE["Lead"].items() if name != "Company"}
        assert "company" not in by_property(compiled({}, HUBSPOT, SALESFORCE | {"Lead": without_company}))
        no_fax = {name: kind for name, kind in HUBSPOT.items() if name != "fax"}
        changed = compiled({"mappings/contact": mappings(("fax", "Fax", "two_way"))}, no_fax)
        assert "fax" not in by_property(changed)


class TestSettings:
    def test_contact_settings(self) -> None:
        document = {
            "create_in_hubspot": False,
            "create_in_salesforce": "lead",
            "inclusion_list_id": 12,
            "required_fallbacks": {"LastName": None},
        }
        assert compiled({"settings/contact": document}).pairs["contact"].settings == PairSettings(
            create_in_hubspot=False,
            create_in_salesforce="lead",
            inclusion_list_id="12",
            required_fallbacks={"LastName": None, "Company": "[not provided]"},
        )

    def test_nothing_is_created_with_null(self) -> None:
        settings = compiled({"settings/contact": {"create_in_salesforce": None}}).pairs["contact"].settings
        assert settings.create_in_salesforce is None

    def test_global_settings(self) -> None:
        given = {"paused": True, "max_clears_per_hour": 5.0}
        found = compiled({"settings/global": given}).global_settings
        assert found == GlobalSettings(paused=True, max_clears_per_hour=5)
        assert type(found.max_clears_per_hour) is int

    def test_quotas(self) -> None:
        hubspot = {"percent": 12.5, "window": "calendar", "time_zone": "UTC", "reserve": {"live": 40}}
        configuration = compiled({"quota/hubspot": hubspot, "quota/salesforce": {"daily_limit": 5_000}})
        assert configuration.quotas == {
            "hubspot": QuotaSettings(percent=12.5, window="calendar", reserve_live=40),
            "salesforce": QuotaSettings(daily_limit=5_000),
        }

    def test_a_known_time_zone(self) -> None:
        assert (
            compiled({"quota/hubspot": {"time_zone": "Europe/Berlin"}}).quotas["hubspot"].time_zone == "Europe/Berlin"
        )

    @pytest.mark.parametrize(
        ("document", "place", "word"),
        [
            ({"daily_limit": 5, "percent": 5}, "/percent", "exclude"),
            ({"daily_limit": 0}, "/daily_limit", "not allowed"),
            ({"percent": 0}, "/percent", "not allowed"),
            ({"percent": 101}, "/percent", "not allowed"),
            ({"reserve": {"live": 60, "poll": 50}}, "/reserve", "more than 100"),
            ({"reserve": {"live": -1}}, "/reserve/live", "not allowed"),
            ({"window": "daily"}, "/window", "not allowed"),
            ({"time_zone": "Europe/Berln"}, "/time_zone", "no time zone"),
            ({"time_zone": "../etc"}, "/time_zone", "no time zone"),
            ({"time_zone": 1}, "/time_zone", "type"),
        ],
    )
    def test_bad_quotas(self, document: dict[str, Any], place: str, word: str) -> None:
        [refusal] = refused({"quota/salesforce": document})
        assert (refusal.parameter, refusal.place) == ("quota/salesforce", place)
        assert word in refusal.reason

    def test_a_misspelt_time_zone_is_told_its_like(self) -> None:
        [refusal] = refused({"quota/hubspot": {"time_zone": "Europe/Berln"}})
        assert "Did you mean Europe/Berlin" in refusal.fix


class TestMappings:
    @pytest.mark.s("S18")
    def test_a_rule_of_a_default_mapping_changes(self) -> None:
        found = by_property(compiled({"mappings/contact": mappings(("jobtitle", "Title", "two_way"))}))
        assert found["jobtitle"].rule is Rule.TWO_WAY
        assert found["jobtitle"].is_default
        assert len(found) == len(CONTACT_PAIR.mappings)

    @pytest.mark.parametrize(
        "field", ["City", "MailingCity", {"Lead": "City"}, {"Lead": "City", "Contact": "MailingCity"}]
    )
    def test_either_field_names_a_default_mapping(self, field: Any) -> None:
        found = by_property(compiled({"mappings/contact": mappings(("city", field, "always_hubspot"))}))
        assert found["city"].rule is Rule.ALWAYS_HUBSPOT
        assert found["city"].salesforce == {"Lead": "City", "Contact": "MailingCity"}

    @pytest.mark.s("S19", "S20")
    def test_a_field_name_means_every_object_that_has_it(self) -> None:
        documents = {"mappings/contact/shoes": mappings(("shoe_size", "ShoeSize__c", "always_salesforce"))}
        mapping = by_property(compiled(documents))["shoe_size"]
        assert mapping.salesforce == {"Lead": "ShoeSize__c", "Contact": "ShoeSize__c"}
        assert mapping.salesforce_types["Lead"] == FieldType(Kind.NUMBER, scale=1)
        assert mapping.rule is Rule.ALWAYS_SALESFORCE
        assert not mapping.is_default

    def test_a_field_that_only_one_object_has(self) -> None:
        mapping = by_property(compiled({"mappings/contact": mappings(("nickname", "Nickname__c"))}))["nickname"]
        assert mapping.salesforce == {"Lead": "Nickname__c"}
        assert mapping.rule is Rule.PREFER_SALESFORCE_UNLESS_BLANK

    @pytest.mark.s("S19")
    def test_a_field_of_each_object(self) -> None:
        fields = {"Lead": "Nickname__c", "Contact": "Alias__c"}
        mapping = by_property(compiled({"mappings/contact": mappings(("nickname", fields))}))["nickname"]
        assert mapping.salesforce == fields
        assert mapping.salesforce_types["Contact"].max_length == 40

    def test_all_documents_are_merged(self) -> None:
        documents = {
            "mappings/contact": mappings(("shoe_size", "ShoeSize__c")),
            "mappings/contact/more": mappings(("favourite_colour", "Colour__c"), ("fax", "Fax", "dont_sync")),
        }
        found = by_property(compiled(documents))
        assert {"shoe_size", "favourite_colour"} <= found.keys()
        assert found["fax"].rule is Rule.DONT_SYNC

    def test_without_schemas_names_are_taken_on_trust(self) -> None:
        documents = {"mappings/contact": mappings(("anything", "Any__c", "always_hubspot"))}
        mapping = by_property(compiled(documents, {}, {}))["anything"]
        assert mapping.salesforce == {"Contact": "Any__c", "Lead": "Any__c"}

    def test_what_can_only_be_read_may_still_give(self) -> None:
        documents = {"mappings/contact": mappings(("shoe_size", "Formula__c", "always_salesforce"))}
        assert not by_property(compiled(documents))["shoe_size"].salesforce_types["Lead"].writable

    @pytest.mark.parametrize(
        ("entry", "key", "reason", "fix"),
        [
            (("shoe_sise", "ShoeSize__c"), "hubspot", "no contact property shoe_sise", "shoe_size"),
            (("shoe_size", "ShoeSise__c"), "salesforce", "no field ShoeSise__c in Contact or Lead", "ShoeSize__c"),
            (("nickname", {"Contact": "Nickname__c"}), "salesforce", "no field Nickname__c in Contact", "access"),
            (("shoe_size", "Colour__c"), "salesforce", "shoe_size (number) does not go with", "number property goes"),
            (("keeper", "ShoeSize__c"), "hubspot", "keeper holds a HubSpot user", "another property"),
            (("jobtitle", "ShoeSize__c"), "salesforce", "by default", "dont_sync"),
            (("city", {"Lead": "City", "Contact": "Title"}), "salesforce", "by default", "dont_sync"),
            (("nickname", "Title"), "salesforce", "mapped by the default mapping of jobtitle", "another field"),
            (("nickname", "City"), "salesforce", "mapped by the default mapping of city", "another field"),
            (("salesforceleadid", "FormulaText__c"), "hubspot", "never mapped", "another property"),
            (("email", "Email", "always_salesforce"), "rule", "cannot be always_salesforce", "two_way"),
            (("email", "Email", "dont_sync"), "rule", "cannot be dont_sync", "two_way"),
            (("shoe_size", "Formula__c", "always_hubspot"), "rule", "read-only", "write access"),
            (("score", "ShoeSize__c", "always_salesforce"), "rule", "read-only", "write access"),
            (("score", "Formula__c", "two_way"), "rule", "read-only", "write access"),
        ],
    )
    def test_bad_entries(self, entry: tuple[Any, ...], key: str, reason: str, fix: str) -> None:
        first, *others = refused({"mappings/contact": mappings(("fax", "Fax"), entry)})
        assert (first.parameter, first.place) == ("mappings/contact", f"/mappings/1/{key}")
        assert reason in first.reason
        assert fix in first.fix
        assert all(other.place == first.place for other in others)

    def test_a_property_mapped_twice_names_both_places(self) -> None:
        documents = {
            "mappings/contact": mappings(("shoe_size", "ShoeSize__c")),
            "mappings/contact/more": mappings(("shoe_size", "Formula__c")),
        }
        [refusal] = refused(documents)
        assert (refusal.parameter, refusal.place) == ("mappings/contact/more", "/mappings/0/hubspot")
        assert "shoe_size is mapped in mappings/contact at /mappings/0 already" in refusal.reason

    def test_a_field_mapped_twice_names_both_places(self) -> None:
        documents = {"mappings/contact": mappings(("shoe_size", "ShoeSize__c"), ("score", {"Lead": "ShoeSize__c"}))}
        [refusal] = refused(documents)
        assert refusal.place == "/mappings/1/salesforce"
        assert "Lead.ShoeSize__c is mapped by mappings/contact at /mappings/0 already" in refusal.reason

    def test_a_type_is_only_checked_where_it_is_known(self) -> None:
        documents = {"mappings/contact": mappings(("shoe_size", "Colour__c"))}
        assert "shoe_size" in by_property(compiled(documents, {}, SALESFORCE))
        assert "shoe_size" in by_property(compiled(documents, HUBSPOT, {}))


class TestDocuments:
    def test_one_bad_document_refuses_all_and_each_fault_is_told(self) -> None:
        documents = {
            "settings/global": {"pausd": True},
            "mappings/contact": mappings(("shoe_size", "ShoeSize__c", "two_ways")),
            "quota/hubspot": {"percent": 5},
        }
        assert [(refusal.parameter, refusal.place) for refusal in refused(documents)] == [
            ("mappings/contact", "/mappings/0/rule"),
            ("settings/global", "/pausd"),
        ]

    @pytest.mark.parametrize(
        ("parameter", "text", "place", "reason", "fix"),
        [
            ("settings/contact", "{", "", "not JSON", "line 1, column 2"),
            ("settings/contact", '{"enabled": true, "enabled": false}', "", '"enabled" is there twice', "JSON"),
            ("settings/contact", '{"enabled": NaN}', "", "NaN is no JSON number", "JSON"),
            ("settings/contact", "[" * 100_000, "", "nested too deeply", "JSON"),
            ("settings/contact", "[]", "", "not of the right type", "object"),
            ("settings/contact", '{"create_in_hubspot": "yes"}', "/create_in_hubspot", "type", "Use boolean"),
            ("settings/contact", '{"create_in_salesforce": "leed"}', "/create_in_salesforce", "not allowed", "lead?"),
            ("settings/contact", '{"inclusion_list_id": "my list"}', "/inclusion_list_id", "not allowed", "[0-9]"),
            ("settings/contact", '{"inclusion_list_id": true}', "/inclusion_list_id", "type", "string or integer"),
            ("settings/contact", '{"required_fallbacks": {"LastName": " "}}', "/required_fallbacks/LastName", "", ""),
            ("settings/contact", '{"required_fallbacks": {"Title": "x"}}', "/required_fallbacks/Title", "unknown", ""),
            ("settings/contact", '{"a/b~c": 1}', "/a~1b~0c", "unknown", "Known keys"),
            ("settings/global", '{"max_clears_per_hour": -1}', "/max_clears_per_hour", "not allowed", "minimum 0"),
            ("settings/global", '{"paused": null}', "/paused", "null is not of the right type", "boolean"),
            ("settings/contacts", "{}", "", "no such parameter", "settings/contact"),
            ("objects/boat", "{}", "", "no such parameter", "There are"),
            ("mappings/invoice", "{}", "", "no such parameter", "mappings/contact"),
            ("mappings/contact", "{}", "", "mappings is missing", "Add it"),
            ("mappings/contact", '{"mappings": [{"hubspot": "a"}]}', "/mappings/0", "salesforce is missing", "Add it"),
            (
                "mappings/contact",
                '{"mappings": [{"hubspot": "A b", "salesforce": "X"}]}',
                "/mappings/0/hubspot",
                "",
                "",
            ),
            (
                "mappings/contact",
                '{"mappings": [{"hubspot": "a", "salesforce": {}}]}',
                "/mappings/0/salesforce",
                "",
                "",
            ),
            (
                "mappings/contact",
                '{"mappings": [{"hubspot": "a", "salesforce": {"Account": "X"}}]}',
                "/mappings/0/salesforce/Account",
                "unknown",
                "Lead",
            ),
            ("options/colours", '{"options": {"red": 1}}', "/options/red", "type", "string"),
        ],
    )
    def test_bad_documents(self, parameter: str, text: str, place: str, reason: str, fix: str) -> None:
        [refusal] = refused({parameter: text})
        assert (refusal.parameter, refusal.place) == (parameter, place)
        assert reason in refusal.reason
        assert fix in refusal.reason + refusal.fix

    def test_long_values_are_not_repeated_whole(self) -> None:
        [refusal] = refused({"settings/contact": {"enabled": "x" * 500}})
        assert len(refusal.reason) < 100

    def test_an_option_map_is_checked(self) -> None:
        assert compiled({"options/colours": {"options": {"rouge": "red"}}})

    def test_the_same_input_gives_the_same_output(self) -> None:
        documents = {"mappings/contact": mappings(("shoe_size", "ShoeSize__c")), "settings/contact": {"enabled": False}}
        assert compiled(documents) == compiled(dict(reversed(documents.items())))
        assert replace(compiled(documents), version=8) != compiled(documents)
