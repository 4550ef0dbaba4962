from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.failure import Consequence
from crmsync.core.parked import Category
from crmsync.core.salesforce_id import to_18
from crmsync.core.vendor_errors.salesforce import classify, classify_row


def errors(code: str, message: str = "no", **more: Any) -> list[dict[str, Any]]:
    return [{"errorCode": code, "message": message, **more}]


@pytest.mark.parametrize(
    ("status", "body", "writes", "consequence", "category"),
    [
        (401, errors("INVALID_SESSION_ID"), True, Consequence.BAD_CONFIGURATION, Category.CONFIGURATION),
        (
            403,
            errors("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."),
            True,
            Consequence.QUOTA_EXHAUSTED,
            Category.QUOTA,
        ),
        (
            403,
            errors("REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded."),
            True,
            Consequence.RETRY_LATER,
            Category.UNAVAILABLE,
        ),
        (403, errors("API_DISABLED_FOR_ORG"), False, Consequence.BAD_CONFIGURATION, Category.CONFIGURATION),
        (400, errors("UNABLE_TO_LOCK_ROW"), True, Consequence.RETRY_LATER, Category.UNAVAILABLE),
        (503, errors("SERVER_UNAVAILABLE"), True, Consequence.OUTCOME_UNKNOWN, Category.UNAVAILABLE),
        (503, errors("SERVER_UNAVAILABLE"), False, Consequence.RETRY_LATER, Category.UNAVAILABLE),
        (500, None, True, Consequence.OUTCOME_UNKNOWN, Category.UNAVAILABLE),
        (502, "<html>", True, Consequence.OUTCOME_UNKNOWN, Category.UNAVAILABLE),
        (410, errors("UNSUPPORTED_API_VERSION"), False, Consequence.BAD_CONFIGURATION, Category.CONFIGURATION),
        (400, errors("INVALID_FIELD"), False, Consequence.BAD_CONFIGURATION, Category.MAPPING),
        (400, errors("INVALID_FIELD"), True, Consequence.REJECTED_RECORD, Category.MAPPING),
        (
            400,
            {"error": "invalid_grant", "error_description": "expired"},
            False,
            Consequence.BAD_CONFIGURATION,
            Category.CONFIGURATION,
        ),
        (404, errors("NOT_FOUND"), True, Consequence.RETRY_LATER, Category.MERGED),
        (404, None, False, Consequence.BAD_CONFIGURATION, Category.CONFIGURATION),
    ],
)
def test_whole_calls(status: int, body: Any, writes: bool, consequence: Consequence, category: Category) -> None:
    failure = classify(status, body, {}, writes=writes)
    assert (failure.consequence, failure.category, failure.status) == (consequence, category, status)


@pytest.mark.parametrize(
    ("code", "message", "consequence", "category"),
    [
        ("UNKNOWN_EXCEPTION", "oops", Consequence.RETRY_LATER, Category.UNAVAILABLE),
        (
            "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
            "x: UNABLE_TO_LOCK_ROW",
            Consequence.RETRY_LATER,
            Category.CUSTOM_CODE,
        ),
        ("CANNOT_EXECUTE_FLOW_TRIGGER", "Apex CPU time limit exceeded", Consequence.RETRY_LATER, Category.CUSTOM_CODE),
        ("CANNOT_EXECUTE_FLOW_TRIGGER", "no", Consequence.REJECTED_RECORD, Category.CUSTOM_CODE),
        ("ENTITY_IS_DELETED", "gone", Consequence.RETRY_LATER, Category.MERGED),
        ("CANNOT_UPDATE_CONVERTED_LEAD", "no", Consequence.RETRY_LATER, Category.CONVERTED_LEAD),
        ("INVALID_FIELD", "No such column", Consequence.REJECTED_RECORD, Category.MAPPING),
        ("SOME_CODE_OF_NEXT_YEAR", "no", Consequence.REJECTED_RECORD, Category.PROPERTY_VALUES),
    ],
)
def test_rows_of_a_collection(code: str, message: str, consequence: Consequence, category: Category) -> None:
    failure = classify_row([{"statusCode": code, "message": message, "fields": ["Title"]}])
    assert (failure.consequence, failure.category) == (consequence, category)
    assert failure.fields == ("Title",)


def test_a_unique_field_names_the_existing_record() -> None:
    message = "duplicate value found: Ext__c duplicates value on record with id: 003gK0000000001"
    failure = classify_row([{"statusCode": "DUPLICATE_VALUE", "message": message, "fields": []}])
    assert failure.category == Category.DUPLICATES
    assert failure.existing_id == to_18("003gK0000000001")


def test_a_duplicate_rule_names_the_existing_record() -> None:
    record = {"record": {"attributes": {"type": "Contact"}, "Id": "003gK0000000001QAA"}}
    result = {"matchResults": [{"matchRecords": [record]}]}
    failure = classify(400, errors("DUPLICATES_DETECTED", duplicateResult=result), {}, writes=True)
    assert failure.existing_id == "003gK0000000001QAA"


def test_a_broken_id_in_a_message_is_no_hint() -> None:
    assert classify_row(errors("DUPLICATE_VALUE", "record with id: 003gK00000000012")).existing_id is None


@pytest.mark.parametrize("body", [None, "text", [], {}, [None], [{"fields": None}]])
def test_any_body_is_survived(body: Any) -> None:
    assert classify(400, body, {}, writes=True).message == "HTTP 400"
