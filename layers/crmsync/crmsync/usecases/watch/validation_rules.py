"""Notices that somebody changed Salesforce's validation rules."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from crmsync.core.configuration import Configuration
from crmsync.core.parked import Category
from crmsync.ports.crm_setup import SalesforceSetup
from crmsync.usecases.watch.hourly_watch import Sight, State


@dataclass(frozen=True, slots=True)
class ValidationRules:
    """Watched by a digest of all rules of the synced objects."""

    job: ClassVar[str] = "watch_rules"

    def question(self, state: State, configuration: Configuration, /) -> Callable[[SalesforceSetup], Sight]:
        objects = [name for pair in configuration.enabled_pairs for name in pair.salesforce_types]

        def look(salesforce: SalesforceSetup) -> Sight:
            rules, before = _digest([*objects, *salesforce.validation_rules(objects)]), state.get("rules")
            return Sight([Category.CUSTOM_CODE] if before not in {None, rules} else (), {"rules": rules})

        return look


def _digest(rules: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(rules).encode()).hexdigest()
