"""A CRM's network as the seed makes it: slow, failing before or after the call took effect, limited, locked."""

from __future__ import annotations

from crmsync.ports.transport import ApiAnswer, ApiCall, NoAnswerError, Transport

from sandbox.frame.gateway import Gateway
from sandbox.frame.http import request_of
from sandbox.simulation.chaos import Chaos
from sandbox.simulation.scheduler import Crashed, Scheduler

LATENCY = (20, 300)
TIMEOUT = 10_000
LATEST_EFFECT = 5_000
"""How long after the client gave up a call may still take effect."""


class HostileTransport:
    """Each call is one point of interleaving before it takes effect and one after."""

    def __init__(
        self, inner: Transport, gateway: Gateway, scheduler: Scheduler, chaos: Chaos, call_times: list[int]
    ) -> None:
        """`call_times` gets the moment of every attempt, for the quota's invariant."""
        self._call_times = call_times
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
        self._call_times.append(self._scheduler.now)
        if self._hits(self._chaos.timeout_before):
            self._time_out()
        if self._hits(self._chaos.session_expiry):
            self._gateway.exchange(request_of("POST", "/__sim__/expire_sessions", {}, b""))
        self._plan_vendor_fault()
        if self._hits(self._chaos.timeout_after):
            self._take_effect_unheard(call)
            self._time_out()
        answer = self._inner.send(call)
        self._maybe_crash()
        self._pause()
        return answer

    def _take_effect_unheard(self, call: ApiCall) -> None:
        """While the client waits, or after it gave up."""
        is_late = self._hits(self._chaos.late_effect)
        delay = TIMEOUT + self._scheduler.rng.randint(0, LATEST_EFFECT) if is_late else 0
        self._scheduler.after(delay, lambda: _send_unheard(self._inner, call))

    def _time_out(self) -> None:
        self._scheduler.pause(TIMEOUT)
        raise NoAnswerError("timed out")

    def _plan_vendor_fault(self) -> None:
        """The simulator answers this very call with the vendor's own error."""
        for rate, fault in (
            (self._chaos.server_error, {"kind": "status", "status": 503}),
            (self._chaos.rate_limit, {"kind": "rate_limit"}),
            (self._chaos.lock_row, {"kind": "lock_row"}),
        ):
            if self._hits(rate):
                self._gateway.faults.add([{**fault, "times": 1}])
                return

    def _hits(self, rate: float) -> bool:
        return rate > 0 and self._scheduler.rng.random() < rate

    def _pause(self) -> None:
        self._scheduler.pause(self._scheduler.rng.randint(*LATENCY))

    def _maybe_crash(self) -> None:
        if self._scheduler.process is not None and self._hits(self._chaos.crash):
            self._scheduler.kill()


def _send_unheard(inner: Transport, call: ApiCall) -> None:
    inner.send(call)
