"""What template.yaml tells a function through its environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from crmsync.core.record import Millis


class SettingsError(RuntimeError):
    """An environment variable is missing or malformed; the text names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Names and addresses, no secrets. `hubspot_webhook_url` empty: the HTTP API's own address.

    The rates of the polls are known to the admin function only.
    """

    parameter_path: str
    links_table: str
    api_usage_table: str
    parked_table: str
    jobs_table: str
    config_table: str
    history_table: str
    change_queue_url: str
    bulk_change_queue_url: str
    import_queue_url: str
    reconcile_queue_url: str
    export_bucket: str
    hubspot_secret_arn: str
    salesforce_secret_arn: str
    salesforce_session_secret_arn: str
    hubspot_base_url: str
    hubspot_api_version: str
    salesforce_login_url: str
    salesforce_api_version: str
    config_cached: Millis
    history_days: int
    poll_stretched: Millis
    metrics_namespace: str
    hubspot_webhook_url: str = ""
    salesforce_webhook_url: str = ""
    hubspot_poll_rate: str = ""
    salesforce_poll_rate: str = ""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Settings:
        """Raises SettingsError."""
        return cls(
            parameter_path=_text(environ, "PARAMETER_PATH"),
            links_table=_text(environ, "LINKS_TABLE"),
            api_usage_table=_text(environ, "API_USAGE_TABLE"),
            parked_table=_text(environ, "PARKED_TABLE"),
            jobs_table=_text(environ, "JOBS_TABLE"),
            config_table=_text(environ, "CONFIG_TABLE"),
            history_table=_text(environ, "HISTORY_TABLE"),
            change_queue_url=_text(environ, "CHANGE_QUEUE_URL"),
            bulk_change_queue_url=_text(environ, "BULK_CHANGE_QUEUE_URL"),
            import_queue_url=_text(environ, "IMPORT_QUEUE_URL"),
            reconcile_queue_url=_text(environ, "RECONCILE_QUEUE_URL"),
            export_bucket=_text(environ, "EXPORT_BUCKET"),
            hubspot_secret_arn=_text(environ, "HUBSPOT_SECRET_ARN"),
            salesforce_secret_arn=_text(environ, "SALESFORCE_SECRET_ARN"),
            salesforce_session_secret_arn=_text(environ, "SALESFORCE_SESSION_SECRET_ARN"),
            hubspot_base_url=_text(environ, "HUBSPOT_BASE_URL"),
            hubspot_api_version=_text(environ, "HUBSPOT_API_VERSION"),
            salesforce_login_url=_text(environ, "SALESFORCE_LOGIN_URL"),
            salesforce_api_version=_text(environ, "SALESFORCE_API_VERSION"),
            config_cached=_number(environ, "CONFIG_CACHE_SECONDS") * 1_000,
            history_days=_number(environ, "HISTORY_DAYS"),
            poll_stretched=_number(environ, "STRETCHED_POLL_MINUTES") * 60_000,
            metrics_namespace=_text(environ, "POWERTOOLS_METRICS_NAMESPACE"),
            hubspot_webhook_url=environ.get("HUBSPOT_WEBHOOK_URL", ""),
            salesforce_webhook_url=environ.get("SALESFORCE_WEBHOOK_URL", ""),
            hubspot_poll_rate=_rate(environ, "HUBSPOT_POLL_RATE"),
            salesforce_poll_rate=_rate(environ, "SALESFORCE_POLL_RATE"),
        )


@cache
def settings() -> Settings:
    """Those of the running function."""
    return Settings.from_env(os.environ)


def _text(environ: Mapping[str, str], name: str) -> str:
    value = environ.get(name, "")
    if not value:
        raise SettingsError(f"environment variable {name} is missing: deploy the function with template.yaml")
    return value


def _rate(environ: Mapping[str, str], name: str) -> str:
    """`rate(5 minutes)` as people read it: `5 minutes`."""
    return environ.get(name, "").removeprefix("rate(").removesuffix(")")


def _number(environ: Mapping[str, str], name: str) -> int:
    value = _text(environ, name)
    if not value.isdecimal():
        raise SettingsError(f"environment variable {name} is not a whole number: see template.yaml")
    return int(value)
