"""Communication preferences: opting e-mail addresses out of everything, which sets the read-only `hs_email_optout`.

Batches need the scope `communication_preferences.statuses.batch.write`, which only portals with Marketing Hub
Enterprise can grant; a single address needs `communication_preferences.read_write`. See
https://developers.hubspot.com/docs/api-reference/latest/communication-preferences/guide and
https://developers.hubspot.com/docs/api-reference/latest/communication-preferences/status/batch/unsubscribe-contacts-batch
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

from crmsync.adapters.batches import Repeats, WriteBatch, batches, is_of_every_call, write_all
from crmsync.adapters.hubspot.api import BATCH_LIMIT, HubspotApi
from crmsync.core.failure import Consequence, Failure, WriteOutcome, Written
from crmsync.core.parked import Category
from crmsync.core.vendor_errors.hubspot import MISSING_SCOPES, classify_item

FEW = 3
"""So many addresses cost little more one by one than the refused batch that a portal without its scope would add."""

QUERY = {"channel": "EMAIL", "verbose": "true"}
"""Results are named only in the verbose answer."""

_NOT_FOUND = 404


def unsubscribe_all(api: HubspotApi, addresses: Sequence[str]) -> list[WriteOutcome]:
    """One outcome an address; the same address twice is one input."""
    distinct = list(dict.fromkeys(addresses))
    outcomes = _one_by_one(api, distinct) if len(distinct) <= FEW else _in_batches(api, distinct)
    return [outcomes[address] for address in addresses]


def _in_batches(api: HubspotApi, addresses: Sequence[str]) -> dict[str, WriteOutcome]:
    """What is refused for the batch's scope goes one by one: nothing of such a call was done."""
    outcomes = _write(addresses, BATCH_LIMIT, partial(_unsubscribe_many, api))
    refused = [address for address, outcome in outcomes.items() if _lacks_scope(outcome)]
    return {**outcomes, **_one_by_one(api, refused)}


def _lacks_scope(outcome: WriteOutcome) -> bool:
    return isinstance(outcome, Failure) and outcome.vendor_code == MISSING_SCOPES


def _one_by_one(api: HubspotApi, addresses: Sequence[str]) -> dict[str, WriteOutcome]:
    return _write(addresses, 1, partial(_unsubscribe_one, api), _is_of_every_address)


def _is_of_every_address(failure: Failure) -> bool:
    """A short limit or an outage too: a call for each further address would only add to it. What is not found may be
    the path with this one address in it.
    """
    if failure.consequence is Consequence.RETRY_LATER:
        return failure.category == Category.UNAVAILABLE
    return is_of_every_call(failure) and failure.status != _NOT_FOUND


def _write(
    addresses: Sequence[str], size: int, write: WriteBatch[str], repeats: Repeats = is_of_every_call
) -> dict[str, WriteOutcome]:
    split = list(batches(range(len(addresses)), size))
    return dict(zip(addresses, write_all(addresses, split, write, _mentions, repeats), strict=True))


def _mentions(_address: str, _field: str) -> bool:
    """An address has no fields to blame."""
    return False


def _unsubscribe_one(api: HubspotApi, addresses: Sequence[str]) -> list[WriteOutcome]:
    """The path tells the address: an error that repeats it has it encoded."""
    (address,) = addresses
    sent = (address, quote(address, safe=""))
    return _told(api.write_one(api.paths.unsubscribe_all(address), "unsubscribe", sent, QUERY), addresses)


def _unsubscribe_many(api: HubspotApi, addresses: Sequence[str]) -> list[WriteOutcome]:
    path = api.paths.unsubscribe_all_of_many()
    return _told(api.write(path, addresses, "unsubscribe", tuple(addresses), QUERY), addresses)


def _told(answer: Mapping[str, Any], addresses: Sequence[str]) -> list[WriteOutcome]:
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
