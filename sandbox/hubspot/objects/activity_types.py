"""Activities: tasks, notes, meetings, calls and logged e-mails. Each needs the time at which it is on the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sandbox.hubspot.objects.schema import ObjectType, Property
from sandbox.hubspot.objects.standard_properties import (
    calculated,
    choice,
    long_text,
    moment,
    number,
    owner,
    phone,
    standard_type,
    text,
)

TIMESTAMP = "hs_timestamp"


def _activity(type_id: str, name: str, singular: str, properties: Sequence[Property], searched: str) -> ObjectType:
    own = (
        moment(TIMESTAMP, "Activity date"),
        owner("Activity assigned to"),
        text("hs_attachment_ids", "Attached file IDs"),
    )
    return standard_type(
        type_id,
        name,
        singular,
        (*own, *properties),
        scope="contacts",
        searched=(searched,),
        always_required=(TIMESTAMP,),
    )


TASK = _activity(
    "0-27",
    "tasks",
    "task",
    (
        text("hs_task_subject", "Task Title"),
        long_text("hs_task_body", "Task Notes", "html"),
        choice(
            "hs_task_status",
            "Task Status",
            ("NOT_STARTED", "Not started"),
            ("IN_PROGRESS", "In progress"),
            ("WAITING", "Waiting"),
            ("DEFERRED", "Deferred"),
            ("COMPLETED", "Completed"),
        ),
        choice(
            "hs_task_priority", "Priority", ("NONE", "None"), ("LOW", "Low"), ("MEDIUM", "Medium"), ("HIGH", "High")
        ),
        choice("hs_task_type", "Task Type", ("TODO", "To-do"), ("CALL", "Call"), ("EMAIL", "Email")),
        text("hs_task_reminders", "Reminders"),
        replace(calculated("hs_task_completion_date", "Completed at", "datetime"), kept_by_hubspot=True),
    ),
    "hs_task_subject",
)

NOTE = _activity("0-46", "notes", "note", (long_text("hs_note_body", "Note body", "html"),), "hs_note_body")

MEETING = _activity(
    "0-47",
    "meetings",
    "meeting",
    (
        text("hs_meeting_title", "Meeting name"),
        long_text("hs_meeting_body", "Meeting description", "html"),
        long_text("hs_internal_meeting_notes", "Internal meeting notes", "html"),
        text("hs_meeting_location", "Location"),
        text("hs_meeting_external_url", "External URL"),
        moment("hs_meeting_start_time", "Start time"),
        moment("hs_meeting_end_time", "End time"),
        choice(
            "hs_meeting_outcome",
            "Meeting outcome",
            ("SCHEDULED", "Scheduled"),
            ("COMPLETED", "Completed"),
            ("RESCHEDULED", "Rescheduled"),
            ("NO_SHOW", "No show"),
            ("CANCELED", "Canceled"),
        ),
        choice("hs_activity_type", "Call and meeting type"),
    ),
    "hs_meeting_title",
)

CALL = _activity(
    "0-48",
    "calls",
    "call",
    (
        text("hs_call_title", "Call Title"),
        long_text("hs_call_body", "Call notes", "html"),
        number("hs_call_duration", "Call duration"),
        choice("hs_call_direction", "Call direction", ("INBOUND", "Inbound"), ("OUTBOUND", "Outbound")),
        choice(
            "hs_call_status",
            "Call status",
            "BUSY",
            "CALLING_CRM_USER",
            "CANCELED",
            "COMPLETED",
            "CONNECTING",
            "FAILED",
            "IN_PROGRESS",
            "MISSED",
            "NO_ANSWER",
            "QUEUED",
            "RINGING",
        ),
        choice(
            "hs_call_disposition",
            "Call outcome",
            ("9d9162e7-6cf3-4944-bf63-4dff82258764", "Busy"),
            ("f240bbac-87c9-4f6e-bf70-924b57d47db7", "Connected"),
            ("a4c4c377-d246-4b32-a13b-75a56a4cd0ff", "Left live message"),
            ("b2cf5968-551e-4856-9783-52b3da59a7d0", "Left voicemail"),
            ("73a0d17f-1163-4015-bdd5-ec830791da20", "No answer"),
            ("17b47fee-58de-441e-a44c-c6300d46f273", "Wrong number"),
        ),
        phone("hs_call_from_number", "From number"),
        phone("hs_call_to_number", "To number"),
        text("hs_call_recording_url", "Recording URL"),
        choice("hs_activity_type", "Call and meeting type"),
    ),
    "hs_call_title",
)

EMAIL = _activity(
    "0-49",
    "emails",
    "email",
    (
        replace(text("hs_email_subject", "Email subject"), kept_by_hubspot=True),
        long_text("hs_email_text", "Email body"),
        replace(long_text("hs_email_html", "Email HTML", "html"), kept_by_hubspot=True),
        long_text("hs_email_headers", "Email headers"),
        choice("hs_email_direction", "Email direction", "EMAIL", "INCOMING_EMAIL", "FORWARDED_EMAIL"),
        choice("hs_email_status", "Email send status", "BOUNCED", "FAILED", "SCHEDULED", "SENDING", "SENT"),
    ),
    "hs_email_subject",
)

ACTIVITY_TYPES = (TASK, NOTE, MEETING, CALL, EMAIL)
