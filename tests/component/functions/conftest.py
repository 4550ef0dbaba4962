import logging
import sys
from collections.abc import Iterator
from itertools import count

import pytest
from crmsync.adapters.aws.powertools_telemetry import PowertoolsTelemetry
from crmsync.bootstrap.settings import settings

ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    "PARAMETER_PATH": "/crmsync/test/",
    "LINKS_TABLE": "links",
    "API_USAGE_TABLE": "usage",
    "PARKED_TABLE": "parked",
    "JOBS_TABLE": "jobs",
    "CONFIG_TABLE": "config",
    "HISTORY_TABLE": "history",
    "CHANGE_QUEUE_URL": "http://127.0.0.1:9/live",
    "BULK_CHANGE_QUEUE_URL": "http://127.0.0.1:9/bulk",
    "IMPORT_QUEUE_URL": "http://127.0.0.1:9/import",
    "RECONCILE_QUEUE_URL": "http://127.0.0.1:9/reconcile",
    "EXPORT_BUCKET": "exports",
    "HUBSPOT_SECRET_ARN": "arn:hubspot",
    "SALESFORCE_SECRET_ARN": "arn:salesforce",
    "SALESFORCE_SESSION_SECRET_ARN": "arn:session",
    "HUBSPOT_BASE_URL": "http://127.0.0.1:9",
    "HUBSPOT_API_VERSION": "2026-09",
    "SALESFORCE_LOGIN_URL": "http://127.0.0.1:9",
    "SALESFORCE_API_VERSION": "67.0",
    "CONFIG_CACHE_SECONDS": "30",
    "STRETCHED_POLL_MINUTES": "30",
    "POWERTOOLS_METRICS_NAMESPACE": "crmsync/test",
    "HISTORY_DAYS": "90",
}
_SERVICES = count()


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What template.yaml sets; every address leads nowhere."""
    monkeypatch.delenv("HUBSPOT_WEBHOOK_URL", raising=False)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield
    settings.cache_clear()


class CurrentStdout:
    """Standard output as it is at each write: pytest changes it between a test's fixtures and its body."""

    def write(self, text: str) -> int:
        return sys.stdout.write(text)

    def flush(self) -> None:
        sys.stdout.flush()


@pytest.fixture
def telemetry() -> PowertoolsTelemetry:
    """The real one, with a logger of its own."""
    telemetry = PowertoolsTelemetry(f"crmsync-{next(_SERVICES)}", "crmsync/test")
    handler = telemetry.logger.logger_handler
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(CurrentStdout())
    return telemetry
