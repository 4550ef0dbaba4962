"""Each category of the vendors' sync errors, from bodies as the vendors send them: category, words, what to do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from crmsync.core.parked import Category
from crmsync.core.vendor_errors import hubspot, salesforce
from crmsync.core.vendor_errors.fixes import BY_CATEGORY, fix_for

SALESFORCE: list[tuple[Category, str, str, list[str], str, str]] = [
    # category, code, message, fields, what of the message stays, what the advice says
    (
        Category.CUSTOM_CODE,
        "FIELD_CUSTOM_VALIDATION_EXCEPTION",
        "A phone number is required for customers",
        ["Phone"],
        "A phone number is required",
        "validation rule",
    ),
    (
        Category.CUSTOM_CODE,
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
        "ContactTrigger: execution of AfterUpdate caused by: System.NullPointerException",
        [],
        "ContactTrigger",
        "flow or Apex",
    ),
    (
        Category.CUSTOM_CODE,
        "CANNOT_EXECUTE_FLOW_TRIGGER",
        "We can't save this record because the “Assign” process failed.",
        [],
        "process failed",
        "flow or Apex",
    ),
    (
        Category.DUPLICATES,
        "DUPLICATES_DETECTED",
        "Use one of these records?",
        [],
        "Use one of these records?",
        "Merge",
    ),
    (
        Category.DUPLICATES,
        "DUPLICATE_VALUE",
        "duplicate value found: Code__c duplicates value on record with id: 0035g00000AbCdE",
        [],
        "duplicate value found",
        "Merge",
    ),
    (
        Category.PERMISSIONS,
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        "Unable to create/update fields: Phone. Please check the security settings of this field.",
        ["Phone"],
        "security settings",
        "access to the field",
    ),
    (
        Category.PERMISSIONS,
        "INSUFFICIENT_ACCESS_OR_READONLY",
        "insufficient access rights on object id",
        [],
        "insufficient access",
        "permission set",
    ),
    (
        Category.PERMISSIONS,
        "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
        "insufficient access rights on cross-reference id",
        [],
        "cross-reference",
        "permission set",
    ),
    (
        Category.PROPERTY_VALUES,
        "REQUIRED_FIELD_MISSING",
        "Required fields are missing: [Company]",
        ["Company"],
        "[Company]",
        "required_fallbacks",
    ),
    (
        Category.PROPERTY_VALUES,
        "STRING_TOO_LONG",
        "Title: data value too large: Chief Everything Officer (max length=10)",
        ["Title"],
        "Title: data value too large: … (max length=10)",
        "Shorten",
    ),
    (
        Category.PROPERTY_VALUES,
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
        "Salutation: bad value for restricted picklist field: Countess",
        ["Salutation"],
        "restricted picklist field: …",
        "picklist",
    ),
    (
        Category.PROPERTY_VALUES,
        "INVALID_EMAIL_ADDRESS",
        "Email: invalid email address: ada@nowhere",
        ["Email"],
        "invalid email address",
        "e-mail",
    ),
    (
        Category.MAPPING,
        "INVALID_FIELD",
        "No such column 'Gone__c' on sobject of type Contact",
        ["Gone__c"],
        "No such column",
        "mapping",
    ),
    (
        Category.ASSOCIATIONS,
        "INVALID_CROSS_REFERENCE_KEY",
        "invalid cross reference id",
        ["AccountId"],
        "invalid cross reference id",
        "refers to",
    ),
    *(
        (
            Category.ASSOCIATIONS,
            code,
            "Your attempt to delete Ada could not be completed because it is associated with the following cases",
            [],
            "following cases",
            "delete or move",
        )
        for code in ("DELETE_FAILED", "DEPENDENCY_EXISTS")
    ),
    *(
        (
            Category.ASSOCIATIONS,
            code,
            "attempt to violate hierarchy constraints",
            ["ParentId"],
            "hierarchy",
            "own parents",
        )
        for code in ("CIRCULAR_DEPENDENCY", "FIELD_INTEGRITY_EXCEPTION")
    ),
    (Category.MERGED, "ENTITY_IS_DELETED", "entity is deleted", [], "entity is deleted", "restore"),
    (
        Category.CONVERTED_LEAD,
        "CANNOT_UPDATE_CONVERTED_LEAD",
        "cannot reference converted lead",
        [],
        "converted lead",
        "link moves",
    ),
    (Category.UNAVAILABLE, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access", [], "exclusive access", "again"),
]
PEOPLE = ("Chief Everything Officer", "Countess", "ada@nowhere")


@pytest.mark.parametrize("case", SALESFORCE, ids=lambda case: case[1])
def test_a_row_that_salesforce_refused(case: tuple[Category, str, str, list[str], str, str]) -> None:
    category, code, message, fields, words, advice = case
    errors = [{"statusCode": code, "message": message, "fields": fields}]
    failure = salesforce.classify_row(errors, sent=PEOPLE)
    assert (failure.category, failure.vendor_code, failure.fields) == (category, code, tuple(fields))
    assert words in failure.message
    assert not [value for value in PEOPLE if value in failure.message]
    assert advice in fix_for(failure)


def property_error(code: str, name: str, message: str) -> dict[str, Any]:
    """As the message of HubSpot's validation errors embeds them."""
    return {
        "status": "error",
        "category": "VALIDATION_ERROR",
        "message": "Property values were not valid",
        "errors": [{"message": message, "code": code, "context": {"propertyName": [name]}}],
    }


