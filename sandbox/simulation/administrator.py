"""The administrator of one seed: rules, settings and quotas, as parameters."""

from __future__ import annotations

import json
from random import Random

from crmsync.core.record import Side
from crmsync.ports.configurations import Parameters

from sandbox.simulation.people import FIELDS

SHORT_OF_CALLS = 0.2
"""The share of seeds that have so few calls a day that they run out."""

CAPS = (100, 500)
OWN_RULE = 0.7
RULES = [
    "two_way",
    "two_way",
    "always_salesforce",
    "always_hubspot",
    "prefer_salesforce_unless_blank",
    "dont_sync",
]


class Administrator:
    """`caps` are the calls a day that were allowed, where they were; `settings` is what differs from the defaults."""

    def __init__(self, rng: Random, parameters: Parameters) -> None:
        self._rng = rng
        self._parameters = parameters
        self.global_settings: dict[str, object] = {}
        self.caps = self._cap(rng)
        self.settings = self._set(rng)
        self._rule(rng)

    def _cap(self, rng: Random) -> dict[Side, int]:
        if rng.random() > SHORT_OF_CALLS:
            return {}
        caps = {side: rng.randint(*CAPS) for side in Side}
        for side, cap in caps.items():
            self._write(f"quota/{side}", {"daily_limit": cap})
        return caps

    def _set(self, rng: Random) -> dict[str, object]:
        settings: dict[str, object] = {
            "create_in_salesforce": rng.choice(["contact", "contact", "contact", "lead", None]),
            "create_in_hubspot": rng.random() < 0.85,
        }
        self._write("settings/contact", settings)
        return settings

    def change_rules(self) -> None:
        """In the middle of everything."""
        self._rule(self._rng)

    def pause(self, *, paused: bool) -> None:
        self._write("settings/global", {**self.global_settings, "paused": paused})

    def choose_list(self, list_id: str) -> None:
        self.settings = {**self.settings, "inclusion_list_id": list_id}
        self._write("settings/contact", self.settings)

    def move_stages(self) -> None:
        """Lifecycle stages move with deals."""
        self.settings = {**self.settings, "lifecycle": {"enabled": True}}
        self._write("settings/contact", self.settings)

    def _rule(self, rng: Random) -> None:
        """Every rule is seen in some seed, and with every fault."""
        mappings = [
            {"hubspot": key, "salesforce": names["Contact"], "rule": rng.choice(RULES)}
            for key, names in FIELDS.items()
            if rng.random() < OWN_RULE and names["Contact"] == names["Lead"]
        ]
        if mappings:
            self._write("mappings/contact", {"mappings": mappings})

    def _write(self, name: str, value: object) -> None:
        self._parameters.write(name, json.dumps(value))
