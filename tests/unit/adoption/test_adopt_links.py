"""`links adopt`: the native connector's links become crmsync's, and neither CRM is written to."""

from typing import Any

import pytest
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.record import RecordRef, Side
from crmsync.usecases.admin.adopt_links import FORCE

from tests.unit.adoption.adoption_world import AdoptionWorld

ADA = "ada@example.org"


def counts(answer: Any) -> dict[str, int]:
    """Those that are not zero."""
    return {name: count for name, count in answer["counts"].items() if count}


def test_contacts_and_leads_are_linked_as_the_connector_had_them(world: AdoptionWorld) -> None:
    contact, person = world.pair_there(ADA)
    other, lead = world.pair_there("grace@example.org", "Lead")
    answer = world.ask("links.adopt")
    assert (answer["state"], counts(answer)) == ("done", {"adopted": 2})
    assert (world.person_of(contact), world.person_of(other)) == (person, lead)


def test_nothing_is_written_and_nothing_moves_until_somebody_edits(world: AdoptionWorld) -> None:
    contact, person = world.pair_there(ADA, jobtitle="Countess", phone="1")
    modified = world.person(person, "SystemModstamp")
    answer = world.ask("links.adopt")
    assert answer["differing"] == 1
    assert not [call for call in world.product.calls if "update" in call or "PATCH" in call]
    world.run()
    assert world.person(person, "Title", "Phone", "SystemModstamp") == (None, None, modified)
    world.edit_contact(contact, jobtitle="Analyst")
    world.run()
    assert world.person(person, "Title", "Phone") == ("Analyst", None)


def test_a_first_edit_of_either_side_crosses_and_makes_nobody_twice(world: AdoptionWorld) -> None:
    """Even where the addresses differ, by which matching would have made a second record."""
    person = world.person_there("old@example.org")
    contact = world.contact_there(ADA, salesforcecontactid=person)
    world.ask("links.adopt")
    world.edit_contact(contact, city="London")
    world.edit_person(person, Phone="7")
    world.run()
    assert world.person(person, "MailingCity") == "London"
    assert world.contact(contact, "phone") == "7"
    assert world.people_of(ADA) == []
    assert world.contacts_of("old@example.org") == []


def test_links_follow_conversion_and_merge(world: AdoptionWorld) -> None:
    converted, lead = world.pair_there(ADA, "Lead")
    world.control(Side.SALESFORCE, "convert", {"lead": lead, "status": "Closed - Converted"})
    became = world.people_of(ADA)[0]
    merged, loser = world.pair_there("grace@example.org")
    winner = world.person_there("grace@example.org")
    world.control(Side.SALESFORCE, "merge", {"object": "Contact", "master": winner, "losers": [loser]})
    assert counts(world.ask("links.adopt")) == {"adopted": 2}
    assert (world.person_of(converted), world.person_of(merged)) == (became, winner)


def test_what_salesforce_does_not_have_or_nobody_can_read_is_left(world: AdoptionWorld) -> None:
    contact, person = world.pair_there(ADA)
    world.salesforce_user.delete("Contact", person)
    world.contact_there("b@example.org", salesforcecontactid="003000000000001AAA")
    world.contact_there("c@example.org", salesforcecontactid="see below")
    assert counts(world.ask("links.adopt")) == {"missing": 2, "unreadable": 1}
    assert world.person_of(contact) is None


def test_person_accounts_are_left(world: AdoptionWorld) -> None:
    world.control(Side.SALESFORCE, "schema", {"op": "enable_person_accounts"})
    world.read_schemas()
    person = world.person_there(ADA, IsPersonAccount=True)
    contact = world.contact_there(ADA, salesforcecontactid=person)
    assert counts(world.ask("links.adopt")) == {"person_accounts": 1}
    assert world.person_of(contact) is None


