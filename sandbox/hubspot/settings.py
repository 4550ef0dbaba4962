"""Every figure and every uncertain behaviour of the simulated portal, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal


class BadSettingError(ValueError):
    """A setting's name or value is wrong; the message names it."""


@dataclass(frozen=True, slots=True)
class HubspotSettings:
    """Each attribute may be changed at run time through `POST /__sim__/settings`.

    Times are seconds. What HubSpot does not document, or documents in two ways, is a switch: its default is what is
    believed today, and tests run under both.
    """

    # Who is who
    app_token: str = "pat-eu1-sandbox-app"
    user_token: str = "pat-eu1-sandbox-user"
    user_id: int = 7001
    """The person behind `user_token`: the user of the owner Dana Ortiz."""
    client_secret: str = "hubspot-sandbox-client-secret"
    portal_id: int = 8123456
    app_id: int = 3344556
    app_name: str = "crmsync"
    time_zone: str = "Europe/Berlin"
    company_currency: str = "EUR"
    additional_currencies: tuple[str, ...] = ("USD", "GBP")
    missing_scopes: tuple[str, ...] = ()
    """Scopes that the app was not granted: calls that need one answer 403 MISSING_SCOPES."""
    app_token_state: Literal["valid", "expired", "revoked"] = "valid"

    # Limits
    ten_secondly_limit: int = 190
    daily_limit: int = 625_000
    search_per_second: int = 5
    """Newer documentation says 5, older 4."""
    search_counts_in_ten_secondly: bool = True
    search_has_rate_headers: bool = False
    rejected_calls_count: bool = False
    """Whether a call that was answered 429 is counted against the daily limit."""
    retry_after_on_429: bool = False
    """Whether 429 answers carry Retry-After (seconds)."""
    batch_limit: int = 100

    # Objects
    is_set_up: bool = True
    """Whether contacts have the properties of a sync with Salesforce, which a new portal lacks; heeded at a reset."""
    default_lifecyclestage: str = "lead"
    """What a contact created without a lifecycle stage gets; empty for none."""
    lifecycle_moves_backwards: bool = False
    """Whether the API may set an earlier lifecycle stage without clearing it first."""
    null_clears: bool = False
    """Whether a JSON null in `properties` clears like an empty string, or is ignored."""
    same_value_touches: bool = True
    """Whether writing a value that is already there moves the last modified date."""
    zero_milliseconds: bool = True
    """Whether a time at a full second is written with `.000`, or without milliseconds."""
    batch_read_names_missing: bool = True
    """Whether batch read answers 207 with the ids that are not there, or 200 without a word of them."""
    batch_update_partial: bool = True
    """Whether batch update answers 207 with the good rows, or refuses the whole call unless inputs carry trace ids."""
    upsert_email_partial: bool = False
    """Whether one bad row of an upsert by e-mail fails alone."""
    batch_results_reversed: bool = False
    """Batch results come in no promised order: True turns them round."""
    results_show_trace_ids: bool = True
    """Whether batch results bear the trace ids of their inputs, or only errors do."""
    archive_missing: Literal[204, 404] = 204
    """The answer to archiving a record that is not there."""
    merge_creates_record: bool = True
    """Whether a merge makes a third record with a new id, or the primary lives on under its own."""
    merged_id_reads_survivor: bool = True
    """Whether the id of a merged-away record answers with the survivor, or 404."""
    merge_sends_deletion: bool = False
    """Whether a merge sends `deletion` events for the merged-away records beside `merge`."""
    conflict_body: Literal["v3", "identity_profile"] = "v3"
    """Which of the two seen bodies a 409 for an existing contact has."""
    additional_email_identifies: bool = True
    """Whether a contact is found by one of its additional e-mail addresses, too."""
    domain_is_bare: bool = True
    """Whether a company's domain is kept in lower case without scheme, `www.` and path."""
    website_and_domain_fill_each_other: bool = True
    """Whether a company's blank domain is filled from its website, and the other way round."""
    deal_stages_tell_closed: bool = True
    """Whether the metadata of a deal's stage have `isClosed` beside the probability."""
    closing_sets_closedate: bool = False
    """Whether a deal that enters a closed stage gets the present time as its close date."""
    first_company_is_primary: bool = True
    """Whether the first company of a contact, deal or ticket becomes its primary one by itself."""
    association_read_limit: int = 1_000
    association_write_limit: int = 2_000
    association_page: int = 500
    """How many associations of one record a batch read shows before it pages."""
    association_ids_are_numbers: bool = False
    """Whether `toObjectId` is a number (as seen in live answers), or a text (as the description says)."""
    no_associations_is_error: bool = True
    """Whether batch read tells of records without associations as errors (207), or with an empty list."""
    association_create_partial: bool = True
    """Whether a bad row of a batch create of associations fails alone."""
    association_create_status: Literal[201, 200] = 201
    """HubSpot once answered 200 where its own client expects 201, which made that client return nothing."""
    required_on_all_versions: bool = False
    """Whether required properties are enforced on every path family, or from 2026-09 only."""
    history_limit: int = 45

    # Search
    search_index_lag_s: float = 0.0
    search_short_pages: bool = False
    """Whether pages may hold fewer records than asked for (or none) and still carry a cursor."""
    search_result_cap: int = 10_000
    search_groups_limit: int = 5
    search_filters_limit: int = 6
    search_filters_total_limit: int = 18
    """Documentation has said 5 groups, 6 filters, 18 in total, and 5, 10, 25."""
    search_in_needs_lower_case: bool = True
    """Whether IN and NOT_IN find string values only when they are given in lower case."""

    # Lists
    list_lag_s: float = 0.0
    """How long a dynamic list takes to follow a change."""
    list_page_cap: int = 250
    """The most members of a page, however many are asked for."""

    # Webhooks
    webhook_window_s: float = 0.2
    """How long events are gathered into one request."""
    webhook_batch_max: int = 100
    webhook_retry_gaps_s: tuple[float, ...] = (60, 300, 900, 1800, 3600, 5400, 7200, 14400, 21600, 31140)
    """The gaps before each retry: ten over 24 hours."""
    webhook_retry_jitter: float = 0.2
    """The share of each gap that is random."""
    webhook_retry_4xx: Literal["all", "only_429"] = "all"
    """Documentation says any 4xx is retried; support once said that 400, 401, 403, 404 and 405 are not."""
    webhook_change_source: Literal["INTEGRATION", "API"] = "INTEGRATION"
    """The change source of what an app writes."""
    creation_sends_property_changes: bool = True
    """Whether a creation also sends propertyChange events for the values that it set."""
    calculated_changes_send_events: bool = True
    """Whether what follows from associations (`associatedcompanyid`) is told as propertyChange, too."""
    webhook_event_ids_collide: bool = False
    """Event ids are documented as not unique: True makes them repeat often."""
    webhook_cleared_value: Literal["absent", "empty"] = "absent"
    """How a propertyChange event shows a cleared property."""


