"""Who may call whom on one local stack: the simulators' own tokens, in the product's secrets and in the env file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from types_boto3_secretsmanager import SecretsManagerClient

from sandbox.hubspot.settings import HubspotSettings
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.stack.place import Place

OUTBOUND_MESSAGE_SECRET = "sandbox-outbound-message-secret"


@dataclass(frozen=True, slots=True)
class Credentials:
    hubspot: HubspotSettings
    salesforce: SalesforceSettings

    @classmethod
    def of(cls, place: Place) -> Credentials:
        return cls(HubspotSettings(), SalesforceSettings(instance_url=place.salesforce_url, change_event_objects=20))

    def fill(self, secrets: SecretsManagerClient, physical_ids: Mapping[str, str]) -> None:
        """Sets what the template leaves empty, as an administrator does after the first deployment."""
        for logical_id, value in self._secrets().items():
            secrets.put_secret_value(SecretId=physical_ids[logical_id], SecretString=json.dumps(value))

    def _secrets(self) -> dict[str, dict[str, str]]:
        return {
            "HubspotSecret": {
                "access_token": self.hubspot.app_token,
                "client_secret": self.hubspot.client_secret,
                "portal_id": str(self.hubspot.portal_id),
                "app_id": str(self.hubspot.app_id),
            },
            "SalesforceSecret": {
                "consumer_key": self.salesforce.consumer_key,
                "consumer_secret": self.salesforce.consumer_secret,
                "username": self.salesforce.integration_username,
                "private_key": "",
                "organization_id": self.salesforce.org_id,
                "webhook_secret": OUTBOUND_MESSAGE_SECRET,
            },
        }
