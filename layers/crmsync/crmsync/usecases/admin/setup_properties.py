"""`setup.properties`: creates the HubSpot properties that crmsync needs and the portal lacks, of every object pair that
the parameters switch on: also of one that is refused as yet for want of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from crmsync.core.change import CallClass
from crmsync.core.doctor.hubspot import foreign_properties, missing_properties
from crmsync.core.failure import CrmError, Failure
from crmsync.core.hubspot_scopes import schema_scope
from crmsync.core.object_pair import ObjectPair
from crmsync.core.own_properties import GROUP, GROUP_LABEL, OwnProperty
from crmsync.core.parameters.object_pairs import object_pairs
from crmsync.core.parameters.settings import settings_by_pair
from crmsync.core.parked import Category
from crmsync.core.vendor_errors.fixes import fix_for
from crmsync.ports.budget import CrmAccess, CrmGate
from crmsync.ports.configurations import Parameters
from crmsync.usecases.admin.admin_error import AdminError
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.read_objects import read_objects


@dataclass(frozen=True, slots=True)
class SetupProperties:
    """`compile_again` has the configuration compiled with the new properties in it."""

    gate: CrmGate
    parameters: Parameters
    compile_again: Callable[[], object]

    def __call__(self, _: Args) -> dict[str, Any]:
        """`{}` → `{"group", "created", "there", "foreign", "refused"}`; harmless when repeated. `foreign` are those
        that are there with another type, which stay as they are. Refused: `missing_scope`.
        """
        texts = self.parameters.read()
        access = self.gate.open(CallClass.LIVE)
        try:
            pairs = object_pairs(texts, read_objects(texts, access))[0]
            settings = settings_by_pair(texts, pairs)
            done = [_set_up(pair, access) for name, pair in pairs.items() if settings[name].enabled]
        finally:
            access.close()
        if any(one.created for one in done):
            self.compile_again()
        return {
            "group": GROUP,
            "created": [name for one in done for name in one.created],
            "there": [name for one in done for name in one.there],
            "foreign": {name: wrong for one in done for name, wrong in one.foreign.items()},
            "refused": [refused for one in done for refused in one.refused],
        }


class _Done(NamedTuple):
    """Of one object; names with it, such as `company.crmsync_status`."""

    created: list[str]
    there: list[str]
    foreign: dict[str, str]
    refused: list[dict[str, str]]


def _set_up(pair: ObjectPair, access: CrmAccess) -> _Done:
    known = access.hubspot.property_definitions(pair.hubspot_type)
    missing = missing_properties(pair, known)
    outcomes = _create(pair, missing, access) if missing else {}
    return _Done(
        created=[f"{pair.name}.{name}" for name, failure in outcomes.items() if failure is None],
        there=[f"{pair.name}.{own.name}" for own in pair.setup_properties if own.name in known],
        foreign={f"{pair.name}.{name}": wrong for name, wrong in foreign_properties(pair, known).items()},
        refused=[
            {"name": f"{pair.name}.{name}", "reason": failure.message, "fix": fix_for(failure)}
            for name, failure in outcomes.items()
            if failure is not None
        ],
    )


def _create(pair: ObjectPair, missing: Sequence[OwnProperty], access: CrmAccess) -> Mapping[str, Failure | None]:
    try:
        access.hubspot.create_property_group(pair.hubspot_type, GROUP, GROUP_LABEL)
        return access.hubspot.create_properties(pair.hubspot_type, GROUP, missing)
    except CrmError as error:
        if error.failure.category != Category.PERMISSIONS:
            raise
        scope = schema_scope(pair.hubspot_type)
        message = f"HubSpot lets the app create no properties: give it the scope {scope}, then put its new token into "
        raise AdminError("missing_scope", message + "crmsync's secret") from error
