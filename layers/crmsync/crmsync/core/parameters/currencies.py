"""What is wrong with the setting `convert_amounts_to` in this portal and this org."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crmsync.core.mapping import FieldType
from crmsync.core.object_pair import ObjectPair
from crmsync.core.pair_settings import PairSettings
from crmsync.core.parameters.documents import did_you_mean
from crmsync.core.processes import Processes
from crmsync.core.refusal import Refusal

PLACE = "/convert_amounts_to"


def currency_refusals(
    pair: ObjectPair, settings: PairSettings, properties: Mapping[str, FieldType], known: Processes
) -> Iterator[Refusal]:
    """`properties` are HubSpot's of the pair. Both CRMs must have the currency: the org for its rate."""
    code = settings.convert_amounts_to
    if code is None or pair.money is None:
        return
    if not known.rates:
        reason = "Salesforce has one currency only, so there is nothing to convert by."
        yield Refusal(pair.parameter, PLACE, reason, "Remove the setting, or activate more currencies in Salesforce.")
        return
    own = {
        "HubSpot": properties.get(pair.money.currency, FieldType()).options,
        "Salesforce": tuple(dict.fromkeys(rate.code for rate in known.rates)),
    }
    for system, codes in own.items():
        if code not in codes:
            fix = f"Add it there, or choose another.{did_you_mean(code, codes)} There are: {', '.join(codes)}."
            yield Refusal(pair.parameter, PLACE, f"{system} has no currency {code}.", fix)
