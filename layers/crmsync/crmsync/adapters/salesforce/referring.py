"""Which records refer to others, such as the contacts of accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from crmsync.adapters.salesforce.api import SalesforceApi
from crmsync.adapters.salesforce.soql import lists_that_fit, referring
from crmsync.core.record import RecordRef, Side

MOST = 100


def read_referring(
    api: SalesforceApi, fields: Mapping[str, str], ids: Sequence[str]
) -> Mapping[str, tuple[RecordRef, ...]]:
    asked = [(object_type, batch) for object_type in fields for batch in lists_that_fit(ids)]
    queries = [referring(object_type, fields[object_type], batch) for object_type, batch in asked]
    found: dict[str, dict[str, list[RecordRef]]] = {one: defaultdict(list) for one in ids}
    for (object_type, _), rows in zip(asked, api.queries(queries, "referring"), strict=True):
        for row in rows:
            own = found[str(row[fields[object_type]])][object_type]
            if len(own) < MOST:
                own.append(RecordRef(Side.SALESFORCE, object_type, str(row["Id"])))
    return {one: tuple(ref for own in found[one].values() for ref in own) for one in ids}
