"""Made-up contacts of HubSpot, and what is read of them."""

from __future__ import annotations

FIELDS = {"contact": ("firstname", "jobtitle", "email")}


def people(count: int) -> list[dict[str, str]]:
    return [{"email": f"p{index}@example.org", "firstname": f"P{index}"} for index in range(count)]
