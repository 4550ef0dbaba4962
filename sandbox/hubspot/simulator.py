"""HubSpot as one object: requests in, answers and webhook deliveries out, time from an injected clock."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from sandbox.frame.http import Request, Response
from sandbox.frame.simulator import Clock, Delivery
from sandbox.hubspot import account, control, custom_objects, owners, preferences, properties, seed_data, token_info
from sandbox.hubspot.associations import batches, labels, limits, records
from sandbox.hubspot.author import Author, authenticate, client_of, require_scope
from sandbox.hubspot.errors import VendorError, injected
from sandbox.hubspot.lists import endpoints as lists
from sandbox.hubspot.lists import memberships
from sandbox.hubspot.objects import batch, search, single
from sandbox.hubspot.pipelines import endpoints as pipelines
from sandbox.hubspot.portal import Portal
from sandbox.hubspot.routing import Call, Match, Router
from sandbox.hubspot.settings import HubspotSettings

ROUTER = Router(
    [
        *search.ROUTES,
        *batch.ROUTES,
        *single.ROUTES,
        *records.ROUTES,
        *batches.ROUTES,
        *labels.ROUTES,
        *limits.ROUTES,
        *properties.ROUTES,
        *pipelines.ROUTES,
        *custom_objects.ROUTES,
        *owners.ROUTES,
        *lists.ROUTES,
        *memberships.ROUTES,
        *preferences.ROUTES,
        *account.ROUTES,
        *token_info.ROUTES,
    ]
)


class HubspotSimulator:
    """A portal with the seed data. Equal clocks, settings, seeds and requests give equal answers.

    The person's token (`settings.user_token`) stands for the HubSpot screens: it is not limited.
    """

    name = "hubspot"

    def __init__(self, clock: Clock, settings: HubspotSettings | None = None, seed: int = 0) -> None:
        self._clock = clock
        self._seed = seed
        self._portal = self._planted(settings or HubspotSettings())

    @property
    def portal(self) -> Portal:
        """The state, for tests and invariants."""
        return self._portal

    def answer(self, request: Request) -> Response:
        portal = self._portal
        try:
            match = ROUTER.match(request.method, request.path)
            author = authenticate(request, portal.settings)
            response = self._admitted(match, author, request)
        except VendorError as error:
            response = error.response(portal.correlation_id())
        return response if portal.settings.zero_milliseconds else _without_zero_milliseconds(response)

    def _admitted(self, match: Match, author: Author, request: Request) -> Response:
        portal = self._portal
        limited = author.kind == "app"
        if limited:
            portal.limits.admit(search=match.route.search)
        try:
            require_scope(author, _scope(match, portal), portal.settings)
            response = match.route.handler(Call(portal, request, author, match.version, match.params))
        except VendorError as error:
            response = error.response(portal.correlation_id())
        except (TypeError, KeyError, AttributeError, ValueError) as error:
            refused = VendorError(400, "VALIDATION_ERROR", f"Invalid input JSON: {error!r}")
            response = refused.response(portal.correlation_id())
        if limited and (not match.route.search or portal.settings.search_has_rate_headers):
            return Response(response.status, response.body, {**response.headers, **portal.limits.headers()})
        return response

    def client_of(self, request: Request) -> str:
        return client_of(request, self._portal.settings)

    def route_of(self, request: Request) -> str:
        try:
            match = ROUTER.match(request.method, request.path)
        except VendorError:
            return f"{request.method} (no such route)"
        return match.route.label(match.version)

    def fault_response(self, kind: Literal["status", "rate_limit", "lock_row"], status: int) -> Response:
        code = {"rate_limit": 429, "lock_row": 423}.get(kind, status)
        retry_after = "1" if self._portal.settings.retry_after_on_429 else None
        return injected(code, self._portal.correlation_id(), retry_after)

    def control(self, request: Request) -> Response | None:
        return control.answer(self._portal, request)

    def reset(self) -> None:
        """Back to the seed data; settings, the webhook url and its subscriptions stay."""
        before = self._portal
        self._portal = self._planted(before.settings)
        self._portal.webhooks.url = before.webhooks.url
        self._portal.webhooks.subscriptions = before.webhooks.subscriptions

    def take_due(self) -> list[Delivery]:
        return self._portal.webhooks.take_due()

    def next_due_at(self) -> float | None:
        return self._portal.webhooks.next_due_at()

    def settle(self, delivery: Delivery, status: int | None) -> None:
        self._portal.webhooks.settle(delivery, status)

    def _planted(self, settings: HubspotSettings) -> Portal:
        portal = Portal(settings, self._clock, self._seed)
        seed_data.plant(portal)
        return portal


def _without_zero_milliseconds(response: Response) -> Response:
    return replace(response, body=response.body.replace(b'.000Z"', b'Z"'))


def _scope(match: Match, portal: Portal) -> str:
    """Tickets have one scope for everything."""
    scope = match.route.scope.format_map(_ScopeNames(match, portal))
    return "tickets" if ".tickets." in scope else scope


class _ScopeNames(dict[str, str]):
    """Fills a scope's `{objectType}` with the word that scopes have for the type, however the path spells it."""

    def __init__(self, match: Match, portal: Portal) -> None:
        super().__init__(match.params)
        self._portal = portal

    def __getitem__(self, key: str) -> str:
        object_type = self._portal.store(super().__getitem__(key)).object_type
        return object_type.scope or object_type.name
