"""What holds before the first compilation: every pair as it is without parameters, with the standard field types."""

from __future__ import annotations

from crmsync.core.configuration import Configuration, PairConfiguration
from crmsync.core.pairs import PAIRS

DEFAULT_CONFIGURATION = Configuration(
    version=0, pairs={name: PairConfiguration.of(pair) for name, pair in PAIRS.items()}
)
CONTACT_PAIR = DEFAULT_CONFIGURATION.pairs["contact"]
