import pytest
from crmsync.core.owner_directory import NOBODY, OwnerDirectory, Person, match_people
from crmsync.core.record import Side

DANA = Person("1", "Dana@Example.com ", "Dana Ortiz")


def users(*people: tuple[str, str, str, bool]) -> list[Person]:
    return [Person(*person) for person in people]


def test_people_match_by_address_however_it_is_written() -> None:
    found = match_people([DANA], users(("005A", " dana@example.COM", "D. Ortiz", True)))
    assert found == OwnerDirectory({"1": "005A"}, {"005A": "1"})


def test_inactive_users_and_people_without_partner_are_nobody() -> None:
    found = match_people(
        [DANA, Person("2", "lena@example.com", "Lena"), Person("3", "", "Queue")],
        users(("005A", "dana@example.com", "Dana Ortiz", False), ("005B", "riley@example.com", "Riley", True)),
    )
    assert found == OwnerDirectory({"1": NOBODY, "2": NOBODY, "3": NOBODY}, {"005A": NOBODY, "005B": NOBODY})
    assert (found.user_of("1"), found.owner_of("005A")) == (None, None)


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (("Dana Ortiz", "Shared Desk"), "005A"),
        (("Shared Desk", "dana  ORTIZ"), "005B"),
        (("Shared Desk", "Other Desk"), NOBODY),
        (("Dana Ortiz", "Dana Ortiz"), NOBODY),
    ],
)
def test_the_name_decides_between_users_of_one_address(names: tuple[str, str], chosen: str) -> None:
    both = users(("005A", "dana@example.com", names[0], True), ("005B", "dana@example.com", names[1], True))
    found = match_people([DANA], both)
    assert found.users == {"1": chosen}
    assert found.owners == {"005A": "1", "005B": "1"}


def test_an_inactive_namesake_does_not_stand_in_the_way() -> None:
    both = users(("005A", "dana@example.com", "Other", True), ("005B", "dana@example.com", "Dana Ortiz", False))
    assert match_people([DANA], both).users == {"1": "005A"}


def test_who_was_asked_for_and_not_found_is_known_as_nobody() -> None:
    found = match_people([DANA], [], ["1", "77", "005Z"])
    assert found == OwnerDirectory({"1": NOBODY, "77": NOBODY}, {"005Z": NOBODY})
    assert found.knows(Side.HUBSPOT, "77")
    assert not found.knows(Side.HUBSPOT, "78")


def test_blank_and_queues_need_no_list() -> None:
    empty = OwnerDirectory({}, {})
    assert empty.knows(Side.HUBSPOT, None)
    assert empty.knows(Side.SALESFORCE, "00G000000000001AAA")
    assert empty.owner_of("00G000000000001AAA") is None
