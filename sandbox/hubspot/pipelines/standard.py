"""The pipelines of a new portal."""

from __future__ import annotations

from sandbox.hubspot.pipelines.pipeline import Pipeline, Stage


def _deal_stage(order: int, name: str, label: str, probability: str) -> Stage:
    closed = "true" if probability in {"0.0", "1.0"} else "false"
    return Stage(name, label, order, {"probability": probability, "isClosed": closed}, 0, 0)


def _ticket_stage(order: int, label: str, state: str) -> Stage:
    closed = "true" if state == "CLOSED" else "false"
    return Stage(str(order + 1), label, order, {"ticketState": state, "isClosed": closed}, 0, 0)


_DEAL_STAGES = (
    _deal_stage(0, "appointmentscheduled", "Appointment Scheduled", "0.2"),
    _deal_stage(1, "qualifiedtobuy", "Qualified To Buy", "0.4"),
    _deal_stage(2, "presentationscheduled", "Presentation Scheduled", "0.6"),
    _deal_stage(3, "decisionmakerboughtin", "Decision Maker Bought-In", "0.8"),
    _deal_stage(4, "contractsent", "Contract Sent", "0.9"),
    _deal_stage(5, "closedwon", "Closed Won", "1.0"),
    _deal_stage(6, "closedlost", "Closed Lost", "0.0"),
)
_TICKET_STAGES = (
    _ticket_stage(0, "New", "OPEN"),
    _ticket_stage(1, "Waiting on contact", "OPEN"),
    _ticket_stage(2, "Waiting on us", "OPEN"),
    _ticket_stage(3, "Closed", "CLOSED"),
)

STANDARD = {
    "0-3": Pipeline("default", "Sales Pipeline", 0, 0, 0, {stage.id: stage for stage in _DEAL_STAGES}),
    "0-5": Pipeline("0", "Support Pipeline", 0, 0, 0, {stage.id: stage for stage in _TICKET_STAGES}),
}
"""By object type id."""
