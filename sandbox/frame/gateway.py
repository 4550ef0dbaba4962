"""The way of one request into a simulator: control endpoints, call counts, faults, then the vendor's answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sandbox.frame.calls import CallCounts
from sandbox.frame.faults import BadFaultError, Fault, FaultPlan
from sandbox.frame.http import NotJsonError, Request, Response, json_response
from sandbox.frame.simulator import Simulator

CONTROL = "/__sim__/"


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the client gets: the response after `delay` seconds, or a cut connection when it is None."""

    response: Response | None
    delay: float = 0.0


def _half(response: Response) -> Response:
    return replace(response, body=response.body[: len(response.body) // 2])


class Gateway:
    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.calls = CallCounts()
        self.faults = FaultPlan()

    def exchange(self, request: Request) -> Exchange:
        if request.path.startswith(CONTROL):
            return Exchange(self._control(request))
        simulator = self.simulator
        self.calls.count(simulator.client_of(request), simulator.route_of(request))
        fault = self.faults.take(request)
        return self._faulty(fault, request) if fault else Exchange(simulator.answer(request))

    def _faulty(self, fault: Fault, request: Request) -> Exchange:
        if fault.kind == "reset":
            return Exchange(None)
        if fault.kind == "timeout":
            return Exchange(None, fault.seconds)
        if fault.kind == "drop_response":
            self.simulator.answer(request)
            return Exchange(None)
        if fault.kind == "break_off":
            return Exchange(_half(self.simulator.answer(request)))
        if fault.kind == "slow":
            return Exchange(self.simulator.answer(request), fault.seconds)
        return Exchange(self.simulator.fault_response(fault.kind, fault.status))

    def _control(self, request: Request) -> Response:
        own: dict[str, Callable[[Request], Response]] = {
            "GET /__sim__/calls": self._show_calls,
            "POST /__sim__/calls/reset": self._reset_calls,
            "POST /__sim__/faults": self._add_faults,
            "DELETE /__sim__/faults": self._clear_faults,
            "POST /__sim__/reset": self._reset,
        }
        route = own.get(f"{request.method} {request.path}")
        try:
            answer = route(request) if route else self.simulator.control(request)
        except (NotJsonError, BadFaultError) as error:
            return json_response(400, {"error": str(error)})
        return answer or json_response(404, {"error": f"no control endpoint {request.method} {request.path}"})

    def _show_calls(self, _: Request) -> Response:
        return json_response(200, self.calls.as_json())

    def _reset_calls(self, _: Request) -> Response:
        self.calls.reset()
        return json_response(200, self.calls.as_json())

    def _add_faults(self, request: Request) -> Response:
        descriptions = request.json()
        if not isinstance(descriptions, list):
            raise BadFaultError("the body must be a list of faults")
        self.faults.add(descriptions)
        return json_response(200, {"added": len(descriptions)})

    def _clear_faults(self, _: Request) -> Response:
        self.faults.clear()
        return json_response(200, {"cleared": True})

    def _reset(self, _: Request) -> Response:
        self.simulator.reset()
        self.faults.clear()
        self.calls.reset()
        return json_response(200, {"reset": True})
