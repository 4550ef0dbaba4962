"""What an import costs: calls a record on both sides, its rate, its CPU time and its memory, as it grows."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass

from crmsync.core.change import CallClass
from crmsync.core.quota import HUBSPOT_PER_SECOND
from crmsync.core.record import Side

from benchmarks.cpu_meter import CpuMeter
from benchmarks.figures import Row, Section
from benchmarks.import_bench import EMPTY, FILLED, ImportBench, Portal
from benchmarks.lab import Lab
