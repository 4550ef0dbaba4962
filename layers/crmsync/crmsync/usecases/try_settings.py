"""Tries the settings that only the live CRMs can judge: the inclusion list and the Salesforce filter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crmsync.core.object_pair import ObjectPair
from crmsync.core.pair_settings import PairSettings
from crmsync.core.parameters.live_settings import filter_refusals, list_refusals, refused_filter
from crmsync.core.refusal import Refusal
from crmsync.ports.budget import CrmAccess


def try_settings(
    pairs: Mapping[str, ObjectPair], settings: Mapping[str, PairSettings], access: CrmAccess
) -> list[Refusal]:
    """One call for each list and each filter that is set, of the pairs (by name) that are switched on.

    Raises CrmError when a CRM does not answer.
    """
    enabled = {name: pairs[name] for name, chosen in settings.items() if chosen.enabled}
    one_a_parameter = {(pair.parameter, settings[name].salesforce_filter): pair for name, pair in enabled.items()}
    return [refusal for pair in one_a_parameter.values() for refusal in _try_pair(pair, settings[pair.name], access)]


def _try_pair(pair: ObjectPair, settings: PairSettings, access: CrmAccess) -> Iterator[Refusal]:
    parameter = pair.parameter
    list_id, condition = settings.inclusion_list_id, settings.salesforce_filter
    if list_id is not None:
        yield from list_refusals(parameter, settings, pair.hubspot_type, access.hubspot.list_info(list_id))
    unsound = list(filter_refusals(parameter, settings))
    yield from unsound
    if condition is not None and not unsound:
        words = access.salesforce.condition_problem(tuple(pair.salesforce_types), condition)
        if words is not None:
            yield refused_filter(parameter, words)
