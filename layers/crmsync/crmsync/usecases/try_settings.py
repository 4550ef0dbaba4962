"""Tries the settings that only the live CRMs can judge: the inclusion list and the Salesforce filter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from crmsync.core.configuration import PairConfiguration
from crmsync.core.contact_pair import CONTACT_PAIR
from crmsync.core.parameters.documents import read_document
from crmsync.core.parameters.live_settings import filter_refusals, list_refusals, refused_filter
from crmsync.core.parameters.settings import pair_settings
from crmsync.core.refusal import Refusal
from crmsync.ports.budget import CrmAccess

PAIRS: Sequence[PairConfiguration] = (CONTACT_PAIR,)


def try_settings(texts: Mapping[str, str], access: CrmAccess) -> list[Refusal]:
    """One call for each list and each filter that is set; none for a document that is malformed anyway.

    Raises CrmError when a CRM does not answer.
    """
    return [refusal for pair in PAIRS for refusal in _try_pair(pair, texts, access)]


def _try_pair(pair: PairConfiguration, texts: Mapping[str, str], access: CrmAccess) -> Iterator[Refusal]:
    parameter = f"settings/{pair.name}"
    document, _ = read_document(parameter, texts.get(parameter, "{}"))
    if document is None:
        return
    settings = pair_settings(document)
    list_id, condition = settings.inclusion_list_id, settings.salesforce_filter
    if list_id is not None:
        yield from list_refusals(parameter, settings, pair.hubspot_type, access.hubspot.list_info(list_id))
    unsound = list(filter_refusals(parameter, settings))
    yield from unsound
    if condition is not None and not unsound:
        words = access.salesforce.condition_problem(pair.salesforce_types, condition)
        if words is not None:
            yield refused_filter(parameter, words)
