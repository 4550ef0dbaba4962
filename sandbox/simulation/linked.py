"""What people can see that crmsync made, and conversions: both records of each link."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sandbox.simulation.people import Known

if TYPE_CHECKING:
    from sandbox.simulation.world import World


def newly_linked(world: World, object_type: str, known: Iterable[Known]) -> Iterator[Known]:
    """Records of links of that HubSpot type that are not among the known ones."""
    seen = set(known)
    for link in world.product.links.all():
        if link.hubspot.object_type == object_type:
            records = (Known(ref.side, ref.object_type, ref.id) for ref in (link.hubspot, link.salesforce))
            yield from (one for one in records if one not in seen)
