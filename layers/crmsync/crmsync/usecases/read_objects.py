"""What both CRMs tell of custom objects, when a parameter speaks of any."""

from __future__ import annotations

from collections.abc import Mapping

from crmsync.core.custom_object import CustomType, LiveObjects
from crmsync.core.failure import CrmError
from crmsync.core.parameters.object_pairs import custom_documents
from crmsync.core.parked import Category
from crmsync.ports.budget import CrmAccess


def read_objects(texts: Mapping[str, str], access: CrmAccess) -> LiveObjects | None:
    """`texts` are the parameters by name. One call a side; None and no call without custom objects. Raises CrmError."""
    named = [document["salesforce"] for document in custom_documents(texts).values()]
    if not named:
        return None
    return LiveObjects(_custom_types(access), access.salesforce.lookups(list(dict.fromkeys(named))))


def _custom_types(access: CrmAccess) -> Mapping[str, CustomType]:
    """An app that may not see custom objects sees none, which is told of the parameter that names one."""
    try:
        return access.hubspot.custom_types()
    except CrmError as error:
        if error.failure.category != Category.PERMISSIONS:
            raise
        return {}
