"""Salesforce answers that are short, cut into pages, or not what was asked for."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.adapters.salesforce.crm import SalesforceCrm
from crmsync.core.failure import Consequence, CrmError, Failure, Written
from crmsync.core.record import NewRecord, Record, RecordRef, RecordUpdate, Side
from crmsync.ports.crm import Look

from tests.unit.crm_adapters.scripted import ScriptedTransport, ok

ONE = RecordRef(Side.SALESFORCE, "Contact", "003000000000001AAA")
TWO = RecordRef(Side.SALESFORCE, "Contact", "003000000000002AAA")


def row(ref: RecordRef, **values: Any) -> dict[str, Any]:
    return {
        "attributes": {"type": ref.object_type},
        "Id": ref.id,
        "SystemModstamp": "2026-11-22T01:02:03.000+0000",
        "CreatedDate": "2026-11-21T01:02:03.000+0000",
        "IsDeleted": False,
        **values,
    }


def part(index: int, body: Any, status: int = 200) -> dict[str, Any]:
    return {"referenceId": f"part{index}", "httpStatusCode": status, "body": body, "httpHeaders": {}}


def composite(*parts: dict[str, Any]) -> Any:
    return ok(
        {"compositeResponse": list(parts)}, sforce_limit_info="api-usage=18/5000; per-app-api-usage=1/9(appName=x)"
    )


def page(*rows: dict[str, Any], more: str | None = None) -> dict[str, Any]:
    return {"totalSize": 2, "done": more is None, "records": list(rows)} | ({"nextRecordsUrl": more} if more else {})


def test_a_result_that_is_cut_into_pages_is_read_to_its_end() -> None:
    next_page = "/services/data/v68.0/query/01g-1"
    transport = ScriptedTransport([composite(part(0, page(row(ONE), more=next_page))), ok(page(row(TWO)))])
    seen = SalesforceCrm(transport, "68.0").look(Look((ONE, TWO)))
    assert all(isinstance(outcome, Record) for outcome in seen.records.values())
    assert (transport.calls[1].method, transport.calls[1].path) == ("GET", next_page)


def test_parts_are_known_by_reference_and_times_are_read() -> None:
    found = composite(part(1, page(row(TWO, Email=" ANA@Example.org "))), part(0, page(row(ONE))), part(2, page()))
    crm = SalesforceCrm(ScriptedTransport([found]), "68.0")
    seen = crm.look(Look((ONE,), ("ana@example.org",)))
    assert [match.ref for match in seen.matches["ana@example.org"]] == [TWO]
    record = seen.records[ONE]
    assert isinstance(record, Record)
    assert (record.created_at, record.modified_at) == (1_795_222_923_000, 1_795_309_323_000)
    assert crm.last_usage == (18, 5000)


@pytest.mark.parametrize(
    "answer",
    [
        ok({"compositeResponse": []}),
        ok({}),
        ok([]),
        ok(None),
        composite(part(0, [{"errorCode": "QUERY_TIMEOUT"}], 400)),
    ],
)
def test_a_part_that_failed_or_is_missing_fails_the_look(answer: Any) -> None:
    with pytest.raises(CrmError) as caught:
        SalesforceCrm(ScriptedTransport([answer]), "68.0").look(Look((ONE,)))
    assert caught.value.failure.consequence is Consequence.RETRY_LATER


def test_absent_fields_and_compound_values_are_left_out() -> None:
    found = composite(part(0, page(row(ONE, Title=None, Address={"city": "X"}, Account={}))))
    fields = {"Contact": ("Title", "Address", "Account.Name", "Owner.Name", "Phone")}
    record = SalesforceCrm(ScriptedTransport([found]), "68.0").look(Look((ONE,), (), fields)).records[ONE]
    assert isinstance(record, Record)
    assert record.values == {"Title": None}


@pytest.mark.parametrize("body", [[], {}, None, [{"success": True, "id": ONE.id}]])
def test_results_that_do_not_match_the_records_leave_all_unknown(body: Any) -> None:
    updates = [RecordUpdate(ONE, {"Title": "x"}), RecordUpdate(TWO, {"Title": "x"})]
    outcomes = SalesforceCrm(ScriptedTransport([ok(body)]), "68.0").update(updates)
    assert [one.consequence for one in outcomes if isinstance(one, Failure)] == [Consequence.OUTCOME_UNKNOWN] * 2


def test_headers_of_writes() -> None:
    transport = ScriptedTransport([ok([{"success": True, "id": ONE.id}])] * 2)
    crm = SalesforceCrm(transport, "68.0")
    crm.create([NewRecord("k", "Contact", {"LastName": "X", "Title": None})])
    crm.update([RecordUpdate(ONE, {"Title": None})])
    created, updated = transport.calls
    assert (created.method, updated.method) == ("POST", "PATCH")
    for call in (created, updated):
        assert call.headers["Sforce-Call-Options"] == "client=crmsync"
        assert call.headers["Sforce-Auto-Assign"] == "FALSE"
        assert call.writes
    assert created.headers["Sforce-Duplicate-Rule-Header"] == "allowSave=false"
    assert updated.headers["Sforce-Duplicate-Rule-Header"] == "allowSave=true"
    assert created.body["records"] == [{"attributes": {"type": "Contact"}, "LastName": "X"}]
    assert updated.body == {
        "allOrNone": False,
        "records": [{"attributes": {"type": "Contact"}, "id": ONE.id, "Title": None}],
    }


def test_more_than_ten_types_are_more_than_one_call() -> None:
    results = [ok([{"success": True, "id": str(n)} for n in range(10)]), ok([{"success": True, "id": "x"}] * 2)]
    transport = ScriptedTransport(results)
    records = [NewRecord(str(n), f"T{n:02}__c", {}) for n in range(12)]
    assert len(SalesforceCrm(transport, "68.0").create(records)) == 12
    assert [len(body["records"]) for body in transport.bodies()] == [10, 2]


def test_a_field_that_must_not_be_written_is_blamed_on_its_records() -> None:
    refused = ok([{"errorCode": "INVALID_FIELD", "message": "No such column 'Shoe__c'", "fields": ["Shoe__c"]}], 400)
    transport = ScriptedTransport([refused, ok([{"success": True, "id": TWO.id}])])
    updates = [RecordUpdate(ONE, {"Shoe__c": "x"}), RecordUpdate(TWO, {"Title": "x"})]
    outcomes = SalesforceCrm(transport, "68.0").update(updates)
    assert isinstance(outcomes[0], Failure)
    assert (outcomes[0].consequence, outcomes[0].category) == (Consequence.REJECTED_RECORD, "mapping")
    assert outcomes[1] == Written(TWO.id)


def test_a_description_that_cannot_be_had_now_is_tried_again() -> None:
    with pytest.raises(CrmError) as caught:
        SalesforceCrm(ScriptedTransport([ok(None, 503)]), "68.0").schema("Contact")
    assert caught.value.failure.consequence is Consequence.RETRY_LATER
