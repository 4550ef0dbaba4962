"""Both CRMs, seen alike: batches of records in, one outcome a record out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from crmsync.core.campaign_join import OpenCampaign
from crmsync.core.campaign_options import Option
from crmsync.core.failure import Failure, WriteOutcome
from crmsync.core.hubspot_list import HubspotList, JoinPage
from crmsync.core.mapping import FieldType
from crmsync.core.owner_directory import Person
from crmsync.core.record import Gone, Millis, NewRecord, Record, RecordRef, RecordUpdate, Side, Value

ReadOutcome = Record | Gone | Failure
"""Failure only for this one record; a record that is not to be found at all is Gone."""


class KeyValues(NamedTuple):
    """Values of one field by which records of an object are looked for, as `core.match_value` gives them."""

    object_type: str
    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What to read in one step: records by reference, people by e-mail (normalised, lower case), companies by
    domain (as `core.web_domain` gives it), and records of any object by a text field.

    `fields` names the fields to read per object type; both Lead and Contact are searched by e-mail.
    `conditions` are SOQL conditions by Salesforce object; they exclude nobody, and `Seen.outside` tells who fails them.
    `survivors` are Salesforce records of which `Seen.absorbed` is to tell, of objects that can be merged (the others
    cost nothing); HubSpot's records tell it themselves.
    """

    refs: tuple[RecordRef, ...] = ()
    emails: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    conditions: Mapping[str, str] = field(default_factory=dict)
    domains: tuple[str, ...] = ()
    survivors: tuple[RecordRef, ...] = ()
    keys: tuple[KeyValues, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """`records` has every ref asked for. `matches` has every e-mail asked for, with all live records that bear it
    as primary or additional address (an unconverted lead, a contact, a HubSpot contact); empty when none.
    `companies` has every domain asked for, with all live companies (accounts) whose website or domain is exactly it.
    `keyed` has the same of every field (object, name) that was asked for by value.
    `outside` are the live ones of all that do not meet the condition of their object. `absorbed` names, by survivor,
    what was merged into it while that is in the recycle bin, and the leads that became it; who absorbed nobody is
    missing.
    """

    records: Mapping[RecordRef, ReadOutcome]
    matches: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    outside: frozenset[RecordRef] = frozenset()
    companies: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    absorbed: Mapping[RecordRef, tuple[RecordRef, ...]] = field(default_factory=dict)
    keyed: Mapping[tuple[str, str], Mapping[str, tuple[Record, ...]]] = field(default_factory=dict)


class Page(NamedTuple):
    """One page of a poll. `records` are complete reads of the asked fields; `gone` what was deleted or merged. Campaign
    members are all `records`, removed ones too (IsDeleted): they matter for the person whom they name.

    `cursor` continues the poll (opaque text, JSON inside); None when the page was the last one.
    """

    records: tuple[Record, ...]
    gone: tuple[Gone, ...] = ()
    cursor: str | None = None


class LostCreations(NamedTuple):
    """Creations that got no answer: their object, the field that names its records (such as Name or Subject), the
    names that were written, and the fields to read.
    """

    object_type: str
    name_field: str
    names: tuple[str, ...]
    fields: tuple[str, ...] = ()


class NamingRows(NamedTuple):
    """Live records of an object whose `field` names one of the ids. `fields` may follow one relationship, as in
    `Opportunity.CreatedDate`.
    """

    object_type: str
    fields: tuple[str, ...]
    field: str
    ids: tuple[str, ...]


class Crm(Protocol):
    """One side. Every method raises CrmError when the whole call failed, and never for one record.

    Batches of any size are taken and split to the vendor's limits; outcomes come in the order of the input.
    """

    side: Side

    def look(self, look: Look) -> Seen:
        """Reads, strongly consistent; of the search index, which lags, only HubSpot's companies by domain and
        records by value, for which there is no other way. Absent fields stay absent.
        """

    def create(self, records: Sequence[NewRecord]) -> list[WriteOutcome]:
        """Creates each once. A lost answer gives OUTCOME_UNKNOWN for every record of the call."""

    def update(self, updates: Sequence[RecordUpdate]) -> list[WriteOutcome]:
        """Writes the values; idempotent. A lost answer gives OUTCOME_UNKNOWN for every record of the call."""

    def delete(self, refs: Sequence[RecordRef]) -> list[WriteOutcome]:
        """Moves the records to the vendor's recycle bin (HubSpot 90 days, Salesforce 15); idempotent: what is deleted
        already counts as done. A lost answer gives OUTCOME_UNKNOWN for every record of the call.
        """

    def changed_since(
        self, object_type: str, fields: Sequence[str], since: Millis, until: Millis, cursor: str | None
    ) -> Page:
        """Records changed in [since, until), one page; `cursor` from the page before, None for the first."""

    def schema(self, object_type: str) -> Mapping[str, FieldType]:
        """The live, readable fields of an object type."""


PropertyHistory = Mapping[str, Sequence[tuple[Millis, Value]]]
"""By property: its values with their times, the newest first."""


class HubspotExtras(Protocol):
    """What only HubSpot has."""

    def with_value(
        self, object_type: str, unique_property: str, values: Sequence[str], fields: Sequence[str]
    ) -> Mapping[str, Record]:
        """By value, the live record that has it in a property that HubSpot keeps unique; without one it is missing.
        Strongly consistent, one call a hundred. Raises CrmError, also when the property is not unique.
        """

    def property_times(
        self, ids: Sequence[str], properties: Sequence[str], object_type: str = "contact"
    ) -> Mapping[str, Mapping[str, Millis]]:
        """By record id and property: when its present value was set (property history). Missing when unknown."""

    def property_history(
        self, ids: Sequence[str], properties: Sequence[str], object_type: str = "contact"
    ) -> Mapping[str, PropertyHistory]:
        """By record id: what each property was set to and when. Missing when unknown; HubSpot keeps 45 values of a
        contact's property, 20 of another object's.
        """

    def membership(self, ids: Sequence[str], list_id: str, object_type: str = "contact") -> Mapping[str, bool]:
        """Whether each record is in the list, in one call a hundred. Nobody is in a list that does not exist."""

    def list_info(self, list_id: str) -> HubspotList | None:
        """The list; None when there is none of that id (any more). Raises CrmError."""

    def list_joins(self, list_id: str, page: str | None) -> JoinPage:
        """One page of the members, those who joined first first; `page` from the page before, None for the first.

        Raises CrmError, also when HubSpot does not know the list or the page's token.
        """

    def form_joins(self, form_id: str, since: Millis, page: str | None) -> JoinPage:
        """Contacts who submitted any form since then, those who did first first, and of them who submitted this one: as
        joins, each with the last time. By the search index, which lags. `page` is as that of `list_joins`.
        """

    def owners(self) -> Sequence[Person]:
        """Everybody whom records may name as owner; archived ones are left out. One call for five hundred."""

    def unsubscribe(self, addresses: Sequence[str]) -> list[WriteOutcome]:
        """Opts each e-mail address out of everything, known as a contact or not; idempotent, and never undone here.
        A call each for a few, and for more where the app may not send batches; else one for a hundred. One outcome
        each; never raises.
        """

    def property_options(self, object_type: str, name: str) -> Sequence[Option]:
        """The options of a property, in their order. Raises CrmError."""

    def set_property_options(self, object_type: str, name: str, options: Sequence[Option]) -> None:
        """Makes them the property's only options; idempotent. Raises CrmError."""

    def static_list(self, name: str) -> str:
        """The id of the list of contacts with that name, made when there is none. Only we add members to it."""

    def list_url(self, list_id: str) -> str | None:
        """Where a person opens the list, without a call; None where nobody told which portal it is."""

    def add_to_list(self, list_id: str, ids: Sequence[str]) -> None:
        """Adds the contacts, up to 100,000 a call; those that are in it already stay. Idempotent.

        Raises CrmError(REJECTED_RECORD) when somebody deleted the list.
        """

    def daily_usage(self) -> tuple[int, int]:
        """(used, limit) of the portal today, by the vendor's own count."""


class SalesforceExtras(Protocol):
    """What only Salesforce has."""

    def users(self) -> Sequence[Person]:
        """Everybody who may own records, inactive ones too; not customers of portals. One call for two thousand."""

    def open_campaigns(self, ids: Sequence[str]) -> Mapping[str, OpenCampaign]:
        """By id, the campaigns that exist, with the statuses of their members. Raises CrmError."""

    def campaign_names(self, ids: Sequence[str], newest: int) -> Mapping[str, str]:
        """By id, the names of these campaigns, as far as they exist, and of so many of the newest active ones. One call
        for eight hundred. Raises CrmError.
        """

    def record_url(self, record_id: str) -> str | None:
        """Where a person opens the record, without a call; None until the session tells the org's address."""

    def daily_usage(self) -> tuple[int, int]:
        """(used, limit) of the org's rolling day, by the vendor's own count: all integrations together."""

    def own_user_id(self) -> str:
        """Of the integration user, as CreatedById shows it. One call. Raises CrmError."""

    def lost_creations(self, wanted: LostCreations) -> Mapping[str, tuple[Record, ...]]:
        """By name, the live records of that name that our own user created since yesterday, linked or not. Two calls
        for a few hundred names. Raises CrmError.
        """

    def referring(self, fields: Mapping[str, str], ids: Sequence[str]) -> Mapping[str, tuple[RecordRef, ...]]:
        """By id, the records that refer to it: of each object by its field, converted leads too, a hundred of each
        object at most. One call for a few hundred ids. Raises CrmError.
        """

    def naming(self, wanted: NamingRows) -> Sequence[Mapping[str, Value]]:
        """All of them, each with every field. One call for a thousand ids, more where they have thousands of rows.
        Raises CrmError.
        """

    def condition_problem(self, object_types: Sequence[str], condition: str) -> str | None:
        """What Salesforce has against a SOQL condition on any of these objects, in its own words; None when nothing.

        Raises CrmError for every other failure.
        """


FieldTimes = Mapping[str, Mapping[str, Millis]]
Values = Mapping[str, Value]
