"""Communication preferences: opting e-mail addresses out of everything, which sets the read-only `hs_email_optout`.

See https://developers.hubspot.com/docs/api-reference/latest/communication-preferences/status/batch/unsubscribe-contacts-batch
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from crmsync.adapters.batches import batches, write_all
from crmsync.adapters.hubspot.api import BATCH_LIMIT, HubspotApi
from crmsync.core.failure import Failure, WriteOutcome, Written
from crmsync.core.vendor_errors.hubspot import classify_item

QUERY = {"channel": "EMAIL", "verbose": "true"}
"""Results are named only in the verbose answer."""


def unsubscribe_all(api: HubspotApi, addresses: Sequence[str]) -> list[WriteOutcome]:
    """One outcome an address; the same address twice is one input."""
    distinct = list(dict.fromkeys(addresses))
    split = batches(range(len(distinct)), BATCH_LIMIT)
    outcomes = write_all(distinct, list(split), partial(_unsubscribe, api), lambda _row, _name: False)
    by_address = dict(zip(distinct, outcomes, strict=True))
    return [by_address[address] for address in addresses]


def _unsubscribe(api: HubspotApi, addresses: Sequence[str]) -> list[WriteOutcome]:
    answer = api.write(api.paths.unsubscribe_all(), addresses, "unsubscribe", tuple(addresses), QUERY)
    done = {str(found.get("subscriberIdString")).lower() for found in answer.get("results") or ()}
    failures = _failures(answer, addresses)
    return [Written(one) if one in done else failures.get(one) or failures.get("") or Written(one) for one in addresses]


def _failures(answer: Mapping[str, Any], addresses: Sequence[str]) -> dict[str, Failure]:
    """By address; under "" an error that names none of them, and so may be about any."""
    failures: dict[str, Failure] = {}
    for error in answer.get("errors") or ():
        told = str(error.get("context") or "").lower()
        named = [address for address in addresses if address in told]
        failures.update(dict.fromkeys(named or [""], classify_item(error, tuple(addresses))))
    return failures
