"""What people do in the CRMs, by the vendors' HTTP APIs: small clients for the demo and for tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

TIMEOUT_S = 15
Fields = Mapping[str, Any]


class CrmClient:
    """Raises requests.HTTPError, with the answer's text, for every answer of 400 and above."""

    def __init__(self, base_url: str, token: str) -> None:
        self._base_url = base_url
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {token}"

    def request(self, method: str, path: str, body: Any = None, **query: str) -> Any:  # noqa: ANN401 -- JSON
        """The decoded answer; None when it is empty."""
        url = f"{self._base_url}{path}"
        response = self._session.request(method, url, json=body, params=query, timeout=TIMEOUT_S)
        if not response.ok:
            message = f"{method} {path} answered {response.status_code}: {response.text[:500]}"
            raise requests.HTTPError(message, response=response)
        return response.json() if response.content else None

    def close(self) -> None:
        self._session.close()


class HubspotClient(CrmClient):
    """`object_type` is the plural of the path, such as `contacts`."""

    def create(self, object_type: str, properties: Fields) -> str:
        created = self.request("POST", f"/crm/v3/objects/{object_type}", {"properties": dict(properties)})
        return str(created["id"])

    def read(self, object_type: str, record_id: str, *properties: str) -> dict[str, Any]:
        query = {"properties": ",".join(properties)} if properties else {}
        found = self.request("GET", f"/crm/v3/objects/{object_type}/{record_id}", **query)
        return dict(found["properties"])

    def update(self, object_type: str, record_id: str, properties: Fields) -> None:
        self.request("PATCH", f"/crm/v3/objects/{object_type}/{record_id}", {"properties": dict(properties)})

    def archive(self, object_type: str, record_id: str) -> None:
        self.request("DELETE", f"/crm/v3/objects/{object_type}/{record_id}")

    def find(self, object_type: str, property_name: str, value: str, *properties: str) -> list[dict[str, Any]]:
        """By the search index, which may lag."""
        filters = [{"propertyName": property_name, "operator": "EQ", "value": value}]
        body = {"filterGroups": [{"filters": filters}], "properties": list(properties), "limit": 100}
        return list(self.request("POST", f"/crm/v3/objects/{object_type}/search", body)["results"])


class SalesforceClient(CrmClient):
    """`object_type` is the API name, such as `Lead`."""

    def __init__(self, instance_url: str, token: str, api_version: str) -> None:
        super().__init__(instance_url, token)
        self._data = f"/services/data/v{api_version}"

    def create(self, object_type: str, fields: Fields) -> str:
        return str(self.request("POST", f"{self._data}/sobjects/{object_type}", dict(fields))["id"])

    def read(self, object_type: str, record_id: str, *fields: str) -> dict[str, Any]:
        query = {"fields": ",".join(fields)} if fields else {}
        return dict(self.request("GET", f"{self._data}/sobjects/{object_type}/{record_id}", **query))

    def update(self, object_type: str, record_id: str, fields: Fields) -> None:
        self.request("PATCH", f"{self._data}/sobjects/{object_type}/{record_id}", dict(fields))

    def delete(self, object_type: str, record_id: str) -> None:
        self.request("DELETE", f"{self._data}/sobjects/{object_type}/{record_id}")

    def query(self, soql: str) -> list[dict[str, Any]]:
        """The first page's records."""
        return list(self.request("GET", f"{self._data}/query", q=soql)["records"])
