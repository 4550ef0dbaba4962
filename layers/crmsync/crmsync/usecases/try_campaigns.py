"""Tries the parameters `campaigns/<name>`: only the live CRMs know whether list, campaign and status are there."""

from __future__ import annotations

from collections.abc import Mapping

from crmsync.core.campaign_join import PREFIX, CampaignJoin
from crmsync.core.failure import CrmError
from crmsync.core.parameters.campaigns import SETTINGS, campaign_join, join_refusals
from crmsync.core.parameters.documents import Document, read_document
from crmsync.core.refusal import Refusal
from crmsync.ports.budget import CrmAccess
from crmsync.usecases.read_schemas import is_lacking

_OBJECTS = ("Campaign", "CampaignMember")


def try_campaigns(texts: Mapping[str, str], access: CrmAccess) -> list[Refusal]:
    """One call to see the objects, one for each list and one for all campaigns; none while campaigns are off.

    Raises CrmError when a CRM does not answer.
    """
    if not _read(SETTINGS, texts.get(SETTINGS, "{}")).get("enabled", False):
        return []
    lacking, joins = _lacking(access), _joins(texts)
    if lacking or not joins:
        return lacking
    campaigns = access.salesforce.open_campaigns([join.campaign_id for join in joins])
    lists = {list_id: access.hubspot.list_info(list_id) for list_id in sorted({join.list_id for join in joins} - {""})}
    return [
        refusal
        for join in joins
        for refusal in join_refusals(join, lists.get(join.list_id), campaigns.get(join.campaign_id))
    ]


def _lacking(access: CrmAccess) -> list[Refusal]:
    """Campaigns are read with each person: who may not see them would sync nobody any more."""
    try:
        access.salesforce.schemas(_OBJECTS)
    except CrmError as error:
        if not is_lacking(error):
            raise
        reason = f"Salesforce shows crmsync no {' or '.join(_OBJECTS)}: {error.failure.message}"
        fix = "Give crmsync's user access to campaigns in Salesforce. Or leave them switched off."
        return [Refusal(SETTINGS, "/enabled", reason, fix)]
    return []


def _joins(texts: Mapping[str, str]) -> list[CampaignJoin]:
    documents = {name: _read(name, text) for name, text in sorted(texts.items()) if name.startswith(PREFIX)}
    return [campaign_join(name, document) for name, document in documents.items() if document]


def _read(name: str, text: str) -> Document:
    """Nothing of one that is malformed, which is refused anyway."""
    document, _ = read_document(name, text)
    return document or {}
