"""The ConfigurationStore in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crmsync.adapters.aws.json_text import pack, unpack
from crmsync.core.configuration import Configuration
from crmsync.core.configuration_codec import decode_configuration, encode_configuration
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.record import Millis
from crmsync.core.refusal import Refusal


class MemoryConfigurations:
    def __init__(self) -> None:
        self._text = ""
        self._known: Configuration | None = None
        self._digest = ""
        self._activated_at: Millis | None = None
        self._refused: tuple[Refusal, ...] = ()
        self._sources: Mapping[str, str] = {}

    def active(self) -> Configuration | None:
        """Read once a version: it is frozen, and a simulation asks for it at every step."""
        if self._known is None and self._text:
            self._known = decode_configuration(unpack(self._text))
        return self._known

    def activate(self, configuration: Configuration, digest: str, at: Millis, sources: Mapping[str, str]) -> None:
        present = self.active()
        if configuration.version != (present.version if present else 0) + 1:
            raise CrmError(Failure(Consequence.RETRY_LATER, "configuration", "another version came first"))
        self._text, self._known = pack(encode_configuration(configuration)), None
        self._digest, self._activated_at, self._sources = digest, at, dict(sources)

    def digest(self) -> str:
        return self._digest

    def sources(self) -> Mapping[str, str]:
        return self._sources

    def refuse(self, refusals: Sequence[Refusal], digest: str, at: Millis) -> None:  # noqa: ARG002 - nothing reads them
        self._refused = tuple(refusals)

    def refused(self) -> Sequence[Refusal]:
        return self._refused

    def summary(self) -> Mapping[str, Any]:
        active = self.active()
        return {
            "version": active.version if active else 0,
            "activated_at": self._activated_at,
            "mappings": sum(len(pair.mappings) for pair in active.enabled_pairs) if active else 0,
        }
