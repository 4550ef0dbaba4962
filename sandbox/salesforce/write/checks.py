"""What the platform demands of a whole record before it is saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sandbox.salesforce.errors import Problem, SalesforceError, refuse
from sandbox.salesforce.org import Org
from sandbox.salesforce.schema.field import Field, Row
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.store.transaction import Caller


def check_required(fields: Iterable[Field], row: Mapping[str, Any]) -> None:
    missing = [field.name for field in fields if row.get(field.name) is None]
    if missing:
        message = f"Required fields are missing: [{', '.join(missing)}]"
        raise refuse("REQUIRED_FIELD_MISSING", message, *missing)


def check_automations(kind: ObjectType, row: Row) -> None:
    """The first flow or trigger that fails ends the save; neither names a field."""
    for one in kind.automations.values():
        if one.rule.refuses(row):
            raise refuse(one.code, one.rule.message)


def check_rules(kind: ObjectType, row: Row) -> None:
    """Every validation rule that refuses the record is reported."""
    broken = [rule for rule in kind.rules.values() if rule.refuses(row)]
    if broken:
        code = "FIELD_CUSTOM_VALIDATION_EXCEPTION"
        raise SalesforceError(*(Problem(code, rule.message, (rule.field,)) for rule in broken))


def check_hierarchy(org: Org, kind: ObjectType, row: Row) -> None:
    """No record is above itself: accounts by their parents, contacts by whom they report to."""
    rows = org.store.table(kind).rows
    for field in kind.hierarchies:
        above = row.get(field.name)
        while above is not None:
            if above == row["Id"]:
                raise refuse(
                    org.settings.hierarchy_refusal_code, "attempt to violate hierarchy constraints", field.name
                )
            above = rows[str(above)].get(field.name)


def check_unique(org: Org, kind: ObjectType, row: Row, before: Row) -> None:
    for field in kind.unique:
        value = row.get(field.name)
        if value is None or value == before.get(field.name):
            continue
        others = [other["Id"] for other in _others(org, kind, field.name, row)]
        if others:
            message = f"duplicate value found: {field.name} duplicates value on record with id: {others[0]}"
            raise refuse("DUPLICATE_VALUE", message)


def check_duplicates(org: Org, caller: Caller, kind: ObjectType, row: Row, before: Row) -> None:
    """The org's duplicate rule: no second record with the same e-mail."""
    rule, email = org.settings.duplicate_rule, row.get("Email")
    if rule == "off" or not email or email == before.get("Email") or kind.name not in {"Lead", "Contact"}:
        return
    if rule == "alert" and caller.allow_duplicates:
        return
    others = _others(org, kind, "Email", row)
    if others:
        raise SalesforceError(_duplicates_detected(kind, others, allow_save=rule == "alert"))


def _others(org: Org, kind: ObjectType, field: str, row: Row) -> list[Row]:
    found = org.store.table(kind).having(field, [row[field]])
    return [other for other in found if other["Id"] != row.get("Id") and not other.get("IsDeleted")]


def _duplicates_detected(kind: ObjectType, others: list[Row], *, allow_save: bool) -> Problem:
    matches = [
        {
            "additionalInformation": [],
            "fieldDiffs": [],
            "matchConfidence": 100.0,
            "record": {"attributes": {"type": kind.name}, "Id": other["Id"]},
        }
        for other in others
    ]
    result = {
        "allowSave": allow_save,
        "duplicateRule": f"Standard_{kind.name}_Duplicate_Rule",
        "duplicateRuleEntityType": kind.name,
        "errorMessage": "Use one of these records?",
        "matchResults": [
            {
                "entityType": kind.name,
                "errors": [],
                "matchEngine": "FuzzyMatchEngine",
                "matchRecords": matches,
                "rule": f"Standard_{kind.name}_Match_Rule_v1_0",
                "size": len(matches),
                "success": True,
            }
        ],
    }
    return Problem("DUPLICATES_DETECTED", "Use one of these records?", (), {"duplicateResult": result})
