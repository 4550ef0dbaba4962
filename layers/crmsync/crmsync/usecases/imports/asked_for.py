"""Which records of a page an import asks for: those that belong to records that sync already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from crmsync.core.configuration import Configuration
from crmsync.core.import_kind import CONTACT, ImportKind, Through
from crmsync.core.import_request import ImportRequest
from crmsync.core.link import Link
from crmsync.core.record import Record, RecordRef, Side
from crmsync.core.side_state import rests
from crmsync.ports.crm import NamingRows
from crmsync.usecases.imports.import_ports import ImportPorts
from crmsync.usecases.imports.selections import lookups_of

NOT_SYNCING = "not_syncing"
NOT_LATEST = "not_latest"
NOT_ASKED_FOR = frozenset({NOT_SYNCING, NOT_LATEST})
"""Categories of records that are counted as skipped and are no concern of anybody's."""

_CREATED = "CreatedDate"


@dataclass(frozen=True, slots=True)
class AskedFor:
    """Of the records of a page: by record the category of those that are not asked for, and HubSpot's contacts that
    are to refer to the others.
    """

    left: Mapping[RecordRef, str] = field(default_factory=dict)
    contacts: Mapping[RecordRef, frozenset[RecordRef]] = field(default_factory=dict)


def asked_for(
    records: Sequence[Record], request: ImportRequest, configuration: Configuration, ports: ImportPorts
) -> AskedFor:
    """One or two calls for a page of a kind through contacts, none for the others. Raises CrmError."""
    kind = request.entry
    if kind.through is not None:
        return _through([record.ref for record in records], kind.through, configuration, ports)
    if lookups_of(kind, configuration):
        return AskedFor(_by_lookups(records, kind, configuration, ports))
    return AskedFor()


def _by_lookups(
    records: Sequence[Record], kind: ImportKind, configuration: Configuration, ports: ImportPorts
) -> Mapping[RecordRef, str]:
    named: dict[RecordRef, set[RecordRef]] = defaultdict(set)
    for mapping, name in lookups_of(kind, configuration):
        for record in records:
            ref = mapping.reference.ref(Side.SALESFORCE, record.values.get(name)) if mapping.reference else None
            named[record.ref] |= {ref} if ref is not None else set()
    linked = _linked({ref for refs in named.values() for ref in refs}, ports)
    return {record.ref: NOT_SYNCING for record in records if not named[record.ref] & linked.keys()}


def contacts_of(
    refs: Sequence[RecordRef], request: ImportRequest, configuration: Configuration, ports: ImportPorts
) -> Mapping[RecordRef, frozenset[RecordRef]]:
    """HubSpot's contacts that are to refer to each, of a kind of which contacts do. Raises CrmError."""
    through = request.entry.through
    if through is None or not through.is_of_contact:
        return {}
    return _through(refs, through, configuration, ports).contacts


def _through(refs: Sequence[RecordRef], through: Through, configuration: Configuration, ports: ImportPorts) -> AskedFor:
    contacts = _contacts([ref.id for ref in refs], through, ports)
    linked = _linked({one for own in contacts.values() for one in own}, ports)
    left = {ref: NOT_SYNCING for ref in refs if not contacts[ref.id] & linked.keys()}
    asked = [ref for ref in refs if ref not in left]
    if through.latest:
        latest = _latest(sorted(linked), through, ports)
        left |= {ref: NOT_LATEST for ref in asked if ref.id not in latest}
    if not through.is_of_contact:
        return AskedFor(left)
    name = _reference(through, configuration)
    apart = {
        ref: (linked[one] for one in contacts[ref.id] & linked.keys() if _is_apart(linked[one], name, ref))
        for ref in asked
    }
    return AskedFor(left, {ref: frozenset(link.hubspot for link in links) for ref, links in apart.items()})


def _reference(through: Through, configuration: Configuration) -> str:
    """HubSpot's name of what refers to the records, by which contacts are mapped; empty where nothing is."""
    lookup = through.record_field
    own = (one for one in configuration.pairs[CONTACT].mappings if one.salesforce.get(through.rows) == lookup)
    return next((one.hubspot for one in own if one.reference is not None), "")


def _is_apart(contact: Link, name: str, ref: RecordRef) -> bool:
    """Whether the contact's two sides were never compared while Salesforce's referred to the record. That it was
    linked long since tells nothing: contacts may have been brought in step before its objects were switched on.
    """
    base = contact.base.get(name)
    return bool(name) and (base is None or base.salesforce != ref.id)


def _contacts(ids: Sequence[str], through: Through, ports: ImportPorts) -> Mapping[str, set[RecordRef]]:
    fields = (through.record_field, through.contact_field)
    contacts: dict[str, set[RecordRef]] = defaultdict(set)
    for row in _rows(NamingRows(through.rows, fields, through.record_field, tuple(ids)), ports):
        contact = row[through.contact_field]
        if contact:
            contacts[str(row[through.record_field])].add(RecordRef(Side.SALESFORCE, "Contact", str(contact)))
    return contacts


def _latest(contacts: Sequence[RecordRef], through: Through, ports: ImportPorts) -> set[str]:
    """The ids of the records that are the latest of one of the contacts; of several of one second that with the
    greatest id.
    """
    parent = f"{through.record_field.removesuffix('Id')}.{_CREATED}"
    fields = (through.contact_field, through.record_field, parent)
    wanted = NamingRows(through.rows, fields, through.contact_field, tuple(ref.id for ref in contacts))
    latest: dict[str, tuple[str, str]] = {}
    for row in _rows(wanted, ports) if contacts else ():
        contact, own = str(row[through.contact_field]), (str(row[parent]), str(row[through.record_field]))
        latest[contact] = max(own, latest.get(contact, own))
    return {record for _, record in latest.values()}


def _rows(wanted: NamingRows, ports: ImportPorts) -> Sequence[Mapping[str, object]]:
    with ports.access() as access:
        return access.salesforce.naming(wanted)


def _linked(refs: Iterable[RecordRef], ports: ImportPorts) -> Mapping[RecordRef, Link]:
    """Of those that sync: linked, and not with a record that was deleted."""
    wanted = sorted(refs)
    links = ports.sync.links.find(wanted) if wanted else {}
    return {ref: link for ref, link in links.items() if not rests(link.states)}
