"""Flags of Salesforce: its API shows true and false, the CSV of a bulk query the words for them."""

from __future__ import annotations

from collections.abc import Mapping

from crmsync.core.record import Value

_FLAGS: Mapping[Value, Value] = {"true": True, "false": False}


def with_flag(value: Value) -> Value:
    """The flag that a word of the CSV stands for; any other value as it is."""
    return _FLAGS.get(value, value) if isinstance(value, str) else value
