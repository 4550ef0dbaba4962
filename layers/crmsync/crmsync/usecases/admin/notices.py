"""What an administrator should know of the active configuration although nothing in it is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from crmsync.core.configuration import Configuration
from crmsync.core.default_configuration import CONTACT_PAIR

_FIX = (
    "Run the set-up, which creates the properties that HubSpot lacks, or give the integration user access to the field."
)


def notices(configuration: Configuration) -> Iterator[dict[str, str]]:
    """`{"mapping", "reason", "fix"}` of each default mapping that rests, because an end of it is not there."""
    pair = configuration.pairs.get(CONTACT_PAIR.name)
    if pair is None:
        return
    active = {mapping.hubspot: mapping.salesforce for mapping in pair.mappings}
    for default in CONTACT_PAIR.mappings:
        missing = sorted(set(default.salesforce) - set(active.get(default.hubspot, {})))
        if missing:
            fields = " and ".join(f"{object_type}.{default.salesforce[object_type]}" for object_type in missing)
            reason = f"{default.hubspot} does not sync with {fields}: one of them is not there, or cannot be seen."
            yield {"mapping": default.hubspot, "reason": reason, "fix": _FIX}
