"""The value of a field that was not returned, is not readable, or is not in an event. Never a change, never a clear."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Absent(Enum):
    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
