from __future__ import annotations

import pytest
from crmsync.ports.transport import ApiAnswer, ApiCall, NoAnswerError

from sandbox.frame.gateway import Exchange
from sandbox.frame.http import Request, Response
from sandbox.inprocess_transport import FORM, InProcessTransport


class Gate:
    """Stands in for a gateway: keeps the request, gives one exchange."""

    def __init__(self, exchange: Exchange) -> None:
        self.given = exchange
        self.seen: list[Request] = []

    def exchange(self, request: Request) -> Exchange:
        self.seen.append(request)
        return self.given


def send(call: ApiCall, exchange: Exchange) -> tuple[ApiAnswer, Request]:
    gate = Gate(exchange)
    answer = InProcessTransport(gate, {"Authorization": "Bearer T"}).send(call)  # type: ignore[arg-type]
    return answer, gate.seen[0]


def test_a_call_is_encoded_as_over_the_wire() -> None:
    call = ApiCall("POST", "/a%20b/c", "x", query={"q": "é &", "n": ["1", "2"]}, body={"k": "ü"}, headers={"X-Y": "z"})
    answer, request = send(call, Exchange(Response(201, b'{"ok": true}', {"X-Tra": "1"})))
    assert answer == ApiAnswer(201, {"ok": True}, {"x-tra": "1"})
    assert (request.method, request.path) == ("POST", "/a b/c")
    assert request.query == (("q", "é &"), ("n", "1"), ("n", "2"))
    assert request.headers["authorization"] == "Bearer T"
    assert request.headers["x-y"] == "z"
    assert request.json() == {"k": "ü"}


def test_forms() -> None:
    call = ApiCall("POST", "/token", "login", body={"a": "b c"}, headers={"Content-Type": FORM})
    _, request = send(call, Exchange(Response(200, b"{}")))
    assert request.form() == {"a": "b c"}


@pytest.mark.parametrize(
    "exchange",
    [Exchange(None), Exchange(Response(200, b"{}"), 10.0), Exchange(None, 30.0), Exchange(Response(200, b"<"))],
)
def test_no_answer(exchange: Exchange) -> None:
    with pytest.raises(NoAnswerError) as caught:
        send(ApiCall("GET", "/", "x"), exchange)
    assert caught.value.sent


def test_empty_and_unreadable_bodies() -> None:
    assert send(ApiCall("GET", "/", "x"), Exchange(Response(204)))[0].body is None
    assert send(ApiCall("GET", "/", "x"), Exchange(Response(502, b"<html>")))[0] == ApiAnswer(502)
    assert send(ApiCall("GET", "/", "x"), Exchange(Response(200, b"[]"), 2.0))[0].body == []
