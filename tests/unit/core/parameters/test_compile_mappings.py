from typing import Any

import pytest
from crmsync.core.default_configuration import CONTACT_PAIR
from crmsync.core.mapping import FieldType, Kind, Rule

from tests.unit.core.parameters.compiling import HUBSPOT, SALESFORCE, by_property, compiled, mappings, refused


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
