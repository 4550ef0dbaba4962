"""HubSpot's pipelines, read and created."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from crmsync.core.pipeline import NewStage, Pipeline, Stage


class Pipelines(Protocol):
    """One call each. Every method raises CrmError; a label that is taken is REJECTED_RECORD with `duplicates`."""

    def pipelines(self, object_type: str) -> Sequence[Pipeline]:
        """Those that are not archived, in the order in which they are shown."""

    def create_pipeline(self, object_type: str, label: str, stages: Sequence[NewStage]) -> Pipeline:
        """At the end of the list, with its stages in the order given; at least one."""

    def create_stage(self, object_type: str, pipeline: Pipeline, stage: NewStage) -> Stage:
        """At the end of the pipeline."""
