"""HubSpot's pipelines: what a deal, a ticket or a custom object moves through, stage by stage.

https://developers.hubspot.com/docs/api-reference/crm-pipelines-v3/guide
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class StageFields(NamedTuple):
    """The properties in which a record has its pipeline and its stage."""

    pipeline: str
    stage: str


STAGE_FIELDS = {
    "deal": StageFields("pipeline", "dealstage"),
    "ticket": StageFields("hs_pipeline", "hs_pipeline_stage"),
}
"""By object type; a custom object has those of a ticket."""


@dataclass(frozen=True, slots=True)
class Stage:
    """`probability` is that of winning the deal, 0.0 to 1.0; None where stages have none (tickets)."""

    id: str
    label: str
    is_closed: bool = False
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Pipeline:
    """`stages` in the order in which they are shown."""

    id: str
    label: str
    stages: tuple[Stage, ...]


class NewStage(NamedTuple):
    """Of a deal's pipeline, which needs a probability (1.0 is won, 0.0 lost), or of another, which needs none."""

    label: str
    is_closed: bool = False
    probability: float | None = None
