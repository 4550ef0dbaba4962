"""What the admin function answers."""

from datetime import UTC, datetime, timedelta
from typing import Any

from crmsync.core.hubspot_project import project_files


def ago(**span: float) -> str:
    return (datetime.now(UTC) - timedelta(**span)).isoformat().replace("+00:00", "Z")


def status() -> dict[str, Any]:
    quota = {
        "allocation": 200_000,
        "used": 1_234,
        "used_percent": 0.6,
        "warning": None,
        "left": {"live": 198_766, "poll": 158_766, "bulk": 0},
    }
    return {
        "configuration": {"version": 3, "refused": 0},
        "paused": False,
        "dry_run": False,
        "queues": {
            "live": {"waiting": 12, "in_flight": 3},
            "bulk": {"waiting": 0, "in_flight": 0},
            "dead_letters": {"waiting": 1, "in_flight": 0},
        },
        "parked": {"total": 1_200, "by_category": {"duplicates": 200, "property_values": 1_000}, "more": False},
        "quota": {side: {**quota, "window": "rolling"} for side in ("hubspot", "salesforce")},
        "feeds": {
            "hubspot_webhook": {"state": "healthy", "last_event_at": ago(minutes=3), "missed_at": None},
            "salesforce_change_event": {"state": "lost", "last_event_at": ago(hours=5), "missed_at": ago(minutes=3)},
            "salesforce_outbound": {"state": None, "last_event_at": None, "missed_at": None},
        },
        "polls": {
            "hubspot": {"polled_until": ago(minutes=3), "interval": "30 minutes"},
            "salesforce": {"polled_until": None, "interval": "5 minutes"},
        },
    }


def quota() -> dict[str, Any]:
    vendor = {"used": 4_321, "limit": 250_000, "at": ago(minutes=5)}
    one = {
        "limit": {"daily_limit": None, "percent": None},
        "allocation": 200_000,
        "used": 1_234,
        "used_percent": 0.6,
        "warning": None,
        "reserve": {"live": 20, "poll": 10},
        "left": {"live": 198_766, "poll": 158_766, "bulk": 138_766},
        "window": "rolling",
        "time_zone": "UTC",
        "comes_back": [{"at": ago(minutes=-90), "calls": 30}],
        "vendor": vendor,
    }
    full = {"used": 182_000, "used_percent": 91.0, "warning": 90, "limit": {"daily_limit": 200_000, "percent": None}}
    return {"hubspot": one, "salesforce": {**one, **full}}


def usage() -> dict[str, Any]:
    days = [{"date": f"2026-11-{16 + day}", "calls": 1_000 * day} for day in range(7)]
    hours = [(7, 600), (1, 100), (2, 100), (3, 100), (4, 100), (0, 1)]
    parts = {
        "hours": [{"hour": f"2026-11-22T0{hour}:00Z", "calls": calls} for hour, calls in hours],
        "by_function": {"sync_records": 900, "hubspot_poll": 100},
        "by_purpose": {"look": 1_000},
    }
    return {
        "hubspot": {**parts, "days": days, "vendor": {"used": 4_321, "limit": 250_000, "at": ago(minutes=5)}},
        "salesforce": {**parts, "days": days, "vendor": {"used": None, "limit": None, "at": None}},
    }


def parked(**more: Any) -> dict[str, Any]:
    return {
        "side": "salesforce",
        "object": "Lead",
        "id": "00Q000000000001EAA",
        "part": "record",
        "category": "property_values",
        "reason": "Salesforce requires Company.",
        "fix": "Fill it in.",
        "attempts": 2,
        "parked_at": ago(hours=2),
        "next_try_at": ago(minutes=-10, seconds=-5),
        **more,
    }


def decision() -> dict[str, Any]:
    return {
        "at": ago(minutes=2),
        "cause": "change_event",
        "side": "hubspot",
        "field": "jobtitle",
        "old": "Clerk",
        "new": "Analyst",
        "rule": "two_way",
        "reason": "later change",
        "overruled": True,
    }


def fields() -> list[dict[str, Any]]:
    row: dict[str, Any] = {"salesforce_field": "Title", "rule": "two_way", "changed": [], "base": None, "last": None}
    return [
        {**row, "field": "jobtitle", "hubspot": "Analyst", "salesforce": "Countess", "last": decision()},
        {**row, "field": "lastname", "hubspot": "Lovelace", "salesforce": "King", "changed": ["salesforce"]},
        {**row, "field": "company", "salesforce": "[not provided]"},
        {**row, "field": "phone", "hubspot": "", "salesforce": None},
    ]


def record() -> dict[str, Any]:
    return {
        "hubspot": {
            "side": "hubspot",
            "object": "contact",
            "id": "51",
            "state": "live",
            "modified_at": ago(seconds=40),
            "values": {"lastname": "Lovelace"},
        },
        "salesforce": {
            "side": "salesforce",
            "object": "Contact",
            "id": "003000000000001AAA",
            "state": "unreadable",
            "reason": "unavailable: no answer",
        },
        "link": {
            "hubspot": "51",
            "salesforce": "003000000000001AAA",
            "version": 4,
            "linked_at": ago(days=2),
            "leased": False,
            "unfinished": True,
            "parked": ["email"],
            "seen": {},
        },
        "fields": fields(),
        "parked": [parked(part="email", reason="Two contacts have this e-mail.")],
        "history": [],
        "others": [{"side": "salesforce", "object": "Lead", "id": "00Q000000000001EAA"}],
    }


