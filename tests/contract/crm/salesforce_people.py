"""Made-up people of Salesforce, and what is read of them."""

from __future__ import annotations

FIELDS = {"Contact": ("FirstName", "Title", "Email"), "Lead": ("FirstName", "Company", "Email")}


def people(count: int, domain: str = "example.org") -> list[dict[str, str]]:
    return [{"Email": f"P{index}@{domain}", "FirstName": f"P{index}"} for index in range(count)]


def addresses(count: int, domain: str = "example.org") -> tuple[str, ...]:
    return tuple(f"p{index}@{domain}" for index in range(count))
