"""A country of the org's picklists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Country:
    """`states` are names by code; both stand for the text that the API takes (the integration value)."""

    name: str
    states: Mapping[str, str]
