"""The hazards of the vendors' own clients, over real sockets: hanging servers, silent retries, odd answers."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable
from typing import Any

import pytest
from crmsync.adapters.hubspot import client_transport as hubspot
from crmsync.adapters.hubspot.client_transport import HubspotClientTransport
from crmsync.adapters.salesforce import client_transport as salesforce
from crmsync.adapters.salesforce.client_transport import SalesforceClientTransport
from crmsync.ports.transport import ApiAnswer, ApiCall, NoAnswerError, Transport
from hubspot.crm.objects import ApiClient, ApiException

from tests.unit.crm_adapters.raw_server import SILENCE, http, raw_server

FORM = "application/x-www-form-urlencoded"
Make = Callable[[str], Transport]
READ = ApiCall("POST", "/services/data/v68.0/x", "look", body={"a": [None, "ü"]}, headers={"Authorization": "Bearer T"})
GET = ApiCall(
    "GET", "/services/data/v68.0/x", "look", query={"q": "a b", "n": ["1", "2"]}, headers={"Authorization": "Bearer T"}
)


def hubspot_at(url: str) -> Transport:
    return HubspotClientTransport("T", url)


def salesforce_at(url: str) -> Transport:
    return SalesforceClientTransport(url, "68.0")


both = pytest.mark.parametrize("make", [hubspot_at, salesforce_at], ids=["hubspot", "salesforce"])


@both
def test_what_goes_out_and_comes_in(make: Make) -> None:
    answer = http("200 OK", b'{"b": 1}', Content_Type="application/json; charset=utf-8", X_Tra="Yes")
    with raw_server(answer, answer) as server:
        got = make(server.url).send(READ)
        make(server.url).send(GET)
        posted, read = server.requests
    assert (got.status, got.body, got.headers["x-tra"]) == (200, {"b": 1}, "Yes")
    assert posted.startswith(b"POST /services/data/v68.0/x HTTP/1.1\r\n")
    assert b"\r\nAuthorization: Bearer T\r\n" in posted
    assert b"Content-Type: application/json" in posted
    assert posted.endswith((b'{"a": [null, "\\u00fc"]}', '{"a": [null, "ü"]}'.encode()))
    assert read.startswith(b"GET /services/data/v68.0/x?q=a+b&n=1&n=2 HTTP/1.1\r\n")
    assert b"PrettyPrint" not in posted


@both
@pytest.mark.parametrize("call", [READ, GET], ids=["post", "get"])
@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Unavailable", "413 Too Large"])
def test_no_silent_sleep_and_no_silent_retry(make: Make, call: ApiCall, status: str) -> None:
    with raw_server(http(status, b'{"message": "slow down"}', Retry_After="3"), http("200 OK", b"{}")) as server:
        started = time.monotonic()
        answer = make(server.url).send(call)
        assert time.monotonic() - started < 2
        assert len(server.requests) == 1
    assert (answer.status, answer.headers["retry-after"]) == (int(status[:3]), "3")


@both
@pytest.mark.parametrize("call", [READ, GET], ids=["post", "get"])
def test_a_silent_server_is_left(make: Make, call: ApiCall, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (hubspot, salesforce):
        assert module.CONNECT_TIMEOUT_S + module.READ_TIMEOUT_S <= 10
        monkeypatch.setattr(module, "READ_TIMEOUT_S", 0.2)
    with raw_server(SILENCE, SILENCE) as server, pytest.raises(NoAnswerError) as caught:
        make(server.url).send(call)
    assert caught.value.sent


@both
def test_a_cut_connection_may_have_been_heard(make: Make) -> None:
    with raw_server(None) as server, pytest.raises(NoAnswerError) as caught:
        make(server.url).send(READ)
    assert caught.value.sent


@both
def test_a_refused_connection_was_certainly_not_heard(make: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(NoAnswerError) as caught:
        make(f"http://127.0.0.1:{port}").send(READ)
    assert not caught.value.sent


@both
def test_a_failed_tls_handshake_is_no_answer(make: Make) -> None:
    with raw_server(b"HTTP/1.1 400 Bad Request\r\n\r\n", listens=False) as server, pytest.raises(NoAnswerError):
        make(server.url.replace("http://", "https://")).send(READ)


@both
@pytest.mark.parametrize(
    "answer",
    [http("200 OK", b"<html>"), http("200 OK", b"\xff\xfe", Content_Type="application/json"), b"nonsense\r\n\r\n"],
    ids=["html", "bytes", "no_http"],
)
def test_a_success_that_cannot_be_read_is_no_answer(make: Make, answer: bytes) -> None:
    with raw_server(answer) as server, pytest.raises(NoAnswerError) as caught:
        make(server.url).send(READ)
    assert caught.value.sent


@both
@pytest.mark.parametrize(("status", "body"), [("502 Bad Gateway", b"<html>"), ("500 No", b""), ("401 No", b"<html>")])
def test_an_error_that_cannot_be_read_still_has_its_status(make: Make, status: str, body: bytes) -> None:
    with raw_server(http(status, body)) as server:
        assert make(server.url).send(READ) == ApiAnswer(
            int(status[:3]), None, {"content-length": str(len(body)), "connection": "close"}
        )


@both
@pytest.mark.parametrize("status", ["201 Created", "202 Accepted", "207 Multi-Status", "299 Odd"])
def test_any_success_status_is_shown_with_its_body(make: Make, status: str) -> None:
    with raw_server(http(status, b'{"a": 1}')) as server:
        answer = make(server.url).send(READ)
    assert (answer.status, answer.body) == (int(status[:3]), {"a": 1})


@both
def test_an_empty_body_is_none(make: Make) -> None:
    with raw_server(http("204 No Content")) as server:
        assert make(server.url).send(READ) == ApiAnswer(204, None, {"content-length": "0", "connection": "close"})


@both
def test_redirects_are_not_followed(make: Make) -> None:
    with raw_server(http("302 Found", Location="http://127.0.0.1:9/elsewhere")) as server:
        assert make(server.url).send(GET).status == 302
        assert len(server.requests) == 1


@both
def test_a_bad_session_is_no_loop(make: Make) -> None:
    refused = http("401 Unauthorized", b'[{"errorCode": "INVALID_SESSION_ID", "message": "no"}]')
    with raw_server(refused, refused, refused) as server:
        assert make(server.url).send(READ).status == 401
        assert len(server.requests) == 1


def test_a_number_is_no_answer_of_salesforce() -> None:
    with raw_server(http("200 OK", b"5")) as server, pytest.raises(NoAnswerError):
        salesforce_at(server.url).send(READ)


def test_what_the_hubspot_client_itself_calls_status_0_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ApiException(status=0, reason="SSLError")

    monkeypatch.setattr(ApiClient, "call_api", fail)
    with pytest.raises(NoAnswerError):
        hubspot_at("http://127.0.0.1:9").send(READ)


def test_answers_are_never_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with raw_server(
        http("200 OK", b'{"email": "ana@example.org"}'), http("400 No", b'{"m": "ana@example.org"}')
    ) as server:
        transport = hubspot_at(server.url)
        transport.send(READ)
        transport.send(READ)
    assert "ana@example.org" not in caplog.text


def test_the_hubspot_client_and_its_pool_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[ApiClient] = []
    original = ApiClient.__init__

    def counted(self: ApiClient, *args: Any, **options: Any) -> None:
        made.append(self)
        original(self, *args, **options)

    monkeypatch.setattr(ApiClient, "__init__", counted)
    with raw_server(http("200 OK", b"{}"), http("200 OK", b"{}")) as server:
        transport = hubspot_at(server.url)
        transport.send(READ)
        transport.send(READ)
    assert len(made) == 1


def test_a_salesforce_login_is_a_form_without_a_session() -> None:
    call = ApiCall(
        "POST",
        "/services/oauth2/token",
        "login",
        body={"grant_type": "client_credentials", "client_id": "a b"},
        headers={"Content-Type": FORM},
    )
    refused = http("400 Bad Request", b'{"error": "invalid_grant"}')
    unreadable = http("200 OK", b"<html>")
    with raw_server(http("200 OK", b'{"access_token": "x"}'), refused, http("503 No", b"<html>"), unreadable) as server:
        transport = salesforce_at(server.url)
        assert transport.send(call).body == {"access_token": "x"}
        assert transport.send(call).body == {"error": "invalid_grant"}
        assert transport.send(call).status == 503
        with pytest.raises(NoAnswerError):
            transport.send(call)
        sent = server.requests[0]
    assert sent.startswith(b"POST /services/oauth2/token HTTP/1.1\r\n")
    assert b"Authorization" not in sent
    assert sent.endswith(b"grant_type=client_credentials&client_id=a+b")


def test_salesforce_calls_follow_the_instance_of_the_login() -> None:
    with raw_server() as login, raw_server(http("200 OK", b"[]")) as instance:
        transport = SalesforceClientTransport(login.url, "68.0")
        transport.move_to(instance.url)
        assert transport.send(READ).status == 200
        assert len(instance.requests) == 1
        assert login.requests == []


def test_logins_always_go_to_the_login_address() -> None:
    call = ApiCall("POST", "/services/oauth2/token", "login", body={"a": "b"}, headers={"Content-Type": FORM})
    with raw_server(http("200 OK", b"{}")) as login, raw_server() as instance:
        transport = SalesforceClientTransport(login.url, "68.0")
        transport.move_to(instance.url)
        assert transport.send(call).status == 200
        assert (len(login.requests), instance.requests) == (1, [])
