"""Record references from the ids that an administrator has at hand."""

from __future__ import annotations

import re
from collections.abc import Collection

from crmsync.core.configuration import Configuration, PairConfiguration
from crmsync.core.custom_names import is_custom
from crmsync.core.pairs import SALESFORCE_OBJECTS
from crmsync.core.pairs.contact import CONTACT
from crmsync.core.record import RecordRef, Side
from crmsync.core.salesforce_id import to_18
from crmsync.usecases.admin.admin_error import AdminError, bad_arguments
from crmsync.usecases.admin.arguments import required_text_of, text_of
from crmsync.usecases.admin.dispatch import Args

_OBJECTS = {prefix: object_type for object_type, prefix in SALESFORCE_OBJECTS.items()}


def salesforce_ref(record_id: str, among: Collection[str] = SALESFORCE_OBJECTS) -> RecordRef:
    """Takes 15 or 18 characters; `among` are the objects whose ids are meant. Raises AdminError `bad_arguments`."""
    object_type = _object_of(record_id, among)
    if object_type is None:
        known = ", ".join(f"{prefix}… ({name})" for prefix, name in _OBJECTS.items() if name in among)
        told = f"these are: {known}; name the pair of a custom object beside it"
        raise bad_arguments(f"{record_id!r} is no id of a synced Salesforce object; {told}")
    try:
        return RecordRef(Side.SALESFORCE, object_type, to_18(record_id))
    except ValueError as error:
        raise bad_arguments(f"{record_id!r}: {error}") from error


def _object_of(record_id: str, among: Collection[str]) -> str | None:
    """How ids of custom objects begin each org decides: they are told by whoever names the object."""
    known = _OBJECTS.get(record_id[:3])
    custom = next((name for name in among if is_custom(name)), None)
    return custom if known is None else known if known in among else None


def hubspot_ref(record_id: str, object_type: str) -> RecordRef:
    """Raises AdminError `bad_arguments`."""
    if not re.fullmatch(r"\d{1,19}", record_id, re.ASCII):
        raise bad_arguments(f"{record_id!r} is no HubSpot record id")
    return RecordRef(Side.HUBSPOT, object_type, record_id)


def asked_ref(args: Args, name: str, configuration: Configuration | None) -> RecordRef:
    """The record of the argument `salesforce_id` or `hubspot_id`. A HubSpot id does not tell its object: `object` does,
    without which it is a contact's; nor does that of a Salesforce custom object. Raises AdminError.
    """
    value, object_type = required_text_of(args, name), text_of(args, "object")
    if name != "salesforce_id":
        return hubspot_ref(value, synced_type(configuration, object_type or CONTACT.name))
    if object_type is None:
        return salesforce_ref(value)
    return salesforce_ref(value, synced_pair(configuration, object_type).salesforce_types)


def synced_type(configuration: Configuration | None, object_type: str) -> str:
    """HubSpot's name of the object of a pair. Raises AdminError: `not_ready`, or `bad_arguments` when not synced."""
    return synced_pair(configuration, object_type).hubspot_type


def synced_pair(configuration: Configuration | None, object_type: str) -> PairConfiguration:
    """The pair of that name, or of either side's object. Raises as `synced_type`."""
    if configuration is None:
        raise AdminError("not_ready", "there is no active configuration yet: see config.show")
    pair = configuration.pairs.get(object_type) or configuration.pair_of(object_type)
    if pair is None:
        raise bad_arguments(f"{object_type!r} is not synced; synced are: {', '.join(configuration.pairs)}")
    return pair


def enabled_pair(configuration: Configuration | None, object_type: str) -> PairConfiguration:
    """As `synced_pair`; of one that is switched off nothing would be done."""
    pair = synced_pair(configuration, object_type)
    if not pair.settings.enabled:
        raise AdminError("not_possible", f"the sync of {pair.name} is switched off in {pair.object_pair.parameter}")
    return pair
