"""Tries an administrator's SOQL condition on the live org."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crmsync.adapters.salesforce.api import SalesforceApi, part_body
from crmsync.adapters.salesforce.soql import trying

_BAD_REQUEST = 400


def condition_problem(api: SalesforceApi, object_types: Sequence[str], condition: str) -> str | None:
    """Salesforce's own words, unlike those of other failures with what they quote: nobody's data but the condition."""
    addresses = [api.address(trying(object_type, condition)) for object_type in object_types]
    for object_type, part in zip(object_types, api.parts(addresses, "filter_trial"), strict=True):
        if part["httpStatusCode"] == _BAD_REQUEST:
            return f"{object_type}: {_words(part)}"
        part_body(part)
    return None


def _words(part: Mapping[str, Any]) -> str:
    errors = part.get("body") or ()
    messages = [str(error.get("message", "")) for error in errors if isinstance(error, Mapping)]
    return " ".join(" ".join(messages).split()) or "it was refused without a word"
