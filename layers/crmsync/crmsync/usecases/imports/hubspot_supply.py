"""HubSpot's contacts, all of them or those of a list. There is no query to wait for: each set is read as it is now."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core.configuration import Configuration
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.fields_to_read import fields_to_read
from crmsync.core.import_estimate import PAGE_RECORDS
from crmsync.core.import_kind import CONTACT
from crmsync.core.import_walk import ImportWalk
from crmsync.core.parked import Category
from crmsync.core.record import Millis, Record, RecordRef, Side
from crmsync.ports.budget import HubspotCrmPort
from crmsync.ports.bulk_query import ResultSet
from crmsync.ports.crm import Look
from crmsync.usecases.imports.import_ports import ImportPorts

NO_QUERY = "hubspot"
NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class HubspotSupply:
    """The Supply. `list_id` is empty for all contacts.

    Who is deleted before its page is read is not seen; who joins the list meanwhile comes last.
    """

    list_id: str
    configuration: Configuration
    ports: ImportPorts

    def begin(self, walk: ImportWalk) -> Millis:
        walk.query_id, walk.queried_at, walk.is_ready = NO_QUERY, self.ports.sync.clock.now(), True
        walk.fields = list(self.fields)
        return 0

    def look(self, walk: ImportWalk) -> Millis:
        walk.is_ready = True
        return 0

    def read(self, _: str, locator: str | None) -> ResultSet:
        """As many pages as make one of the import's."""
        as_of, records, page = self.ports.sync.clock.now(), list[Record](), locator
        with self.ports.access() as access:
            while True:
                found, page = self._page(access.hubspot, page)
                records.extend(found)
                if page is None or len(records) >= PAGE_RECORDS:
                    return ResultSet(tuple(records), page, as_of)

    def end(self, _: ImportWalk) -> None:
        """What changed meanwhile is told by the live feeds: each set was read when it was brought over."""

    def drop(self, _: ImportWalk) -> None:
        """There is no query that would go on."""

    def _page(self, hubspot: HubspotCrmPort, page: str | None) -> tuple[tuple[Record, ...], str | None]:
        if not self.list_id:
            found = hubspot.contact_page(self.fields, page)
            return found.contacts, found.next_page
        joins, following = self._joins(hubspot, page)
        refs = tuple(RecordRef(Side.HUBSPOT, CONTACT, one) for one in joins)
        seen = hubspot.look(Look(refs=refs, fields={CONTACT: self.fields})).records if refs else {}
        # Somebody who was merged away is answered by another's record, which is in the list by itself.
        return tuple(one for one in seen.values() if isinstance(one, Record)), following

    def _joins(self, hubspot: HubspotCrmPort, page: str | None) -> tuple[list[str], str | None]:
        try:
            found = hubspot.list_joins(self.list_id, page)
        except CrmError as error:
            if error.failure.status != NOT_FOUND:
                raise
            message = f"HubSpot's list {self.list_id} was deleted"
            raise CrmError(Failure(Consequence.BAD_CONFIGURATION, Category.CONFIGURATION, message)) from error
        return [join.record_id for join in found.joins], found.next_page

    @property
    def fields(self) -> tuple[str, ...]:
        return fields_to_read([self.configuration.pairs[CONTACT]], Side.HUBSPOT)[CONTACT]
