"""What both CRMs have set up for records that move through stages, as config_guard reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from crmsync.core.exchange import ExchangeRate
from crmsync.core.pipeline import NewStage, Pipeline


class OfferedStage(NamedTuple):
    """A Salesforce stage by the value that records bear, and as the stage that HubSpot could have, by its label."""

    value: str
    stage: NewStage

    @property
    def label(self) -> str:
        return self.stage.label


@dataclass(frozen=True, slots=True)
class Process:
    """A Salesforce record type with the stages that it offers, in order.

    `record_type` is its id, NO_RECORD_TYPE for records that have none; `developer_name` what administrators write.
    """

    record_type: str
    developer_name: str
    label: str
    stages: tuple[OfferedStage, ...]

    def offered(self, name: str) -> OfferedStage | None:
        """The stage of that API name, or else of that label: one's label may be the API name of another."""
        by_value = next((one for one in self.stages if one.value == name), None)
        return by_value or next((one for one in self.stages if one.label == name), None)


@dataclass(frozen=True, slots=True)
class Processes:
    """Of one pair: HubSpot's pipelines, and Salesforce's processes and rates."""

    pipelines: tuple[Pipeline, ...] = ()
    processes: tuple[Process, ...] = ()
    rates: tuple[ExchangeRate, ...] = ()
    """The org's, where amounts are converted."""


NONE: Mapping[str, Processes] = {}
"""Of pairs that are switched off, or move through nothing."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Stages that a pipeline lacks; `pipeline` None: the pipeline itself is lacking, too."""

    label: str
    stages: tuple[NewStage, ...]
    pipeline: Pipeline | None = None
