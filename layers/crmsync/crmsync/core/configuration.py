"""The compiled configuration that workers read: every parameter, validated against both live schemas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from crmsync.core.campaign_join import CampaignJoin
from crmsync.core.campaigns import is_of_members
from crmsync.core.condition_fields import condition_fields
from crmsync.core.exchange import ExchangeRate
from crmsync.core.mapping import FieldMapping
from crmsync.core.match_key import MatchBy
from crmsync.core.object_pair import ObjectPair
from crmsync.core.owner_directory import OWNER, OwnerDirectory
from crmsync.core.pair_settings import PairSettings
from crmsync.core.pipeline_map import PipelineMap
from crmsync.core.record import Millis, Record, Side
from crmsync.core.subtype import Mark, Subtype


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
    """One object pair as compiled: `contact` ties HubSpot's `contact` to Salesforce's `Contact` and `Lead`."""

    object_pair: ObjectPair
    mappings: tuple[FieldMapping, ...]
    settings: PairSettings
    hubspot_stamps: tuple[str, ...] = ()
    """The connector's own properties that exist in this portal and may be stamped."""
    person_accounts: bool = False
    """Whether the org has Person Accounts, whose contacts are told by a mark and never synced."""
    list_chosen_at: Millis = 0
    """When the present inclusion list was chosen: who joins it later syncs because of that."""
    pipelines: PipelineMap | None = None
    """Of records that move through pipelines: which stands for which."""
    rates: tuple[ExchangeRate, ...] = ()
    """Of the org's currencies; none while amounts are not converted."""
    lifecycle_stages: tuple[str, ...] = ()
    """Of contacts, in the portal's order; none while `lifecycle` is switched off."""
    enabled_at: Millis = 0
    """When the pair was switched on; 0 while it is off, and of those that are on since the installation."""

    @classmethod
    def of(cls, object_pair: ObjectPair) -> PairConfiguration:
        """As it is without any parameter, for a portal and an org that are not known."""
        return cls(object_pair, object_pair.mappings, object_pair.settings)

    @property
    def name(self) -> str:
        return self.object_pair.name

    @property
    def hubspot_type(self) -> str:
        return self.object_pair.hubspot_type

    @property
    def salesforce_types(self) -> tuple[str, ...]:
        return tuple(self.object_pair.salesforce_types)

    def with_owners(self, directory: OwnerDirectory | None) -> PairConfiguration:
        owner = next((mapping for mapping in self.mappings if mapping.hubspot == OWNER), None)
        if owner is None:
            return self
        own = (replace(owner, owners=directory),) if directory is not None else ()
        return replace(self, mappings=(*(one for one in self.mappings if one is not owner), *own))

    @property
    def created_type(self) -> str:
        """The Salesforce object that a record without counterpart becomes; empty for none."""
        wanted = self.settings.create_in_salesforce or ""
        return next((name for name in self.salesforce_types if name.lower() == wanted), "")

    @property
    def address(self) -> str:
        """The property of the e-mail address by which people are matched; empty for records that are not people."""
        key = self.object_pair.match
        return key.hubspot[0] if key is not None and key.by is MatchBy.EMAIL else ""

    @property
    def watched(self) -> frozenset[str]:
        """The fields of Salesforce's filter, in lower case."""
        return condition_fields(self.settings.salesforce_filter)

    @property
    def subtype(self) -> Subtype | None:
        """How its records are told from those of other pairs of the same Salesforce object."""
        own, told = self.object_pair.subtype, self.settings.told_by.get(self.name)
        return own if own is None or told is None else replace(own, mark=Mark(told["field"], told["value"]))

    def at_creation(self, side: Side) -> Mapping[str, str]:
        """What a record that is created there gets where no mapping has a value."""
        own, mark = self.object_pair.at_creation.get(side, {}), self.subtype.mark if self.subtype else None
        return own if mark is None or side is Side.HUBSPOT else {**own, mark.field: mark.value}

    def required(self, salesforce_type: str) -> tuple[str, ...]:
        """The fields without which Salesforce takes no record of this object."""
        return self.object_pair.required.get(salesforce_type, ())

    @property
    def campaigns(self) -> FieldMapping | None:
        """The mapping that shows the campaigns of people; None while campaigns are switched off."""
        return next((mapping for mapping in self.mappings if mapping.is_mirror), None)

    @property
    def member_fields(self) -> frozenset[str]:
        """The mapped fields of people that are kept in their campaign members."""
        return frozenset(name for one in self.mappings for name in one.salesforce.values() if is_of_members(name))

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
    campaign_joins: tuple[CampaignJoin, ...] = ()

    @property
    def shows_campaigns(self) -> bool:
        """Whether campaigns are switched on."""
        return any(mapping.is_mirror for pair in self.pairs.values() for mapping in pair.mappings)

    @property
    def enabled_pairs(self) -> tuple[PairConfiguration, ...]:
        """Of the others nothing is read, asked or written."""
        return tuple(pair for pair in self.pairs.values() if pair.settings.enabled)

    def with_owners(self, directory: OwnerDirectory | None) -> Configuration:
        """As it is used: owners cross by the directory, and not at all before there is one."""
        return replace(self, pairs={name: pair.with_owners(directory) for name, pair in self.pairs.items()})

    def pair_of(self, object_type: str) -> PairConfiguration | None:
        """The pair that a HubSpot or Salesforce object type belongs to; None when it is not synced. Where several
        share a Salesforce object, one that is switched on.
        """
        named = self._pairs_of(object_type)
        return next((pair for pair in named if pair.settings.enabled), next(iter(named), None))

    def pair_of_record(self, record: Record) -> PairConfiguration | None:
        """Of several pairs that share a Salesforce object, the one that such a record belongs to."""
        named = self._pairs_of(record.ref.object_type)
        own = (pair for pair in named if pair.subtype and pair.subtype.takes(record))
        rest = (pair for pair in named if pair.subtype and pair.subtype.is_open(record))
        return next(own, None) or next(rest, None)

    def _pairs_of(self, object_type: str) -> list[PairConfiguration]:
        return [
            pair
            for pair in self.pairs.values()
            if object_type == pair.hubspot_type or object_type in pair.salesforce_types
        ]
