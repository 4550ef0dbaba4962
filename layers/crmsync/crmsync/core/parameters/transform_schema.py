"""The JSON Schema of a mapping's transform: one recipe a direction, each an object with one key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

Schema = Mapping[str, Any]

_NAME: Final = {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_]*$", "maxLength": 100}
_LITERAL: Final = {"type": ["string", "number", "boolean", "null"], "maxLength": 1_000}
_SEPARATOR: Final = {"type": "string", "minLength": 1, "maxLength": 20}
_FACTOR: Final = {"type": "number", "exclusiveMinimum": 0, "maximum": 1_000_000_000}
_CHOICE: Final = {
    **_LITERAL,
    "type": ["string", "number", "boolean", "null", "object"],
    "description": 'A value, or {"field": name} for the value of a field.',
    "properties": {"field": _NAME},
    "required": ["field"],
    "additionalProperties": False,
}

RECIPE: Final[Schema] = {
    "type": "object",
    "properties": {
        "constant": {**_LITERAL, "description": "Always this value."},
        "concatenate": {
            "type": "object",
            "description": "The fields of the other end, in their order, without the blank ones.",
            "properties": {"separator": {"type": "string", "maxLength": 20}},
            "required": ["separator"],
            "additionalProperties": False,
        },
        "split": {
            "type": "object",
            "description": "A text divided: each field of this end gets a piece, or only one piece is taken.",
            "properties": {
                "separator": _SEPARATOR,
                "part": {
                    "type": "integer",
                    "minimum": -50,
                    "maximum": 50,
                    "not": {"const": 0},
                    "description": "1 the first piece, -1 the last one.",
                },
                "rest": {
                    "enum": ["first", "last"],
                    "default": "first",
                    "description": "Which field takes what is left over, and goes without where there are too few.",
                },
            },
            "required": ["separator"],
            "additionalProperties": False,
        },
        "multiply": {**_FACTOR, "description": "A number times this."},
        "divide": {**_FACTOR, "description": "A number divided by this."},
        "choose": {
            "type": "object",
            "description": "A value for each case of a field. A case that is not listed parks the field, unless there "
            'is "otherwise". The case of a blank field is "".',
            "properties": {
                "by": {**_NAME, "description": "The field that decides; by default the first of the other end."},
                "cases": {"type": "object", "additionalProperties": _CHOICE, "maxProperties": 200},
                "otherwise": _CHOICE,
            },
            "required": ["cases"],
            "additionalProperties": False,
        },
        "expression": {
            "type": "string",
            "pattern": r"\S",
            "maxLength": 1_000,
            "description": "JMESPath over the fields of the other end, the first of which is also called value.",
        },
    },
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": False,
}

TRANSFORM: Final[Schema] = {
    "type": "object",
    "description": "What is done to values on their way. A direction that is missing carries nothing.",
    "properties": {"to_hubspot": RECIPE, "to_salesforce": RECIPE},
    "minProperties": 1,
    "additionalProperties": False,
}


def one_or_several(name: Schema) -> dict[str, Any]:
    """A field, or a list of the fields that a transform takes together."""
    several = {"items": name, "minItems": 2, "maxItems": 10, "uniqueItems": True}
    return {**name, "type": ["string", "array"], **several}
