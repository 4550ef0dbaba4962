"""Several requests in one call: composite, with references between them, and batch."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.frame.http import Request, Response, json_response, request_of
from sandbox.salesforce.api.call import Call
from sandbox.salesforce.api.references import resolve
from sandbox.salesforce.errors import SalesforceError, refuse_request

MOST_SUBREQUESTS = 25
MOST_HEAVY = 5
_HEAVY = ("/query", "/composite/sobjects")

_HALTED = refuse_request(
    "PROCESSING_HALTED",
    "The transaction was rolled back since another operation in the same transaction failed.",
)


def composite(call: Call) -> Response:
    body = call.json_object()
    requests = _checked(call.json_rows("compositeRequest"), most_heavy=MOST_HEAVY)
    start, answers, results = call.transaction.mark(), dict[str, Any](), list[dict[str, Any]]()
    for number, request in enumerate(requests):
        result = _perform(call, request, answers)
        results.append(result)
        answers[result["referenceId"]] = result["body"]
        if body.get("allOrNone") and result["httpStatusCode"] >= 400:
            call.transaction.roll_back(start)
            results = [_halted(one) for one in requests[:number]] + [result]
            results += [_halted(one) for one in requests[number + 1 :]]
            break
    return json_response(200, {"compositeResponse": results})


def batch(call: Call) -> Response:
    """Independent requests; each counts towards the daily limit."""
    body = call.json_object()
    results: list[dict[str, Any]] = []
    for request in _checked(call.json_rows("batchRequests"), most_heavy=MOST_SUBREQUESTS):
        if results:  # the first is counted as the call itself
            call.org.usage.count(call.org.clock())
        url = f"/services/data/{str(request.get('url', '')).lstrip('/')}"
        answer = call.perform(_subrequest(call, str(request.get("method")), url, request.get("richInput"), {}))
        results.append({"statusCode": answer.status, "result": _body(answer)})
        if body.get("haltOnError") and answer.status >= 400:
            break
    return json_response(200, {"hasErrors": any(r["statusCode"] >= 400 for r in results), "results": results})


def _checked(requests: Sequence[Mapping[str, Any]], most_heavy: int) -> Sequence[Mapping[str, Any]]:
    if len(requests) > MOST_SUBREQUESTS:
        raise refuse_request("LIMIT_EXCEEDED", f"at most {MOST_SUBREQUESTS} subrequests in a call")
    heavy = [one for one in requests if any(part in str(one.get("url", "")).partition("?")[0] for part in _HEAVY)]
    if len(heavy) > most_heavy:
        raise refuse_request("LIMIT_EXCEEDED", f"at most {most_heavy} queries and collections in a call")
    return requests


def _perform(call: Call, request: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    mark = call.transaction.mark()
    try:
        url = resolve(str(request.get("url", "")), answers)
        body = resolve(request.get("body"), answers)
        headers = request.get("httpHeaders")
        answer = call.perform(_subrequest(call, str(request.get("method")), url, body, headers))
    except SalesforceError as error:
        answer = error.response()
    if answer.status >= 400:
        call.transaction.roll_back(mark)
    return _result(request, answer)


def _subrequest(call: Call, method: str, url: str, body: object, headers: object) -> Request:
    encoded = b"" if body is None else json.dumps(body).encode()
    own = {name: str(value) for name, value in headers.items()} if isinstance(headers, Mapping) else {}
    return request_of(method, url, {**call.request.headers, **own}, encoded)


def _result(request: Mapping[str, Any], answer: Response) -> dict[str, Any]:
    return {
        "body": _body(answer),
        "httpHeaders": {name: value for name, value in answer.headers.items() if name == "Location"},
        "httpStatusCode": answer.status,
        "referenceId": str(request.get("referenceId", "")),
    }


def _body(answer: Response) -> Any:  # noqa: ANN401 - JSON is any value
    return answer.json() if answer.body else None


def _halted(request: Mapping[str, Any]) -> dict[str, Any]:
    return _result(request, _HALTED.response())
