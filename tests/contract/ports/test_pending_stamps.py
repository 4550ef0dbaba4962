"""The contract of PendingStamps."""

from __future__ import annotations

from crmsync.core.record import RecordRef, Side
from crmsync.core.stamps import PendingStamp, coalesced
from crmsync.ports.pending_stamps import PendingStamps

NOW = 1_795_305_600_000


def stamp(number: int, at: int = NOW, status: str = "in_sync") -> PendingStamp:
    ref = RecordRef(Side.HUBSPOT, "contact", f"{number}")
    return PendingStamp(ref, at, {"crmsync_status": status, "crmsync_error": "Größe „x“"})


def stamps(pending_stamps: PendingStamps, records: int = 1_000) -> list[PendingStamp]:
    return [one for sheet in pending_stamps.oldest(records) for one in sheet.stamps]


def test_stamps_are_kept_whole_and_the_oldest_come_first(pending_stamps: PendingStamps) -> None:
    pending_stamps.add([stamp(3, NOW + 2)], "c")
    pending_stamps.add([stamp(1), stamp(2)], "a")

    assert stamps(pending_stamps) == [stamp(1), stamp(2), stamp(3, NOW + 2)]


def test_no_stamps_are_no_sheet(pending_stamps: PendingStamps) -> None:
    pending_stamps.add([], "a")

    assert pending_stamps.oldest(10) == []


def test_the_same_token_again_replaces_the_sheet(pending_stamps: PendingStamps) -> None:
    pending_stamps.add([stamp(1)], "a")
    pending_stamps.add([stamp(1)], "a")

    assert stamps(pending_stamps) == [stamp(1)]


def test_whole_sheets_up_to_a_number_of_stamps(pending_stamps: PendingStamps) -> None:
    for sheet in range(150):
        pending_stamps.add([stamp(sheet * 2, NOW + sheet), stamp(sheet * 2 + 1, NOW + sheet)], f"{sheet:03}")

    assert len(stamps(pending_stamps, 1)) == 2
    assert len(stamps(pending_stamps, 5)) == 4
    assert len(stamps(pending_stamps, 250)) == 250
    assert len(stamps(pending_stamps, 1_000)) == 300


def test_removed_sheets_do_not_come_again(pending_stamps: PendingStamps) -> None:
    pending_stamps.add([stamp(1)], "a")
    pending_stamps.add([stamp(2, NOW + 1)], "b")
    first, second = pending_stamps.oldest(10)
    pending_stamps.remove([first])
    pending_stamps.remove([first])

    assert pending_stamps.oldest(10) == [second]


def test_a_full_batch_of_long_errors_fits(pending_stamps: PendingStamps) -> None:
    full = [PendingStamp(stamp(number).ref, NOW, {"crmsync_error": "ß" * 1_000}) for number in range(100)]
    pending_stamps.add(full, "a")

    assert stamps(pending_stamps) == full


def test_of_each_property_the_latest_counts() -> None:
    earlier = PendingStamp(stamp(1).ref, NOW, {"crmsync_status": "parked", "crmsync_link": "x"})
    assert coalesced([stamp(1, NOW + 5), earlier]) == {
        earlier.ref: {"crmsync_status": "in_sync", "crmsync_error": "Größe „x“", "crmsync_link": "x"}
    }
