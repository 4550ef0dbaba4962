"""What set-up and doctor ask Salesforce."""

from __future__ import annotations

import pytest
from crmsync.core.failure import CrmError
from crmsync.core.record import RecordUpdate

from tests.contract.crm.salesforce_world import SalesforceWorld, new


def test_rights_of_objects_and_fields(salesforce: SalesforceWorld) -> None:
    rights = salesforce.crm.rights(["Contact", "Lead"])
    contact = rights["Contact"]
    assert contact is not None
    assert (contact.queryable, contact.createable, contact.updateable) == (True, True, True)
    assert contact.fields["Title"].updateable
    assert not contact.fields["SystemModstamp"].updateable
    assert salesforce.calls() == 2


def test_a_field_that_is_hidden_or_read_only(salesforce: SalesforceWorld) -> None:
    permission = {"op": "set_permission", "object": "Contact"}
    salesforce.control("schema", {**permission, "field": "Title", "editable": False})
    salesforce.control("schema", {**permission, "field": "Fax", "readable": False})
    contact = salesforce.crm.rights(["Contact"])["Contact"]
    assert contact is not None
    assert not contact.fields["Title"].updateable
    assert "Fax" not in contact.fields


def test_an_object_without_create_and_edit_refuses_both(salesforce: SalesforceWorld) -> None:
    (person,) = salesforce.add("Contact", {})
    salesforce.control("schema", {"op": "set_permission", "object": "Contact", "creatable": False, "editable": False})
    contact = salesforce.crm.rights(["Contact"])["Contact"]
    assert contact is not None
    assert (contact.createable, contact.updateable) == (False, False)
    outcomes = [
        *salesforce.crm.create([new(1, "Contact")]),
        *salesforce.crm.update([RecordUpdate(person, {"Title": "Boss"})]),
    ]
    assert [getattr(outcome, "category", "written") for outcome in outcomes] == ["permissions", "permissions"]


def test_an_object_that_is_not_there(salesforce: SalesforceWorld) -> None:
    assert salesforce.crm.rights(["Nothing__c"]) == {"Nothing__c": None}


def test_an_outage_is_no_missing_object(salesforce: SalesforceWorld) -> None:
    salesforce.fault("status", "describe", status=503)
    with pytest.raises(CrmError):
        salesforce.crm.rights(["Contact"])


def test_person_accounts_show_a_mark(salesforce: SalesforceWorld) -> None:
    salesforce.add("Contact", {"Email": "b@example.org"})
    salesforce.control("schema", {"op": "enable_person_accounts"})
    row = {"LastName": "Vale", "Email": "p@example.org", "IsPersonAccount": True}
    salesforce.control("load", {"object": "Contact", "records": [row]})
    soql = "SELECT+Email,IsPersonAccount+FROM+Contact+WHERE+Email+IN+('b@example.org','p@example.org')"
    rows = salesforce.by_person("GET", f"query?q={soql}")["records"]
    assert {one["Email"]: one["IsPersonAccount"] for one in rows} == {"b@example.org": False, "p@example.org": True}
    contact = salesforce.crm.rights(["Contact"])["Contact"]
    assert contact is not None
    assert contact.fields["IsPersonAccount"] == (False, False)


RULE = {"op": "add_validation_rule", "object": "Contact", "field": "Title", "operator": "equals", "value": "x"}


def test_validation_rules_are_told_with_their_last_edit(salesforce: SalesforceWorld) -> None:
    assert salesforce.crm.validation_rules(["Contact", "Lead"]) == ()
    salesforce.control("schema", {**RULE, "name": "First"})
    first = salesforce.crm.validation_rules(["Contact", "Lead"])
    assert len(first) == 1
    assert salesforce.crm.validation_rules(["Lead"]) == ()
    salesforce.control("schema", {**RULE, "name": "Second"})
    assert set(first) < set(salesforce.crm.validation_rules(["Contact", "Lead"]))
    salesforce.control("schema", {"op": "remove_validation_rule", "name": "First"})
    assert not set(first) & set(salesforce.crm.validation_rules(["Contact", "Lead"]))
    assert salesforce.calls() == 5


def test_rules_that_the_user_may_not_see(salesforce: SalesforceWorld) -> None:
    salesforce.fault("status", "/tooling/", status=403)
    with pytest.raises(CrmError):
        salesforce.crm.validation_rules(["Contact"])


def test_changes_of_the_setup_are_told_by_section(salesforce: SalesforceWorld) -> None:
    before = salesforce.clock.millis() - 1_000
    assert salesforce.crm.setup_changes(before) == frozenset()
    salesforce.control("schema", {"op": "set_permission", "object": "Contact", "field": "Fax", "readable": False})
    assert salesforce.crm.setup_changes(before) == {"Manage Users"}
    salesforce.control("schema", {**RULE, "name": "Third"})
    assert len(salesforce.crm.setup_changes(before)) == 2
    assert salesforce.crm.setup_changes(salesforce.clock.millis() + 1_000) == frozenset()
