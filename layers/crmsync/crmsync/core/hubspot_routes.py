"""What HubSpot's webhook must know of all pairs, written down so that its cold start need not build them.

`python -m tests.hubspot_routes` writes this file from `core/pairs`, and a test fails while it is not so.
"""

OBJECT_TYPES = {
    "contact": "contact",
    "0-1": "contact",
    "company": "company",
    "0-2": "company",
    "deal": "deal",
    "0-3": "deal",
    "ticket": "ticket",
    "0-5": "ticket",
    "task": "task",
    "0-27": "task",
    "meeting": "meeting",
    "0-47": "meeting",
    "call": "call",
    "0-48": "call",
    "email": "email",
    "0-49": "email",
    "note": "note",
    "0-46": "note",
}
"""By the family of a legacy subscription, and by the type id of a generic `object.*` one."""

SHOWN_BY = {
    ("contact", "company"): "associatedcompanyid",
    ("company", "company"): "hs_parent_company_id",
    ("deal", "company"): "hs_primary_associated_company",
    ("ticket", "company"): "hs_primary_company_id",
}
"""By the types at both ends, the property of the first that shows the id of the second."""

ONE_OF_SEVERAL = {
    ("ticket", "contact"): "associated_contact",
    ("task", "contact"): "associated_person",
    ("task", "deal"): "associated_record",
    ("task", "ticket"): "associated_record",
    ("task", "company"): "associated_record",
    ("meeting", "contact"): "associated_person",
    ("meeting", "deal"): "associated_record",
    ("meeting", "ticket"): "associated_record",
    ("meeting", "company"): "associated_record",
    ("call", "contact"): "associated_person",
    ("call", "deal"): "associated_record",
    ("call", "ticket"): "associated_record",
    ("call", "company"): "associated_record",
    ("email", "contact"): "associated_person",
    ("email", "deal"): "associated_record",
    ("email", "ticket"): "associated_record",
    ("email", "company"): "associated_record",
    ("note", "contact"): "associated_person",
    ("note", "deal"): "associated_record",
    ("note", "ticket"): "associated_record",
    ("note", "company"): "associated_record",
    ("deal", "contact"): "num_associated_contacts",
}
"""By the types at both ends, the mapping of the first that the second may be one of several for."""

STAMPS = [
    "crmsync_error",
    "crmsync_link",
    "crmsync_status",
    "imported_from_salesforce",
    "salesforcedeleted",
    "salesforcelastsynctime",
    "salesforceownerid",
]
"""What crmsync writes about the sync of any record: no change of it, whoever subscribed to it."""

OWN_STAMPS = {
    "contact": ["salesforcecontactid", "salesforceleadid"],
    "company": ["salesforceaccountid"],
    "deal": ["salesforceopportunityid"],
    "ticket": ["salesforcecaseid"],
    "task": ["salesforcetaskid"],
    "meeting": ["salesforceeventid"],
    "call": ["salesforcetaskid"],
    "email": ["salesforcetaskid"],
    "note": ["salesforcetaskid"],
}
"""By object type, what it writes of such records alone."""

CUSTOM_STAMPS = ["salesforcerecordid"]
"""The same of custom objects."""
