"""CPU time of the CRM adapters on the vendors' own clients, with the network taken away.

Run `python benchmarks/crm_client_costs.py`. Each figure is the least of several rounds, in milliseconds of CPU time.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

import requests
import urllib3
from crmsync.adapters.hubspot.client_transport import HubspotClientTransport
from crmsync.adapters.hubspot.crm import HubspotCrm
from crmsync.adapters.salesforce.client_transport import SalesforceClientTransport
from crmsync.adapters.salesforce.crm import SalesforceCrm
from crmsync.core.failure import Written
from crmsync.core.record import Record, RecordRef, RecordUpdate, Side
from crmsync.ports.crm import Look
from crmsync.ports.transport import ApiAnswer, ApiCall, Transport
from requests.adapters import HTTPAdapter

RECORDS = 100
FIELDS = tuple(f"Field_{number:02}" for number in range(30))
ROUNDS = 30
HUBSPOT_IDS = [str(5_000_000_000 + number) for number in range(RECORDS)]
SALESFORCE_IDS = [f"003gK{number:010}QAA" for number in range(RECORDS)]
TIME = "2026-11-22T10:11:12.345Z"

Answer = Callable[[Any], object]
"""From a request's JSON to the answer's."""


def hubspot_answer(request: Any) -> object:  # noqa: ANN401 - JSON is any value
    values = {name: f"value of {name}" for name in FIELDS} | {"lastmodifieddate": TIME, "hs_object_id": "1"}
    results = [
        {
            "id": one["id"],
            "properties": values,
            "createdAt": TIME,
            "updatedAt": TIME,
            "archived": False,
            "objectWriteTraceId": one.get("objectWriteTraceId"),
        }
        for one in request["inputs"]
    ]
    return {"status": "COMPLETE", "results": results, "startedAt": TIME, "completedAt": TIME}


def salesforce_answer(request: Any) -> object:  # noqa: ANN401 - JSON is any value
    if "records" in request:
        return [{"id": row["id"], "success": True, "errors": []} for row in request["records"]]
    values = {name: f"value of {name}" for name in FIELDS}
    own = {"SystemModstamp": "2026-11-22T10:11:12.000+0000", "CreatedDate": "2026-11-22T10:11:12.000+0000"}
    rows = [
        {"attributes": {"type": "Contact", "url": f"/services/data/v68.0/sobjects/Contact/{one}"}, "Id": one}
        | values
        | own
        | {"IsDeleted": False, "MasterRecordId": None}
        for one in SALESFORCE_IDS
    ]
    body = {"totalSize": len(rows), "done": True, "records": rows}
    return {"compositeResponse": [{"referenceId": "part0", "httpStatusCode": 200, "body": body, "httpHeaders": {}}]}


class CannedBytes:
    """The answer to each request is made once; afterwards the same bytes come back at no cost."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._known: dict[int, bytes] = {}

    def bytes_for(self, body: str | bytes) -> bytes:
        key = len(body)
        if key not in self._known:
            self._known[key] = json.dumps(self._answer(json.loads(body))).encode()
        return self._known[key]


def without_hubspot_network() -> None:
    canned = CannedBytes(hubspot_answer)

    def request(_: urllib3.PoolManager, __: str, ___: str, body: str, **____: object) -> urllib3.HTTPResponse:
        headers = {"Content-Type": "application/json;charset=utf-8"}
        return urllib3.HTTPResponse(canned.bytes_for(body), headers, status=200)

    urllib3.PoolManager.request = request  # type: ignore[assignment]


def without_salesforce_network() -> None:
    canned = CannedBytes(salesforce_answer)

    def send(_: HTTPAdapter, request: requests.PreparedRequest, **__: object) -> requests.Response:
        response = requests.Response()
        response.status_code, response.request, response.url = 200, request, str(request.url)
        response.encoding = "utf-8"
        response._content = canned.bytes_for(request.body or b"")  # noqa: SLF001 - no public way to set a body
        return response

    HTTPAdapter.send = send  # type: ignore[method-assign,assignment]


class WithToken:
    """Adds the session id, as the session does."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def send(self, call: ApiCall) -> ApiAnswer:
        headers: Mapping[str, str] = {**call.headers, "Authorization": "Bearer T"}
        return self._transport.send(
            ApiCall(call.method, call.path, call.purpose, call.query, call.body, headers, call.writes)
        )


def cpu_ms(work: Callable[[], object]) -> float:
    least = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        least = min(least, time.process_time() - started)
    return least * 1000


def measures() -> dict[str, Callable[[], object]]:
    hubspot = HubspotCrm(HubspotClientTransport("T"))
    salesforce = SalesforceCrm(WithToken(SalesforceClientTransport("https://acme.my.salesforce.com", "68.0")), "68.0")
    contacts = tuple(RecordRef(Side.HUBSPOT, "contact", one) for one in HUBSPOT_IDS)
    people = tuple(RecordRef(Side.SALESFORCE, "Contact", one) for one in SALESFORCE_IDS)
    values = {name: f"new value of {name}" for name in FIELDS}

    def looked(crm: HubspotCrm | SalesforceCrm, look: Look) -> None:
        assert all(isinstance(one, Record) and len(one.values) == 30 for one in crm.look(look).records.values())

    def updated(crm: HubspotCrm | SalesforceCrm, refs: tuple[RecordRef, ...]) -> None:
        assert all(isinstance(one, Written) for one in crm.update([RecordUpdate(ref, values) for ref in refs]))

    return {
        "HubSpot    look": lambda: looked(hubspot, Look(contacts, (), {"contact": FIELDS})),
        "HubSpot    update": lambda: updated(hubspot, contacts),
        "Salesforce look": lambda: looked(salesforce, Look(people, (), {"Contact": FIELDS})),
        "Salesforce update": lambda: updated(salesforce, people),
    }


def json_alone() -> dict[str, Callable[[], object]]:
    read = json.dumps(hubspot_answer({"inputs": [{"id": one} for one in HUBSPOT_IDS]}))
    written = [{"id": one, "properties": dict.fromkeys(FIELDS, "new value of a field")} for one in HUBSPOT_IDS]
    return {"JSON alone look": lambda: json.loads(read), "JSON alone update": lambda: json.dumps(written)}


def main() -> None:
    without_hubspot_network()
    without_salesforce_network()
    print(f"{RECORDS} records x {len(FIELDS)} fields, least of {ROUNDS} rounds, ms of CPU time")
    for name, work in (measures() | json_alone()).items():
        total = cpu_ms(work)
        print(f"{name:18} {total:6.2f}   a record {total / RECORDS:.4f}")


if __name__ == "__main__":
    main()
