"""The object pairs of custom objects: made from a parameter, alike in everything else."""

from __future__ import annotations

from crmsync.core.custom_object import RECORD_ID, STAMPS, CustomObject
from crmsync.core.fixed_mappings import owner_of
from crmsync.core.match_key import MatchBy, MatchKey
from crmsync.core.object_pair import ObjectPair
from crmsync.core.pair_settings import PairSettings
from crmsync.core.reference_mappings import referring


def _match(custom: CustomObject) -> MatchKey | None:
    if custom.match is None:
        return None
    hubspot, salesforce = custom.match
    return MatchKey(MatchBy.VALUE, (hubspot,), {custom.salesforce_type: salesforce})


def custom_pair(custom: CustomObject) -> ObjectPair:
    """Its mappings are the parameter's; the owner syncs where both objects have one."""
    salesforce = custom.salesforce_type
    return ObjectPair(
        name=custom.name,
        hubspot_type=custom.hubspot_type,
        salesforce_types={salesforce: ""},
        mappings=(owner_of(salesforce),),
        references=tuple(referring(one.key, salesforce, one.field, one.reference) for one in custom.lookups),
        settings=PairSettings(create_in_salesforce=salesforce.lower(), required_fallbacks={}),
        required={salesforce: custom.required},
        id_properties={salesforce: RECORD_ID.name},
        is_unique=True,
        match=_match(custom),
        naming={salesforce: custom.naming} if custom.naming else {},
        stamps=STAMPS,
        custom=custom,
    )
