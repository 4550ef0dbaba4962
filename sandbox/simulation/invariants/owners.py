"""A record's owner is the same person on both sides, wherever Salesforce's owner works in HubSpot too."""

from __future__ import annotations

from collections.abc import Iterator

from crmsync.core.link import Link
from crmsync.core.owner_directory import OWNER
from crmsync.core.parked import WHOLE_RECORD

from sandbox.simulation.invariants.state import State
from sandbox.simulation.world import MINUTE


def strange_owners(state: State) -> Iterator[str]:
    directory = state.world.product.owners.present()
    for link in state.links if directory is not None else ():
        hubspot, salesforce = state.records.get(link.hubspot), state.records.get(link.salesforce)
        if hubspot is None or salesforce is None or link.hubspot in state.outsiders:
            continue
        if state.parts_parked(link.hubspot) & {OWNER, WHOLE_RECORD} or _is_older_than_lists(link, state):
            continue
        owner = directory.owner_of(salesforce.values.get("OwnerId")) if directory is not None else None
        if owner is not None and hubspot.values.get(OWNER) != owner:
            yield f"{link.hubspot.key} ~ {link.salesforce.key}: the owners are two people"


def _is_older_than_lists(link: Link, state: State) -> bool:
    """Linked before a worker knew of anybody: its owners stay as they are until somebody changes one."""
    known_since = state.world.product.owners.first_kept_at
    return known_since is not None and link.linked_at < known_since + MINUTE
