"""Which files of left-out rows a lane of a retry goes through."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core.record import Millis


@dataclass(slots=True)
class RetryWalk:
    """Of all files, lane after lane, each `stride`th from `at` on: the lanes of one retry take turns.

    `files` has how many each earlier lane wrote. `taken` is the file (lane, number) whose failed rows the lane has
    taken over, and which may still have them; None when there is none. `number` counts the retries of the import from 1
    on, `records` is how many had failed when this one was begun, and `taken_over` how many of them this lane has taken.
    """

    files: list[int]
    at: int
    stride: int
    taken: tuple[int, int] | None = None
    number: int = 1
    records: int = 0
    begun_at: Millis = 0
    taken_over: int = 0

    @property
    def is_over(self) -> bool:
        return self.at >= sum(self.files)

    def take(self, failed: int) -> None:
        """The next file, with so many failed rows. Only while it is not over."""
        self.taken = self.following
        self.at += self.stride
        self.taken_over += failed

    @property
    def following(self) -> tuple[int, int]:
        place = self.at
        for lane, count in enumerate(self.files):
            if place < count:
                return lane, place
            place -= count
        raise IndexError(self.at)
