"""Field mappings: which HubSpot property goes with which Salesforce field, by which rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from crmsync.core.engagement import Engagement
from crmsync.core.exchange import Exchange
from crmsync.core.members import Members
from crmsync.core.option_map import OptionMap
from crmsync.core.owner_directory import OwnerDirectory
from crmsync.core.record import Side
from crmsync.core.reference import LinkedIds, Reference
from crmsync.core.transforms.transform import Transform


class Rule(StrEnum):
    PREFER_SALESFORCE_UNLESS_BLANK = "prefer_salesforce_unless_blank"
    ALWAYS_SALESFORCE = "always_salesforce"
    ALWAYS_HUBSPOT = "always_hubspot"
    TWO_WAY = "two_way"
    DONT_SYNC = "dont_sync"
    OPT_OUT_LATCH = "opt_out_latch"
    """Of the opt-out alone: see `opt_out_latch`. Not for administrators to choose."""
    MIRROR = "mirror"
    """Of the campaigns alone: see `campaigns`. Not for administrators to choose."""
    MEMBER_STATUS = "member_status"
    """Of a campaign member's status alone: two-way for members, and blank for everybody else."""


NOT_CHOOSABLE = frozenset({Rule.OPT_OUT_LATCH, Rule.MIRROR, Rule.MEMBER_STATUS})
CHOOSABLE_RULES = tuple(rule for rule in Rule if rule not in NOT_CHOOSABLE)


class Kind(StrEnum):
    """What a field holds; decides its normal form and how it converts."""

    TEXT = "text"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    PICKLIST = "picklist"
    MULTI_PICKLIST = "multi_picklist"
    REFERENCE = "reference"
    COMPOUND = "compound"
    """Several fields that a mapping takes as one; no vendor's type."""


@dataclass(frozen=True, slots=True)
class FieldType:
    """One field as the live schema describes it.

    `max_length` 0 means unlimited; `options` are the values a picklist accepts (empty: any);
    `scale` is the number of decimals, None when not limited. `codes` are other spellings of options: the code, the
    option, and for states the countries that have it (`CA`, `California`, `United States`). `is_long` marks HubSpot's
    multi-line text, which goes with Salesforce's multi-line text only. `parts` are a compound's fields, in order.
    """

    kind: Kind = Kind.TEXT
    max_length: int = 0
    options: tuple[str, ...] = ()
    scale: int | None = None
    writable: bool = True
    multi_line: bool = True
    is_long: bool = False
    codes: tuple[tuple[str, ...], ...] = ()
    parts: tuple[tuple[str, FieldType], ...] = ()
    is_html: bool = False
    """Formatted text, of which only the words cross to plain text."""
    is_required: bool = False
    """A record is never without a value in it: a blank leaves what is there."""


@dataclass(frozen=True, slots=True)
class FieldMapping:
    """`hubspot` is the property and also the mapping's key in base and history.

    `salesforce` gives the field per Salesforce object, since one property may live in Lead.City and
    Contact.MailingCity; an object without the field is not in it. An end of several fields bears a compound's name.
    """

    hubspot: str
    salesforce: Mapping[str, str]
    rule: Rule = Rule.PREFER_SALESFORCE_UNLESS_BLANK
    hubspot_type: FieldType = field(default_factory=FieldType)
    salesforce_types: Mapping[str, FieldType] = field(default_factory=dict)
    is_default: bool = False
    to_salesforce: bool = True
    """False where the mapping can only carry Salesforce's value."""
    options: OptionMap | None = None
    time_zone: str = "UTC"
    """Whose day it is (IANA name), where one side has a date and the other a time."""
    reference: Reference | None = None
    """Of a mapping whose values are ids of other records."""
    members: Members | None = None
    """Of a mapping whose values are sets of other records; `hubspot` is the property that counts them."""
    engagement: Engagement | None = None
    """Of a mapping whose values are told, each by a task of its own; `hubspot` is the property with the last time."""
    transform: Transform | None = None
    """What is done to values on their way; without it they cross as they are."""
    exchange: Exchange | None = None
    """Of a record's amount alone: between the currencies of both sides. Not part of the stored configuration."""
    owners: OwnerDirectory | None = None
    """Of the owner's mapping alone: who is who. Not part of the stored configuration; see `with_owners`."""
    linked: LinkedIds | None = None
    """Of references alone: the links of the records that a batch refers to. Not part of the stored configuration."""

    @property
    def is_latch(self) -> bool:
        """Whether it is the opt-out: it crosses even where nothing else of the record does."""
        return self.rule is Rule.OPT_OUT_LATCH

    @property
    def is_property(self) -> bool:
        """Whether `hubspot` is a property: a reference may be shown by associations alone."""
        return self.reference is None or not self.reference.is_associated

    @property
    def is_field(self) -> bool:
        """Whether Salesforce has a field for it: sets of records and what is told are carried for themselves."""
        return self.members is None and self.engagement is None

    @property
    def is_mirror(self) -> bool:
        """Whether HubSpot shows what can be read in Salesforce at any time, and nothing else."""
        return self.rule is Rule.MIRROR

    def carries(self, to: Side) -> bool:
        """Whether the mapping has a way for values to that side."""
        if self.transform is not None and self.transform.text(to) is None:
            return False
        return to is Side.HUBSPOT or self.to_salesforce
