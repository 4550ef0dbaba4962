"""What a CRM simulator must offer to the frame, to the server and to the in-process simulation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from sandbox.frame.http import Request, Response

Clock = Callable[[], float]
"""Seconds since the epoch. The server passes `time.time`, the simulation its virtual clock."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something that the CRM pushes to its subscriber: an HTTP call (webhook, Outbound Message) or a bus event.

    `due_at` is in epoch seconds; `attempt` counts from 0; `tag` is the simulator's own handle for `settle`.
    For kind `event`, `body` is the JSON of one EventBridge PutEvents entry (Source, DetailType, Detail as text).
    """

    kind: Literal["http", "event"]
    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    due_at: float = 0.0
    attempt: int = 0
    tag: str = ""


class Simulator(Protocol):
    """A CRM as a pure state machine: the same request at the same time in the same state gives the same answer.

    `answer` never raises for a bad request (it answers as the vendor would) and never sleeps.
    """

    name: str

    def answer(self, request: Request) -> Response:
        """The vendor's answer to any request of the vendor's API."""

    def client_of(self, request: Request) -> str:
        """Who calls: `app` (the product's credentials), `user` (a person's) or `other`."""

    def route_of(self, request: Request) -> str:
        """`METHOD /path/{pattern}` of the route that serves the request, for the call counts."""

    def fault_response(self, kind: Literal["status", "rate_limit", "lock_row"], status: int) -> Response:
        """The vendor's own error body for an injected fault."""

    def control(self, request: Request) -> Response | None:
        """Answers this simulator's own `/__sim__/…` endpoints; None when the path is none of them."""

    def reset(self) -> None:
        """Back to the seed data, with empty outbox and full limits."""

    def take_due(self) -> list[Delivery]:
        """Removes and returns what is to be pushed now, in order of `due_at`."""

    def next_due_at(self) -> float | None:
        """When the earliest waiting delivery is due; None when nothing waits."""

    def settle(self, delivery: Delivery, status: int | None) -> None:
        """Tells what the subscriber answered (None: no answer); the simulator retries as the vendor does."""
