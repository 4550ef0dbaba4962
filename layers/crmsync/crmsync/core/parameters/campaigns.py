"""Campaigns: from documents in the right shape to what the code uses."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from crmsync.core.campaign_join import PREFIX, CampaignJoin, OpenCampaign
from crmsync.core.campaigns import CAMPAIGNS, campaign_mapping, status_mapping
from crmsync.core.configuration import Configuration, PairConfiguration
from crmsync.core.hubspot_list import HubspotList
from crmsync.core.mapped_field import mapped_properties
from crmsync.core.mapping import FieldType, Kind
from crmsync.core.parameters.documents import Document, did_you_mean
from crmsync.core.refusal import Refusal
from crmsync.core.salesforce_id import to_18

SETTINGS = "settings/campaign"
PEOPLE = "contact"
"""The pair whose records are members."""

_SHOWING = {Kind.MULTI_PICKLIST, Kind.TEXT, Kind.REFERENCE}
_STATUSES = {Kind.PICKLIST, Kind.TEXT}
_DEFAULT_TYPE = FieldType(Kind.MULTI_PICKLIST)


def with_campaigns(
    configuration: Configuration, documents: Mapping[str, Document], properties: Mapping[str, FieldType]
) -> Configuration:
    """The configuration with what `settings/campaign` and `campaigns/<name>` say; as it was when campaigns are off.

    `properties` are those of contacts; none when they are not known.
    """
    settings = documents.get(SETTINGS, {})
    if not settings.get("enabled", False):
        return configuration
    name = settings.get("property", CAMPAIGNS)
    pair = configuration.pairs[PEOPLE]
    objects = pair.salesforce_types
    mapping = campaign_mapping(name, properties.get(name, _DEFAULT_TYPE), objects)
    joins = _joins(documents)
    statuses = (
        status_mapping(join.status_property, _type_of(join.status_property, properties), join.campaign_id, objects)
        for join in joins
        if join.status_property is not None
    )
    showing = replace(pair, mappings=(*pair.mappings, mapping, *statuses))
    return replace(configuration, pairs={**configuration.pairs, PEOPLE: showing}, campaign_joins=joins)


def _type_of(name: str, properties: Mapping[str, FieldType]) -> FieldType:
    return properties.get(name, FieldType())


def _joins(documents: Mapping[str, Document]) -> tuple[CampaignJoin, ...]:
    return tuple(
        campaign_join(name, document) for name, document in sorted(documents.items()) if name.startswith(PREFIX)
    )


def campaign_join(parameter: str, document: Document) -> CampaignJoin:
    """`parameter` is the document's name, `campaigns/<name>`."""
    return CampaignJoin(
        name=parameter.removeprefix(PREFIX),
        list_id=str(int(document["list_id"])) if "list_id" in document else "",
        form_id=document.get("form_id", "").lower(),
        campaign_id=to_18(document["campaign_id"]),
        status=document.get("status"),
        status_property=document.get("status_property"),
    )


def campaign_refusals(
    pair: PairConfiguration, documents: Mapping[str, Document], properties: Mapping[str, FieldType]
) -> Iterator[Refusal]:
    """What is wrong with the documents; `pair` is that of people, without campaigns."""
    settings = documents.get(SETTINGS, {})
    if settings.get("enabled", False):
        name = settings.get("property", CAMPAIGNS)
        yield from _property_refusals(_Choice(SETTINGS, "/property", name, _SHOWING), pair, properties)
    joins = _joins(documents)
    yield from _joined_twice(joins)
    for join in joins:
        yield from _source_refusals(join)
        if join.status_property is not None:
            chosen = _Choice(join.wish, "/status_property", join.status_property, _STATUSES)
            yield from _property_refusals(chosen, pair, properties)


def join_refusals(join: CampaignJoin, found: HubspotList | None, campaign: OpenCampaign | None) -> Iterator[Refusal]:
    """`found` is the list, `campaign` the campaign, as the CRMs show them now; None when there is none."""
    if join.list_id:
        yield from _list_refusals(join, found)
    if campaign is None:
        reason = f"Salesforce has no campaign {join.campaign_id}, or the integration user does not see it."
        yield Refusal(join.wish, "/campaign_id", reason, "Correct the id, or give the user access to campaigns.")
        return
    if not campaign.is_active:
        reason, fix = f"The campaign {campaign.name!r} is not active.", "Activate it in Salesforce, or choose another."
        yield Refusal(join.wish, "/campaign_id", reason, fix)
    if join.status is not None and join.status not in campaign.statuses:
        reason = f"The campaign {campaign.name!r} has no member status {join.status!r}."
        yield Refusal(join.wish, "/status", reason, f"Use one that it has: {', '.join(campaign.statuses)}.")


def _source_refusals(join: CampaignJoin) -> Iterator[Refusal]:
    if not join.source_id:
        fix = "Add list_id, the id of a HubSpot list of contacts, or form_id, that of a form."
        yield Refusal(join.wish, "", "Nothing says who joins the campaign.", fix)
    elif join.list_id and join.form_id:
        yield Refusal(join.wish, "/form_id", "There is a list already.", "Use a parameter for each.")


def _list_refusals(join: CampaignJoin, found: HubspotList | None) -> Iterator[Refusal]:
    if found is None:
        yield Refusal(join.wish, "/list_id", f"HubSpot has no list {join.list_id}.", "Choose a list of contacts.")
    elif found.object_type != PEOPLE:
        reason = f"List {join.list_id} is of another object ({found.object_type})."
        yield Refusal(join.wish, "/list_id", reason, "Choose a list of contacts.")


class _Choice(NamedTuple):
    """A property that a parameter names, and of which kinds it may be."""

    parameter: str
    place: str
    name: str
    kinds: Collection[Kind]


def _property_refusals(
    chosen: _Choice, pair: PairConfiguration, properties: Mapping[str, FieldType]
) -> Iterator[Refusal]:
    name, reason, fix = chosen.name, "", "Choose another property."
    if name in mapped_properties(pair.mappings) or name in pair.hubspot_stamps:
        reason = f"{name} is in use by crmsync already."
    elif properties and name not in properties:
        reason = f"HubSpot has no contact property {name}."
        fix = f"Run `crmsync setup`, which creates {CAMPAIGNS}, or correct the name.{did_you_mean(name, properties)}"
    elif properties and not properties[name].writable:
        reason = f"{name} is read-only in HubSpot."
    elif properties and properties[name].kind not in chosen.kinds:
        reason = f"{name} is of a type ({properties[name].kind}) that cannot show it."
        fix = f"Choose a property of one of these types: {', '.join(sorted(chosen.kinds))}."
    if reason:
        yield Refusal(chosen.parameter, chosen.place, reason, fix)


def _joined_twice(joins: tuple[CampaignJoin, ...]) -> Iterator[Refusal]:
    first: dict[tuple[str, str], CampaignJoin] = {}
    shown: dict[str, CampaignJoin] = {}
    for join in (one for one in joins if one.source_id):
        if join.status_property is not None and shown.setdefault(join.status_property, join) is not join:
            reason = f"{shown[join.status_property].wish} has the property {join.status_property} already."
            yield Refusal(join.wish, "/status_property", reason, "Choose a property for each.")
        other = first.setdefault((join.source_id, join.campaign_id), join)
        if other is not join:
            place, people = (
                ("/list_id", "members of this list") if join.list_id else ("/form_id", "people of this form")
            )
            reason = f"{other.wish} adds the {people} to this campaign already."
            yield Refusal(join.wish, place, reason, "Delete one of the two.")
