"""What administrators changed in the org's setup lately, flows, Apex and rights included: its audit trail.

See https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_setupaudittrail.htm
"""

from __future__ import annotations

from crmsync.adapters.salesforce.api import SalesforceApi
from crmsync.adapters.salesforce.soql import Query
from crmsync.adapters.vendor_time import iso_of
from crmsync.core.record import Millis

_NEWEST = 500
"""Far fewer than a page has. Queries cannot choose by section."""

_SOQL = "SELECT Section FROM SetupAuditTrail WHERE CreatedDate > {} ORDER BY CreatedDate DESC LIMIT {}"


def read_setup_changes(api: SalesforceApi, since: Millis) -> frozenset[str]:
    (rows,) = api.queries([Query(_SOQL.format(iso_of(since), _NEWEST))], "setup_changes")
    return frozenset(str(row["Section"] or "") for row in rows)
