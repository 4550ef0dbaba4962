"""Time zones by their IANA names, such as Europe/Berlin."""

from __future__ import annotations

from datetime import tzinfo


def time_zone_of(name: str) -> tzinfo:
    """Raises KeyError, ValueError or OSError for a name that is none."""
    # Only who needs a zone pays for zoneinfo, which looks for its data when it is imported.
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    return ZoneInfo(name)
