"""A person at the screen of one CRM: creates, edits, clears, deletes, through the vendor's own API."""

from __future__ import annotations

import json
from typing import Any

from sandbox.frame.gateway import Gateway
from sandbox.frame.http import Response, request_of

Values = dict[str, str | None]


class CrmUser:
    """`token` is a person's; the call reaches the simulator as any client's would."""

    def __init__(self, gateway: Gateway, token: str) -> None:
        self._gateway = gateway
        self._token = token

    def send(self, method: str, path: str, body: object = None) -> Response:
        headers = {"authorization": f"Bearer {self._token}", "content-type": "application/json"}
        request = request_of(method, path, headers, json.dumps(body).encode() if body is not None else b"")
        response = self._gateway.exchange(request).response
        if response is None:
            raise AssertionError("a person's call met a fault; faults are for the product's calls")
        return response

    def control(self, endpoint: str, body: object) -> dict[str, Any]:
        """What the simulator's owner sets, and no API of the vendor's does."""
        response = self.send("POST", f"/__sim__/{endpoint}", body)
        if response.status != 200:
            raise AssertionError(f"{endpoint}: {response.json()}")
        return dict(response.json())


class HubspotUser(CrmUser):
    OBJECTS = "/crm/v3/objects"
    PATH = f"{OBJECTS}/contacts"

    def create(self, values: Values, kind: str = "contacts") -> str | None:
        """The new record's id; None when HubSpot refused it (the e-mail address is taken)."""
        response = self.send("POST", f"{self.OBJECTS}/{kind}", {"properties": _blank_text(values)})
        return str(response.json()["id"]) if response.status == 201 else None

    def edit(self, record_id: str, values: Values, kind: str = "contacts") -> bool:
        path = f"{self.OBJECTS}/{kind}/{record_id}"
        return self.send("PATCH", path, {"properties": _blank_text(values)}).status == 200

    def delete(self, record_id: str, kind: str = "contacts") -> None:
        self.send("DELETE", f"{self.OBJECTS}/{kind}/{record_id}")

    def associate(self, start: tuple[str, str], end: tuple[str, str], type_id: int) -> None:
        """`start` and `end` are an object type and an id; by one of HubSpot's own kinds of association. A company that
        would be its own ancestor is refused, and stays as it is.
        """
        path = f"/crm/v4/objects/{start[0]}/{start[1]}/associations/{end[0]}/{end[1]}"
        body = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}]
        response = self.send("PUT", path, body)
        is_cycle = response.status == 400 and "own parent" in str(response.json()["message"])
        if response.status not in {200, 201} and not is_cycle:
            raise AssertionError(f"HubSpot refused the association: {response.json()}")

    def dissociate(self, start: tuple[str, str], end: tuple[str, str]) -> None:
        self.send("DELETE", f"/crm/v4/objects/{start[0]}/{start[1]}/associations/{end[0]}/{end[1]}")

    def erase(self, contact_id: str) -> bool:
        """The permanent deletion for privacy's sake; False when the contact is not there any more."""
        return self.send("POST", f"{self.PATH}/gdpr-delete", {"objectId": contact_id}).status == 204

    def merge(self, primary: str, other: str, kind: str = "contacts") -> str | None:
        """The survivor's id, which may be a new one; None when one of them is not there any more."""
        response = self.send(
            "POST", f"{self.OBJECTS}/{kind}/merge", {"primaryObjectId": primary, "objectIdToMerge": other}
        )
        return str(response.json()["id"]) if response.status == 200 else None

    def show(self, record_id: str, properties: list[str], kind: str = "contacts") -> dict[str, Any] | None:
        response = self.send("GET", f"{self.OBJECTS}/{kind}/{record_id}?properties={','.join(properties)}")
        return dict(response.json()["properties"]) if response.status == 200 else None


class SalesforceUser(CrmUser):
    PATH = "/services/data/v67.0/sobjects"

    def create(self, object_type: str, values: Values) -> str | None:
        response = self.send("POST", f"{self.PATH}/{object_type}", values)
        return str(response.json()["id"]) if response.status == 201 else None

    def edit(self, object_type: str, record_id: str, values: Values) -> bool:
        return self.send("PATCH", f"{self.PATH}/{object_type}/{record_id}", values).status == 204

    def restore(self, record_id: str) -> bool:
        """From the recycle bin, if it is there."""
        return self.send("POST", "/__sim__/undelete", {"ids": [record_id]}).status == 200

    def merge(self, object_type: str, master: str, loser: str) -> bool:
        """False when one of them is not there any more."""
        body = {"object": object_type, "master": master, "losers": [loser]}
        return self.send("POST", "/__sim__/merge", body).status == 200

    def convert(self, lead_id: str) -> str | None:
        """The id of the new contact; None when the org's rules do not let it be made."""
        response = self.send("POST", "/__sim__/convert", {"lead": lead_id})
        return str(response.json()["contact"]) if response.status == 200 else None

    def delete(self, object_type: str, record_id: str) -> None:
        self.send("DELETE", f"{self.PATH}/{object_type}/{record_id}")

    def show(self, object_type: str, record_id: str) -> dict[str, Any] | None:
        response = self.send("GET", f"{self.PATH}/{object_type}/{record_id}")
        return dict(response.json()) if response.status == 200 else None


def _blank_text(values: Values) -> dict[str, str]:
    """HubSpot clears a property with an empty text."""
    return {name: value if value is not None else "" for name, value in values.items()}
