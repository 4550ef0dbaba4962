"""What is wrong with settings as the live CRMs see them: a list that cannot be used, a filter that means nothing."""

from __future__ import annotations

from collections.abc import Iterator

from crmsync.core.hubspot_list import DYNAMIC, HubspotList
from crmsync.core.pair_settings import PairSettings
from crmsync.core.refusal import Refusal
from crmsync.core.soql_condition import unsound

LIST_PLACE, FILTER_PLACE = "/inclusion_list_id", "/salesforce_filter"
ANOTHER_LIST = "Choose an active list (segment) of contacts in HubSpot, or set inclusion_list_id to null for everybody."


def list_refusals(
    parameter: str, settings: PairSettings, hubspot_type: str, found: HubspotList | None
) -> Iterator[Refusal]:
    """`found` is the list of `inclusion_list_id` as HubSpot shows it now; None when there is none."""
    reason = _wrong_list(settings.inclusion_list_id, hubspot_type, found)
    if reason is not None:
        yield Refusal(parameter, LIST_PLACE, reason, ANOTHER_LIST)


def _wrong_list(list_id: str | None, hubspot_type: str, found: HubspotList | None) -> str | None:
    if found is None:
        return f"HubSpot has no list {list_id}."
    if found.object_type != hubspot_type:
        return f"List {list_id} is of another object ({found.object_type})."
    if found.kind != DYNAMIC:
        return f"List {list_id} is static ({found.kind}): HubSpot does not keep it up to date by itself."
    return None


def filter_refusals(parameter: str, settings: PairSettings) -> Iterator[Refusal]:
    """What is wrong with the filter's text, before Salesforce is asked."""
    reason = unsound(settings.salesforce_filter) if settings.salesforce_filter is not None else None
    if reason is not None:
        yield Refusal(parameter, FILTER_PLACE, reason, "Write what would follow WHERE, and nothing else.")


def refused_filter(parameter: str, words: str) -> Refusal:
    """`words` are Salesforce's."""
    fix = "Use fields that every object of the pair has, as Salesforce's query editor would take them after WHERE."
    return Refusal(parameter, FILTER_PLACE, f"Salesforce refuses the condition: {words}", fix)