HUBSPOT: list[tuple[Category, int, dict[str, Any], str, str]] = [
    (
        Category.PROPERTY_VALUES,
        400,
        property_error("INVALID_OPTION", "hs_lead_status", "Countess was not one of the allowed options"),
        "was not one of",
        "Add the option",
    ),
    (
        Category.PROPERTY_VALUES,
        400,
        property_error("INVALID_EMAIL", "email", "Email address ada@nowhere is invalid"),
        "is invalid",
        "e-mail",
    ),
    (
        Category.PROPERTY_VALUES,
        400,
        property_error("REQUIRED_FIELD", "phone", "phone is required"),
        "phone is required",
        "requires",
    ),
    (
        Category.MAPPING,
        400,
        property_error("PROPERTY_DOESNT_EXIST", "gone", 'Property "gone" does not exist'),
        '"gone" does not exist',
        "mapping",
    ),
    (
        Category.MAPPING,
        400,
        property_error("READ_ONLY_VALUE", "hs_object_id", "hs_object_id is a read only property"),
        "read only",
        "does not write to HubSpot",
    ),
    (
        Category.DUPLICATES,
        409,
        {"category": "CONFLICT", "message": "Contact already exists. Existing ID: 123"},
        "Existing ID: 123",
        "Merge",
    ),
    (
        Category.DUPLICATES,
        400,
        property_error("CONFLICTING_UNIQUE_VALUE", "code", "123 already has that value."),
        "already has that value",
        "Merge",
    ),
    (
        Category.PERMISSIONS,
        403,
        {"category": "MISSING_SCOPES", "message": "This app hasn't been granted all required scopes"},
        "required scopes",
        "scopes",
    ),
    (
        Category.ASSOCIATIONS,
        414,
        {"message": "Cannot have more than 250 identities on a profile"},
        "250 identities",
        "refers to",
    ),
    (
        Category.QUOTA,
        429,
        {"policyName": "DAILY", "message": "You have reached your daily limit."},
        "daily limit",
        "by itself",
    ),
    (Category.UNAVAILABLE, 502, {"message": "bad gateway"}, "bad gateway", "tried again"),
    (
        Category.CONFIGURATION,
        401,
        {"category": "INVALID_AUTHENTICATION", "message": "Authentication credentials not found"},
        "credentials",
        "access token",
    ),
]


@pytest.mark.parametrize(("category", "status", "body", "words", "advice"), HUBSPOT)
def test_a_call_that_hubspot_refused(
    category: Category, status: int, body: dict[str, Any], words: str, advice: str
) -> None:
    failure = hubspot.classify(status, body, {}, writes=True, sent=PEOPLE)
    assert failure.category == category
    assert words in failure.message
    assert not [value for value in PEOPLE if value in failure.message]
    assert advice in fix_for(failure)


def test_every_category_that_a_vendor_s_error_may_have_is_here() -> None:
    seen = {case[0] for case in SALESFORCE} | {case[0] for case in HUBSPOT}
    ours = {
        Category.PAUSED,
        Category.UNDECODABLE,
        Category.OPT_OUT_PENDING,
        Category.DRY_RUN,
        Category.PERSON_ACCOUNT,
        Category.MASS_CLEAR,
        Category.MASS_DELETION,
    }
    assert seen == set(Category) - ours
    assert set(BY_CATEGORY) == set(Category)


def test_the_administrators_page_tells_of_each_category() -> None:
    page = (Path(__file__).parents[3] / "docs" / "operations.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    assert {category.value for category in Category} <= {name for row in rows for name in re.findall(r"`(\w+)`", row)}