def test_of_two_contacts_that_name_one_record_the_better_is_linked(world: AdoptionWorld) -> None:
    person = world.person_there(ADA)
    stranger = world.contact_there("x@example.org", salesforcecontactid=person)
    owner = world.contact_there(ADA, salesforcecontactid=person)
    answer = world.ask("links.adopt")
    assert counts(answer) == {"adopted": 1, "duplicates": 1}
    assert answer["conflicts"] == [{"left": stranger, "kept": owner, "salesforce": person}]
    assert (world.person_of(owner), world.person_of(stranger)) == (person, None)


@pytest.mark.parametrize("is_better_first", [True, False])
def test_it_does_not_matter_which_of_them_an_earlier_page_had(world: AdoptionWorld, is_better_first: bool) -> None:
    person = world.person_there(ADA)
    rivals = [{"email": ADA}, {"email": "x@example.org"}]
    first, last = rivals if is_better_first else reversed(rivals)
    between = [{"email": f"n{number}@example.org", "salesforcecontactid": "none"} for number in range(150)]
    stamp = {"salesforcecontactid": person}
    ids = world.stamped([{**first, **stamp}, *between, {**last, **stamp}])
    better, worse = (ids[0], ids[-1]) if is_better_first else (ids[-1], ids[0])
    answer = world.ask("links.adopt")
    assert counts(answer) == {"adopted": 1, "duplicates": 1, "unreadable": 150}
    assert answer["conflicts"] == [{"left": worse, "kept": better, "salesforce": person}]
    assert (world.person_of(better), world.person_of(worse)) == (person, None)


def test_what_is_linked_already_stays_so(world: AdoptionWorld) -> None:
    pair = world.linked(ADA)
    other = world.person_there("grace@example.org")
    world.hubspot_user.edit(pair.hubspot, {"salesforcecontactid": other})
    world.contact_there("x@example.org", salesforcecontactid=pair.salesforce)
    answer = world.ask("links.adopt")
    assert counts(answer) == {"linked_already": 1, "duplicates": 1}
    assert world.person_of(pair.hubspot) == pair.salesforce


def test_a_second_adoption_changes_nothing(world: AdoptionWorld) -> None:
    contact, person = world.pair_there(ADA)
    world.ask("links.adopt")
    assert counts(world.ask("links.adopt")) == {"linked_already": 1}
    assert world.person_of(contact) == person


def test_pages_go_past_the_cap_of_search(world: AdoptionWorld) -> None:
    """Index pages may be short, and ids of nine and ten digits sort as numbers."""
    world.control(Side.HUBSPOT, "settings", {"search_short_pages": True, "search_result_cap": 300})
    rows = [{"email": f"n{number}@example.org", "salesforcecontactid": "none"} for number in range(400)]
    numbers = [*range(999_999_900, 1_000_000_300)]
    loaded = world.control(Side.HUBSPOT, "load", {"records": rows, "ids": numbers})
    assert loaded["loaded"] == 400
    answer = world.ask("links.adopt")
    while answer["state"] == "running":
        answer = world.ask("links.work")
    assert counts(answer) == {"unreadable": 400}


@pytest.mark.parametrize("crash_at", [2, 3])
def test_it_goes_on_where_a_crash_stopped_it(
    world: AdoptionWorld, monkeypatch: pytest.MonkeyPatch, crash_at: int
) -> None:
    """The links of a page are stored, and its state is not."""
    people = [world.person_there(f"n{number}@example.org") for number in range(3)]
    rows = [{"email": f"n{number}@example.org", "salesforcecontactid": "none"} for number in range(150)]
    for row, person in zip((rows[0], rows[70], rows[149]), people, strict=True):
        row["salesforcecontactid"] = person
    ids = world.stamped(rows)
    saves = iter(number == crash_at for number in range(1, 4))
    save = world.product.jobs.save

    def dying_save(*given: Any) -> bool:
        if next(saves, False):
            raise MemoryError
        return save(*given)

    monkeypatch.setattr(world.product.jobs, "save", dying_save)
    with pytest.raises(MemoryError):
        world.ask("links.adopt")
    assert world.ask("links.status")["state"] == "running"
    assert world.refused("links.adopt") == "running"
    for command in ("links.work", "links.cancel"):
        answer = world.ask(command)
        assert (answer["state"], "at work" in answer["waits_for"]) == ("running", True)
    world.clock.advance(90_000)
    answer = world.ask("links.work")
    assert (answer["state"], counts(answer)) == ("done", {"adopted": 3, "unreadable": 147})
    assert [world.person_of(ids[place]) for place in (0, 70, 149)] == people


