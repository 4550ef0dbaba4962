"""The object pair `contact`: HubSpot's contact with Salesforce's Contact and Lead; complete without any parameter."""

from __future__ import annotations

from crmsync.core.configuration import Configuration, PairConfiguration
from crmsync.core.default_mappings import DEFAULT_CONTACT_MAPPINGS
from crmsync.core.fixed_mappings import FIXED_CONTACT_MAPPINGS
from crmsync.core.own_properties import STAMPED

STAMPS = tuple(own.name for own in STAMPED)
"""The connector's own properties; stamped where the portal has them, and never mapped."""

CONTACT_PAIR = PairConfiguration(
    name="contact",
    hubspot_type="contact",
    salesforce_types=("Contact", "Lead"),
    mappings=(*DEFAULT_CONTACT_MAPPINGS, *FIXED_CONTACT_MAPPINGS),
)

DEFAULT_CONFIGURATION = Configuration(version=0, pairs={CONTACT_PAIR.name: CONTACT_PAIR})
"""What holds before the first compilation: the defaults, with the standard field types."""
