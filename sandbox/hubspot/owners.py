"""Owners: HubSpot's people as the CRM refers to them. `hubspot_owner_id` holds the owner's id, not the user's."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.frame.http import Response, json_response
from sandbox.hubspot.errors import NotFoundError, ValidationError
from sandbox.hubspot.objects.shapes import Json, page_json
from sandbox.hubspot.routing import Call, Route

SCOPE = "crm.objects.owners.read"
SINCE = "2025-01-15T09:00:00.000Z"


@dataclass(frozen=True, slots=True)
class Owner:
    id: str
    email: str
    first_name: str
    last_name: str
    user_id: int
    archived: bool = False

    def as_json(self) -> Json:
        return {
            "id": self.id,
            "email": self.email,
            "type": "PERSON",
            "firstName": self.first_name,
            "lastName": self.last_name,
            "userId": None if self.archived else self.user_id,
            "userIdIncludingInactive": self.user_id,
            "createdAt": SINCE,
            "updatedAt": SINCE,
            "archived": self.archived,
        }


def list_owners(call: Call) -> Response:
    limit = call.limit(100, 500)
    email = (call.request.param("email") or "").lower()
    start = int(call.request.param("after") or 0)
    found = [
        owner
        for owner in call.portal.owners.values()
        if owner.archived == call.flag("archived") and (not email or owner.email == email)
    ]
    after = str(start + limit) if start + limit < len(found) else None
    return json_response(200, page_json([owner.as_json() for owner in found[start : start + limit]], after))


def read_owner(call: Call) -> Response:
    wanted = call.params["ownerId"]
    id_property = call.request.param("idProperty", "id")
    if id_property not in {"id", "userId"}:
        raise ValidationError(f"Invalid idProperty {id_property}: it must be id or userId")
    for owner in call.portal.owners.values():
        key = owner.id if id_property == "id" else str(owner.user_id)
        if key == wanted and owner.archived == call.flag("archived"):
            return json_response(200, owner.as_json())
    raise NotFoundError


ROUTES = (
    Route("GET", "crm/owners", list_owners, SCOPE),
    Route("GET", "crm/owners/{ownerId}", read_owner, SCOPE),
)
