"""`record.show`: one record on both sides as read now, with base, link, what is parked and what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crmsync.core.change import CallClass
from crmsync.core.configuration import Configuration
from crmsync.core.link import Link
from crmsync.core.record import RecordRef, Side
from crmsync.ports.budget import CrmAccess, CrmGate
from crmsync.ports.clock import Clock
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.history import History, HistoryRow
from crmsync.ports.links import LinkStore
from crmsync.ports.parking import Parking
from crmsync.usecases.admin.admin_error import AdminError
from crmsync.usecases.admin.arguments import only_one_of, required_text_of
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.field_table import field_table
from crmsync.usecases.admin.found_people import Found, find_by_email
from crmsync.usecases.admin.references import asked_ref
from crmsync.usecases.admin.shown import shown_history, shown_link, shown_parked, shown_read, shown_ref
from crmsync.usecases.admin.side_reading import SideReading, read_side

HISTORY_ROWS = 50


@dataclass(frozen=True, slots=True)
class ShowRecord:
    links: LinkStore
    parking: Parking
    history: History
    configurations: ConfigurationStore
    gate: CrmGate
    clock: Clock

    def __call__(self, args: Args) -> dict[str, Any]:
        """`{"hubspot_id" | "salesforce_id" | "email", "object"?}` → `{"hubspot", "salesforce", "link", "fields",
        "parked", "history", "others"}`; a side that cannot be read says why, the rest is shown all the same.
        """
        configuration = self.configurations.active()
        if configuration is None:
            raise AdminError("not_ready", "there is no active configuration yet: see config.show")
        access = self.gate.open(CallClass.LIVE)
        try:
            found = self._find(args, configuration, access)
            read = {side: read_side(access, configuration, side, ref) for side, ref in found.refs.items()}
        finally:
            access.close()
        return self._shown(found, read, configuration)

    def _find(self, args: Args, configuration: Configuration, access: CrmAccess) -> Found:
        name = only_one_of(args, "hubspot_id", "salesforce_id", "email")
        if name == "email":
            return find_by_email(required_text_of(args, name).lower(), configuration, access, self.links)
        ref = asked_ref(args, name, configuration)
        link = self.links.find([ref]).get(ref)
        return Found({side: link.ref(side) for side in Side} if link else {ref.side: ref}, link)

    def _shown(self, found: Found, read: Mapping[Side, SideReading], configuration: Configuration) -> dict[str, Any]:
        refs = list(found.refs.values())
        rows = self._history(found.link, refs)
        parked = [row for ref in refs for row in self.parking.of(ref)]
        return {
            **{side.value: shown_read(read[side]) if side in read else None for side in Side},
            "link": shown_link(found.link, self.clock.now()) if found.link else None,
            "fields": field_table(configuration, found, read, rows),
            "parked": [shown_parked(row) for row in parked],
            "history": [shown_history(row) for row in rows],
            "others": [shown_ref(ref) for ref in found.others],
        }

    def _history(self, link: Link | None, refs: Sequence[RecordRef]) -> list[HistoryRow]:
        return self.history.of(link.hubspot if link else refs[0], HISTORY_ROWS)
