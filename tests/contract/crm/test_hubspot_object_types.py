"""Companies and deals through the same methods as contacts."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.association import Association
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.mapping import Kind
from crmsync.core.own_properties import OwnProperty
from crmsync.core.parked import Category
from crmsync.core.record import Gone, NewRecord, Record, RecordRef, RecordUpdate, Side
from crmsync.ports.crm import Look

from tests.contract.crm.hubspot_world import HubspotWorld, written

NAMES = {"company": "name", "deal": "dealname", "ticket": "subject", "task": "hs_task_subject", "note": "hs_note_body"}
NEEDED = {
    "company": {},
    "deal": {"dealstage": "qualifiedtobuy"},
    "ticket": {"hs_pipeline_stage": "1"},
    "task": {"hs_timestamp": "2026-11-01T09:00:00Z"},
    "note": {"hs_timestamp": "2026-11-01T09:00:00Z"},
}
KEY = OwnProperty("salesforce_key", "Salesforce key", "string", "text", "The record's id.", is_unique=True)

every_type = pytest.mark.parametrize("kind", list(NAMES))


def records(kind: str, count: int, **values: Any) -> list[NewRecord]:
    return [NewRecord(str(n), kind, {NAMES[kind]: f"N{n}", **NEEDED[kind], **values}) for n in range(count)]


def made(hubspot: HubspotWorld, kind: str, count: int, **values: Any) -> list[RecordRef]:
    outcomes = hubspot.crm.create(records(kind, count, **values))
    hubspot.calls()
    return [RecordRef(Side.HUBSPOT, kind, written(outcome).id) for outcome in outcomes]


def seen(hubspot: HubspotWorld, ref: RecordRef, *fields: str) -> dict[str, Any]:
    record = hubspot.crm.look(Look((ref,), (), {ref.object_type: fields})).records[ref]
    assert isinstance(record, Record), record
    return dict(record.values)


@every_type
def test_records_are_created_read_updated_and_deleted(hubspot: HubspotWorld, kind: str) -> None:
    refs = made(hubspot, kind, 2)
    hubspot.crm.update([RecordUpdate(refs[0], {NAMES[kind]: "Changed"})])
    assert seen(hubspot, refs[0], NAMES[kind]) == {NAMES[kind]: "Changed"}
    hubspot.crm.delete([refs[1]])
    assert hubspot.crm.look(Look((refs[1],))).records[refs[1]] == Gone(refs[1], is_proven=True)


@every_type
def test_a_poll_finds_what_changed(hubspot: HubspotWorld, kind: str) -> None:
    made(hubspot, kind, 1)
    since = hubspot.clock.millis()
    refs = made(hubspot, kind, 2)
    page = hubspot.crm.changed_since(kind, (NAMES[kind],), since, hubspot.clock.millis(), None)
    assert {record.ref for record in page.records} == set(refs)
    assert {record.values[NAMES[kind]] for record in page.records} == {"N0", "N1"}


@pytest.mark.parametrize("kind", ["company", "deal"])
def test_a_bad_row_fails_alone(hubspot: HubspotWorld, kind: str) -> None:
    rows = [*records(kind, 1), NewRecord("bad", kind, {"hubspot_owner_id": "no such owner"}), *records(kind, 1)]
    outcomes = hubspot.crm.create(rows)
    assert [isinstance(one, Failure) for one in outcomes] == [False, True, False]
    assert isinstance(outcomes[1], Failure)
    assert outcomes[1].fields == ("hubspot_owner_id",)
    assert hubspot.calls() == 1


@pytest.mark.parametrize("creates_record", [True, False])
def test_a_merged_company_tells_what_it_became(hubspot: HubspotWorld, creates_record: bool) -> None:
    hubspot.settings(merge_creates_record=creates_record)
    one, two = made(hubspot, "company", 2)
    body = {"primaryObjectId": one.id, "objectIdToMerge": two.id}
    survivor = RecordRef(
        Side.HUBSPOT, "company", str(hubspot.by_person("POST", "/crm/v3/objects/companies/merge", body)["id"])
    )
    records = hubspot.crm.look(Look((two, survivor))).records
    assert records[two] == Gone(two, survivor, "merged")
    assert isinstance(records[survivor], Record)


def test_the_schema_of_a_company_and_a_deal(hubspot: HubspotWorld) -> None:
    company, deal = hubspot.crm.schema("company"), hubspot.crm.schema("deal")
    assert (company["website"].kind, company["industry"].kind) == (Kind.URL, Kind.PICKLIST)
    assert (company["annualrevenue"].kind, company["description"].is_long) == (Kind.NUMBER, True)
    assert not company["hs_parent_company_id"].writable
    assert not deal["hs_primary_associated_company"].writable
    assert "closedwon" in deal["dealstage"].options
    assert deal["closedate"].kind is Kind.DATETIME


@pytest.mark.parametrize("kind", ["company", "deal"])
def test_a_unique_property_is_a_key(hubspot: HubspotWorld, kind: str) -> None:
    hubspot.crm.create_property_group(kind, "crmsync", "Salesforce sync")
    assert hubspot.crm.create_properties(kind, "crmsync", [KEY]) == {KEY.name: None}
    (ref,) = made(hubspot, kind, 1, salesforce_key="001ABC")
    hubspot.calls()
    found = hubspot.crm.with_value(kind, KEY.name, ["001ABC", "001XYZ"], (NAMES[kind],))
    assert hubspot.calls() == 1
    assert {value: (record.ref, dict(record.values)) for value, record in found.items()} == {
        "001ABC": (ref, {NAMES[kind]: "N0"})
    }
    (again,) = hubspot.crm.create(records(kind, 1, salesforce_key="001ABC"))
    assert isinstance(again, Failure)
    assert (again.category, again.existing_id) == (Category.DUPLICATES, ref.id)


def test_a_property_that_is_not_unique_is_no_key(hubspot: HubspotWorld) -> None:
    with pytest.raises(CrmError) as raised:
        hubspot.crm.with_value("company", "domain", ["edge.example"], ())
    assert raised.value.failure.consequence is Consequence.REJECTED_RECORD


def test_the_history_of_a_companys_property(hubspot: HubspotWorld) -> None:
    (ref,) = made(hubspot, "company", 1)
    hubspot.crm.update([RecordUpdate(ref, {"name": "Later"})])
    history = hubspot.crm.property_history([ref.id], ["name"], "company")
    assert [value for _, value in history[ref.id]["name"]] == ["Later", "N0"]
    assert set(hubspot.crm.property_times([ref.id], ["name"], "company")[ref.id]) == {"name"}


def test_without_the_scope_of_a_type_its_calls_are_refused(hubspot: HubspotWorld) -> None:
    (ref,) = made(hubspot, "company", 1)
    hubspot.settings(missing_scopes=["crm.objects.companies.read"])
    with pytest.raises(CrmError) as raised:
        hubspot.crm.look(Look((ref,)))
    assert raised.value.failure.category == Category.PERMISSIONS


def test_a_custom_object_goes_by_its_type_id(hubspot: HubspotWorld) -> None:
    plate = {"name": "plate", "label": "Plate", "type": "string", "fieldType": "text", "hasUniqueValue": True}
    body = {
        "name": "car",
        "labels": {"singular": "Car", "plural": "Cars"},
        "requiredProperties": ["plate"],
        "properties": [plate],
        "associatedObjects": ["CONTACT"],
    }
    kind = str(hubspot.by_person("POST", "/crm-object-schemas/v3/schemas", body)["objectTypeId"])
    (outcome,) = hubspot.crm.create([NewRecord("1", kind, {"plate": "B-AR 1"})])
    car = RecordRef(Side.HUBSPOT, kind, written(outcome).id)
    assert hubspot.crm.with_value(kind, "plate", ["B-AR 1"], ("plate",))["B-AR 1"].ref == car
    (contact,) = hubspot.add({"firstname": "Ada"})
    hubspot.crm.associate([Association(car, contact)])
    (linked,) = hubspot.crm.associated([contact], kind)[contact]  # type: ignore[misc]
    assert linked.ref == car
    assert hubspot.crm.schema(kind)["plate"].kind is Kind.TEXT


def test_a_list_of_companies(hubspot: HubspotWorld) -> None:
    one, two = made(hubspot, "company", 2)
    body = {"name": "L", "objectTypeId": "0-2", "processingType": "MANUAL"}
    list_id = str(hubspot.by_person("POST", "/crm/v3/lists", body)["list"]["listId"])
    hubspot.by_person("PUT", f"/crm/v3/lists/{list_id}/memberships/add", [one.id])
    assert hubspot.crm.membership([one.id, two.id], list_id, "company") == {one.id: True, two.id: False}
    found = hubspot.crm.list_info(list_id)
    assert found is not None
    assert found.object_type == "company"


def test_companies_in_which_a_property_is_filled(hubspot: HubspotWorld) -> None:
    one, *_ = made(hubspot, "company", 2)
    hubspot.crm.update([RecordUpdate(one, {"hs_lead_status": "OPEN"})])
    assert hubspot.crm.contacts_with(["hs_lead_status"], None, "company").ids == (one.id,)