def test_an_outage_is_waited_out(world: AdoptionWorld) -> None:
    contact, person = world.pair_there(ADA)
    world.fault(Side.SALESFORCE, "status", "composite")
    answer = world.ask("links.adopt")
    assert (answer["state"], counts(answer)) == ("running", {})
    assert "unavailable" in answer["waits_for"]
    assert counts(world.ask("links.work")) == {"adopted": 1}
    assert world.person_of(contact) == person
    assert world.ask("links.status")["waits_for"] is None


def test_one_that_was_cancelled_stops(world: AdoptionWorld) -> None:
    world.pair_there(ADA)
    world.fault(Side.SALESFORCE, "status", "composite")
    world.ask("links.adopt")
    assert world.ask("links.cancel")["state"] == "cancelled"
    assert world.ask("links.work")["state"] == "cancelled"
    assert world.product.links.all() == []


def test_it_refuses_while_the_connector_writes(world: AdoptionWorld) -> None:
    person = world.person_there(ADA)
    now = str(world.clock.now())
    row = {"email": ADA, "salesforcecontactid": person, "salesforcelastsynctime": now}
    (contact,) = world.stamped([row], author="connector")
    assert world.refused("links.adopt") == "connector_active"
    assert world.refused("links.adopt", force="yes") == "connector_active"
    assert world.person_of(contact) is None
    assert counts(world.ask("links.adopt", force=FORCE)) == {"adopted": 1}


def test_a_connector_that_rests_and_our_own_stamps_do_not_keep_it(world: AdoptionWorld) -> None:
    person = world.person_there(ADA)
    row = {"email": ADA, "salesforcecontactid": person, "salesforcelastsynctime": str(world.clock.now())}
    world.stamped([row], author="connector")
    world.clock.advance(31 * 60_000)
    other = world.person_there("grace@example.org")
    row = {"email": "grace@example.org", "salesforcecontactid": other}
    world.stamped([{**row, "salesforcelastsynctime": str(world.clock.now())}])
    assert counts(world.ask("links.adopt")) == {"adopted": 2}


def test_without_a_job_there_is_nothing_to_show(world: AdoptionWorld) -> None:
    for command in ("links.status", "links.work", "links.cancel"):
        assert world.ask(command) == {"state": "none"}


def test_links_that_a_worker_makes_meanwhile_stand(world: AdoptionWorld) -> None:
    contact, person = world.pair_there(ADA)
    store = world.product.links

    def link_it() -> None:
        world.edit_contact(contact, city="Bern")
        world.run()

    world.before(Side.SALESFORCE, "composite", link_it)
    assert counts(world.ask("links.adopt")) == {"linked_already": 1}
    (link,) = store.all()
    assert link.salesforce == RecordRef(Side.SALESFORCE, "Contact", person)


def test_an_unknown_store_error_is_no_loss(world: AdoptionWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    contact, _ = world.pair_there(ADA)
    failure = CrmError(Failure(Consequence.RETRY_LATER, "unavailable", "DynamoDB does not answer"))
    calls = iter([failure])
    create = world.product.links.create

    def failing(links: Any) -> Any:
        error = next(calls, None)
        if error is not None:
            raise error
        return create(links)

    monkeypatch.setattr(world.product.links, "create", failing)
    assert counts(world.ask("links.adopt")) == {}
    assert counts(world.ask("links.work")) == {"adopted": 1}
    assert world.person_of(contact) is not None
