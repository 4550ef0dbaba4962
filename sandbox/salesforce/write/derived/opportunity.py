"""Stage → closed, won, probability, forecast category; amount and probability → expected revenue; fiscal period.

See https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_opportunity.htm
"""

from __future__ import annotations

from sandbox.salesforce.schema.field import Row
from sandbox.salesforce.store.store import Store

_CATEGORY_NAMES = {"BestCase": "Best Case", "Forecast": "Commit"}
_CATEGORIES = {name: category for category, name in _CATEGORY_NAMES.items()}
_OPEN = {"IsClosed": False, "IsWon": False, "ForecastCategory": "Pipeline", "DefaultProbability": None}
"""A stage that the org does not know: the picklist is not restricted."""


def derive(store: Store, row: Row, before: Row, now_ms: int) -> None:
    if row.get("StageName") != before.get("StageName"):
        _take_stage(store, row, before)
        row["LastStageChangeDate"] = now_ms
    elif row.get("ForecastCategoryName") != before.get("ForecastCategoryName"):
        name = str(row.get("ForecastCategoryName"))
        row["ForecastCategory"] = _CATEGORIES.get(name, name)
    _take_amount(row)
    _take_close_date(row)


def _take_stage(store: Store, row: Row, before: Row) -> None:
    """Probability and category follow the stage unless the same save sets them."""
    named = (stage for stage in store.rows("OpportunityStage").values() if stage["ApiName"] == row["StageName"])
    stage = next(named, _OPEN)
    row["IsClosed"], row["IsWon"] = stage["IsClosed"], stage["IsWon"]
    if row.get("Probability") == before.get("Probability"):
        _set(row, "Probability", stage.get("DefaultProbability"))
    if row.get("ForecastCategoryName") == before.get("ForecastCategoryName"):
        category = str(stage["ForecastCategory"])
        row["ForecastCategoryName"] = _CATEGORY_NAMES.get(category, category)
    name = str(row["ForecastCategoryName"])
    row["ForecastCategory"] = _CATEGORIES.get(name, name)


def _take_amount(row: Row) -> None:
    amount, probability = row.get("Amount"), row.get("Probability")
    revenue = None if amount is None or probability is None else round(amount * probability / 100, 2)
    _set(row, "ExpectedRevenue", revenue)


def _take_close_date(row: Row) -> None:
    """Fiscal years are calendar years."""
    year, month = (int(part) for part in str(row["CloseDate"]).split("-")[:2])
    quarter = (month + 2) // 3
    row |= {"FiscalYear": year, "FiscalQuarter": quarter, "Fiscal": f"{year} {quarter}"}


def _set(row: Row, name: str, value: object) -> None:
    if value is None:
        row.pop(name, None)
    else:
        row[name] = value
