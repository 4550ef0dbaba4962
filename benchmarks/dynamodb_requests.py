"""Which items a DynamoDB request writes, and which its answer has read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Item = Mapping[str, Any]
Key = tuple[tuple[str, str], ...]
"""The key's attributes and their texts."""

PLAIN, TRANSACTIONAL = 1, 2
"""How many units one unit's worth of item costs."""

NUMBER_BYTES = 8
_PK_PLACE = re.compile(r"""["']pk["']\s*[=:]\s*\?""")


@dataclass(frozen=True, slots=True)
class Write:
    table: str
    key: Key
    factor: int = PLAIN


def size_of(item: Item) -> int:
    """In bytes, as DynamoDB counts names and values; numbers roughly."""
    return sum(len(name) + _value_size(value) for name, value in item.items())


def _value_size(value: Mapping[str, Any]) -> int:
    kind, content = next(iter(value.items()))
    if kind == "S":
        return len(content.encode("utf-8", "surrogatepass"))
    return len(content) if kind == "B" else NUMBER_BYTES


def writes_of(operation: str, params: Mapping[str, Any]) -> list[Write]:
    """One a written item, also when its condition will fail: AWS bills that too."""
    found = _WRITES.get(operation)
    return list(found(params)) if found else []


def _key_in(item: Item) -> Key:
    return tuple((name, item[name]["S"]) for name in ("pk", "sk") if name in item)


def _put(params: Mapping[str, Any]) -> Iterator[Write]:
    yield Write(params["TableName"], _key_in(params["Item"]))


def _change(params: Mapping[str, Any]) -> Iterator[Write]:
    yield Write(params["TableName"], _key_in(params["Key"]))


def _batch_write(params: Mapping[str, Any]) -> Iterator[Write]:
    for table, requests in params["RequestItems"].items():
        for request in requests:
            item = request["PutRequest"]["Item"] if "PutRequest" in request else request["DeleteRequest"]["Key"]
            yield Write(table, _key_in(item))


def _transaction(params: Mapping[str, Any]) -> Iterator[Write]:
    for request in params["TransactItems"]:
        for write in request.values():
            yield Write(write["TableName"], _key_in(write.get("Item") or write["Key"]), TRANSACTIONAL)


def _statements(params: Mapping[str, Any]) -> Iterator[Write]:
    """The statements of crmsync all write, name their table first, and bind the partition key by a parameter."""
    for statement in params["Statements"]:
        text = statement["Statement"]
        bound = _PK_PLACE.search(text)
        if bound is None:
            raise ValueError(f"no partition key in {text}")
        value = statement["Parameters"][text[: bound.start()].count("?")]
        yield Write(text.split('"')[1], (("pk", value["S"]),))


_WRITES: Mapping[str, Callable[[Mapping[str, Any]], Iterator[Write]]] = {
    "PutItem": _put,
    "UpdateItem": _change,
    "DeleteItem": _change,
    "BatchWriteItem": _batch_write,
    "TransactWriteItems": _transaction,
    "BatchExecuteStatement": _statements,
}


def reads_of(operation: str, params: Mapping[str, Any], answer: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Table and size of each item that was read; 0 for one that was asked for and is not there."""
    if operation == "GetItem":
        return [(params["TableName"], size_of(answer.get("Item", {})))]
    if operation in {"Query", "Scan"}:
        return [(params["TableName"], size_of(item)) for item in answer.get("Items", [])] or [(params["TableName"], 0)]
    if operation == "BatchGetItem":
        return [read for table in params["RequestItems"] for read in _batch_reads(table, params, answer)]
    return []


def _batch_reads(table: str, params: Mapping[str, Any], answer: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    items = answer.get("Responses", {}).get(table, [])
    missing = len(params["RequestItems"][table]["Keys"]) - len(items)
    yield from ((table, size_of(item)) for item in items)
    yield from [(table, 0)] * missing
