"""Seeds that found a bug and are run with every simulation; and those whose bug is known and not mended yet."""

from __future__ import annotations

from collections.abc import Mapping

REGRESSIONS: tuple[int, ...] = (11, 17, 18, 23, 46, 75, 161, 165, 170, 207, 297, 332)
"""Covered edits, folded echoes, lost intents, records without outcome: each broke an invariant once."""

KNOWN_BROKEN: Mapping[int, str] = {
    169: "an interrupted write to a lead is not in history",
}
"""Told with every run; a seed that holds again must leave this list, else the run fails."""
