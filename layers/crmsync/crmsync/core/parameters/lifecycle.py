"""What is wrong with the setting `lifecycle` in this portal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from crmsync.core.lifecycle import LIFECYCLE_STAGE, Standing
from crmsync.core.mapping import FieldMapping, FieldType, Rule
from crmsync.core.pair_settings import PairSettings
from crmsync.core.parameters.documents import did_you_mean
from crmsync.core.refusal import Refusal


def lifecycle_stages(settings: PairSettings, properties: Mapping[str, FieldType]) -> tuple[str, ...]:
    """The portal's, in its order; none while nothing moves."""
    return properties.get(LIFECYCLE_STAGE, FieldType()).options if settings.lifecycle["enabled"] else ()


def lifecycle_refusals(
    parameter: str, settings: PairSettings, properties: Mapping[str, FieldType], mappings: Iterable[FieldMapping]
) -> Iterator[Refusal]:
    """`properties` are the contact's, `mappings` all that hold."""
    if not settings.lifecycle["enabled"]:
        return
    stages = properties.get(LIFECYCLE_STAGE, FieldType()).options
    for standing in (Standing.OPPORTUNITY, Standing.CUSTOMER):
        stage = str(settings.lifecycle[standing])
        if stages and stage not in stages:
            fix = f"Use the internal name of a stage.{did_you_mean(stage, stages)}"
            yield Refusal(parameter, f"/lifecycle/{standing}", f"HubSpot has no lifecycle stage {stage}.", fix)
    mapped = [one for one in mappings if one.hubspot == LIFECYCLE_STAGE and one.rule is not Rule.DONT_SYNC]
    if mapped:
        reason = "lifecyclestage has a mapping, which would set it too."
        yield Refusal(parameter, "/lifecycle/enabled", reason, "Remove the mapping, or switch lifecycle off.")
