"""A request from outside that is refused: nothing of it is queued."""

from __future__ import annotations


class BadRequestError(Exception):
    """`reason` names the thing that is wrong, `place` where in the request, `fix` what the sender can do.

    None of them repeats what the sender wrote: the texts go to logs and into the answer.
    """

    def __init__(self, status: int, reason: str, place: str, fix: str) -> None:
        super().__init__(f"{status} {place}: {reason}")
        self.status = status
        self.reason = reason
        self.place = place
        self.fix = fix

    def as_dict(self) -> dict[str, str]:
        """The JSON body of the answer."""
        return {"error": self.reason, "place": self.place, "fix": self.fix}
