"""Every path that the org serves."""

from __future__ import annotations

from sandbox.salesforce.api import (
    actions,
    bulk_query,
    collections,
    composite,
    describe,
    limits,
    oauth,
    picklist_values,
    query,
    records,
    tooling,
    tree,
    versions,
)
from sandbox.salesforce.api.router import Route, Router

_DATA = "/services/data/{version}"

OPEN_ROUTES = (
    Route("POST", "/services/oauth2/token", oauth.token, open=True),
    Route("POST", "/services/oauth2/revoke", oauth.revoke, open=True),
    Route("GET", "/services/data", versions.versions, open=True),
)
ROUTES = (
    Route("GET", "/services/oauth2/userinfo", oauth.user_info),
    Route("POST", "/services/oauth2/userinfo", oauth.user_info),
    Route("GET", "/id/{org_id}/{user_id}", oauth.identity),
    Route("GET", _DATA, versions.resources),
    Route("GET", f"{_DATA}/limits", limits.limits),
    Route("GET", f"{_DATA}/query", query.query),
    Route("GET", f"{_DATA}/queryAll", query.query_all),
    Route("GET", f"{_DATA}/query/{{locator}}", query.next_page),
    Route("GET", f"{_DATA}/queryAll/{{locator}}", query.next_page),
    Route("GET", f"{_DATA}/tooling/query", tooling.query),
    Route("GET", f"{_DATA}/sobjects", describe.all_objects),
    Route("GET", f"{_DATA}/sobjects/{{kind}}", describe.one_object),
    Route("GET", f"{_DATA}/sobjects/{{kind}}/describe", describe.fields),
    Route("POST", f"{_DATA}/sobjects/{{kind}}", records.create),
    Route("GET", f"{_DATA}/sobjects/{{kind}}/{{record_id}}", records.read),
    Route("PATCH", f"{_DATA}/sobjects/{{kind}}/{{record_id}}", records.update),
    Route("DELETE", f"{_DATA}/sobjects/{{kind}}/{{record_id}}", records.delete),
    Route("GET", f"{_DATA}/sobjects/{{kind}}/{{field}}/{{value...}}", records.read_by_key),
    Route("PATCH", f"{_DATA}/sobjects/{{kind}}/{{field}}/{{value...}}", records.upsert),
    Route("DELETE", f"{_DATA}/sobjects/{{kind}}/{{field}}/{{value...}}", records.delete_by_key),
    Route("POST", f"{_DATA}/composite", composite.composite),
    Route("POST", f"{_DATA}/composite/batch", composite.batch),
    Route("POST", f"{_DATA}/composite/tree/{{kind}}", tree.tree),
    Route("POST", f"{_DATA}/composite/sobjects", collections.create),
    Route("PATCH", f"{_DATA}/composite/sobjects", collections.update),
    Route("DELETE", f"{_DATA}/composite/sobjects", collections.delete),
    Route("GET", f"{_DATA}/composite/sobjects/{{kind}}", collections.retrieve),
    Route("POST", f"{_DATA}/composite/sobjects/{{kind}}", collections.retrieve_by_post),
    Route("PATCH", f"{_DATA}/composite/sobjects/{{kind}}/{{field}}", collections.upsert),
    Route("POST", f"{_DATA}/jobs/query", bulk_query.create),
    Route("GET", f"{_DATA}/jobs/query", bulk_query.show_all),
    Route("GET", f"{_DATA}/jobs/query/{{job_id}}", bulk_query.show),
    Route("PATCH", f"{_DATA}/jobs/query/{{job_id}}", bulk_query.abort),
    Route("DELETE", f"{_DATA}/jobs/query/{{job_id}}", bulk_query.delete),
    Route("GET", f"{_DATA}/jobs/query/{{job_id}}/results", bulk_query.results),
    Route(
        "GET",
        f"{_DATA}/ui-api/object-info/{{kind}}/picklist-values/{{record_type}}/{{field}}",
        picklist_values.picklist_values,
    ),
    Route("GET", f"{_DATA}/actions/standard", actions.standard_actions),
    Route("POST", f"{_DATA}/actions/standard/convertLead", actions.convert_lead),
)
ROUTER = Router((*OPEN_ROUTES, *ROUTES))
