"""What keeps a field from syncing."""

from __future__ import annotations

from typing import NamedTuple


class Obstacle(NamedTuple):
    """Why a field cannot sync, and what an administrator can do."""

    reason: str
    fix: str
