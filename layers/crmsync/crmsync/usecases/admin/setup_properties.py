"""`setup.properties`: creates the HubSpot properties that crmsync needs and the portal lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from crmsync.core.change import CallClass
from crmsync.core.default_configuration import CONTACT_PAIR
from crmsync.core.doctor.hubspot import foreign_properties, missing_properties
from crmsync.core.failure import CrmError, Failure
from crmsync.core.own_properties import GROUP, GROUP_LABEL, OWN_PROPERTIES, OwnProperty
from crmsync.core.parked import Category
from crmsync.core.vendor_errors.fixes import fix_for
from crmsync.ports.budget import CrmAccess, CrmGate
from crmsync.usecases.admin.admin_error import AdminError
from crmsync.usecases.admin.dispatch import Args

SCOPE = "crm.schemas.contacts.write"


@dataclass(frozen=True, slots=True)
class SetupProperties:
    """`compile_again` has the configuration compiled with the new properties in it."""

    gate: CrmGate
    compile_again: Callable[[], object]

    def __call__(self, _: Args) -> dict[str, Any]:
        """`{}` → `{"group", "created", "there", "foreign", "refused"}`; harmless when repeated. `foreign` are those
        that are there with another type, which stay as they are. Refused: `missing_scope`.
        """
        access = self.gate.open(CallClass.LIVE)
        try:
            known = access.hubspot.property_definitions(CONTACT_PAIR.hubspot_type)
            missing = missing_properties(known)
            outcomes = _create(access, missing) if missing else {}
        finally:
            access.close()
        created = [name for name, failure in outcomes.items() if failure is None]
        if created:
            self.compile_again()
        return {
            "group": GROUP,
            "created": created,
            "there": [own.name for own in OWN_PROPERTIES if own.name in known],
            "foreign": foreign_properties(known),
            "refused": _refused(outcomes),
        }


def _create(access: CrmAccess, missing: tuple[OwnProperty, ...]) -> Mapping[str, Failure | None]:
    try:
        access.hubspot.create_property_group(CONTACT_PAIR.hubspot_type, GROUP, GROUP_LABEL)
        return access.hubspot.create_properties(CONTACT_PAIR.hubspot_type, GROUP, missing)
    except CrmError as error:
        if error.failure.category != Category.PERMISSIONS:
            raise
        message = f"HubSpot lets the app create no properties: give it the scope {SCOPE}, then put its new token into "
        raise AdminError("missing_scope", message + "crmsync's secret") from error


def _refused(outcomes: Mapping[str, Failure | None]) -> list[dict[str, str]]:
    return [
        {"name": name, "reason": failure.message, "fix": fix_for(failure)}
        for name, failure in outcomes.items()
        if failure is not None
    ]
