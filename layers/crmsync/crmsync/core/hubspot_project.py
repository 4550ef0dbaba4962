"""The HubSpot project that declares crmsync's app and its webhooks, as files for `hs project upload`.

No API makes webhook subscriptions of such an app.
https://developers.hubspot.com/docs/apps/developer-platform/build-apps/app-configuration
https://developers.hubspot.com/docs/apps/developer-platform/add-features/configure-webhooks
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from crmsync.core.hubspot_scopes import scopes_for
from crmsync.core.hubspot_subscriptions import Subscriptions, subscriptions_json

PROJECT_FILE = "hsproject.json"
APP_FILE = "src/app/app-hsmeta.json"
WEBHOOKS_FILE = "src/app/webhooks/webhooks-hsmeta.json"
PLATFORM = "2026.03"
MAX_CONCURRENT_REQUESTS = 10

Json = dict[str, Any]


def project_files(name: str, target_url: str, wanted: Subscriptions) -> dict[str, str]:
    """Texts by path. `name` is the project's and the app's, `target_url` the stack's output `HubspotWebhookUrl`."""
    files = {
        PROJECT_FILE: {"name": name, "srcDir": "src", "platformVersion": PLATFORM},
        APP_FILE: _app(name, wanted),
        WEBHOOKS_FILE: _webhooks(target_url, wanted),
    }
    return {path: _text(content) for path, content in files.items()}


def with_retired(webhooks: str, before: str) -> str:
    """The new webhooks file with the subscriptions that only the old one has, switched off.

    HubSpot refuses an upload in which a subscription is missing that was deployed once. Raises ValueError when the
    old text is no webhooks file.
    """
    new, old = json.loads(webhooks), json.loads(before)
    try:
        for family, deployed in old["config"]["subscriptions"].items():
            kept = new["config"]["subscriptions"].setdefault(family, [])
            known = {_identity(one) for one in kept}
            kept += [{**one, "active": False} for one in deployed if _identity(one) not in known]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a webhooks file") from error
    return _text(new)


def _app(name: str, object_types: Collection[str]) -> Json:
    return {
        "uid": "crmsync_app",
        "type": "app",
        "config": {
            "name": name,
            "description": "Keeps HubSpot in step with Salesforce.",
            "distribution": "private",
            "auth": {"type": "static", "requiredScopes": [scope.name for scope in scopes_for(object_types)]},
            "permittedUrls": {"fetch": [], "iframe": [], "img": []},
        },
    }


def _webhooks(target_url: str, wanted: Subscriptions) -> Json:
    return {
        "uid": "crmsync_webhooks",
        "type": "webhooks",
        "config": {
            "settings": {"targetUrl": target_url, "maxConcurrentRequests": MAX_CONCURRENT_REQUESTS},
            "subscriptions": subscriptions_json(wanted),
        },
    }


def _identity(subscription: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(subscription.get(key) for key in ("subscriptionType", "objectType", "propertyName"))


def _text(content: Json) -> str:
    return json.dumps(content, indent=2) + "\n"
