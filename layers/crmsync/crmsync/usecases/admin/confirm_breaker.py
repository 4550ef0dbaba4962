"""`breaker.confirm`: the mass clear of a field, or the mass deletion, is meant; what waits goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crmsync.core.breaker import HOUR, clears_of, deletions_of
from crmsync.core.parked import Category
from crmsync.ports.breakers import Breakers
from crmsync.ports.clock import Clock
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.parking import Parking
from crmsync.usecases.admin.admin_error import bad_arguments
from crmsync.usecases.admin.arguments import required_text_of, text_of
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.references import synced_type

EVERY_PART = ""
"""Deletions are parked as whole records, or as erasures."""


@dataclass(frozen=True, slots=True)
class ConfirmBreaker:
    breakers: Breakers
    parking: Parking
    configurations: ConfigurationStore
    clock: Clock

    def __call__(self, args: Args) -> dict[str, Any]:
        """`{"object", "field" | "deletions": true}` → `{"resumed", "confirmed_until"}`: how many parked ones go on
        within a minute, and until when (epoch milliseconds) the breaker lets everything pass.

        `field` is the HubSpot property of the mapping. Confirms before it resumes, else the first would be stopped.
        """
        object_type = required_text_of(args, "object")
        configuration = self.configurations.active()
        hubspot_type = synced_type(configuration, object_type)
        pair = configuration.pair_of(object_type) if configuration is not None else None
        name, category, part = self._breaker(args, pair.name if pair is not None else object_type)
        now = self.clock.now()
        self.breakers.confirm(name, now + HOUR)
        resumed = self.parking.hasten(now, [category], part=part, object_type=hubspot_type)
        return {"resumed": resumed, "confirmed_until": now + HOUR}

    @staticmethod
    def _breaker(args: Args, pair: str) -> tuple[str, Category, str]:
        field, deletions = text_of(args, "field"), args.get("deletions") is True
        if bool(field) == deletions:
            raise bad_arguments("give either field, or deletions: true")
        if deletions:
            return deletions_of(pair), Category.MASS_DELETION, EVERY_PART
        return clears_of(pair, str(field)), Category.MASS_CLEAR, str(field)
