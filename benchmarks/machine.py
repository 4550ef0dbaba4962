"""The machine that the figures are from; neither its name nor any path."""

from __future__ import annotations

import os
import platform
from pathlib import Path

KIB_A_GIB = 1_024**2


def machine() -> str:
    """Such as `2 cores (x86_64), 24 GB of memory, Linux, Python 3.13.1`."""
    return ", ".join(
        (
            f"{os.cpu_count()} cores ({platform.machine()})",
            f"{_gigabytes():.0f} GB of memory",
            platform.system(),
            f"Python {platform.python_version()}",
        )
    )


def _gigabytes() -> float:
    """Of the whole machine. Raises OSError where there is no /proc."""
    for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
        if line.startswith("MemTotal:"):
            return int(line.split()[1]) / KIB_A_GIB
    raise OSError("/proc/meminfo does not tell the size of the memory")


def load() -> float:
    """Processes that wanted a core in the last minute, this one among them."""
    return os.getloadavg()[0]
