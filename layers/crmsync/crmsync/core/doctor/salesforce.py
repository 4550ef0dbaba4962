"""Checks of the Salesforce side: what the integration user may do, and Person Accounts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from crmsync.core.doctor.check import Check, failed, listed, ok, warning
from crmsync.core.mapped_field import field_names
from crmsync.core.mapping import FieldMapping, Rule
from crmsync.core.pairs.contact import CONTACT
from crmsync.core.permissions import ObjectRights
from crmsync.core.person_account import has_person_accounts
from crmsync.core.record import Side

RIGHTS_CHECK = "Salesforce permissions"
FIELDS_CHECK = "Salesforce fields"
PERSON_ACCOUNTS_CHECK = "Person Accounts"

Rights = Mapping[str, ObjectRights | None]

_READ_ONLY_BY_RULE = frozenset({Rule.ALWAYS_SALESFORCE, Rule.DONT_SYNC})


def check_rights(rights: Rights, deleted: Collection[str] = ()) -> Check:
    """Read, Create and Edit of each object, and Delete of those that are `deleted` with HubSpot's records. What no
    description tells: View All Data and sharing.
    """
    lacking = [name for object_type in rights for name in _lacking(object_type, rights[object_type])]
    lacking += [f"Delete of {name}" for name in deleted if (known := rights.get(name)) and not known.deletable]
    if lacking:
        wanted = "Read, Create, Edit and Delete" if deleted else "Read, Create and Edit"
        fix = f"Give the integration user a permission set with {wanted} of {' and '.join(rights)}."
        return failed(RIGHTS_CHECK, "lacking: " + ", ".join(lacking), fix)
    objects = " and ".join(rights)
    return ok(RIGHTS_CHECK, f"{objects}: read, create, edit (sharing rules are not told: View All is safest)")


def _lacking(object_type: str, rights: ObjectRights | None) -> Iterator[str]:
    if rights is None:
        yield f"{object_type} is not visible"
        return
    granted = {"Read": rights.queryable, "Create": rights.createable, "Edit": rights.updateable}
    yield from (f"{right} of {object_type}" for right, has_it in granted.items() if not has_it)


def check_fields(rights: Rights, mappings: Iterable[FieldMapping]) -> Check:
    """Every mapped field must be readable, and editable where its rule writes to Salesforce."""
    unreadable: list[str] = []
    fixed: list[str] = []
    for mapping in mappings:
        for object_type, name in _salesforce_fields(mapping):
            known = rights.get(object_type)
            if known is None:
                continue
            if name not in known.fields:
                unreadable.append(f"{object_type}.{name}")
            elif _is_written(mapping) and not known.fields[name].updateable:
                fixed.append(f"{object_type}.{name}")
    if not unreadable and not fixed:
        return ok(FIELDS_CHECK, "every mapped field can be read and edited")
    parts = [("not visible: ", unreadable), ("read-only: ", fixed)]
    found = "; ".join(label + listed(names) for label, names in parts if names)
    fix = "Give the integration user field-level security for them, or take them out of the mappings."
    return warning(FIELDS_CHECK, found, fix)


def _salesforce_fields(mapping: FieldMapping) -> Iterator[tuple[str, str]]:
    for object_type in mapping.salesforce if mapping.is_field else ():
        for name in field_names(mapping, Side.SALESFORCE, object_type):
            yield object_type, name


def _is_written(mapping: FieldMapping) -> bool:
    return mapping.carries(Side.SALESFORCE) and mapping.rule not in _READ_ONLY_BY_RULE


def check_person_accounts(rights: Rights) -> Check:
    contact = rights.get(CONTACT.marks_person_accounts)
    if contact is None or not has_person_accounts(contact.fields):
        return ok(PERSON_ACCOUNTS_CHECK, "not in use")
    found = "in use: contacts of person accounts are left out of the sync, business contacts and leads sync"
    fix = "Nothing, unless these people shall sync: that needs business contacts or leads."
    return warning(PERSON_ACCOUNTS_CHECK, found, fix)
