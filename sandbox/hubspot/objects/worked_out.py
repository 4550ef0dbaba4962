"""What HubSpot makes of a write beside storing it: stages checked, amounts converted, domains tidied."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sandbox.hubspot.errors import InvalidValuesError
from sandbox.hubspot.pipelines.catalogue import StageFields
from sandbox.hubspot.pipelines.pipeline import Stage
from sandbox.hubspot.timestamps import iso_of

if TYPE_CHECKING:
    from sandbox.hubspot.portal import Portal

Values = Mapping[str, str]
_HOST = re.compile(r"^(?:[a-z][a-z0-9+.-]*://)?(?:www\.)?([^/?#:\s]+)", re.IGNORECASE)


def worked_out(portal: Portal, type_id: str, before: Values, values: Values, *, is_new: bool) -> dict[str, str]:
    """The values to be stored beside the given ones, or in their place. Raises InvalidValuesError."""
    more: dict[str, str] = {}
    fields = portal.pipelines.fields(type_id)
    if fields is not None and (is_new or fields.stage in values or fields.pipeline in values):
        more |= _placed(portal, type_id, fields, before, values)
    rule = _BY_TYPE.get(type_id)
    return more | rule(portal, before, {**values, **more}) if rule else more


def _placed(portal: Portal, type_id: str, fields: StageFields, before: Values, values: Values) -> dict[str, str]:
    """The pipeline (the first one, where nobody says), when the stage is one of it."""
    pipelines = portal.pipelines.live(type_id)
    wanted = {**before, **values}
    pipeline_id = wanted.get(fields.pipeline) or pipelines[0].id
    stages = portal.pipelines.found(type_id, pipeline_id).stages
    stage_id = wanted.get(fields.stage, "")
    if stage_id and (stage_id not in stages or stages[stage_id].archived):
        listed = ", ".join(stages)
        reason = f"{stage_id} was not one of the allowed options: [{listed}]"
        raise InvalidValuesError([(fields.stage, "INVALID_OPTION", reason)])
    return {} if before.get(fields.pipeline) == pipeline_id else {fields.pipeline: pipeline_id}


def _stage(portal: Portal, type_id: str, wanted: Values) -> Stage | None:
    fields = portal.pipelines.fields(type_id)
    if fields is None or not wanted.get(fields.stage):
        return None
    return portal.pipelines.found(type_id, wanted[fields.pipeline]).stages[wanted[fields.stage]]


def _deal(portal: Portal, before: Values, values: Values) -> dict[str, str]:
    more: dict[str, str] = {}
    wanted = {**before, **values}
    if "dealstage" in values:
        more |= _of_stage(portal, before, values, _stage(portal, "0-3", wanted))
    if not wanted.get("deal_currency_code"):
        more["deal_currency_code"] = portal.settings.company_currency
    if {"amount", "deal_currency_code"} & {*values, *more}:
        more |= _amounts(portal, {**wanted, **more})
    return more


def _of_stage(portal: Portal, before: Values, values: Values, stage: Stage | None) -> dict[str, str]:
    if stage is None:
        return {"hs_deal_stage_probability": "", "hs_is_closed": "", "hs_is_closed_won": ""}
    more = {
        "hs_deal_stage_probability": stage.metadata["probability"],
        "hs_is_closed": str(stage.is_closed).lower(),
        "hs_is_closed_won": str(stage.is_won).lower(),
    }
    enters = before.get("dealstage") != stage.id and stage.is_closed
    if enters and portal.settings.closing_sets_closedate and "closedate" not in values:
        more["closedate"] = iso_of(portal.now_ms())
    return more


def _amounts(portal: Portal, wanted: Values) -> dict[str, str]:
    rate = portal.exchange_rates.get(wanted["deal_currency_code"], 1.0)
    amount = wanted.get("amount", "")
    return {
        "hs_exchange_rate": _number(rate),
        "amount_in_home_currency": _number(round(float(amount) * rate, 6)) if amount else "",
    }


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else str(value)


def _ticket(portal: Portal, before: Values, values: Values) -> dict[str, str]:
    stage = _stage(portal, "0-5", {**before, **values})
    if "hs_pipeline_stage" not in values or stage is None or before.get("hs_pipeline_stage") == stage.id:
        return {}
    return {"closed_date": iso_of(portal.now_ms()) if stage.is_closed else ""}


def _company(portal: Portal, before: Values, values: Values) -> dict[str, str]:
    """The domain is kept bare; of website and domain, the one that is blank is filled from the other."""
    wanted = {**before, **values}
    domain, website = wanted.get("domain", ""), wanted.get("website", "")
    more: dict[str, str] = {}
    if values.get("domain") and portal.settings.domain_is_bare:
        more["domain"] = _bare(domain)
    if not portal.settings.website_and_domain_fill_each_other:
        return more
    if values.get("website") and not domain:
        more["domain"] = _bare(website)
    if values.get("domain") and not website:
        more["website"] = more.get("domain", domain)
    return more


def _bare(address: str) -> str:
    found = _HOST.match(address.strip())
    return found.group(1).lower() if found else address


_BY_TYPE: dict[str, Callable[[Portal, Values, Values], dict[str, str]]] = {
    "0-2": _company,
    "0-3": _deal,
    "0-5": _ticket,
}
