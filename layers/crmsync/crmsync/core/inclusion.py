"""Who may sync: what crosses for a contact outside the inclusion list, and for how long a *no* is not believed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crmsync.core.cause import RESUMED
from crmsync.core.change import Change
from crmsync.core.configuration import PairConfiguration
from crmsync.core.failure import Consequence, Failure
from crmsync.core.link import Link
from crmsync.core.mapping import FieldMapping
from crmsync.core.parked import Category
from crmsync.core.plan_input import PlanInput
from crmsync.core.record import Millis

LIST_LAG: Millis = 60_000
"""HubSpot takes a contact into a dynamic list, or out of it, a while after the change that decides it."""

LIST_MISSING = "INCLUSION_LIST_MISSING"


def held_mappings(mappings: Sequence[FieldMapping], given: PlanInput) -> list[FieldMapping]:
    """Those of which nothing may move now."""
    if given.is_held:
        return [mapping for mapping in mappings if is_held_back(mapping, given.link)]
    return [mapping for mapping in mappings if not _crosses_alone(mapping, given.pair)] if given.address_only else []


def _crosses_alone(mapping: FieldMapping, pair: PairConfiguration) -> bool:
    """For a person who is imported outside the list: the address, and an opt-out, which holds wherever it is told."""
    return mapping.hubspot == pair.address or mapping.is_latch


def is_linked_by_address(given: PlanInput) -> bool:
    """Nothing but the address has a base: the person was imported outside the list, or took the place of one who was
    deleted, and has not synced since.
    """
    base = given.link.base if given.link is not None else {}
    others = [mapping for mapping in given.pair.mappings if not _crosses_alone(mapping, given.pair)]
    return given.pair.address in base and not any(mapping.hubspot in base for mapping in others)


def is_held_back(mapping: FieldMapping, link: Link | None) -> bool:
    """For a linked record that may not sync. An opt-out crosses all the same. A first link that was interrupted is
    brought to its end: it was due once, wherever the contact is.
    """
    return not (mapping.is_latch or (link is not None and _is_unfinished(mapping.hubspot, link)))


def waiting_first_links(mappings: Iterable[FieldMapping], link: Link) -> frozenset[str]:
    """What was parked at its first link and may not be tried now. It has no base from which the merge could go on when
    its time has come: that it is parked is all that tells.
    """
    held = (mapping.hubspot for mapping in mappings if is_held_back(mapping, link))
    return frozenset(key for key in held if key in link.parked and key not in link.base)


def _is_unfinished(key: str, link: Link) -> bool:
    intended = link.intents.entries if link.intents is not None else ()
    return key not in link.base and any(entry.field == key for entry in intended)


def is_asked_again(changes: Iterable[Change], now: Millis) -> bool:
    """Whether the change is so young that it may yet move the contact into the list. What was parked is none: a join
    meanwhile tells of itself.
    """
    return any(now - change.seen_at < LIST_LAG and change.cause != RESUMED for change in changes)


def missing_list(list_id: str) -> Failure:
    """Nobody is a member of a list that was deleted; that must not look like everybody having left it."""
    message = f"HubSpot's list {list_id}, the inclusion list, does not exist any more, so nothing syncs"
    return Failure(Consequence.BAD_CONFIGURATION, Category.CONFIGURATION, message, LIST_MISSING)
