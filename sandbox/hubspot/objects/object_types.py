"""The object types of a new portal. Another one is data: its schema and its rules."""

from __future__ import annotations

from sandbox.hubspot.objects.activity_types import ACTIVITY_TYPES
from sandbox.hubspot.objects.company_type import COMPANY
from sandbox.hubspot.objects.contact_type import CONTACT
from sandbox.hubspot.objects.deal_type import DEAL
from sandbox.hubspot.objects.ticket_type import TICKET

DEFAULT_TYPES = (CONTACT, COMPANY, DEAL, TICKET, *ACTIVITY_TYPES)
