from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.failure import Consequence
from crmsync.core.parked import Category
from crmsync.core.vendor_errors.hubspot import classify, classify_item


def rate_limited(policy: str) -> dict[str, Any]:
    return {
        "status": "error",
        "message": "You have reached your limit.",
        "errorType": "RATE_LIMIT",
        "policyName": policy,
    }


@pytest.mark.parametrize(
    ("status", "body", "writes", "consequence", "category"),
    [
        (429, rate_limited("DAILY"), True, Consequence.QUOTA_EXHAUSTED, Category.QUOTA),
        (429, rate_limited("TEN_SECONDLY_ROLLING"), True, Consequence.RETRY_LATER, Category.UNAVAILABLE),
        (429, rate_limited("SECONDLY"), False, Consequence.RETRY_LATER, Category.UNAVAILABLE),
        (401, {"category": "EXPIRED_AUTHENTICATION"}, True, Consequence.BAD_CONFIGURATION, Category.CONFIGURATION),
        (403, {"category": "MISSING_SCOPES"}, False, Consequence.BAD_CONFIGURATION, Category.PERMISSIONS),
        (423, None, True, Consequence.RETRY_LATER, Category.UNAVAILABLE),
        (477, None, False, Consequence.RETRY_LATER, Category.UNAVAILABLE),
        (500, None, False, Consequence.RETRY_LATER, Category.UNAVAILABLE),
        (500, None, True, Consequence.OUTCOME_UNKNOWN, Category.UNAVAILABLE),
        (502, {"message": "bad gateway"}, True, Consequence.OUTCOME_UNKNOWN, Category.UNAVAILABLE),
        (504, None, True, Consequence.OUTCOME_UNKNOWN, Category.UNAVAILABLE),
        (521, None, True, Consequence.OUTCOME_UNKNOWN, Category.UNAVAILABLE),
        (404, None, False, Consequence.BAD_CONFIGURATION, Category.CONFIGURATION),
        (302, None, False, Consequence.BAD_CONFIGURATION, Category.CONFIGURATION),
        (400, {"category": "VALIDATION_ERROR"}, True, Consequence.REJECTED_RECORD, Category.PROPERTY_VALUES),
    ],
)
def test_whole_calls(status: int, body: Any, writes: bool, consequence: Consequence, category: Category) -> None:
    failure = classify(status, body, {}, writes=writes)
    assert (failure.consequence, failure.category, failure.status) == (consequence, category, status)


@pytest.mark.parametrize(
    ("policy", "headers", "wait"),
    [
        ("SECONDLY", {}, 1_000),
        ("TEN_SECONDLY_ROLLING", {}, 10_000),
        ("TEN_SECONDLY_ROLLING", {"retry-after": "3"}, 3_000),
        ("DAILY", {"retry-after": "999999"}, 86_400_000),
        ("DAILY", {"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, None),
    ],
)
def test_when_to_come_again(policy: str, headers: dict[str, str], wait: int | None) -> None:
    assert classify(429, rate_limited(policy), headers, writes=False).retry_after == wait


@pytest.mark.parametrize(
    "error",
    [
        {"category": "CONFLICT", "message": "Contact already exists. Existing ID: 4711"},
        {"category": "OBJECT_ALREADY_EXISTS", "error": "CONTACT_EXISTS", "identityProfile": {"vid": 4711}},
        {"category": "VALIDATION_ERROR", "message": "Contact already exists. Existing ID: 4711"},
        {
            "category": "VALIDATION_ERROR",
            "message": "no",
            "errors": [{"message": "Contact already exists. Existing ID: 4711"}],
        },
    ],
)
def test_a_duplicate_names_the_existing_record(error: dict[str, Any]) -> None:
    failure = classify_item(error)
    assert (failure.consequence, failure.category) == (Consequence.REJECTED_RECORD, Category.DUPLICATES)
    assert failure.existing_id == "4711"


def test_listed_errors_name_the_properties() -> None:
    failure = classify_item(
        {
            "category": "VALIDATION_ERROR",
            "message": "Property values were not valid",
            "errors": [
                {
                    "message": "Email address zz is invalid",
                    "code": "INVALID_EMAIL",
                    "context": {"propertyName": ["email"]},
                },
                {"message": "bad", "code": "INVALID_OPTION", "context": {"propertyName": ["industry"]}},
            ],
        }
    )
    assert failure.fields == ("email", "industry")
    assert failure.vendor_code == "INVALID_EMAIL"
    assert failure.message == "Email address … is invalid; bad"


def test_errors_embedded_in_the_message_are_read_and_their_values_hidden() -> None:
    message = (
        'Property values were not valid: [{"isValid":false,"message":"Tundra was not one of the allowed options: [a]",'
        '"error":"INVALID_OPTION","name":"favourite"}]'
    )
    failure = classify(400, {"category": "VALIDATION_ERROR", "message": message}, {}, writes=True)
    assert (failure.vendor_code, failure.fields) == ("INVALID_OPTION", ("favourite",))
    assert failure.message == "… was not one of the allowed options: [a]"


def test_embedded_errors_that_cannot_be_read_are_not_repeated() -> None:
    failure = classify(400, {"message": 'Property values were not valid: [{"x": secret}]'}, {}, writes=True)
    assert failure.message == "Property values were not valid"


def test_a_deleted_record_is_looked_at_again() -> None:
    failure = classify_item({"category": "OBJECT_NOT_FOUND", "message": "gone", "context": {"ids": ["1"]}})
    assert (failure.consequence, failure.category) == (Consequence.RETRY_LATER, Category.MERGED)


def test_sent_values_stay_out_of_the_message() -> None:
    failure = classify(400, {"message": "Winterbottom is bad"}, {}, writes=True, sent=("Winterbottom",))
    assert failure.message == "… is bad"


@pytest.mark.parametrize("body", [None, "text", [], {"errors": ["?"], "context": []}])
def test_any_body_is_survived(body: Any) -> None:
    assert classify(400, body, {}, writes=True).message
