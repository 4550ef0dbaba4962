"""By what a record without link is recognised as the counterpart of another one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from crmsync.core.mapping import Rule


class MatchBy(StrEnum):
    """How the values of a key compare, and what is done when several records bear one."""

    EMAIL = "email"
    """People: the best of several is chosen once, the others are duplicates."""
    DOMAIN = "domain"
    """Organisations, by their internet domain: only what is unique on both sides is linked."""
    VALUE = "value"
    """Any records, by a text of their own: only what is unique on both sides is linked."""


@dataclass(frozen=True, slots=True)
class MatchKey:
    """`hubspot` are the properties that hold the key, the first that is filled counts; `salesforce` has the field of
    each object.
    """

    by: MatchBy
    hubspot: tuple[str, ...]
    salesforce: Mapping[str, str]
    through: str = ""
    """The pair whose records lead to these: what has no key is matched by the counterpart's of a linked contact."""
    converted: Mapping[str, str] = field(default_factory=dict)
    """By object that is converted, the field that then names the record it became: a lead's account. The lead's link
    leads to the counterpart while the new contact has none yet.
    """
    rules: tuple[Rule, ...] = ()
    """The rules that the mapping of the key may have; any when empty."""
