"""HubSpot as a Crm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crmsync.adapters.hubspot.account import read_daily_usage, read_membership
from crmsync.adapters.hubspot.api import HubspotApi
from crmsync.adapters.hubspot.lists import add_members, static_list
from crmsync.adapters.hubspot.paths import Paths
from crmsync.adapters.hubspot.reading import read_people, read_property_history, read_refs
from crmsync.adapters.hubspot.schema import field_types
from crmsync.adapters.hubspot.search import search_changed
from crmsync.adapters.hubspot.writing import create_records, update_records
from crmsync.core.failure import WriteOutcome
from crmsync.core.mapping import FieldType
from crmsync.core.record import Millis, NewRecord, RecordUpdate, Side
from crmsync.ports.crm import Look, Page, PropertyHistory, Seen
from crmsync.ports.feed import Feed
from crmsync.ports.transport import Transport


class HubspotCrm:
    """Crm and HubspotExtras over a Transport. Writes never raise: a failed call is the outcome of its records."""

    side = Side.HUBSPOT

    def __init__(self, transport: Transport, paths: Paths | None = None) -> None:
        self._api = HubspotApi(transport, paths or Paths())

    def look(self, look: Look) -> Seen:
        records = read_refs(self._api, look.refs, look.fields)
        return Seen(records, read_people(self._api, look.emails, look.fields.get("contact", ())))

    def create(self, records: Sequence[NewRecord]) -> list[WriteOutcome]:
        return create_records(self._api, records)

    def update(self, updates: Sequence[RecordUpdate]) -> list[WriteOutcome]:
        return update_records(self._api, updates)

    def changed_since(
        self, object_type: str, fields: Sequence[str], since: Millis, until: Millis, cursor: str | None
    ) -> Page:
        """Archived and merged-away records are not in search: their events and the reads tell of them."""
        return search_changed(self._api, Feed(object_type, tuple(fields), since, until, cursor))

    def schema(self, object_type: str) -> Mapping[str, FieldType]:
        return field_types(self._api.get(self._api.paths.properties(object_type), "schema"))

    def property_times(self, ids: Sequence[str], properties: Sequence[str]) -> Mapping[str, Mapping[str, Millis]]:
        histories = self.property_history(ids, properties)
        return {
            contact: {name: versions[0][0] for name, versions in history.items()}
            for contact, history in histories.items()
        }

    def property_history(self, ids: Sequence[str], properties: Sequence[str]) -> Mapping[str, PropertyHistory]:
        return read_property_history(self._api, ids, properties)

    def membership(self, ids: Sequence[str], list_id: str) -> Mapping[str, bool]:
        return read_membership(self._api, ids, list_id)

    def static_list(self, name: str) -> str:
        return static_list(self._api, name)

    def add_to_list(self, list_id: str, ids: Sequence[str]) -> None:
        add_members(self._api, list_id, ids)

    def daily_usage(self) -> tuple[int, int]:
        return read_daily_usage(self._api)
