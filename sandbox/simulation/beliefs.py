"""What is believed of both vendors and may be otherwise. Half of the seeds show them as believed; in each of the others
many behave differently. Dice of its own, so that the rest of a seed stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from crmsync.core.record import Side

DOUBTED = 0.5
OTHERWISE: Mapping[Side, Mapping[str, object]] = {
    Side.HUBSPOT: {
        "search_counts_in_ten_secondly": False,
        "search_has_rate_headers": True,
        "rejected_calls_count": True,
        "lifecycle_moves_backwards": True,
        "null_clears": True,
        "zero_milliseconds": False,
        "batch_read_names_missing": False,
        "batch_update_partial": False,
        "upsert_email_partial": True,
        "archive_missing": 404,
        "additional_email_identifies": False,
        "domain_is_bare": False,
        "website_and_domain_fill_each_other": False,
        "deal_stages_tell_closed": False,
        "closing_sets_closedate": True,
        "first_company_is_primary": False,
        "association_ids_are_numbers": True,
        "no_associations_is_error": False,
        "association_create_partial": False,
        "association_create_status": 200,
        "required_on_all_versions": True,
        "search_in_needs_lower_case": False,
        "webhook_retry_4xx": "only_429",
        "webhook_change_source": "API",
        "calculated_changes_send_events": False,
    },
    Side.SALESFORCE: {
        "session_extended_by_use": False,
        "upsert_update_status": 204,
        "unreadable_value_fails_collection": False,
        "all_bad_fields_named": False,
        "delete_refusal_code": "DEPENDENCY_EXISTS",
        "hierarchy_refusal_code": "FIELD_INTEGRITY_EXCEPTION",
        "platform_moves_last_modified": True,
        "activities_go_with_their_record": False,
        "case_takes_contacts_account": False,
        "same_id_twice_in_collection": "apply",
        "limits_call_counts": False,
        "merge_equal_changes": False,
        "outbound_from_integration_user": False,
        "bulk_header_in_every_set": False,
        "bulk_quotes_every_value": False,
        "bulk_times_with_z": False,
    },
}


def drawn_beliefs(seed: int) -> Mapping[Side, dict[str, object]]:
    """By side, the settings of its simulator that are not as believed."""
    rng = Random(f"{seed}/beliefs")
    share = DOUBTED if rng.random() < DOUBTED else 0.0
    return {side: {name: v for name, v in others.items() if rng.random() < share} for side, others in OTHERWISE.items()}
