"""The compiled configuration that workers read: every parameter, validated against both live schemas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from crmsync.core.mapping import FieldMapping
from crmsync.core.owner_directory import OWNER, OwnerDirectory
from crmsync.core.record import Millis


@dataclass(frozen=True, slots=True)
class PairSettings:
    """Settings of one object pair; the keys of `settings/<pair>` in Parameter Store."""

    enabled: bool = True
    create_in_hubspot: bool = True
    create_in_salesforce: str | None = "contact"
    """`contact`, `lead`, or None for no creation in Salesforce."""
    inclusion_list_id: str | None = None
    salesforce_filter: str | None = None
    on_salesforce_delete: str = "keep"
    on_hubspot_delete: str = "keep"
    required_fallbacks: Mapping[str, str | None] = field(
        default_factory=lambda: {"LastName": "[not provided]", "Company": "[not provided]"}
    )


@dataclass(frozen=True, slots=True)
class GlobalSettings:
    paused: bool = False
    dry_run: bool = False
    max_clears_per_hour: int = 50
    max_deletions_per_hour: int = 50

    @property
    def holds_writes(self) -> bool:
        """Whether no CRM record may be written now."""
        return self.paused or self.dry_run


@dataclass(frozen=True, slots=True)
class QuotaSettings:
    """The calls that crmsync may make a day on one side; see `quota.allocation`."""

    daily_limit: int | None = None
    percent: float | None = None
    window: str = "rolling"
    time_zone: str = "UTC"
    reserve_live: int = 20
    reserve_poll: int = 10


@dataclass(frozen=True, slots=True)
class PairConfiguration:
    """One object pair: `contact` ties HubSpot's `contact` to Salesforce's `Contact` and `Lead`."""

    name: str
    hubspot_type: str
    salesforce_types: tuple[str, ...]
    mappings: tuple[FieldMapping, ...]
    settings: PairSettings = field(default_factory=PairSettings)
    hubspot_stamps: tuple[str, ...] = ()
    """The connector's own properties that exist in this portal and may be stamped."""
    person_accounts: bool = False
    """Whether the org has Person Accounts, whose contacts are told by a mark and never synced."""
    list_chosen_at: Millis = 0
    """When the present inclusion list was chosen: who joins it later syncs because of that."""

    def with_owners(self, directory: OwnerDirectory | None) -> PairConfiguration:
        owner = next((mapping for mapping in self.mappings if mapping.hubspot == OWNER), None)
        if owner is None:
            return self
        own = (replace(owner, owners=directory),) if directory is not None else ()
        return replace(self, mappings=(*(one for one in self.mappings if one is not owner), *own))

    def mapped(self, salesforce_type: str) -> tuple[FieldMapping, ...]:
        """The mappings that the Salesforce object has a field for."""
        return tuple(mapping for mapping in self.mappings if salesforce_type in mapping.salesforce)


@dataclass(frozen=True, slots=True)
class Configuration:
    version: int
    pairs: Mapping[str, PairConfiguration]
    global_settings: GlobalSettings = field(default_factory=GlobalSettings)
    quotas: Mapping[str, QuotaSettings] = field(default_factory=dict)
    """By side."""

    def with_owners(self, directory: OwnerDirectory | None) -> Configuration:
        """As it is used: owners cross by the directory, and not at all before there is one."""
        return replace(self, pairs={name: pair.with_owners(directory) for name, pair in self.pairs.items()})

    def pair_of(self, object_type: str) -> PairConfiguration | None:
        """The pair that a HubSpot or Salesforce object type belongs to; None when it is not synced."""
        return next(
            (
                pair
                for pair in self.pairs.values()
                if object_type == pair.hubspot_type or object_type in pair.salesforce_types
            ),
            None,
        )
