"""A pipeline with its stages, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(slots=True)
class Stage:
    """`metadata` holds texts: `probability` of a deal's stage, `ticketState` of a ticket's, `isClosed`."""

    id: str
    label: str
    display_order: int
    metadata: Mapping[str, str]
    created_at: int
    updated_at: int
    archived: bool = False

    @property
    def is_closed(self) -> bool:
        probability = self.metadata.get("probability")
        by_probability = probability is not None and float(probability) in {0.0, 1.0}
        return by_probability or self.metadata.get("ticketState") == "CLOSED"

    @property
    def is_won(self) -> bool:
        return float(self.metadata.get("probability", "0")) == 1.0


@dataclass(slots=True)
class Pipeline:
    id: str
    label: str
    display_order: int
    created_at: int
    updated_at: int
    stages: dict[str, Stage] = field(default_factory=dict)
    archived: bool = False

    def live_stages(self) -> list[Stage]:
        return sorted((one for one in self.stages.values() if not one.archived), key=lambda one: one.display_order)

    def copy(self) -> Pipeline:
        """One of its own for one portal."""
        return replace(self, stages={name: replace(stage) for name, stage in self.stages.items()})
