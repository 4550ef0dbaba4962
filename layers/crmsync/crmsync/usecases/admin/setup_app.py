"""`setup.app`: the files of the HubSpot project that declares the app and its webhooks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crmsync.core.campaigns import MEMBER
from crmsync.core.default_configuration import DEFAULT_CONFIGURATION
from crmsync.core.hubspot_project import project_files
from crmsync.core.hubspot_subscriptions import wanted_subscriptions
from crmsync.ports.configurations import ConfigurationStore
from crmsync.usecases.admin.arguments import text_of
from crmsync.usecases.admin.dispatch import Args

NAME = "crmsync"


@dataclass(frozen=True, slots=True)
class SetupApp:
    """`webhook_url` is where HubSpot's deliveries go: the signature covers this very text."""

    configurations: ConfigurationStore
    webhook_url: str
    salesforce_webhook_url: str

    def __call__(self, args: Args) -> dict[str, Any]:
        """`{"name"?}` → `{"files", "webhook_url", "salesforce_webhook_url", "properties", "salesforce_objects"}`, the
        files by path; the objects are those whose change events are wanted.
        """
        configuration = self.configurations.active() or DEFAULT_CONFIGURATION
        wanted = wanted_subscriptions(configuration)
        objects = [name for pair in configuration.enabled_pairs for name in pair.salesforce_types]
        return {
            "files": project_files(text_of(args, "name") or NAME, self.webhook_url, wanted),
            "webhook_url": self.webhook_url,
            "salesforce_webhook_url": self.salesforce_webhook_url,
            "properties": sorted({name for names in wanted.values() for name in names}),
            "salesforce_objects": [*objects, *([MEMBER] if configuration.shows_campaigns else [])],
        }
