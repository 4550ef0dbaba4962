"""An object pair as data: what it ties, maps, requires and how it is matched and created. Nothing here depends on a
parameter, a portal or an org; `PairConfiguration` is a pair as compiled for these.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from crmsync.core.custom_object import CustomObject
from crmsync.core.mapping import FieldMapping
from crmsync.core.match_key import MatchKey
from crmsync.core.money_fields import MoneyFields
from crmsync.core.own_properties import OwnProperty
from crmsync.core.pair_settings import Direction, PairSettings
from crmsync.core.pipeline_map import StagedFields
from crmsync.core.record import Side
from crmsync.core.subtype import Subtype
from crmsync.core.title import Title


class Creation(StrEnum):
    """For which records without counterpart one is created in Salesforce, where the settings allow it."""

    EVERY = "every"
    WITH_CONTACT = "with_contact"
    """Of which a contact syncs with a Salesforce contact: that of a lead, or of nobody, is no customer yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectPair:
    """`name` is the word in parameters (`settings/<name>`, `mappings/<name>`), `hubspot_type` HubSpot's (`contact`).

    `salesforce_types` are the objects that it is tied to, by the three characters that their ids begin with.
    """

    name: str
    hubspot_type: str
    salesforce_types: Mapping[str, str]
    mappings: tuple[FieldMapping, ...]
    """The defaults: they may change their rule and are never removed."""
    references: tuple[FieldMapping, ...] = ()
    """Default mappings to records of other pairs, each in force while that pair is switched on."""
    members: tuple[FieldMapping, ...] = ()
    """Default mappings to sets of records of other pairs, in force as those are."""
    engagements: tuple[FieldMapping, ...] = ()
    """Default mappings of what Salesforce is told, each in force while it is switched on."""
    settings: PairSettings
    """What holds without a parameter."""
    match: MatchKey | None = None
    """None: only the id ties records of this pair."""
    creation: Creation = Creation.EVERY
    required: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By Salesforce object, the fields that the platform itself requires."""
    required_in_hubspot: tuple[str, ...] = ()
    """Properties that crmsync maps and HubSpot requires of a new record."""
    id_properties: Mapping[str, str] = field(default_factory=dict)
    """By Salesforce object, the HubSpot property that shows the id of the record it is linked to."""
    is_unique: bool = False
    """Whether no two HubSpot records can have one value in an id property, so that it finds what was created."""
    naming: Mapping[str, str] = field(default_factory=dict)
    """By Salesforce object, the field by which a creation of unknown outcome is found again, if nothing else would."""
    stamps: tuple[OwnProperty, ...] = ()
    """What crmsync writes about the sync: never mapped, never subscribed to."""
    own_properties: tuple[OwnProperty, ...] = ()
    """Of default mappings, which a portal lacks."""
    settings_of: str = ""
    """The pair whose settings these records follow; empty for their own."""
    directions: Mapping[str, tuple[Direction, ...]] = field(default_factory=dict)
    """By pair, of those that follow these settings and of this one: the ways that it can cross, the default first."""
    marked: tuple[str, ...] = ()
    """Of the pairs that follow these settings, those whose records a mark of the administrator's may tell."""
    filtered: tuple[str, ...] = ()
    """The Salesforce objects of all pairs that follow these settings, where they are several: each has its filter."""
    subtype: Subtype | None = None
    """How these are told from other pairs' records of the same Salesforce object."""
    at_creation: Mapping[Side, Mapping[str, str]] = field(default_factory=dict)
    """What a record that is created gets where no mapping has a value, by side and field."""
    title: Title | None = None
    """How Salesforce's record is named at its creation, if no mapping does."""
    staged: StagedFields | None = None
    """Of records that move through pipelines."""
    money: MoneyFields | None = None
    """Of records with an amount in a currency of its own."""
    marks_person_accounts: str = ""
    """The Salesforce object of which some records are people or their contacts, and never sync."""
    custom: CustomObject | None = None
    """Of custom objects, whose parameter has everything: their settings and mappings too."""

    @property
    def parameter(self) -> str:
        """The one that switches it on and off."""
        return f"settings/{self.settings_of or self.name}" if self.custom is None else f"objects/{self.name}"

    def defaults(self, enabled: Collection[str]) -> tuple[FieldMapping, ...]:
        """The mappings that hold without parameters while the `enabled` pairs and engagements are switched on."""
        here = (one for known in self.references if (one := _among(known, enabled)) is not None)
        sets = (one for one in self.members if one.members is not None and one.members.pair in enabled)
        told = (one for one in self.engagements if one.engagement is not None and one.engagement.name in enabled)
        return (*self.mappings, *here, *sets, *told)

    @property
    def setup_properties(self) -> tuple[OwnProperty, ...]:
        """All that set-up creates in a portal."""
        return (*self.own_properties, *self.stamps)


def _among(mapping: FieldMapping, enabled: Collection[str]) -> FieldMapping | None:
    reference = mapping.reference.among(enabled) if mapping.reference is not None else None
    return replace(mapping, reference=reference) if reference is not None else None
