from __future__ import annotations

from typing import Any

import pytest

TABLES = ("LinksTable", "ApiUsageTable", "ParkedTable", "JobsTable", "ConfigTable", "HistoryTable")


def test_the_logical_ids_are_the_tables_of_the_design(resources: dict[str, Any]) -> None:
    assert {name for name, found in resources.items() if found["Type"] == "AWS::DynamoDB::Table"} == set(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_on_demand_recoverable_encrypted_and_forgetting(resources: dict[str, Any], table: str) -> None:
    properties = resources[table]["Properties"]
    assert properties["BillingMode"] == "PAY_PER_REQUEST"
    assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert properties["SSESpecification"] == {"SSEEnabled": True}
    assert properties["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}


@pytest.mark.parametrize("table", TABLES)
def test_a_deleted_or_replaced_stack_leaves_the_data(resources: dict[str, Any], table: str) -> None:
    assert resources[table]["DeletionPolicy"] == "RetainExceptOnCreate"
    assert resources[table]["UpdateReplacePolicy"] == "Retain"


@pytest.mark.parametrize("table", TABLES)
def test_keys(resources: dict[str, Any], table: str) -> None:
    properties = resources[table]["Properties"]
    keys = [(key["AttributeName"], key["KeyType"]) for key in properties["KeySchema"]]
    assert keys == ([("pk", "HASH")] if table == "LinksTable" else [("pk", "HASH"), ("sk", "RANGE")])
    types = {each["AttributeName"]: each["AttributeType"] for each in properties["AttributeDefinitions"]}
    assert {types[name] for name, _ in keys} == {"S"}


def test_parked_records_are_found_by_when_they_are_due(resources: dict[str, Any]) -> None:
    properties = resources["ParkedTable"]["Properties"]
    (index,) = properties["GlobalSecondaryIndexes"]
    assert index["IndexName"] == "due"
    assert [key["AttributeName"] for key in index["KeySchema"]] == ["due_bucket", "next_try_at"]
    assert index["Projection"] == {"ProjectionType": "ALL"}
    assert {"AttributeName": "next_try_at", "AttributeType": "N"} in properties["AttributeDefinitions"]


def test_exports_are_encrypted_private_and_gone_after_thirty_days(resources: dict[str, Any]) -> None:
    properties = resources["ExportBucket"]["Properties"]
    assert properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}
    (rule,) = properties["LifecycleConfiguration"]["Rules"]
    assert (rule["Status"], rule["ExpirationInDays"]) == ("Enabled", 30)
