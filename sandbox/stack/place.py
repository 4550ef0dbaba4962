"""Where one local stack lives: its ports, and its folder with environment, logs and process ids."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
DEFAULT_PORT_BASE = 7000


@dataclass(frozen=True, slots=True)
class Place:
    """Two places with different port bases share nothing."""

    port_base: int = DEFAULT_PORT_BASE
    project: Path = PROJECT

    @property
    def aws_port(self) -> int:
        return self.port_base

    @property
    def hubspot_port(self) -> int:
        return self.port_base + 1

    @property
    def salesforce_port(self) -> int:
        return self.port_base + 2

    @property
    def ports(self) -> tuple[int, int, int]:
        return self.aws_port, self.hubspot_port, self.salesforce_port

    @property
    def hubspot_url(self) -> str:
        return f"http://127.0.0.1:{self.hubspot_port}"

    @property
    def salesforce_url(self) -> str:
        return f"http://127.0.0.1:{self.salesforce_port}"

    @property
    def folder(self) -> Path:
        return self.project / (".sandbox" if self.port_base == DEFAULT_PORT_BASE else f".sandbox-{self.port_base}")

    @property
    def env_file(self) -> Path:
        """Its existence says that the stack is ready."""
        return self.folder / "env"

    @property
    def process_file(self) -> Path:
        return self.folder / "processes.json"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def emulator_home(self) -> Path:
        """Home and temporary folder of the emulator and its workers, which leave their unzipped code behind."""
        return self.folder / "emulator"

    def log_of(self, process: str) -> Path:
        return self.logs / f"{process}.log"


def started_places(project: Path = PROJECT) -> list[Place]:
    """Every place of the project that was started and not stopped since, whatever its ports."""
    found = []
    for file in sorted(project.glob(".sandbox*/processes.json")):
        port_base = file.parent.name.removeprefix(".sandbox").lstrip("-") or str(DEFAULT_PORT_BASE)
        if port_base.isdigit():
            found.append(Place(int(port_base), project))
    return found


def chosen_place(environment: Mapping[str, str] = os.environ) -> Place:
    """The place that PORT_BASE names. Raises ValueError."""
    text = environment.get("PORT_BASE") or str(DEFAULT_PORT_BASE)
    if not text.isdigit() or not 1024 <= int(text) <= 65_000:
        raise ValueError(f"PORT_BASE={text}: must be a number from 1024 to 65000")
    return Place(int(text))
