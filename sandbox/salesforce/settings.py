"""Everything about the simulated org that is a matter of configuration or of belief."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal


class BadSettingError(ValueError):
    """The message names the setting."""


@dataclass(frozen=True, slots=True)
class SalesforceSettings:
    """The org, its two callers, its limits; then one switch for each behaviour that is believed, not proved.

    The switches:
    - whole_second_times: audit times and commitTimestamp have no milliseconds.
    - session_extended_by_use: each call starts the session's life anew.
    - upsert_update_status: answer of an upsert by external id that updated (200 with a body, older: 204).
    - unreadable_value_fails_collection: a value of the wrong JSON type refuses the whole collection (400),
      not its row.
    - all_bad_fields_named: a refusal names every bad field of the record, or only the first one.
    - delete_refusal_code: of a record that others hold back.
    - hierarchy_refusal_code: of a record that would be above itself.
    - platform_moves_last_modified: what the platform itself moves (a merge, a lookup to a deleted record) shows in
      LastModifiedDate too, not in SystemModstamp only.
    - activities_go_with_their_record: a task or event goes to the bin with the only record that it is about.
    - case_takes_contacts_account: a new case without account gets that of its contact.
    - same_id_twice_in_collection: `refuse` the second row with that id, or `apply` both.
    - limits_call_counts: GET limits uses one call of the daily limit.
    - event_body: `all_fields` carries unchanged fields as null (as Avro does); `changed_fields` leaves them out.
    - event_shape: `relay` has `detail.payload`; `appflow` has the header right under `detail`.
    - unchanged_update_sends_event: an update that changed no value still sends an event.
    - merge_equal_changes: the same change of several records in one transaction is one event with many ids.
    - gap_events: every event comes as its GAP_ form, without values.
    - gap_overflow_above: changes in one transaction above which an object gets one GAP_OVERFLOW event.
    - change_event_objects: how many objects may be selected for change events; five without the add-on.
    - event_delay_s: how long a change event takes to the bus.
    - person_change_origin: changeOrigin of what the person does (the user interface, not an API client).
    - duplicate_rule: `block` refuses a second record with one e-mail, also when the caller allows saving;
      `alert` refuses it unless the caller allows saving; `off`.
    - lead_assignment_owner: user who gets leads created without `Sforce-Auto-Assign: FALSE`; none when empty.
    - flow_object, flow_field, flow_value: when the integration user writes such a record, a flow of the org
      sets that field in the same transaction; off when empty.
    - outbound_from_integration_user: its writes send Outbound Messages too.
    - outbound_first_retry_s, outbound_longest_retry_s, outbound_give_up_s: doubling gaps between attempts.
    - convert_action: the invocable action convertLead exists.
    - longest_url: characters of an address, encoded, above which the answer is 414 and not JSON.
    - open_cursors, cursor_life_s: query cursors of one user, and how long they live.
    - bulk_query_s: how long a query job of the Bulk API takes.
    - bulk_header_in_every_set: every set of results bears the header, not only the first.
    - bulk_quotes_every_value: values are quoted always, or where they need it.
    - bulk_times_with_z: times end with `Z`, or with `+0000` as in JSON.
    - bulk_query_jobs_a_day, bulk_results_records: how many of them a day, and the most records of one set of results.
    """

    consumer_key: str = "3MVG9sandboxConsumerKey"
    consumer_secret: str = "sandbox-consumer-secret"
    integration_username: str = "integration@crmsync.example.com"
    person_username: str = "riley.novak@example.com"
    person_session_id: str = "00DgK0000000001!sandbox-person-session"
    org_id: str = "00DgK0000000001UAA"
    instance_url: str = "http://127.0.0.1:7002"
    first_api_version: float = 31.0
    last_api_version: float = 68.0
    daily_max: int = 100_000
    daily_used: int = 0
    session_lifetime_s: float = 7200.0
    jwt_public_key: str = ""
    jwt_audiences: tuple[str, ...] = ("https://login.salesforce.com", "https://test.salesforce.com")

    whole_second_times: bool = True
    session_extended_by_use: bool = True
    upsert_update_status: int = 200
    unreadable_value_fails_collection: bool = True
    all_bad_fields_named: bool = True
    delete_refusal_code: Literal["DELETE_FAILED", "DEPENDENCY_EXISTS"] = "DELETE_FAILED"
    hierarchy_refusal_code: Literal["CIRCULAR_DEPENDENCY", "FIELD_INTEGRITY_EXCEPTION"] = "CIRCULAR_DEPENDENCY"
    platform_moves_last_modified: bool = False
    activities_go_with_their_record: bool = True
    case_takes_contacts_account: bool = True
    same_id_twice_in_collection: Literal["refuse", "apply"] = "refuse"
    limits_call_counts: bool = True
    event_body: Literal["all_fields", "changed_fields"] = "all_fields"
    event_shape: Literal["relay", "appflow"] = "relay"
    unchanged_update_sends_event: bool = True
    merge_equal_changes: bool = True
    gap_events: bool = False
    gap_overflow_above: int = 100_000
    change_event_objects: int = 5
    event_delay_s: float = 0.0
    person_change_origin: str = ""
    duplicate_rule: Literal["off", "alert", "block"] = "off"
    lead_assignment_owner: str = ""
    flow_object: str = ""
    flow_field: str = ""
    flow_value: str | bool | float | None = None
    outbound_from_integration_user: bool = True
    outbound_first_retry_s: float = 15.0
    outbound_longest_retry_s: float = 7200.0
    outbound_give_up_s: float = 86_400.0
    convert_action: bool = True
    longest_url: int = 16_384
    open_cursors: int = 10
    cursor_life_s: float = 172_800.0
    bulk_query_s: float = 1.0
    bulk_header_in_every_set: bool = True
    bulk_quotes_every_value: bool = True
    bulk_times_with_z: bool = True
    bulk_query_jobs_a_day: int = 10_000
    bulk_results_records: int = 250_000

    def changed(self, values: Mapping[str, Any]) -> SalesforceSettings:
        """The settings with those values. Raises BadSettingError on a name that is none and a value of another type."""
        known = {one.name: getattr(_DEFAULTS, one.name) for one in fields(self)}
        for name in values:
            if name not in known:
                raise BadSettingError(f"{name}: no such setting; there are {', '.join(sorted(known))}")
        return replace(self, **{name: _checked(name, known[name], value) for name, value in values.items()})

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


_DEFAULTS = SalesforceSettings()
_CHOICES = {
    "delete_refusal_code": ("DELETE_FAILED", "DEPENDENCY_EXISTS"),
    "hierarchy_refusal_code": ("CIRCULAR_DEPENDENCY", "FIELD_INTEGRITY_EXCEPTION"),
    "same_id_twice_in_collection": ("refuse", "apply"),
    "event_body": ("all_fields", "changed_fields"),
    "event_shape": ("relay", "appflow"),
    "duplicate_rule": ("off", "alert", "block"),
}


def _checked(name: str, default: object, value: Any) -> Any:  # noqa: ANN401 - JSON in, a setting out
    if name == "flow_value" and isinstance(value, str | int | float | None):
        return value
    if isinstance(default, tuple) and isinstance(value, list | tuple):
        return tuple(str(one) for one in value)
    wanted = (int, float) if isinstance(default, float) else type(default)
    if not isinstance(value, wanted) or isinstance(value, bool) is not isinstance(default, bool):
        raise BadSettingError(f"{name}: {value!r} is not of the right type")
    if value not in _CHOICES.get(name, (value,)):
        raise BadSettingError(f"{name}: {value!r} is none of {', '.join(_CHOICES[name])}")
    return value
