"""Which mappings leave existing values as they are when a configuration takes over from another."""

from __future__ import annotations

from collections.abc import Mapping

from crmsync.core.configuration import Configuration
from crmsync.core.mapping import FieldMapping, Rule

_NEVER_ASKED_FOR = {Rule.DONT_SYNC, Rule.OPT_OUT_LATCH, Rule.MIRROR}
"""A mirror is brought in step whenever its record is compared; the others move nothing."""


def unfilled(before: Configuration | None, after: Configuration) -> tuple[str, ...]:
    """The keys of mappings that are new, have other fields or another rule: records look at it at their next change
    alone. None at the first configuration, which finds no linked records.
    """
    if before is None:
        return ()
    known = fillable(before)
    return tuple(key for key, mapping in fillable(after).items() if _character(mapping) != _character(known.get(key)))


def fillable(configuration: Configuration) -> Mapping[str, FieldMapping]:
    """By key, the mappings whose rule moves values that nobody changes, if it is asked for."""
    return {
        mapping.hubspot: mapping
        for pair in configuration.pairs.values()
        for mapping in pair.mappings
        if mapping.rule not in _NEVER_ASKED_FOR
    }


def _character(mapping: FieldMapping | None) -> object:
    return (mapping.rule, dict(mapping.salesforce)) if mapping is not None else None
