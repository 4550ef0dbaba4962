"""HubSpot as a Crm."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from crmsync.adapters.hubspot.account import read_daily_usage
from crmsync.adapters.hubspot.api import HubspotApi
from crmsync.adapters.hubspot.associations import associate_all, dissociate_all, read_associated
from crmsync.adapters.hubspot.companies import COMPANY, find_companies
from crmsync.adapters.hubspot.contact_pages import count_contacts, read_contact_page
from crmsync.adapters.hubspot.custom_types import read_custom_types
from crmsync.adapters.hubspot.deleting import archive_records
from crmsync.adapters.hubspot.forms import read_form_joins
from crmsync.adapters.hubspot.keyed import find_keyed
from crmsync.adapters.hubspot.lists import read_joins, read_list, read_membership
from crmsync.adapters.hubspot.owners import read_owners
from crmsync.adapters.hubspot.paths import Paths
from crmsync.adapters.hubspot.pipelines import create_pipeline, create_stage, read_pipelines
from crmsync.adapters.hubspot.preferences import unsubscribe_all
from crmsync.adapters.hubspot.properties import create_group, create_properties, read_definitions
from crmsync.adapters.hubspot.property_options import read_options, write_options
from crmsync.adapters.hubspot.reading import read_by_value, read_people, read_property_history, read_refs
from crmsync.adapters.hubspot.schema import field_types
from crmsync.adapters.hubspot.search import search_changed, search_created, search_dated
from crmsync.adapters.hubspot.stamped_contacts import search_stamped
from crmsync.adapters.hubspot.static_lists import add_members, list_url, static_list
from crmsync.adapters.hubspot.token_info import read_scopes
from crmsync.adapters.hubspot.writers import read_writers
from crmsync.adapters.hubspot.writing import create_records, update_records
from crmsync.core.association import Associated, Association
from crmsync.core.campaign_options import Option
from crmsync.core.custom_object import CustomType
from crmsync.core.failure import Failure, WriteOutcome
from crmsync.core.hubspot_list import HubspotList, JoinPage
from crmsync.core.mapping import FieldType
from crmsync.core.own_properties import OwnProperty
from crmsync.core.owner_directory import Person
from crmsync.core.pipeline import NewStage, Pipeline, Stage
from crmsync.core.record import Millis, NewRecord, Record, RecordRef, RecordUpdate, Side
from crmsync.ports.contact_walk import ContactPage
from crmsync.ports.crm import Look, Page, PropertyHistory, Seen
from crmsync.ports.crm_setup import IdPage, PropertyDefinition
from crmsync.ports.feed import Feed
from crmsync.ports.transport import Transport


class HubspotCrm:
    """Crm, HubspotExtras, Associations, Pipelines and HubspotSetup over a Transport.

    Writes of records never raise: a failed call is the outcome of its records.
    """

    side = Side.HUBSPOT

    def __init__(
        self, transport: Transport, paths: Paths | None = None, portal_id: Callable[[], str] = lambda: ""
    ) -> None:
        self._api, self._portal_id = HubspotApi(transport, paths or Paths()), portal_id

    def look(self, look: Look) -> Seen:
        records = read_refs(self._api, look.refs, look.fields)
        people = read_people(self._api, look.emails, look.fields.get("contact", ()))
        companies = find_companies(self._api, look.domains, look.fields.get(COMPANY, ()))
        fields = look.fields
        keyed = {(one[0], one[1]): find_keyed(self._api, one, fields.get(one.object_type, ())) for one in look.keys}
        return Seen(records, people, companies=companies, keyed=keyed)

    def create(self, records: Sequence[NewRecord]) -> list[WriteOutcome]:
        return create_records(self._api, records)

    def update(self, updates: Sequence[RecordUpdate]) -> list[WriteOutcome]:
        return update_records(self._api, updates)

    def delete(self, refs: Sequence[RecordRef]) -> list[WriteOutcome]:
        return archive_records(self._api, refs)

    def changed_since(
        self, object_type: str, fields: Sequence[str], since: Millis, until: Millis, cursor: str | None
    ) -> Page:
        """Archived and merged-away records are not in search: their events and the reads tell of them."""
        return search_changed(self._api, Feed(object_type, tuple(fields), since, until, cursor))

    def created_since(self, feed: Feed, blank: Sequence[str]) -> Page:
        return search_created(self._api, feed, blank)

    def dated_within(self, feed: Feed, name: str, blank: Sequence[str]) -> Page:
        return search_dated(self._api, feed, name, blank)

    def schema(self, object_type: str) -> Mapping[str, FieldType]:
        return field_types(self._api.get(self._api.paths.properties(object_type), "schema"))

    def with_value(
        self, object_type: str, unique_property: str, values: Sequence[str], fields: Sequence[str]
    ) -> Mapping[str, Record]:
        return read_by_value(self._api, object_type, unique_property, values, fields)

    def property_times(
        self, ids: Sequence[str], properties: Sequence[str], object_type: str = "contact"
    ) -> Mapping[str, Mapping[str, Millis]]:
        histories = self.property_history(ids, properties, object_type)
        return {
            record: {name: versions[0][0] for name, versions in history.items()}
            for record, history in histories.items()
        }

    def property_history(
        self, ids: Sequence[str], properties: Sequence[str], object_type: str = "contact"
    ) -> Mapping[str, PropertyHistory]:
        return read_property_history(self._api, object_type, ids, properties)

    def associated(
        self, refs: Sequence[RecordRef], to_type: str
    ) -> Mapping[RecordRef, tuple[Associated, ...] | Failure]:
        return read_associated(self._api, refs, to_type)

    def associate(self, associations: Sequence[Association]) -> list[WriteOutcome]:
        return associate_all(self._api, associations)

    def dissociate(self, associations: Sequence[Association]) -> list[WriteOutcome]:
        return dissociate_all(self._api, associations)

    def membership(self, ids: Sequence[str], list_id: str, object_type: str = "contact") -> Mapping[str, bool]:
        return read_membership(self._api, object_type, ids, list_id)

    def owners(self) -> list[Person]:
        return read_owners(self._api)

    def unsubscribe(self, addresses: Sequence[str]) -> list[WriteOutcome]:
        return unsubscribe_all(self._api, addresses)

    def list_info(self, list_id: str) -> HubspotList | None:
        return read_list(self._api, list_id)

    def list_joins(self, list_id: str, page: str | None) -> JoinPage:
        return read_joins(self._api, list_id, page)

    def form_joins(self, form_id: str, since: Millis, page: str | None) -> JoinPage:
        return read_form_joins(self._api, form_id, since, page)

    def property_options(self, object_type: str, name: str) -> list[Option]:
        return read_options(self._api, object_type, name)

    def set_property_options(self, object_type: str, name: str, options: Sequence[Option]) -> None:
        write_options(self._api, object_type, name, options)

    def static_list(self, name: str) -> str:
        return static_list(self._api, name)

    def list_url(self, list_id: str) -> str | None:
        return list_url(self._portal_id(), list_id)

    def add_to_list(self, list_id: str, ids: Sequence[str]) -> None:
        add_members(self._api, list_id, ids)

    def pipelines(self, object_type: str) -> list[Pipeline]:
        return read_pipelines(self._api, object_type)

    def create_pipeline(self, object_type: str, label: str, stages: Sequence[NewStage]) -> Pipeline:
        return create_pipeline(self._api, object_type, label, stages)

    def create_stage(self, object_type: str, pipeline: Pipeline, stage: NewStage) -> Stage:
        return create_stage(self._api, object_type, pipeline, stage)

    def daily_usage(self) -> tuple[int, int]:
        return read_daily_usage(self._api)

    def contact_count(self) -> int:
        return count_contacts(self._api)

    def contact_page(self, fields: Sequence[str], page: str | None) -> ContactPage:
        return read_contact_page(self._api, fields, page)

    @property
    def server_time(self) -> Millis | None:
        return self._api.server_time

    def custom_types(self) -> Mapping[str, CustomType]:
        return read_custom_types(self._api)

    def granted_scopes(self, access_token: str) -> frozenset[str] | None:
        return read_scopes(self._api, access_token)

    def property_definitions(self, object_type: str) -> Mapping[str, PropertyDefinition]:
        return read_definitions(self._api, object_type)

    def create_property_group(self, object_type: str, name: str, label: str) -> None:
        create_group(self._api, object_type, name, label)

    def create_properties(
        self, object_type: str, group: str, properties: Sequence[OwnProperty]
    ) -> Mapping[str, Failure | None]:
        return create_properties(self._api, object_type, group, properties)

    def contacts_with(self, properties: Sequence[str], cursor: str | None, object_type: str = "contact") -> IdPage:
        return search_stamped(self._api, object_type, properties, cursor)

    def written_by(self, source: str, properties: Sequence[str], since: Millis) -> Mapping[str, Millis]:
        return read_writers(self._api, source, properties, since)
