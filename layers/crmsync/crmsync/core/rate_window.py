"""How many calls HubSpot grants within ten seconds, as its answers tell.

https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
"""

from __future__ import annotations

from collections.abc import Mapping

TEN_SECONDS = 10_000
_MOST = "x-hubspot-ratelimit-max"
_INTERVAL = "x-hubspot-ratelimit-interval-milliseconds"


def granted_in_ten_seconds(headers: Mapping[str, str]) -> int | None:
    """From an answer's headers (lower-case names); None when it tells of no such limit, as searches do."""
    most, interval = headers.get(_MOST, ""), headers.get(_INTERVAL, str(TEN_SECONDS))
    if not (most.isdecimal() and interval.isdecimal() and int(most) and int(interval)):
        return None
    return max(1, int(most) * TEN_SECONDS // int(interval))
