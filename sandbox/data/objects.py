"""The objects that people can be loaded into, and what each simulator calls them."""

from __future__ import annotations

LOADABLE: dict[tuple[str, str], str] = {
    ("hubspot", "contact"): "contacts",
    ("salesforce", "contact"): "Contact",
    ("salesforce", "lead"): "Lead",
}
"""By side and object, as the command line names them."""


class NotLoadableError(Exception):
    """The side has no such object."""


def simulator_object(side: str, object_type: str) -> str:
    """Raises NotLoadableError with what there is."""
    try:
        return LOADABLE[side, object_type]
    except KeyError:
        known = ", ".join(f"{known_side} {known_object}" for known_side, known_object in LOADABLE)
        raise NotLoadableError(f"{side} has no {object_type} to load; there is: {known}") from None
