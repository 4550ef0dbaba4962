"""An automation of the org that fails for some records: a record-triggered flow, or an Apex trigger."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.salesforce.schema.validation_rule import BadRuleError, ValidationRule

_CODES = {"flow": "CANNOT_EXECUTE_FLOW_TRIGGER", "apex": "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"}


@dataclass(frozen=True, slots=True)
class Automation:
    """`kind` is `flow` or `apex`; it fails where the rule would refuse. Raises BadRuleError."""

    kind: str
    rule: ValidationRule

    def __post_init__(self) -> None:
        if self.kind not in _CODES:
            raise BadRuleError(f"kind: {self.kind!r} is none of {', '.join(_CODES)}")

    @property
    def code(self) -> str:
        return _CODES[self.kind]
