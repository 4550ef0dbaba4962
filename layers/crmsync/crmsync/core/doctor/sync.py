"""Checks of the sync itself: configuration, queues, polls, quota, clocks, and the native connector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crmsync.core.configuration import Configuration
from crmsync.core.doctor.check import Check, failed, ok, warning
from crmsync.core.mapped_field import mapped_properties
from crmsync.core.record import Millis
from crmsync.core.refusal import Refusal

MINUTE: Millis = 60_000
MAX_SKEW: Millis = 60_000
SIGNATURE_SKEW: Millis = 300_000
"""HubSpot's webhooks are refused when their time is further away than this."""

LATE_POLL: Millis = 45 * MINUTE
"""Polls run every five minutes; some rounds may end early for want of quota or an answer."""

LOW_SHARE = 0.1


def check_configuration(active: Configuration | None, refused: Sequence[Refusal]) -> Check:
    name = "Configuration"
    if active is None:
        return failed(name, "none is active yet", "Wait a minute for config_guard; then see its log, and the secrets.")
    if refused:
        found = f"version {active.version} is active; refused: {', '.join(sorted({one.parameter for one in refused}))}"
        return failed(name, found, "Run `crmsync config show`: it tells place, reason and fix of each.")
    return ok(name, f"version {active.version} is active, nothing refused")


def check_mappings(active: Configuration, hubspot: Mapping[str, Mapping[str, object]]) -> Check:
    """HubSpot's half: a default property that the portal lacks does not sync. `hubspot` are properties by object."""
    mapped = {(pair.hubspot_type, name) for pair in active.enabled_pairs for name in mapped_properties(pair.mappings)}
    missing = sorted(name for object_type, name in mapped if name not in hubspot.get(object_type, {}))
    if missing:
        found = f"HubSpot has no property {', '.join(missing)}"
        return warning("Mappings", found, "Run `crmsync setup`, or correct the mapping; the rest of a record syncs.")
    return ok("Mappings", f"{len(mapped)} mapped properties are all there")


def check_switches(active: Configuration) -> Check:
    settings = active.global_settings
    if settings.paused:
        return warning("Switches", "the sync is paused", "Run `crmsync resume` when it shall go on.")
    if settings.dry_run:
        return warning("Switches", "dry run: nothing is written", "Set dry_run to false in settings/global.")
    return ok("Switches", "running")


def check_queues(waiting: Mapping[str, int]) -> Check:
    """`waiting` messages by queue: `live`, `bulk`, `dead_letters`."""
    found = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in waiting.items())
    if waiting.get("dead_letters"):
        fix = "Run `crmsync errors`: each dead letter has a row that says why. Redrive the queue once that is mended."
        return failed("Queues", found, fix)
    return ok("Queues", found)


def check_parked(by_category: Mapping[str, int]) -> Check:
    """Several records that claim one person are among them: category `duplicates`."""
    if not by_category:
        return ok("Parked", "nothing")
    found = ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in by_category.items())
    return warning("Parked", found, "Run `crmsync errors`: it tells for each why, and what to do.")


def check_poll(side: str, polled_until: Millis | None, now: Millis) -> Check:
    name = f"{side} poll".capitalize().replace("Hubspot", "HubSpot")
    if polled_until is None:
        return warning(name, "no round so far", "Wait for its schedule; then see the function's log.")
    minutes = max(0, now - polled_until) // MINUTE
    found = f"all changes up to {minutes} min ago were seen" if minutes else "all changes up to now were seen"
    if now - polled_until > LATE_POLL:
        return failed(name, found, "See the function's log and alarms, and the calls that are left.")
    return ok(name, found)


def check_calls(side: str, left: int, allocation: int) -> Check:
    name = f"{side} calls".capitalize().replace("Hubspot", "HubSpot")
    found = f"{left:,} of {allocation:,} a day left for live changes"
    if not left:
        return failed(name, found, "Wait, or raise the quota; what is due then goes on by itself.")
    if left < allocation * LOW_SHARE:
        return warning(name, found, "Look at `crmsync usage`; raise the quota if this happens often.")
    return ok(name, found)


def check_clocks(skews: Mapping[str, Millis | None]) -> Check:
    """`skews` are our time less the vendor's; None where the vendor told none."""
    told = {side: skew for side, skew in skews.items() if skew is not None}
    if not told:
        return warning("Clocks", "neither vendor told its time", "Nothing: it shows with the next answers.")
    found = ", ".join(f"{side} {skew / 1_000:+.0f} s" for side, skew in told.items())
    worst = max(abs(skew) for skew in told.values())
    if worst > SIGNATURE_SKEW:
        return failed("Clocks", found, "HubSpot's webhooks are refused: find out whose clock is wrong.")
    if worst > MAX_SKEW:
        return warning("Clocks", found, "The later of two edits may be told wrongly: find out whose clock is wrong.")
    return ok("Clocks", found)


def check_connector(contacts: int) -> Check:
    name = "Native connector"
    if not contacts:
        return ok(name, "wrote nothing within the last half hour")
    found = f"wrote to {contacts} contacts within the last half hour"
    fix = "Pause it in HubSpot (Settings > Integrations > Connected apps > Salesforce): two syncs undo each other."
    return failed(name, found, fix)
