"""What both CRMs say of this installation: credentials, scopes, properties, permissions, clocks, the connector."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from crmsync.core.change import CallClass
from crmsync.core.configuration import Configuration
from crmsync.core.default_configuration import DEFAULT_CONFIGURATION
from crmsync.core.doctor.answers import check_answer, unanswered
from crmsync.core.doctor.check import Check
from crmsync.core.doctor.hubspot import PROPERTIES_CHECK, SCOPES_CHECK, check_properties, check_scopes
from crmsync.core.doctor.salesforce import RIGHTS_CHECK, check_fields, check_person_accounts, check_rights
from crmsync.core.doctor.sync import check_clocks, check_connector, check_mappings
from crmsync.core.failure import CrmError, Failure
from crmsync.core.hubspot_scopes import scopes_for
from crmsync.core.hubspot_subscriptions import wanted_subscriptions
from crmsync.core.record import Millis, Side
from crmsync.ports.budget import CrmAccess, CrmGate
from crmsync.ports.clock import Clock
from crmsync.ports.configurations import ConfigurationStore
from crmsync.usecases.adoption.native_connector import connector_activity

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CrmChecks:
    """`access_token` gives HubSpot's, and raises CrmError while nobody has put it into the secret."""

    gate: CrmGate
    configurations: ConfigurationStore
    access_token: Callable[[], str]
    clock: Clock

    def __call__(self) -> list[Check]:
        """A side that does not answer has one failed check, and none of its other ones."""
        access = self.gate.open(CallClass.LIVE)
        configuration = self.configurations.active() or DEFAULT_CONFIGURATION
        try:
            return [
                *self._hubspot(access, configuration),
                *self._salesforce(access, configuration),
                *self._clocks(access),
            ]
        finally:
            access.close()

    def _hubspot(self, access: CrmAccess, configuration: Configuration) -> Iterator[Check]:
        answer = tried(lambda: access.hubspot.daily_usage())  # noqa: PLW0108 - the CRM itself may fail to be made
        yield check_answer(Side.HUBSPOT, answer)
        if isinstance(answer, Failure):
            return
        scopes = tried(lambda: access.hubspot.granted_scopes(self.access_token()))
        wanted = scopes_for(wanted_subscriptions(configuration))
        yield unanswered(SCOPES_CHECK, scopes) if isinstance(scopes, Failure) else check_scopes(scopes, wanted)
        pairs = configuration.enabled_pairs
        types = [pair.hubspot_type for pair in pairs]
        known = tried(lambda: {name: access.hubspot.property_definitions(name) for name in types})
        if isinstance(known, Failure):
            yield unanswered(PROPERTIES_CHECK, known)
            return
        yield check_properties([(pair.object_pair, known[pair.hubspot_type]) for pair in pairs])
        yield check_mappings(configuration, known)
        activity = tried(lambda: connector_activity(access, self.clock.now()))
        if isinstance(activity, Failure):
            yield unanswered("Native connector", activity)
        else:
            yield check_connector(activity.contacts)

    def _salesforce(self, access: CrmAccess, configuration: Configuration) -> Iterator[Check]:
        answer = tried(lambda: access.salesforce.daily_usage())  # noqa: PLW0108 - as above
        yield check_answer(Side.SALESFORCE, answer)
        if isinstance(answer, Failure):
            return
        pairs = configuration.enabled_pairs
        objects = list(dict.fromkeys(name for pair in pairs for name in pair.salesforce_types))
        rights = tried(lambda: access.salesforce.rights(objects))
        if isinstance(rights, Failure):
            yield unanswered(RIGHTS_CHECK, rights)
            return
        deleting = [pair for pair in pairs if pair.settings.on_hubspot_delete == "delete"]
        yield check_rights(rights, [name for pair in deleting for name in pair.salesforce_types])
        yield check_fields(rights, (one for pair in pairs for one in pair.mappings))
        yield check_person_accounts(rights)

    def _clocks(self, access: CrmAccess) -> Iterator[Check]:
        """After all calls: a side that did not answer has told no time."""
        now = self.clock.now()
        told = {
            "HubSpot": tried(lambda: access.hubspot.server_time),
            "Salesforce": tried(lambda: access.salesforce.server_time),
        }
        yield check_clocks({name: _skew(now, time) for name, time in told.items()})


def _skew(now: Millis, time: Millis | Failure | None) -> Millis | None:
    return now - time if isinstance(time, int) else None


def tried(probe: Callable[[], T]) -> T | Failure:
    """What it gives, or why a CRM did not."""
    try:
        return probe()
    except CrmError as error:
        return error.failure


def shown_checks(checks: list[Check]) -> dict[str, Any]:
    """`{"checks": [{"name", "health", "found", "fix"}], "failed": n, "warnings": n}`."""
    healths = [check.health.value for check in checks]
    return {
        "checks": [
            {"name": check.name, "health": check.health.value, "found": check.found, "fix": check.fix}
            for check in checks
        ],
        "failed": healths.count("failed"),
        "warnings": healths.count("warning"),
    }
