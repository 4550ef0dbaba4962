"""Salesforce as a Crm."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from crmsync.adapters.salesforce.api import SalesforceApi
from crmsync.adapters.salesforce.bulk_query import (
    count_records,
    end_query,
    find_campaign,
    query_progress,
    query_results,
    start_query,
)
from crmsync.adapters.salesforce.campaigns import read_campaigns, read_names
from crmsync.adapters.salesforce.deleting import delete_records
from crmsync.adapters.salesforce.lookups import Lookups, read_lookups
from crmsync.adapters.salesforce.lost_creations import find_lost_creations, own_user_id
from crmsync.adapters.salesforce.naming import read_naming
from crmsync.adapters.salesforce.org_metadata import read_dated_rates, read_offered_values, read_org_metadata
from crmsync.adapters.salesforce.polling import poll
from crmsync.adapters.salesforce.reading import look
from crmsync.adapters.salesforce.referring import read_referring
from crmsync.adapters.salesforce.rights import read_rights
from crmsync.adapters.salesforce.schema import describe
from crmsync.adapters.salesforce.setup_changes import read_setup_changes
from crmsync.adapters.salesforce.soql_trial import condition_problem
from crmsync.adapters.salesforce.users import read_users
from crmsync.adapters.salesforce.validation_rules import read_validation_rules
from crmsync.adapters.salesforce.writing import create_records, update_records
from crmsync.core.campaign_join import OpenCampaign
from crmsync.core.exchange import ExchangeRate
from crmsync.core.failure import WriteOutcome
from crmsync.core.mapping import FieldType
from crmsync.core.org_metadata import OrgMetadata
from crmsync.core.owner_directory import Person
from crmsync.core.permissions import ObjectRights
from crmsync.core.record import Millis, NewRecord, Record, RecordRef, RecordUpdate, Side, Value
from crmsync.ports.bulk_query import Campaign, QueryProgress, ResultRequest, ResultSet, Selection, StartedQuery
from crmsync.ports.crm import Look, LostCreations, NamingRows, Page, Seen
from crmsync.ports.feed import Feed
from crmsync.ports.transport import Transport


class SalesforceCrm:
    """All of a SalesforceCrmPort over a Transport that bears a session.

    Writes never raise: a failed call is the outcome of its records.
    """

    side = Side.SALESFORCE

    def __init__(
        self, transport: Transport, version: str, instance_url: Callable[[], str | None] = lambda: None
    ) -> None:
        """`version` is the API version, such as `68.0`; `instance_url` the org's address, None while not known."""
        self._api = SalesforceApi(transport, version)
        self._instance_url = instance_url

    @property
    def last_usage(self) -> tuple[int, int] | None:
        return self._api.last_usage

    def record_url(self, record_id: str) -> str | None:
        """An instance leads to the record's page, in whichever of its interfaces the person uses."""
        address = self._instance_url()
        return f"{address.rstrip('/')}/{record_id}" if address else None

    def look(self, look_for: Look) -> Seen:
        return look(self._api, look_for)

    def create(self, records: Sequence[NewRecord]) -> list[WriteOutcome]:
        return create_records(self._api, records)

    def update(self, updates: Sequence[RecordUpdate]) -> list[WriteOutcome]:
        return update_records(self._api, updates)

    def delete(self, refs: Sequence[RecordRef]) -> list[WriteOutcome]:
        return delete_records(self._api, refs)

    def changed_since(
        self, object_type: str, fields: Sequence[str], since: Millis, until: Millis, cursor: str | None
    ) -> Page:
        return self.changed_since_many([Feed(object_type, tuple(fields), since, until, cursor)])[0]

    def changed_since_many(self, feeds: Sequence[Feed]) -> list[Page]:
        return poll(self._api, feeds)

    def schema(self, object_type: str) -> Mapping[str, FieldType]:
        return self.schemas([object_type])[object_type]

    def schemas(self, object_types: Sequence[str]) -> Mapping[str, Mapping[str, FieldType]]:
        return describe(self._api, object_types)

    def validation_rules(self, object_types: Sequence[str]) -> tuple[str, ...]:
        return read_validation_rules(self._api, object_types)

    def setup_changes(self, since: Millis) -> frozenset[str]:
        return read_setup_changes(self._api, since)

    def users(self) -> list[Person]:
        return read_users(self._api)

    def own_user_id(self) -> str:
        return own_user_id(self._api)

    def open_campaigns(self, ids: Sequence[str]) -> Mapping[str, OpenCampaign]:
        return read_campaigns(self._api, ids)

    def campaign_names(self, ids: Sequence[str], newest: int) -> Mapping[str, str]:
        return read_names(self._api, ids, newest)

    def lost_creations(self, wanted: LostCreations) -> Mapping[str, tuple[Record, ...]]:
        return find_lost_creations(self._api, wanted)

    def referring(self, fields: Mapping[str, str], ids: Sequence[str]) -> Mapping[str, tuple[RecordRef, ...]]:
        return read_referring(self._api, fields, ids)

    def naming(self, wanted: NamingRows) -> Sequence[Mapping[str, Value]]:
        return read_naming(self._api, wanted)

    def condition_problem(self, object_types: Sequence[str], condition: str) -> str | None:
        return condition_problem(self._api, object_types, condition)

    def dated_rates(self) -> list[ExchangeRate]:
        return read_dated_rates(self._api)

    def org_metadata(self, object_types: Sequence[str]) -> OrgMetadata:
        return read_org_metadata(self._api, object_types)

    def offered_values(self, object_type: str, record_type_id: str, field: str) -> Sequence[str]:
        return read_offered_values(self._api, object_type, record_type_id, field)

    def lookups(self, object_types: Sequence[str]) -> Mapping[str, Lookups]:
        return read_lookups(self._api, object_types)

    def count(self, selections: Sequence[Selection]) -> list[int]:
        return count_records(self._api, selections)

    def campaign(self, campaign_id: str) -> Campaign | None:
        return find_campaign(self._api, campaign_id)

    def start_query(self, selection: Selection, fields: Sequence[str]) -> StartedQuery:
        return start_query(self._api, selection, fields)

    def query_progress(self, query_id: str) -> QueryProgress:
        return query_progress(self._api, query_id)

    def query_results(self, wanted: ResultRequest) -> ResultSet:
        return query_results(self._api, wanted)

    def end_query(self, query_id: str) -> None:
        end_query(self._api, query_id)

    def daily_usage(self) -> tuple[int, int]:
        daily = self._api.get("/limits/", "daily_usage")["DailyApiRequests"]
        return int(daily["Max"]) - int(daily["Remaining"]), int(daily["Max"])

    @property
    def server_time(self) -> Millis | None:
        return self._api.server_time

    def rights(self, object_types: Sequence[str]) -> Mapping[str, ObjectRights | None]:
        return read_rights(self._api, object_types)
