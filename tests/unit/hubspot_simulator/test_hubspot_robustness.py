"""Whatever comes in, the simulator answers as HubSpot would: it never raises and never breaks its state."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sandbox.frame.gateway import Gateway
from sandbox.frame.http import request_of
from sandbox.hubspot.control import _CONTROLS
from sandbox.hubspot.schema_changes import _OPERATIONS
from sandbox.hubspot.settings import HubspotSettings
from sandbox.hubspot.simulator import ROUTER, HubspotSimulator

WORDS = st.sampled_from(
    ["inputs", "properties", "filterGroups", "filters", "id", "email", "idProperty", "sorts", "types"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 200) | st.text(max_size=5) | st.sampled_from(["51", "0-1", "AND"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
VALUES = {"objectType": "contacts", "objectId": "51", "toObjectType": "companies", "listId": "1"}
HEADERS = {"authorization": f"Bearer {HubspotSettings().user_token}"}


@settings(max_examples=300, deadline=None)
@given(
    route=st.sampled_from(ROUTER.routes),
    version=st.sampled_from(["v3", "v4", "2026-09"]),
    body=JSON,
    part=st.text(max_size=4),
)
def test_any_json_to_any_route_gets_an_answer(route: Any, version: str, body: Any, part: str) -> None:
    simulator = HubspotSimulator(lambda: 1_780_000_000.0)
    path = route.label(version).split(" ", 1)[1]
    for name in set(path.split("/")):
        if name.startswith("{"):
            path = path.replace(name, VALUES.get(name[1:-1], part or "x"))
    content = json.dumps(body).encode()
    answer = simulator.answer(request_of(route.method, path, HEADERS, content))
    assert answer.status in {200, 201, 204, 207, 400, 404, 405, 409}
    if answer.status >= 400:
        assert answer.json()["status"] == "error"
    read = simulator.answer(request_of("GET", "/crm/v3/objects/contacts?limit=100", HEADERS, b""))
    assert read.status == 200


def test_a_body_nested_too_deep_is_refused() -> None:
    simulator = HubspotSimulator(lambda: 1_780_000_000.0)
    content = b"[" * 100_000
    answer = simulator.answer(request_of("POST", "/crm/v3/objects/contacts", HEADERS, content))
    assert answer.status == 400


CONTROL_WORDS = st.sampled_from(
    ["op", "object", "field", "name", "records", "ids", "seconds", "daily_max", "email", "last", "USD", "url", "rules"]
)
CONTROL_JSON = st.dictionaries(CONTROL_WORDS, JSON | st.sampled_from(["contacts", *_OPERATIONS]), max_size=4) | JSON


@settings(deadline=None)
@given(st.sampled_from(sorted(_CONTROLS)), CONTROL_JSON)
@example("POST /__sim__/limits", {"daily_max": "many"})
@example("POST /__sim__/search_lag", {"seconds": "x"})
@example("POST /__sim__/webhooks/replay", {"last": "x"})
@example("POST /__sim__/exchange_rates", {"USD": "x"})
@example("POST /__sim__/schema", {"op": "add_field", "object": "contacts", "field": 5})
@example("POST /__sim__/load", {"records": [5]})
def test_any_json_to_any_control_endpoint_gets_an_answer(route: str, body: Any) -> None:
    gateway = Gateway(HubspotSimulator(lambda: 1_780_000_000.0))
    method, _, path = route.partition(" ")
    answer = gateway.exchange(request_of(method, path, {}, json.dumps(body).encode())).response
    assert answer is not None
    assert answer.status in {200, 400}
