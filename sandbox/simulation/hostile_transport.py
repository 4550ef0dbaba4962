"""A CRM's network as the seed makes it: slow, failing before or after the call took effect, limited, locked."""

from __future__ import annotations

from crmsync.ports.transport import ApiAnswer, ApiCall, NoAnswerError, Transport
from sandbox.frame.gateway import Gateway
from sandbox.frame.http import Response
from sandbox.simulation.chaos import Chaos
from sandbox.simulation.scheduler import Crashed, Scheduler

LATENCY = (20, 300)
TIMEOUT = 10_000


class HostileTransport:
    """Each call is one point of interleaving before it takes effect and one after."""

    def __init__(self, inner: Transport, gateway: Gateway, scheduler: Scheduler, chaos: Chaos) -> None:
        self._inner = inner
        self._gateway = gateway
        self._scheduler = scheduler
        self._chaos = chaos

    def send(self, call: ApiCall) -> ApiAnswer:
        process = self._scheduler.process
        if process is not None and process.is_dead:
            raise Crashed
        self._pause()
        self._maybe_crash()
        if self._hits(self._chaos.timeout_before):
            self._scheduler.pause(TIMEOUT)
            raise NoAnswerError("timed out")
        fault = self._vendor_fault()
        if fault is not None:
            self._gateway.calls.count("app", "fault")
            return ApiAnswer(fault.status, fault.json() if fault.body else None, dict(fault.headers))
        answer = self._inner.send(call)
        self._maybe_crash()
        if self._hits(self._chaos.timeout_after):
            self._scheduler.pause(TIMEOUT)
            raise NoAnswerError("timed out")
        self._pause()
        return answer

    def _vendor_fault(self) -> Response | None:
        simulator = self._gateway.simulator
        if self._hits(self._chaos.server_error):
            return simulator.fault_response("status", 503)
        if self._hits(self._chaos.rate_limit):
            return simulator.fault_response("rate_limit", 429)
        if self._hits(self._chaos.lock_row):
            return simulator.fault_response("lock_row", 400)
        return None

    def _hits(self, rate: float) -> bool:
        return rate > 0 and self._scheduler.rng.random() < rate

    def _pause(self) -> None:
        self._scheduler.pause(self._scheduler.rng.randint(*LATENCY))

    def _maybe_crash(self) -> None:
        if self._scheduler.process is not None and self._hits(self._chaos.crash):
            self._scheduler.kill()
