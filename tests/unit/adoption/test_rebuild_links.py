"""`links rebuild`: the Links table is lost, the stamps on HubSpot's contacts are not."""

import pytest
from crmsync.core.record import RecordRef, Side
from crmsync.core.stamped_link import LinkSource, stamped_record

from tests.unit.adoption.adoption_world import AdoptionWorld

PERSON = "003000000000001AAA"
LEAD = "00Q000000000001EAA"


def lose_table(world: AdoptionWorld) -> None:
    for link in world.product.links.all():
        world.product.links.delete(link)


def test_links_come_back_and_nobody_is_doubled(world: AdoptionWorld) -> None:
    person = world.person_there("old@example.org")
    contact = world.contact_there("ada@example.org", salesforcecontactid=person)
    world.ask("links.adopt")
    lose_table(world)
    world.put("settings/global", {"paused": True})
    world.edit_contact(contact, city="Bern")
    world.run()
    assert world.ask("links.rebuild")["counts"]["adopted"] == 1
    world.put("settings/global", {"paused": False})
    world.resume_parked()
    world.edit_contact(contact, city="Basel")
    world.run()
    assert world.person_of(contact) == person
    assert world.person(person, "MailingCity") == "Basel"
    assert world.people_of("ada@example.org") == []


def test_it_refuses_unless_the_sync_is_paused(world: AdoptionWorld) -> None:
    assert world.refused("links.rebuild") == "not_paused"


def test_it_waits_when_the_sync_is_switched_on_before_its_end(world: AdoptionWorld) -> None:
    contact, _ = world.pair_there("ada@example.org")
    world.put("settings/global", {"paused": True})
    world.fault(Side.SALESFORCE, "status", "composite")
    world.ask("links.rebuild")
    world.put("settings/global", {"paused": False})
    answer = world.ask("links.work")
    assert (answer["state"], "paused" in answer["waits_for"]) == ("running", True)
    assert world.person_of(contact) is None


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"salesforcecontactid": PERSON}, PERSON),
        ({"salesforceleadid": "00Q000000000001"}, LEAD),
        ({"salesforcecontactid": PERSON, "salesforceleadid": LEAD}, PERSON),
        ({"crmsync_link": f"https://a.lightning.force.com/lightning/r/Lead/{LEAD}/view"}, LEAD),
        ({"crmsync_link": f"https://a.my.salesforce.com/{PERSON}", "salesforceleadid": LEAD}, PERSON),
        ({"salesforcecontactid": "  "}, None),
        ({}, None),
    ],
)
def test_which_record_a_contact_names(values: dict[str, str], named: str | None) -> None:
    ref = stamped_record(values, LinkSource.REBUILD)
    assert (ref.id if ref is not None else None) == named


@pytest.mark.parametrize(
    "values",
    [{"salesforcecontactid": "001000000000001AAA"}, {"salesforceleadid": "00Q-1"}, {"crmsync_link": "https://a/b"}],
)
def test_stamps_that_name_nothing(values: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"id|names"):
        stamped_record(values, LinkSource.REBUILD)


def test_adopting_does_not_look_at_our_own_address() -> None:
    values = {"crmsync_link": f"https://a.my.salesforce.com/{PERSON}", "salesforceleadid": LEAD}
    assert stamped_record(values, LinkSource.ADOPT) == RecordRef(Side.SALESFORCE, "Lead", LEAD)
