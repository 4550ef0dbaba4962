"""HubSpot's path families. The only place that knows them.

`/crm/v3/…` and `/crm/v4/…` lose support in 2027; the dated family keeps the same shapes under
`/crm/<area>/<date>/…`. See https://developers.hubspot.com/docs/developer-tooling/platform/versioning
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from crmsync.core.hubspot_object_types import STANDARD_TYPES, type_id_of

NUMBERED = "v3"
LATEST = "2026-09"
VERSIONS = (NUMBERED, "2026-03", LATEST)


@dataclass(frozen=True, slots=True)
class Paths:
    """Paths of one version. Raises ValueError for a version that is none."""

    version: str = LATEST

    def __post_init__(self) -> None:
        if self.version not in VERSIONS:
            raise ValueError(f"HubSpot API version {self.version!r}: must be one of {', '.join(VERSIONS)}")

    def objects(self, object_type: str, action: str) -> str:
        """`action` is `batch/read`, `search` …"""
        return f"{self._crm('objects')}/{_in_path(object_type)}/{action}"

    def every(self, object_type: str) -> str:
        """All records of a type, page by page."""
        return f"{self._crm('objects')}/{_in_path(object_type)}"

    def properties(self, object_type: str) -> str:
        return f"{self._crm('properties')}/{_in_path(object_type)}"

    def custom_types(self) -> str:
        return f"/crm-object-schemas/{self.version}/schemas"

    def associations(self, from_type: str, to_type: str, action: str) -> str:
        """`action` is `batch/read`, `batch/create` …"""
        area = "/crm/v4/associations" if self.version == NUMBERED else self._crm("associations")
        return f"{area}/{_in_path(from_type)}/{_in_path(to_type)}/{action}"

    def pipelines(self, object_type: str) -> str:
        return f"{self._crm('pipelines')}/{_in_path(object_type)}"

    def property(self, object_type: str, name: str) -> str:
        return f"{self.properties(object_type)}/{_in_path(name)}"

    def record_memberships(self) -> str:
        """Which lists each of many records is in."""
        return f"{self.lists()}/records/memberships/batch/read"

    def owners(self) -> str:
        return self._crm("owners")

    def unsubscribe_all(self, address: str) -> str:
        """Of one address."""
        return f"{self._opt_outs()}/{quote(address, safe='')}/unsubscribe-all"

    def unsubscribe_all_of_many(self) -> str:
        return f"{self._opt_outs()}/batch/unsubscribe-all"

    def lists(self) -> str:
        return self._crm("lists")

    def list(self, list_id: str) -> str:
        return f"{self.lists()}/{_in_path(list_id)}"

    def list_by_name(self, name: str) -> str:
        """Of contacts."""
        return f"{self.lists()}/object-type-id/{type_id_of('contact')}/name/{quote(name, safe='')}"

    def list_joins(self, list_id: str) -> str:
        """The members of a list, by the time at which they joined it."""
        return f"{self.list(list_id)}/memberships/join-order"

    def list_additions(self, list_id: str) -> str:
        return f"{self.list(list_id)}/memberships/add"

    def token_info(self) -> str:
        """Known under this number only."""
        return "/oauth/v2/private-apps/get/access-token-info"

    def daily_usage(self) -> str:
        return f"/account-info/{self.version}/api-usage/daily/private-apps"

    def _opt_outs(self) -> str:
        """Versions before v4 know no opt-out of everything."""
        version = "v4" if self.version == NUMBERED else self.version
        return f"/communication-preferences/{version}/statuses"

    def _crm(self, area: str) -> str:
        numbered = self.version == NUMBERED
        return f"/crm/{self.version}/{area}" if numbered else f"/crm/{area}/{self.version}"


def _in_path(object_type: str) -> str:
    """Standard objects by their plural, custom ones by their own name or id."""
    names = STANDARD_TYPES.get(object_type)
    return quote(names.plural if names else object_type, safe="")
