"""How often a field of a real CRM record is empty."""

from __future__ import annotations

BLANK_SHARES: dict[str, float] = {
    "salutation": 0.60,
    "first_name": 0.06,
    "email": 0.04,
    "phone": 0.35,
    "title": 0.30,
    "company": 0.08,
    "website": 0.55,
    "street": 0.45,
    "city": 0.30,
    "state": 0.50,
    "postal_code": 0.40,
    "country": 0.25,
}
"""Share of people without the field, by attribute of Person."""
