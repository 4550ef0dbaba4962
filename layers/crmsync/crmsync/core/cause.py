"""Why a record is looked at, where its sync depends on that. The other causes are told in history and counted."""

from __future__ import annotations

from typing import Final

JOINED: Final = "list_join"
"""The contact joined the inclusion list."""

RESUMED: Final = "resume"
"""The record, or a field of it, was parked."""
