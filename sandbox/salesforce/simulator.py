"""The simulated org behind the frame's protocol: authenticates, limits, routes, answers."""

from __future__ import annotations

from random import Random
from typing import Literal
from urllib.parse import quote_plus

from sandbox.frame.http import Request, Response
from sandbox.frame.simulator import Clock, Delivery
from sandbox.salesforce.api.call import Call
from sandbox.salesforce.api.limits import limit_info
from sandbox.salesforce.api.oauth import client_id_of
from sandbox.salesforce.api.router import Match
from sandbox.salesforce.api.routes import ROUTER
from sandbox.salesforce.api.versions import check_version
from sandbox.salesforce.control.endpoints import Endpoints
from sandbox.salesforce.errors import SalesforceError, refuse_request
from sandbox.salesforce.org import Org
from sandbox.salesforce.push.outbound import TAG as OUTBOUND
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.salesforce.store.transaction import Caller, Transaction

_FAULT_CODES = {401: "INVALID_SESSION_ID", 403: "API_DISABLED_FOR_ORG", 404: "NOT_FOUND", 503: "SERVER_UNAVAILABLE"}

_URL_TOO_LONG = Response(414, b"<h1>URI Too Long</h1>", {"Content-Type": "text/html"})


class SalesforceSimulator:
    """A Salesforce org as a pure state machine; the clock gives seconds since the epoch."""

    name = "salesforce"

    def __init__(self, clock: Clock, settings: SalesforceSettings | None = None, seed: int = 0) -> None:
        self._clock = clock
        self._settings = settings or SalesforceSettings()
        self.org = Org(clock, self._settings, Random(seed))
        self._endpoints = Endpoints(lambda: self.org)
        self._latest: Request | None = None

    def answer(self, request: Request) -> Response:
        try:
            response = self._serve(request)
        except SalesforceError as error:
            response = error.response()
        return Response(response.status, response.body, {**response.headers, **limit_info(self.org)})

    def client_of(self, request: Request) -> str:
        match = ROUTER.match(request.method, request.path)
        if match and match.route.open:
            return "app" if client_id_of(request) == self.org.settings.consumer_key else "other"
        user_id = self.org.sessions.owner_of(_bearer(request))
        if user_id is None:
            return "other"
        return "app" if self.org.is_integration(user_id) else "user"

    def route_of(self, request: Request) -> str:
        # The frame asks for the route right before it takes a fault: a locked row needs the request it hits.
        self._latest = request
        match = ROUTER.match(request.method, request.path)
        return f"{request.method} {match.route.pattern if match else 'unknown'}"

    def fault_response(self, kind: Literal["status", "rate_limit", "lock_row"], status: int) -> Response:
        """`lock_row` locks the first row that the request writes; the rest of the request takes its course."""
        if kind == "lock_row" and self._latest is not None:
            self.org.lock_next_row = True
            try:
                return self.answer(self._latest)
            finally:
                self.org.lock_next_row = False
        if kind == "rate_limit":
            return refuse_request("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.").response()
        return refuse_request(_FAULT_CODES.get(status, "UNKNOWN_EXCEPTION"), "injected fault", status).response()

    def control(self, request: Request) -> Response | None:
        return self._endpoints.answer(request)

    def reset(self) -> None:
        old = self.org
        self.org = Org(
            self._clock,
            self._settings,
            old.random,
            ids=old.ids,
            sessions=old.sessions,
            relay=old.relay.relay,
            subscription=old.outbound.subscription,
        )

    def take_due(self) -> list[Delivery]:
        org = self.org
        due = org.outbox.take_due(self._clock())
        ready = (org.outbound.rendered(one, org.settings) if one.kind == "http" else one for one in due)
        return [delivery for delivery in ready if delivery is not None]

    def next_due_at(self) -> float | None:
        return self.org.outbox.next_due_at()

    def settle(self, delivery: Delivery, status: int | None, answer: bytes | None = None) -> None:
        """`answer` is the subscriber's body; without it any 200 acknowledges an Outbound Message."""
        org = self.org
        if delivery.tag.startswith(OUTBOUND):
            org.outbound.settle(delivery, status, answer, org.settings, self._clock())
        else:
            org.relay.settle(delivery, status, self._clock())

    def _serve(self, request: Request) -> Response:
        if _url_length(request) > self.org.settings.longest_url:
            return _URL_TOO_LONG
        match = _match(request)
        if match.route.open:
            return match.route.handler(self.org, request)
        user_id = self.org.sessions.user_of(_bearer(request), self.org.settings, self._clock())
        if user_id is None:
            raise refuse_request("INVALID_SESSION_ID", "Session expired or invalid")
        if "version" in match.values:
            check_version(match.values["version"], self.org.settings)
        self._count(match)
        return self._perform_all(request, match, self._caller(user_id, request, match))

    def _count(self, match: Match) -> None:
        """Refuses a call above the daily limit; such calls are not counted."""
        if self.org.daily_used() >= self.org.settings.daily_max:
            raise refuse_request("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
        if self.org.settings.limits_call_counts or not match.route.pattern.endswith("/limits"):
            self.org.usage.count(self._clock())

    def _perform_all(self, request: Request, match: Match, caller: Caller) -> Response:
        transaction = self.org.begin(caller)
        try:
            response = self._perform(request, match, transaction)
        except SalesforceError:
            transaction.roll_back()
            raise
        self.org.commit(transaction)
        return response

    def _perform(self, request: Request, match: Match, transaction: Transaction) -> Response:
        values = dict(match.values)
        version = values.pop("version", f"v{self.org.settings.last_api_version}")
        call = Call(self.org, request, transaction, version, lambda other: self._nested(other, transaction))
        return match.route.handler(call, **values)

    def _nested(self, request: Request, transaction: Transaction) -> Response:
        """A subrequest of a composite call: its errors are answers."""
        try:
            return self._perform(request, _match(request), transaction)
        except SalesforceError as error:
            return error.response()

    def _caller(self, user_id: str, request: Request, match: Match) -> Caller:
        if not self.org.is_integration(user_id):
            return self.org.person()
        rule = request.headers.get("sforce-duplicate-rule-header", "").replace(" ", "").lower()
        return Caller(
            user_id=user_id,
            is_integration=True,
            origin=_origin(request, match),
            allow_duplicates="allowsave=true" in rule,
            auto_assign=request.headers.get("sforce-auto-assign", "TRUE").upper() != "FALSE",
        )


def _match(request: Request) -> Match:
    match = ROUTER.match(request.method, request.path)
    if match is not None:
        return match
    allowed = ROUTER.allowed(request.path)
    if allowed:
        message = f"HTTP Method '{request.method}' not allowed. Allowed are {','.join(allowed)}"
        raise refuse_request("METHOD_NOT_ALLOWED", message)
    raise refuse_request("NOT_FOUND", "The requested resource does not exist")


def _url_length(request: Request) -> int:
    """As the caller encoded it, or nearly so: spaces and signs have more than one encoding."""
    return len(request.path) + sum(len(name) + len(quote_plus(value)) + 2 for name, value in request.query)


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() in {"bearer", "oauth"} else ""


def _origin(request: Request, match: Match) -> str:
    """`com/salesforce/api/rest/62.0;client=crmsync`."""
    options = request.headers.get("sforce-call-options", "")
    pairs = dict(pair.strip().partition("=")[::2] for pair in options.split(","))
    client = f";client={pairs['client']}" if pairs.get("client") else ""
    return f"com/salesforce/api/rest/{match.values.get('version', '').removeprefix('v')}{client}"
