"""Answers that name their inputs in other ways than by trace id, or not at all."""

from __future__ import annotations

from typing import Any

from crmsync.adapters.hubspot.crm import HubspotCrm
from crmsync.core.failure import Consequence, Failure, WriteOutcome, Written
from crmsync.core.parked import Category
from crmsync.core.record import NewRecord, RecordRef, RecordUpdate, Side

from tests.unit.crm_adapters.scripted import ScriptedTransport, ok

PEOPLE = [NewRecord(name, "contact", {"email": f"{name}@example.org"}) for name in ("ana", "ben", "cid")]
UPDATES = [RecordUpdate(RecordRef(Side.HUBSPOT, "contact", one), {"firstname": "X"}) for one in ("11", "12", "13")]


def result(record_id: str, email: str = "", **more: Any) -> dict[str, Any]:
    return {"id": record_id, "properties": {"email": email}, **more}


def error(category: str = "VALIDATION_ERROR", **context: list[str]) -> dict[str, Any]:
    return {"status": "error", "category": category, "message": "no", "context": context}


def created(**body: Any) -> list[WriteOutcome]:
    return HubspotCrm(ScriptedTransport([ok(body, 207)])).create(PEOPLE)


def updated(**body: Any) -> list[WriteOutcome]:
    return HubspotCrm(ScriptedTransport([ok(body, 207)])).update(UPDATES)


def consequences(outcomes: list[WriteOutcome]) -> list[Consequence | str]:
    return [one.consequence if isinstance(one, Failure) else one.id for one in outcomes]


def test_results_are_known_by_address_in_any_order() -> None:
    outcomes = created(
        results=[result("3", "CID@example.org"), result("1", "ana@example.org"), result("2", "ben@example.org")]
    )
    assert outcomes == [Written("1", created=True), Written("2", created=True), Written("3", created=True)]


def test_the_last_result_without_any_name_goes_to_the_last_input() -> None:
    outcomes = created(results=[result("3"), result("1", "ana@example.org"), result("2", "ben@example.org")])
    assert consequences(outcomes) == ["1", "2", "3"]


def test_what_cannot_be_told_is_unknown_never_a_guess() -> None:
    outcomes = created(results=[result("3"), result("9"), result("1", "ana@example.org")])
    assert consequences(outcomes) == ["1", Consequence.OUTCOME_UNKNOWN, Consequence.OUTCOME_UNKNOWN]


def test_errors_are_known_by_trace() -> None:
    outcomes = created(
        results=[result("1", "ana@example.org")],
        errors=[error(objectWriteTraceId=["row-2"]), error("CONFLICT", objectWriteTraceId=["row-1"])],
    )
    assert consequences(outcomes) == ["1", Consequence.REJECTED_RECORD, Consequence.REJECTED_RECORD]
    assert [one.category for one in outcomes if isinstance(one, Failure)] == [
        Category.DUPLICATES,
        Category.PROPERTY_VALUES,
    ]


def test_one_error_without_a_name_goes_to_the_one_input_left() -> None:
    outcomes = created(results=[result("1", "ana@example.org"), result("2", "ben@example.org")], errors=[error()])
    assert consequences(outcomes) == ["1", "2", Consequence.REJECTED_RECORD]


def test_several_unnamed_errors_that_differ_are_unknown() -> None:
    outcomes = created(results=[result("1", "ana@example.org")], errors=[error(), error("CONFLICT")])
    assert consequences(outcomes) == ["1", Consequence.OUTCOME_UNKNOWN, Consequence.OUTCOME_UNKNOWN]


def test_several_unnamed_errors_of_one_kind_are_those_of_the_inputs_left() -> None:
    outcomes = created(results=[result("1", "ana@example.org")], errors=[error(), error()])
    assert consequences(outcomes) == ["1", Consequence.REJECTED_RECORD, Consequence.REJECTED_RECORD]


def test_updates_are_known_by_id_and_one_error_may_name_several() -> None:
    outcomes = updated(results=[result("12")], errors=[error("OBJECT_NOT_FOUND", ids=["13", "11"])])
    assert consequences(outcomes) == [Consequence.RETRY_LATER, "12", Consequence.RETRY_LATER]


def test_an_update_of_a_merged_record_is_known_by_trace() -> None:
    outcomes = updated(results=[result("77", objectWriteTraceId="row-0"), result("12"), result("13")])
    assert consequences(outcomes) == ["77", "12", "13"]


def test_a_refusal_of_the_whole_batch_is_narrowed_down() -> None:
    refused = ok({"category": "VALIDATION_ERROR", "message": "no"}, 400)
    transport = ScriptedTransport(
        [
            refused,
            ok({"results": [result("1", "ana@example.org")]}, 201),
            refused,
            refused,
            ok({"results": [result("3", "cid@example.org")]}, 201),
        ]
    )
    outcomes = HubspotCrm(transport).create(PEOPLE)
    assert consequences(outcomes) == ["1", Consequence.REJECTED_RECORD, "3"]
    assert [len(body["inputs"]) for body in transport.bodies()] == [3, 1, 2, 1, 1]


def test_every_input_has_a_trace_of_its_own_and_blanks_are_not_created() -> None:
    transport = ScriptedTransport([ok({"results": []}, 201)])
    HubspotCrm(transport).create([*PEOPLE, NewRecord("d", "contact", {"email": "d@x.org", "phone": None})])
    inputs = transport.bodies()[0]["inputs"]
    assert len({one["objectWriteTraceId"] for one in inputs}) == 4
    assert inputs[3]["properties"] == {"email": "d@x.org"}
    assert transport.calls[0].writes


def test_object_types_have_calls_of_their_own() -> None:
    company = RecordUpdate(RecordRef(Side.HUBSPOT, "company", "21"), {"name": "X"})
    transport = ScriptedTransport([ok({"results": [result("11"), result("12")]}), ok({"results": [result("21")]})])
    outcomes = HubspotCrm(transport).update([UPDATES[0], company, UPDATES[1]])
    assert consequences(outcomes) == ["11", "21", "12"]
    assert [call.path.split("/")[4] for call in transport.calls] == ["contacts", "companies"]


def test_an_answer_that_tells_of_nobody_is_not_asked_for_by_each() -> None:
    """Ten at most: those after them come again."""
    refs = [RecordRef(Side.HUBSPOT, "contact", str(number)) for number in range(12)]
    alone = [ok({"results": [result(str(100 + number))]}) for number in range(10)]
    transport = ScriptedTransport([ok({"results": []}), *alone])
    outcomes = HubspotCrm(transport).update([RecordUpdate(ref, {"firstname": "X"}) for ref in refs])
    assert consequences(outcomes) == [*(str(100 + number) for number in range(10)), *[Consequence.OUTCOME_UNKNOWN] * 2]
    assert len(transport.calls) == 11