_DEFAULTS = asdict(HubspotSettings())
_CHOICES: dict[str, tuple[object, ...]] = {
    "app_token_state": ("valid", "expired", "revoked"),
    "archive_missing": (204, 404),
    "association_create_status": (201, 200),
    "conflict_body": ("v3", "identity_profile"),
    "webhook_retry_4xx": ("all", "only_429"),
    "webhook_change_source": ("INTEGRATION", "API"),
    "webhook_cleared_value": ("absent", "empty"),
}


def _checked(name: str, value: object) -> object:
    default = _DEFAULTS[name]
    if isinstance(default, tuple) and isinstance(value, list | tuple):
        return tuple(value)
    if isinstance(default, float) and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if type(value) is not type(default):
        raise BadSettingError(f"{name}: must be {type(default).__name__}, not {type(value).__name__}")
    if name in _CHOICES and value not in _CHOICES[name]:
        raise BadSettingError(f"{name}: must be one of {', '.join(map(str, _CHOICES[name]))}")
    return value


def with_changes(settings: HubspotSettings, changes: Mapping[str, Any]) -> HubspotSettings:
    """Raises BadSettingError for an unknown name or a value of the wrong kind."""
    unknown = sorted(set(changes) - {field.name for field in fields(HubspotSettings)})
    if unknown:
        raise BadSettingError(f"no such setting: {', '.join(unknown)}")
    return replace(settings, **{name: _checked(name, value) for name, value in changes.items()})  # type: ignore[arg-type]
