"""Which mappings leave existing values as they are when a configuration takes over from another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from crmsync.core.configuration import Configuration, PairConfiguration
from crmsync.core.mapping import FieldMapping, Rule

_NEVER_ASKED_FOR = {Rule.DONT_SYNC, Rule.OPT_OUT_LATCH, Rule.MIRROR}
"""A mirror is brought in step whenever its record is compared; the others move nothing."""


def unfilled(before: Configuration | None, after: Configuration) -> tuple[str, ...]:
    """The names (see `fill_name`) of mappings that are new, have other fields or another rule: records look at it at
    their next change alone. Also those of pairs that are switched off, which still hold it when they are switched
    on. None at the first configuration, which finds no linked records.
    """
    if before is None:
        return ()
    known, moving = _moving(before.pairs.values()), _moving(after.pairs.values())
    return tuple(name for name, one in moving.items() if _character(one) != _character(known.get(name)))


def fillable(configuration: Configuration | None) -> Collection[str]:
    """The names of mappings that may be filled now: those of pairs that are switched on."""
    return _moving(configuration.enabled_pairs) if configuration is not None else ()


def fill_name(pair: str, key: str) -> str:
    """`company/phone`: pairs may have mappings of the same property."""
    return f"{pair}/{key}"


def back_fill_command(name: str) -> str:
    """What an administrator types to have a mapping put in step, by its name."""
    pair, key = name.split("/", 1)
    return f"crmsync resync --mapping {key} --object {pair}"


def _moving(pairs: Iterable[PairConfiguration]) -> Mapping[str, FieldMapping]:
    """By name, the mappings whose rule moves values that nobody changes, if it is asked for."""
    return {
        fill_name(pair.name, mapping.hubspot): mapping
        for pair in pairs
        for mapping in pair.mappings
        if mapping.rule not in _NEVER_ASKED_FOR and mapping.engagement is None
    }


def _character(mapping: FieldMapping | None) -> object:
    return (mapping.rule, dict(mapping.salesforce)) if mapping is not None else None
