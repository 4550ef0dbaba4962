"""Flat documents as DynamoDB items. Whatever is nested is kept as one JSON string: a third of a map's cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types_boto3_dynamodb.type_defs import UniversalAttributeValueTypeDef

Scalar = str | int | bool | bytes
Document = Mapping[str, Scalar]
Item = dict[str, "UniversalAttributeValueTypeDef"]


def attribute(value: Scalar) -> UniversalAttributeValueTypeDef:
    """One value in DynamoDB's notation, `{"S": "text"}`."""
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int):
        return {"N": str(value)}
    return {"B": value}


def to_item(document: Document) -> Item:
    return {name: attribute(value) for name, value in document.items()}


def to_document(item: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse of `to_item`."""
    return {name: _scalar(*next(iter(value.items()))) for name, value in item.items()}


def _scalar(kind: str, value: Scalar) -> Scalar:
    return int(value) if kind == "N" else value
