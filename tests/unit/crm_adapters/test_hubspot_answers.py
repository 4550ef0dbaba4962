from __future__ import annotations

from typing import Any

import pytest
from crmsync.adapters.hubspot.crm import HubspotCrm
from crmsync.adapters.hubspot.objects import property_text
from crmsync.core.failure import Consequence, CrmError, Failure, Written
from crmsync.core.mapping import Kind
from crmsync.core.record import RecordRef, RecordUpdate, Side, Value

from tests.unit.crm_adapters.scripted import ScriptedTransport, ok


@pytest.mark.parametrize(
    ("value", "text"),
    [("a ", "a "), (None, ""), (True, "true"), (False, "false"), (5, "5"), (5.0, "5"), (0.25, "0.25")],
)
def test_values_are_written_as_text(value: Value, text: str) -> None:
    assert property_text(value) == text


def usage(used: int, limit: int, status: str = "SUCCESS") -> dict[str, Any]:
    return {"name": "x", "currentUsage": used, "usageLimit": limit, "fetchStatus": status}


def test_the_limit_that_is_nearest_to_its_end_counts() -> None:
    rows = [usage(10, 1000), usage(90, 100, "CACHED"), usage(99, 100, "FAILURE")]
    assert HubspotCrm(ScriptedTransport([ok({"results": rows})])).daily_usage() == (90, 100)


@pytest.mark.parametrize("rows", [[], [usage(1, 2, "TIMEOUT")], [usage(0, 0)]])
def test_no_figures_are_no_zero(rows: list[dict[str, Any]]) -> None:
    with pytest.raises(CrmError) as caught:
        HubspotCrm(ScriptedTransport([ok({"results": rows})])).daily_usage()
    assert caught.value.failure.consequence is Consequence.RETRY_LATER


def partly_answered(error: dict[str, Any]) -> ScriptedTransport:
    inside = {"recordId": "1", "recordListMemberships": [{"listId": "42"}]}
    return ScriptedTransport([ok({"results": [inside], "numErrors": 1, "errors": [error]}, 207)])


def test_whom_hubspot_could_not_look_up_just_now_is_not_outside_the_list() -> None:
    transport = partly_answered({"status": "error", "category": "INTERNAL_ERROR", "message": "internal error"})
    with pytest.raises(CrmError) as caught:
        HubspotCrm(transport).membership(["1", "2"], "42")
    assert caught.value.failure.consequence is Consequence.RETRY_LATER


def test_whom_hubspot_does_not_know_is_in_no_list() -> None:
    transport = partly_answered({"status": "error", "category": "OBJECT_NOT_FOUND", "message": "no such record"})
    assert HubspotCrm(transport).membership(["1", "2"], "42") == {"1": True, "2": False}


def test_a_property_that_must_not_be_written_is_blamed_on_its_records() -> None:
    error = {"message": "no", "code": "PROPERTY_DOESNT_EXIST", "context": {"propertyName": ["shoe"]}}
    transport = ScriptedTransport(
        [ok({"category": "VALIDATION_ERROR", "errors": [error]}, 400), ok({"results": [{"id": "2"}]})]
    )
    one, two = (RecordRef(Side.HUBSPOT, "contact", record_id) for record_id in ("1", "2"))
    outcomes = HubspotCrm(transport).update([RecordUpdate(one, {"shoe": "x"}), RecordUpdate(two, {"hat": "x"})])
    assert isinstance(outcomes[0], Failure)
    assert outcomes[1] == Written("2")
    assert len(transport.calls) == 2


@pytest.mark.parametrize(
    ("definition", "kind", "options", "writable"),
    [
        ({"type": "string", "fieldType": "text"}, Kind.TEXT, (), True),
        ({"type": "string", "fieldType": "phonenumber"}, Kind.PHONE, (), True),
        ({"type": "phone_number", "fieldType": "phonenumber"}, Kind.PHONE, (), True),
        ({"type": "number", "fieldType": "number", "calculated": True}, Kind.NUMBER, (), False),
        ({"type": "bool", "fieldType": "booleancheckbox"}, Kind.BOOLEAN, (), True),
        (
            {"type": "enumeration", "fieldType": "booleancheckbox", "options": [{"value": "true"}]},
            Kind.BOOLEAN,
            (),
            True,
        ),
        (
            {"type": "enumeration", "fieldType": "radio", "options": [{"value": "a"}, {"value": "b"}]},
            Kind.PICKLIST,
            ("a", "b"),
            True,
        ),
        (
            {"type": "enumeration", "fieldType": "checkbox", "options": [{"value": "a"}]},
            Kind.MULTI_PICKLIST,
            ("a",),
            True,
        ),
        ({"type": "enumeration", "fieldType": "select", "referencedObjectType": "OWNER"}, Kind.REFERENCE, (), True),
        ({"type": "date", "modificationMetadata": {"readOnlyValue": True}}, Kind.DATE, (), False),
        ({"type": "datetime"}, Kind.DATETIME, (), True),
        ({"type": "object_coordinates"}, Kind.TEXT, (), True),
    ],
)
def test_property_definitions(definition: dict[str, Any], kind: Kind, options: tuple[str, ...], writable: bool) -> None:
    answer = ok({"results": [{"name": "x", **definition}, {"name": "old", "type": "string", "archived": True}]})
    schema = HubspotCrm(ScriptedTransport([answer])).schema("contact")
    assert set(schema) == {"x"}
    assert (schema["x"].kind, schema["x"].options, schema["x"].writable) == (kind, options, writable)


def test_some_properties_are_known_by_name() -> None:
    answer = ok({"results": [{"name": name, "type": "string"} for name in ("email", "website")]})
    schema = HubspotCrm(ScriptedTransport([answer])).schema("contact")
    assert (schema["email"].kind, schema["website"].kind) == (Kind.EMAIL, Kind.URL)
