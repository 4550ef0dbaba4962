"""Reads one record of one side for showing; a failure is something to show, too."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core.configuration import Configuration
from crmsync.core.failure import CrmError
from crmsync.core.fields_to_read import fields_to_read
from crmsync.core.record import Record, RecordRef, Side
from crmsync.ports.budget import CrmAccess
from crmsync.ports.crm import Crm, Look, ReadOutcome


@dataclass(frozen=True, slots=True)
class SideReading:
    """What became of the reading: a Record, a Gone, or a Failure."""

    ref: RecordRef
    outcome: ReadOutcome

    @property
    def record(self) -> Record | None:
        return self.outcome if isinstance(self.outcome, Record) else None


def read_side(access: CrmAccess, configuration: Configuration, side: Side, ref: RecordRef) -> SideReading:
    crm: Crm = access.hubspot if side is Side.HUBSPOT else access.salesforce
    fields = fields_to_read(list(configuration.pairs.values()), side)
    try:
        return SideReading(ref, crm.look(Look(refs=(ref,), fields=fields)).records[ref])
    except CrmError as error:
        return SideReading(ref, error.failure)
