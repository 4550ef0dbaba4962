"""Whatever is sent, the org answers: it never fails itself."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

from hypothesis import example, given
from hypothesis import strategies as st

from sandbox.salesforce.api.routes import OPEN_ROUTES, ROUTES
from tests.unit.salesforce_simulator.simulated_org import SimulatedOrg

ORG = SimulatedOrg()
LEAD = "00QgK0000000001UAA"
_QUERY = {"operation": "query", "query": "SELECT Id FROM Lead"}
JOB = str(ORG.call("POST", "/jobs/query", _QUERY).json()["id"])
WORDS = [
    "attributes", "type", "Lead", "id", "Id", "ids", "records", "fields", "LastName", "Email", "OwnerId", "Account",
    "referenceId", "compositeRequest", "batchRequests", "url", "method", "GET", "body", "inputs", "leadId", "allOrNone",
    "operation", "query", "state", "Aborted",
    "NumberOfEmployees", "Birthdate", "HasOptedOutOfEmail", "Contacts", LEAD, "/services/data/v62.0/query?q=x", "",
]  # fmt: skip
WORD = st.sampled_from(WORDS) | st.text(max_size=5)
SCALAR = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORD
JSON = st.recursive(SCALAR, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORD, inner, max_size=4))
VALUES = {
    "version": "v62.0", "kind": "Lead", "record_id": LEAD, "field": "Email", "value": "a@example.com",
    "record_type": "012000000000000AAA", "locator": "01g-2000", "org_id": "x", "user_id": "y", "job_id": JOB,
}  # fmt: skip
PATHS = sorted({(route.method, route.pattern) for route in (*OPEN_ROUTES, *ROUTES)})
CONTROLS = [
    "settings", "limits", "schema", "event_relay", "events/chaos", "events/replay", "outbound_messages", "merge",
    "convert", "undelete", "load", "bulk_query_failure",
]  # fmt: skip


def _path(pattern: str) -> str:
    return re.sub(r"\{(\w+)(?:\.\.\.)?\}", lambda match: VALUES[match[1]], pattern)


def _row(value: Any) -> dict[str, Any]:
    return {"records": [{"attributes": {"type": "Lead"}, "LastName": "Doe", "Company": "Acme", "Email": value}]}


@given(st.sampled_from(PATHS), JSON)
@example(("PATCH", "/services/data/{version}/composite/sobjects/{kind}/{field}"), _row(["a"]))
@example(("PATCH", "/services/data/{version}/composite/sobjects/{kind}/{field}"), _row({"a": 1}))
@example(("POST", "/services/data/{version}/composite/sobjects"), {"records": [{"attributes": {"type": ["Lead"]}}]})
@example(("POST", "/services/data/{version}/composite/sobjects/{kind}"), {"ids": LEAD, "fields": 1})
@example(("POST", "/services/data/{version}/composite/tree/{kind}"), {"records": [{"attributes": "x"}, 1]})
@example(("POST", "/services/data/{version}/composite"), {"compositeRequest": [{"httpHeaders": 1, "url": 2}]})
@example(("POST", "/services/data/{version}/actions/standard/convertLead"), {"inputs": [1]})
@example(
    ("POST", "/services/data/{version}/sobjects/{kind}"), {"LastName": "a", "Company": "b", "Owner": {"Email": []}}
)
def test_any_json_to_any_route_gets_an_answer(route: tuple[str, str], body: Any) -> None:
    method, pattern = route
    headers = {"Authorization": f"Bearer {ORG.token}"}
    answer = ORG.send(method, _path(pattern), json.dumps(body).encode(), headers)
    assert 200 <= answer.status < 500


@given(st.text(max_size=60))
def test_any_text_as_a_query_gets_an_answer(text: str) -> None:
    assert ORG.call("GET", f"/query?q={quote(text)}").status < 500
    assert ORG.call("GET", f"/query?q={quote(f'SELECT Id FROM Lead WHERE {text}')}").status < 500


@given(st.sampled_from(CONTROLS), JSON)
@example("load", {"object": "Lead", "records": 5})
@example("load", {"object": "Lead", "records": [5]})
@example("schema", {"op": "add_field", "object": "Lead", "field": 5})
@example("settings", {"daily_max": "many"})
@example("events/chaos", {"lose": "often"})
@example("outbound_messages", {"objects": ["Lead"]})
def test_any_json_to_any_control_endpoint_gets_an_answer(path: str, body: Any) -> None:
    org = SimulatedOrg()
    answer = org.send("POST", f"/__sim__/{path}", json.dumps(body).encode())
    assert answer.status in {200, 400}
