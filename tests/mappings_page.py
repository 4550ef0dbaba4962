"""Writes docs/mappings.md: the default mappings, with both vendors' names and types.

Run `python -m tests.mappings_page`. The types are those of a new portal after the set-up and of a new org, as the
simulators describe them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from crmsync.core.default_configuration import CONTACT_PAIR
from crmsync.core.engagement import Engagement
from crmsync.core.mapping import FieldMapping, Kind
from crmsync.core.object_pair import ObjectPair
from crmsync.core.own_properties import MAPPED
from crmsync.core.pairs import PAIRS
from crmsync.core.pairs.company import COMPANY as COMPANIES
from crmsync.core.pairs.contact import CONTACT as CONTACTS
from crmsync.core.pairs.deal import DEAL as DEALS
from crmsync.core.pairs.engagements import ENGAGEMENTS
from crmsync.core.pairs.ticket import TICKET as TICKETS
from crmsync.core.state_and_country import ADDRESSES

from sandbox.hubspot.objects.company_type import COMPANY
from sandbox.hubspot.objects.contact_type import CONTACT
from sandbox.hubspot.objects.deal_type import DEAL
from sandbox.hubspot.objects.schema import ObjectType
from sandbox.hubspot.objects.ticket_type import TICKET
from sandbox.salesforce.schema.catalogue import standard_objects
from sandbox.salesforce.schema.field import Field

PAGE = Path(__file__).resolve().parent.parent / "docs" / "mappings.md"
ACTIVITIES = tuple(pair for pair in PAIRS.values() if "task" in {pair.name, pair.settings_of})
_CREATED = {own.name for own in MAPPED}
_STATES = {state for addresses in ADDRESSES.values() for state, _ in addresses}
_COUNTRIES = {country for addresses in ADDRESSES.values() for _, country in addresses}


def _key_rules() -> tuple[str, ...]:
    return CONTACTS.match.rules if CONTACTS.match is not None else ()


HEADING = """# Mappings

## The default mappings

They are always there. Their rule can be changed, and `hs_lead_status`, like every picklist, can be given another
option map; none can be removed or moved to other fields. The connector's 29 are 24 here: one mapping serves leads and
contacts, so that `city` stands for `Lead.City` and `Contact.MailingCity`, which the connector lists as two, as it does
with street, state, postal code and country. `python -m tests.mappings_page` writes this page.
"""

COLUMNS = "| HubSpot property | its type | {} | Salesforce type | rule | special |\n|---|---|---|---|---|---|\n"

COMPANIES_HEADING = """
## The default mappings of companies

In force once companies sync. The industry crosses by a mapping of your own: the two lists have few names in common.

"""

DEALS_HEADING = """
## The default mappings of deals

In force once deals sync. `pipeline` and `dealstage` cross by the map of pipelines (`pipelines/deal`); `pipeline` and
`deal_currency_code` rest in an org without record types, or with one currency.

"""

TICKETS_HEADING = """
## The default mappings of tickets

In force once tickets sync. `hs_pipeline` and `hs_pipeline_stage` cross by the map of pipelines (`pipelines/ticket`);
`hs_pipeline` rests in an org without record types.

"""


class Section(NamedTuple):
    """Of a pair with one Salesforce object; `described` is HubSpot's object."""

    heading: str
    pair: ObjectPair
    described: ObjectType

    def text(self) -> str:
        (object_type,) = self.pair.salesforce_types
        rows = (self._row(object_type, mapping) for mapping in self.pair.defaults({"contact", "company"}))
        return self.heading + COLUMNS.format(object_type) + "".join(rows)

    def _row(self, object_type: str, mapping: FieldMapping) -> str:
        found, (name,) = self.described.properties.get(mapping.hubspot), mapping.salesforce.values()
        known = standard_objects()[object_type].fields
        kind = _type_of(object_type, name) if name in known else "reference" if name.endswith("Id") else "–"
        shown = (f"`{mapping.hubspot}`", f"{found.type}, {found.field_type}") if found is not None else ("–", "–")
        special = " ".join(self._special(mapping))
        return f"| {' | '.join((*shown, f'`{name}`', kind, mapping.rule.value, special))} |\n"

    def _special(self, mapping: FieldMapping) -> Iterator[str]:
        if {*mapping.salesforce.values()} & {name for names in self.pair.required.values() for name in names}:
            yield "Salesforce requires it."
        if mapping.reference is not None:
            yield f"{REFERENCES[next(iter(mapping.salesforce.values()))]}."
        yield from _places(mapping)
        if mapping.members is not None:
            yield "The contacts, while contacts sync; Salesforce's contact roles."
        yield from _options(mapping)


REFERENCES = {
    "AccountId": "The primary company, while companies sync",
    "ContactId": "One associated contact, while contacts sync",
    "ParentId": "The parent company",
}
SECTIONS = (
    Section(COMPANIES_HEADING, COMPANIES, COMPANY),
    Section(DEALS_HEADING, DEALS, DEAL),
    Section(TICKETS_HEADING, TICKETS, TICKET),
)

ACTIVITIES_HEADING = """
## The default mappings of activities

In force for each type that crosses (`types` in `settings/task`); of a type that crosses one way by `always_hubspot` or
`always_salesforce`.

| type | HubSpot property | Salesforce field | rule | special |
|---|---|---|---|---|
"""

ENGAGEMENTS_HEADING = """
What people did is told by a Task of its own, for each of these that `types` switches on:

| in `types` | when it was the last time | what it was about | the Task's subject |
|---|---|---|---|
"""

