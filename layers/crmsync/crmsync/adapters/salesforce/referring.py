"""Which records refer to others, such as the contacts of accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from crmsync.adapters.salesforce.api import SalesforceApi
from crmsync.adapters.salesforce.soql import lists_that_fit, referring
from crmsync.core.record import RecordRef, Side

MOST = 100


def read_referring(
    api: SalesforceApi, object_type: str, field: str, ids: Sequence[str]
) -> Mapping[str, tuple[RecordRef, ...]]:
    found: dict[str, list[RecordRef]] = defaultdict(list)
    for rows in api.queries([referring(object_type, field, batch) for batch in lists_that_fit(ids)], "referring"):
        for row in rows:
            if len(found[str(row[field])]) < MOST:
                found[str(row[field])].append(RecordRef(Side.SALESFORCE, object_type, str(row["Id"])))
    return {one: tuple(found.get(one, ())) for one in ids}
