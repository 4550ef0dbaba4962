"""How template.yaml is deployed locally: the parameters that make the CRMs the simulators."""

from __future__ import annotations

import platform

from sandbox.aws.deploy import Deployment
from sandbox.aws.emulator import webhook_base_url
from sandbox.aws.shims.partner_event_bus import BUS, SOURCE_PREFIX
from sandbox.stack.place import Place

STACK_NAME = "crmsync-sandbox"
STAGE = "sandbox"
SALESFORCE_API_VERSION = "67.0"
CONFIG_CACHE_SECONDS = 1
WORKERS_A_QUEUE = 2
"""Each new worker process pays for all imports; more of them at once only slow two cores down."""

_API_ID = "c0ffee00"
_ARM_MACHINES = {"arm64", "aarch64"}


def local_deployment(place: Place, schedules: str) -> Deployment:
    """`schedules` is ENABLED or DISABLED."""
    parameters = {
        "Stage": STAGE,
        "Architecture": "arm64" if platform.machine().lower() in _ARM_MACHINES else "x86_64",
        "HubspotBaseUrl": place.hubspot_url,
        "SalesforceLoginUrl": place.salesforce_url,
        "SalesforceApiVersion": SALESFORCE_API_VERSION,
        "WebhookBaseUrl": webhook_base_url(place.aws_port, _API_ID),
        "ChangeEventBusName": BUS,
        "ChangeEventSourcePrefix": SOURCE_PREFIX,
        "ConfigCacheSeconds": str(CONFIG_CACHE_SECONDS),
        "WorkerConcurrency": str(WORKERS_A_QUEUE),
        "SchedulesState": schedules,
    }
    return Deployment(place.project, STACK_NAME, _API_ID, parameters)