TAIL = """
A default mapping rests while a property or field of it is not there, or not visible to the integration; `crmsync config
show` tells which. States and countries are plain texts, unless the org has picklists for them.

## Mappings of your own

A parameter `mappings/contact` (or several, `mappings/contact/<name>`) adds mappings and changes defaults:

```json
{"mappings": [
  {"hubspot": "favourite_colour", "salesforce": "Colour__c", "rule": "two_way", "options": "colours"},
  {"hubspot": "renewal_date", "salesforce": {"Contact": "RenewsAt__c"}, "time_zone": "Europe/Berlin"},
  {"hubspot": "jobtitle", "salesforce": "Title", "rule": "two_way"}
]}
```

- `salesforce` names a field in every object that has it, or the field of each object.
- `options` names a parameter `options/<name>`: `{"options": {"red": "Rot", "scarlet": "Rot"}, "default": {"hubspot":
  "red"}}`, HubSpot's internal value to Salesforce's API value. Of several pairs that share an option the first decides
  what it becomes on the other side. An option without pair stands for one of the same name where the other picklist has
  it, else for the default, else it parks its field.
- `time_zone` (default UTC) says whose day it is where one side has a date and the other a date with time.
- `transform` says what is done to values on their way, and lets a mapping take several fields: see
  [transforms.md](transforms.md).

| HubSpot property | Salesforce field |
|---|---|
| single-line text, phone | text, text area, e-mail, phone, URL, reference |
| multi-line text | text area |
| number | number, currency, percent |
| single checkbox | checkbox |
| dropdown, radio select | picklist, reference |
| multiple checkboxes | multi-select picklist |
| date, date and time | date, date/time |
| HubSpot user | nothing |

A value that does not fit parks its field, with the reason and what to do; the rest of the record syncs.
"""


def page() -> str:
    rows = [f"| {' | '.join(_cells(mapping))} |" for mapping in CONTACT_PAIR.mappings]
    head = [
        "| HubSpot property | its type | Lead | Contact | Salesforce type | rule | special |",
        "|---|---|---|---|---|---|---|",
    ]
    contacts = "\n".join([HEADING, *head, *rows]) + "\n"
    activities = "".join(_activity_row(pair, one) for pair in ACTIVITIES for one in pair.defaults(PAIRS))
    told = "".join(_engagement_row(one.hubspot, one.engagement) for one in ENGAGEMENTS if one.engagement is not None)
    others = "".join(section.text() for section in SECTIONS)
    return contacts + others + ACTIVITIES_HEADING + activities + ENGAGEMENTS_HEADING + told + TAIL


def _activity_row(pair: ObjectPair, mapping: FieldMapping) -> str:
    ((object_type, name),) = mapping.salesforce.items()
    property_name = f"`{mapping.hubspot}`" if mapping.is_property else "–"
    special = " ".join(_special_of_activities(mapping))
    return f"| {pair.name} | {property_name} | `{object_type}.{name}` | {mapping.rule.value} | {special} |\n"


def _special_of_activities(mapping: FieldMapping) -> Iterator[str]:
    if mapping.reference is not None:
        yield f"Associated: {', then '.join(dict.fromkeys(one.hubspot_type for one in mapping.reference.targets))}."
    if not mapping.to_salesforce:
        yield "Salesforce to HubSpot only."
    if mapping.hubspot_type.is_html:
        yield "The words, without formatting."
    if mapping.transform is not None:
        yield "Milliseconds and seconds."
    yield from _options(mapping)


def _engagement_row(time: str, engagement: Engagement) -> str:
    about = (f"`{engagement.about}`", f"{engagement.subject}: …") if engagement.about else ("–", engagement.subject)
    return f"| `{engagement.name}` | `{time}` | {about[0]} | {about[1]} |\n"


def _cells(mapping: FieldMapping) -> Iterator[str]:
    yield f"`{mapping.hubspot}`"
    found = CONTACT.properties[mapping.hubspot]
    yield f"{found.type}, {found.field_type}"
    for object_type in ("Lead", "Contact"):
        yield f"`{mapping.salesforce[object_type]}`" if object_type in mapping.salesforce else "–"
    yield " / ".join(dict.fromkeys(_type_of(*field) for field in sorted(mapping.salesforce.items(), reverse=True)))
    yield mapping.rule.value
    yield " ".join(_special(mapping))


def _type_of(object_type: str, name: str) -> str:
    field = standard_objects()[object_type].fields[name]
    return f"{field.type}{_size(field)}"


def _size(field: Field) -> str:
    if field.type in {"int", "double", "currency", "percent"}:
        return f"({field.precision}, {field.scale})"
    return f"({field.length})" if field.length and field.type != "reference" else ""


def _special(mapping: FieldMapping) -> Iterator[str]:
    fields = set(mapping.salesforce.values())
    if not mapping.to_salesforce:
        yield "Salesforce to HubSpot only."
    if mapping.hubspot in _CREATED:
        yield "HubSpot lacks the property until the set-up."
    if mapping.hubspot == "email":
        yield f"People are matched by it; only {' or '.join(_key_rules())}."
    if any(name in fields for names in CONTACTS.required.values() for name in names):
        yield "Salesforce requires it: `required_fallbacks` fills it at creation."
    yield from _places(mapping)
    if mapping.hubspot_type.kind is Kind.PICKLIST and mapping.options is None:
        yield "The smallest range that holds the number."
    yield from _options(mapping)


def _places(mapping: FieldMapping) -> Iterator[str]:
    fields = set(mapping.salesforce.values())
    if fields & _STATES:
        yield "With the org's picklist: by name or code, and only together with a country."
    if fields & _COUNTRIES:
        yield "With the org's picklist: by name or code."


def _options(mapping: FieldMapping) -> Iterator[str]:
    if mapping.options is not None:
        pairs = ", ".join(f"{hubspot} = {salesforce}" for hubspot, salesforce in mapping.options.pairs)
        yield f"By an option map: {pairs}."


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
