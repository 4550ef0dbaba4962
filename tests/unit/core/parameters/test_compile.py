from dataclasses import replace
from typing import Any

import pytest
from crmsync.core.configuration import GlobalSettings, QuotaSettings
from crmsync.core.default_configuration import CONTACT_PAIR
from crmsync.core.mapping import FieldType, Kind
from crmsync.core.pair_settings import PairSettings

from tests.unit.core.parameters.compiling import HUBSPOT, SALESFORCE, by_property, compiled, mappings, refused


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
            ("object/boat", "{}", "", "no such parameter", "There are"),
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
