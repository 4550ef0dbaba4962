"""The transform of a mapping, as an administrator declared it."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core.record import Side


@dataclass(frozen=True, slots=True)
class Transform:
    """Each direction as JSON text, in which it is stored; None where the mapping does not carry values that way.

    `declared_in` is the parameter and the place in it, for whoever must mend it.
    """

    to_hubspot: str | None
    to_salesforce: str | None
    declared_in: str

    def text(self, to: Side) -> str | None:
        return self.to_hubspot if to is Side.HUBSPOT else self.to_salesforce