def config() -> dict[str, Any]:
    mapping = {"hubspot": "city", "salesforce": {"Contact": "MailingCity", "Lead": "City"}, "rule": "two_way"}
    return {
        "active": {"version": 3, "activated_at": ago(hours=5), "mappings": 14},
        "refused": [
            {"parameter": "settings/contact", "place": "/colour", "reason": "unknown key", "fix": "remove it"},
        ],
        "settings": {"paused": False},
        "notices": [{"mapping": "fax", "reason": "fax does not sync with Lead.Fax", "fix": "Run the set-up"}],
        "pairs": [
            {
                "name": "contact",
                "hubspot": "contact",
                "salesforce": ["Contact", "Lead"],
                "settings": {},
                "mappings": [{**mapping, "is_default": True, "to_salesforce": True}],
            }
        ],
    }


def set_config() -> dict[str, Any]:
    told = {"parameter": "settings/global", "taken": True, "outcome": "activated"}
    return {**told, **config(), "refused": [], "unfilled": ["contact/city"]}


def switched(*, paused: bool) -> dict[str, Any]:
    return {
        "paused": paused,
        "since": ago(minutes=7),
        "waiting": 1_200,
        "taken": True,
        "outcome": "activated",
        "refused": [],
    }


def planned() -> dict[str, Any]:
    ref = {"side": "hubspot", "object": "contact", "id": "51"}
    field = {
        "side": "salesforce",
        "field": "city",
        "rule": "prefer_salesforce_unless_blank",
        "reason": "salesforce_blank",
        "explanation": "Salesforce's value is blank, so HubSpot's fills it.",
        "overruled": False,
    }
    return {
        **ref,
        "at": ago(minutes=4),
        "sentence": "would write 1 value to Salesforce",
        "action": "update",
        "hubspot": ref,
        "salesforce": {"side": "salesforce", "object": "Contact", "id": "003000000000001AAA"},
        "creates": None,
        "fields": [field],
        "stuck": [],
    }


def plan() -> dict[str, Any]:
    (field,) = planned()["fields"]
    return {
        **{key: value for key, value in planned().items() if key not in {"side", "object", "id", "at"}},
        "outcome": "dry_run",
        "fields": [{**field, "old": None, "new": "London", "overruled": True}],
        "stuck": [{"field": "fax", "reason": "Too long.", "fix": "Shorten it."}],
    }


def checks(health: str = "ok") -> dict[str, Any]:
    check = {"name": "HubSpot answers", "health": health, "found": "5 of 1,000 calls", "fix": ""}
    if health != "ok":
        check |= {"found": "configuration: invalid token", "fix": "Put a valid token into the secret."}
    return {"checks": [check], "failed": int(health == "failed"), "warnings": int(health == "warning")}


def adoption(**more: Any) -> dict[str, Any]:
    counts = {"adopted": 1_200, "linked_already": 0, "duplicates": 1, "missing": 0, "person_accounts": 0}
    return {
        "source": "adopt",
        "state": "done",
        "counts": {**counts, "unreadable": 0},
        "differing": 7,
        "conflicts": [{"left": "51", "kept": "52", "salesforce": "003000000000001AAA"}],
        "waits_for": None,
        "started_at": ago(minutes=2),
        "finished_at": ago(minutes=1),
        **more,
    }


def app() -> dict[str, Any]:
    return {
        "files": project_files("crmsync", "https://a.example/webhooks/hubspot", {"contact": ["email", "city"]}),
        "webhook_url": "https://a.example/webhooks/hubspot",
        "salesforce_webhook_url": "https://a.example/webhooks/salesforce",
        "properties": ["email", "city"],
        "salesforce_objects": ["Contact", "Lead", "Account"],
    }


def reconcile_round() -> dict[str, Any]:
    few = {"repaired": 7, "parked": 1, "busy": 0, "held": 0, "orphaned": 2, "linkable": 1, "duplicate": 0}
    return {
        "round_id": "0a1b2c3d4e5f",
        "state": "running",
        "part": "Contact",
        "parts": ["Contact", "Lead"],
        "fills": [],
        "preview": False,
        "counts": {"total": 10_300, "in_step": 9_990, "unlinked": 300, **few},
        "waiting": "quota",
        "error": None,
        "started_at": "2026-11-22T02:17:00.000Z",
        "finished_at": None,
    }


def reconcile_report() -> dict[str, Any]:
    drift = [
        {"object": "contact", "field": "jobtitle", "cause": "missed_event", "values": 5, "sentence": "…"},
        {"object": "contact", "field": "firm", "cause": "calculated", "values": 2, "sentence": "…"},
    ]
    over = {"state": "done", "part": None, "waiting": None, "finished_at": "2026-11-22T02:21:00.000Z"}
    return {**reconcile_round(), **over, "drift": drift, "examples": {"orphaned": ["salesforce#Contact#003A"]}}
