"""Where the administrator's parameters come from, and where the compiled configuration lives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from crmsync.core.configuration import Configuration
from crmsync.core.record import Millis
from crmsync.core.refusal import Refusal


class Parameters(Protocol):
    def read(self) -> Mapping[str, str]:
        """All parameters under the stage's path, by name relative to it (`settings/contact`), as raw text."""

    def write(self, name: str, value: str) -> None:
        """Creates or overwrites one (Intelligent-Tiering)."""


class ConfigurationStore(Protocol):
    def active(self) -> Configuration | None:
        """The active configuration; None before the first compilation. May be cached by the adapter."""

    def activate(self, configuration: Configuration, digest: str, at: Millis, sources: Mapping[str, str]) -> None:
        """Stores a version and makes it the active one, if its version is one above the present one."""

    def digest(self) -> str:
        """What the active one was compiled from (parameters and schemas); empty before the first."""

    def sources(self) -> Mapping[str, str]:
        """The parameters that the active one was compiled from; empty before the first."""

    def refuse(self, refusals: Sequence[Refusal], digest: str, at: Millis) -> None:
        """Keeps what was refused; an empty list clears it."""

    def refused(self) -> Sequence[Refusal]:
        """What the last compilation refused."""

    def summary(self) -> Mapping[str, Any]:
        """Version, when, and how many mappings of the active one, for `config.show`."""
