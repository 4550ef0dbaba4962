"""Which HubSpot pipeline stands for which Salesforce record type, and which stage for which: deals and tickets.

HubSpot's stages have ids of their own in each pipeline; Salesforce's record types share the names of theirs. So a
HubSpot stage tells its pipeline, while a Salesforce stage means something only together with the record type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from crmsync.core.option_map import OptionMap
from crmsync.core.record import Side

NO_RECORD_TYPE = ""
"""Of records that have none, as all have in an org without record types."""


class StagedFields(NamedTuple):
    """Where the records of a pair show what they move through; `object_type` is Salesforce's."""

    pipeline: str
    stage: str
    object_type: str
    record_type_field: str
    stage_field: str
    closed_at: str = ""
    """The HubSpot property that HubSpot sets itself when a stage closes the record."""


class MappedStage(NamedTuple):
    """`hubspot` is the id of HubSpot's stage, `salesforce` the value of the picklist."""

    hubspot: str
    salesforce: str
    is_closed: bool = False
    standing: str = ""
    """The `lifecycle.Standing` of an opportunity in Salesforce's stage; empty for cases."""


class MappedPipeline(NamedTuple):
    """`record_type` is an id, or NO_RECORD_TYPE. Of stages that share a counterpart the first one decides."""

    pipeline: str
    record_type: str
    stages: tuple[MappedStage, ...]

    def stage_for(self, value: object) -> MappedStage | None:
        """HubSpot's stage of this pipeline that stands for Salesforce's."""
        return next((one for one in self.stages if one.salesforce == value), None)


@dataclass(frozen=True, slots=True)
class PipelineMap:
    """Each pipeline and each record type is in it once at most; what is not in it does not move."""

    pipelines: tuple[MappedPipeline, ...]

    def of_record_type(self, record_type: object) -> MappedPipeline | None:
        wanted = record_type or NO_RECORD_TYPE
        return next((one for one in self.pipelines if one.record_type == wanted), None)

    def of_pipeline(self, pipeline: object) -> MappedPipeline | None:
        return next((one for one in self.pipelines if one.pipeline == pipeline), None)

    def of_stage(self, stage: object) -> MappedPipeline | None:
        """The pipeline that a HubSpot stage belongs to."""
        return next((one for one in self.pipelines if any(own.hubspot == stage for own in one.stages)), None)

    def standing_of(self, stage: object) -> str:
        """Of Salesforce's stage, which means the same for every record type."""
        stages = (one for pipeline in self.pipelines for one in pipeline.stages if one.salesforce == stage)
        return next((one.standing for one in stages), "")


@dataclass(frozen=True)
class StageOptions(OptionMap):
    """`pairs` tell what HubSpot's stages become; `to_hubspot` what Salesforce's do, by the record's own type."""

    to_hubspot: tuple[tuple[str, str], ...] = ()

    @cached_property
    def _to(self) -> Mapping[Side, Mapping[str, str]]:
        back: dict[str, str] = {}
        for hubspot, salesforce in self.to_hubspot:
            back.setdefault(salesforce, hubspot)
        return {Side.HUBSPOT: back, Side.SALESFORCE: dict(reversed(self.pairs))}
