"""What set-up, doctor and the adoption of links ask the CRMs, beyond reading and writing records."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

from crmsync.core.custom_object import CustomType
from crmsync.core.failure import Failure
from crmsync.core.own_properties import OwnProperty
from crmsync.core.permissions import ObjectRights
from crmsync.core.record import Millis


class PropertyDefinition(NamedTuple):
    """HubSpot's type and field type, such as `string` and `textarea`."""

    type: str
    field_type: str


class IdPage(NamedTuple):
    """`cursor` goes on behind the page (opaque text, JSON inside); None when it was the last one."""

    ids: tuple[str, ...]
    cursor: str | None


class HubspotSetup(Protocol):
    """Every method raises CrmError when the whole call failed."""

    @property
    def server_time(self) -> Millis | None:
        """HubSpot's clock as its last answer told it; None when none did."""

    def granted_scopes(self, access_token: str) -> frozenset[str] | None:
        """The scopes of a private or static app's token; None when HubSpot does not tell."""

    def custom_types(self) -> Mapping[str, CustomType]:
        """The account's custom objects by name and by type id. One call."""

    def property_definitions(self, object_type: str) -> Mapping[str, PropertyDefinition]:
        """By name, the properties that are not archived."""

    def create_property_group(self, object_type: str, name: str, label: str) -> None:
        """Makes the group; one that is there already is left as it is."""

    def create_properties(
        self, object_type: str, group: str, properties: Sequence[OwnProperty]
    ) -> Mapping[str, Failure | None]:
        """By name, why HubSpot refused it, None when it was created."""

    def contacts_with(self, properties: Sequence[str], cursor: str | None, object_type: str = "contact") -> IdPage:
        """Contacts, or records of another type, in which one of the properties is filled, by ascending id.
        By the search index, which lags.
        """

    def written_by(self, source: str, properties: Sequence[str], since: Millis) -> Mapping[str, Millis]:
        """By contact id, when a writer of that source type (`SALESFORCE`, `INTEGRATION` …) last wrote one of the
        properties; of the fifty contacts at most in which the first of them changed last, and only since then.
        """


class SalesforceSetup(Protocol):
    """Every method raises CrmError when the whole call failed."""

    @property
    def server_time(self) -> Millis | None:
        """Salesforce's clock as its last answer told it; None when none did."""

    def rights(self, object_types: Sequence[str]) -> Mapping[str, ObjectRights | None]:
        """What the integration user may do with each; None for an object that it does not see at all."""

    def validation_rules(self, object_types: Sequence[str]) -> tuple[str, ...]:
        """A text for each active rule of these objects, another one after each edit of the rule. One call."""

    def setup_changes(self, since: Millis) -> Collection[str]:
        """The sections of the setup in which something was changed since then. One call."""
