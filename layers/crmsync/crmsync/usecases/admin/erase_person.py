"""`privacy.erase`: crmsync forgets a person. The CRMs' own records are the CRMs' matter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crmsync.core.change import Change, ChangeKind
from crmsync.ports.clock import Clock
from crmsync.ports.links import LinkStore
from crmsync.ports.queue import ChangeQueue
from crmsync.usecases.admin.arguments import only_one_of, required_text_of
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.references import hubspot_ref, salesforce_ref

CAUSE = "privacy_erase"


@dataclass(frozen=True, slots=True)
class ErasePerson:
    links: LinkStore
    queue: ChangeQueue
    clock: Clock

    def __call__(self, args: Args) -> dict[str, Any]:
        """`{"hubspot_id" | "salesforce_id"}` → `{"enqueued", "was_linked"}`. The worker erases under the link's
        lease, within seconds; the person's parked rows, link and history are gone then.
        """
        name = only_one_of(args, "hubspot_id", "salesforce_id")
        value = required_text_of(args, name)
        ref = salesforce_ref(value) if name == "salesforce_id" else hubspot_ref(value, "contact")
        link = self.links.find([ref]).get(ref)
        self.queue.send([Change(ref, ChangeKind.ERASE, self.clock.now(), CAUSE)])
        return {"enqueued": ref.key, "was_linked": link is not None}
