from typing import Any

import pytest

from benchmarks.dynamodb_requests import PLAIN, TRANSACTIONAL, Write, reads_of, size_of, writes_of

ITEM = {"pk": {"S": "a"}, "sk": {"S": "b"}, "n": {"N": "12"}}
KEY = (("pk", "a"), ("sk", "b"))


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("PutItem", {"TableName": "t", "Item": ITEM}),
        ("UpdateItem", {"TableName": "t", "Key": {"pk": {"S": "a"}, "sk": {"S": "b"}}}),
        ("BatchWriteItem", {"RequestItems": {"t": [{"PutRequest": {"Item": ITEM}}]}}),
        ("BatchWriteItem", {"RequestItems": {"t": [{"DeleteRequest": {"Key": ITEM}}]}}),
    ],
)
def test_a_written_item_is_known_by_its_key(operation: str, params: dict[str, Any]) -> None:
    assert writes_of(operation, params) == [Write("t", KEY, PLAIN)]


def test_a_transaction_costs_twice() -> None:
    put = {"Put": {"TableName": "t", "Item": ITEM}}
    assert writes_of("TransactWriteItems", {"TransactItems": [put]}) == [Write("t", KEY, TRANSACTIONAL)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('UPDATE "t" SET "x" = ? SET "y" = ? WHERE "pk" = ? AND "v" = ?', ["1", "2", "a", "3"]),
        ("INSERT INTO \"t\" VALUE {'pk': ?, 'token': ?}", ["a", "1"]),
        ('DELETE FROM "t" WHERE "pk" = ? AND "token" = ?', ["a", "1"]),
    ],
)
def test_a_statement_is_known_by_the_parameter_of_its_key(text: str, values: list[str]) -> None:
    statement = {"Statement": text, "Parameters": [{"S": value} for value in values]}
    assert writes_of("BatchExecuteStatement", {"Statements": [statement]}) == [Write("t", (("pk", "a"),))]


def test_what_is_not_there_is_read_too() -> None:
    params = {"RequestItems": {"t": {"Keys": [{"pk": {"S": "a"}}, {"pk": {"S": "z"}}]}}}
    answer = {"Responses": {"t": [ITEM]}}
    assert reads_of("BatchGetItem", params, answer) == [("t", size_of(ITEM)), ("t", 0)]
    assert reads_of("GetItem", {"TableName": "t"}, {}) == [("t", 0)]
    assert reads_of("Query", {"TableName": "t"}, {"Items": [ITEM, ITEM]}) == [("t", size_of(ITEM))] * 2


def test_a_size_counts_names_and_values() -> None:
    assert size_of({"pk": {"S": "ä"}, "b": {"B": b"123"}, "n": {"N": "1"}}) == 2 + 2 + 1 + 3 + 1 + 8
