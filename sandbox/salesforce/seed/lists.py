"""The lists of values that a new org ships with: stages of opportunities, states of leads, cases and tasks."""

from __future__ import annotations

from functools import cache

from sandbox.salesforce.ids import numbered
from sandbox.salesforce.schema.field import Row

_STAGES = (
    ("Prospecting", 10), ("Qualification", 10), ("Needs Analysis", 20), ("Value Proposition", 50),
    ("Id. Decision Makers", 60), ("Perception Analysis", 70), ("Proposal/Price Quote", 75), ("Negotiation/Review", 90),
    ("Closed Won", 100), ("Closed Lost", 0),
)  # fmt: skip
_ENDS = {"Closed Won": "Closed", "Closed Lost": "Omitted"}
"""The forecast category of the stages that close; it is Pipeline for the others."""

_LEAD = ("Open - Not Contacted", "Working - Contacted", "Closed - Converted", "Closed - Not Converted")
_CASE = ("New", "Working", "Escalated", "Closed")
_TASK = ("Not Started", "In Progress", "Completed", "Waiting on someone else", "Deferred")


@cache
def lists() -> dict[str, list[Row]]:
    """By object, its rows; the same for all orgs of a process."""
    return {
        "OpportunityStage": [_stage(*stage, place) for place, stage in enumerate(_STAGES, start=1)],
        "LeadStatus": _states("01I", _LEAD, "IsConverted", "Closed - Converted"),
        "CaseStatus": _states("01M", _CASE, "IsClosed", "Closed"),
        "TaskStatus": _states("01T", _TASK, "IsClosed", "Completed"),
    }


def _stage(name: str, probability: int, place: int) -> Row:
    category = _ENDS.get(name, "Pipeline")
    return {
        **_value("01J", place, name),
        "IsActive": True,
        "IsClosed": name in _ENDS,
        "IsWon": name == "Closed Won",
        "ForecastCategory": category,
        "ForecastCategoryName": category,
        "DefaultProbability": probability,
    }


def _states(key_prefix: str, names: tuple[str, ...], flag: str, flagged: str) -> list[Row]:
    return [
        {**_value(key_prefix, place, name), "IsDefault": place == 1, flag: name == flagged}
        for place, name in enumerate(names, start=1)
    ]


def _value(key_prefix: str, place: int, name: str) -> Row:
    return {"Id": numbered(key_prefix, place), "MasterLabel": name, "ApiName": name, "SortOrder": place}
