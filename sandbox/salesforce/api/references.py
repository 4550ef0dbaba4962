"""`@{newAccount.id}`: values of earlier subrequests in later ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sandbox.salesforce.errors import refuse_request

_REFERENCE = re.compile(r"@\{(\w+)((?:\.\w+|\[\d+\])*)\}")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")


def resolve(value: Any, answers: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON in, JSON out
    """The value with each reference in its texts replaced. Raises PROCESSING_HALTED when one has no value."""
    if isinstance(value, str):
        return _REFERENCE.sub(lambda match: _look_up(match, answers), value)
    if isinstance(value, list):
        return [resolve(one, answers) for one in value]
    if isinstance(value, Mapping):
        return {name: resolve(one, answers) for name, one in value.items()}
    return value


def _look_up(match: re.Match[str], answers: Mapping[str, Any]) -> str:
    found = answers.get(match[1])
    for name, index in _STEP.findall(match[2]):
        found = _step(found, name, index)
    if found is None:
        message = f"Invalid reference specified. No value for {match[1]}{match[2]} found in {match[1]}"
        raise refuse_request("PROCESSING_HALTED", message)
    return str(found)


def _step(found: Any, name: str, index: str) -> Any:  # noqa: ANN401
    if index:
        return found[int(index)] if isinstance(found, list) and int(index) < len(found) else None
    if not isinstance(found, Mapping):
        return None
    return next((value for key, value in found.items() if key.lower() == name.lower()), None)
