"""The object pair `contact`: HubSpot's contact with Salesforce's Contact and Lead, matched by e-mail address."""

from __future__ import annotations

from crmsync.core.association import PRIMARY_COMPANY
from crmsync.core.fixed_mappings import FIXED_CONTACT_MAPPINGS
from crmsync.core.mapping import Rule
from crmsync.core.match_key import MatchBy, MatchKey
from crmsync.core.object_pair import ObjectPair
from crmsync.core.own_properties import MAPPED, MIRRORED, STAMPED
from crmsync.core.pair_settings import PairSettings
from crmsync.core.pairs.contact_mappings import DEFAULT_CONTACT_MAPPINGS
from crmsync.core.pairs.engagements import ENGAGEMENTS
from crmsync.core.reference_mappings import to_company

CONTACT = ObjectPair(
    name="contact",
    hubspot_type="contact",
    salesforce_types={"Contact": "003", "Lead": "00Q"},
    mappings=(*DEFAULT_CONTACT_MAPPINGS, *FIXED_CONTACT_MAPPINGS),
    references=(to_company("associatedcompanyid", "Contact", "AccountId", PRIMARY_COMPANY["contact"]),),
    engagements=ENGAGEMENTS,
    settings=PairSettings(),
    match=MatchKey(
        MatchBy.EMAIL,
        ("email",),
        {"Contact": "Email", "Lead": "Email"},
        rules=(Rule.TWO_WAY, Rule.PREFER_SALESFORCE_UNLESS_BLANK),
    ),
    required={"Contact": ("LastName",), "Lead": ("LastName", "Company")},
    id_properties={"Lead": "salesforceleadid", "Contact": "salesforcecontactid"},
    stamps=STAMPED,
    own_properties=(*MAPPED, *MIRRORED),
    marks_person_accounts="Contact",
)
