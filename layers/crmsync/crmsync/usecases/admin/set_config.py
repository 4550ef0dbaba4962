"""`config.set`: writes a parameter and has the configuration compiled at once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from crmsync.core.back_fill import fillable
from crmsync.core.parameters.compile import LIMITS
from crmsync.ports.configurations import ConfigurationStore, Parameters
from crmsync.usecases.admin.admin_error import bad_arguments
from crmsync.usecases.admin.arguments import required_text_of
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.show_config import configuration_state
from crmsync.usecases.guard_configuration import GuardOutcome, GuardResult

_NAME = re.compile(r"[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*")
_COMPILED = (GuardOutcome.ACTIVATED, GuardOutcome.UNCHANGED)


@dataclass(frozen=True, slots=True)
class SetConfig:
    """Judges nothing itself: what is wrong with a value, the guard says."""

    store: ConfigurationStore
    parameters: Parameters
    guard: Callable[[], GuardResult]

    def __call__(self, args: Args) -> dict[str, Any]:
        """`{"parameter", "value"}` (a JSON value, or its text) → `{"parameter", "taken", "outcome", "active",
        "refused", "unfilled"}`; `unfilled` are mappings, such as `contact/city`, of which records keep what they held
        before.

        A pause, a dry run or a quota is taken although other parameters are refused. The outcome `running` or
        `unavailable` means that a later round of the guard compiles what was written.
        """
        name = required_text_of(args, "parameter")
        if not _NAME.fullmatch(name):
            raise bad_arguments(f"parameter must be a name such as settings/contact, not {name!r}")
        if args.get("value") is None:
            raise bad_arguments("value is missing")
        value = args["value"]
        self.parameters.write(name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        result = self.guard()
        state = configuration_state(self.store)
        taken = _is_taken(name, result.outcome, {one["parameter"] for one in state["refused"]})
        moving = fillable(self.store.active())
        told = {"parameter": name, "taken": taken, "outcome": result.outcome.value}
        return {**told, **state, "unfilled": [one for one in result.unfilled if one in moving]}


def _is_taken(name: str, outcome: GuardOutcome, refused: Collection[str]) -> bool:
    if name in LIMITS:
        return outcome in {*_COMPILED, GuardOutcome.REFUSED} and not LIMITS.intersection(refused)
    return outcome in _COMPILED and not refused
