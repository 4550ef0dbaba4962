"""Both simulated CRMs of one seed: which of their uncertain behaviours they show, whom they push to, their bad days."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from crmsync.core.record import Side

from sandbox.frame.gateway import Gateway
from sandbox.frame.simulator import Delivery
from sandbox.hubspot.settings import HubspotSettings, with_changes
from sandbox.hubspot.simulator import HubspotSimulator
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.salesforce.simulator import SalesforceSimulator
from sandbox.simulation.beliefs import drawn_beliefs
from sandbox.simulation.crm_user import CrmUser, HubspotUser, SalesforceUser
from sandbox.simulation.portal_properties import add_own_properties
from sandbox.simulation.receivers import OUTBOUND_URL, WEBHOOK_URL

SECOND_FEED = 0.25
"""The share of seeds in which Outbound Messages are sent beside the change events."""

SELDOM = 0.1
EVENTS = ("LeadChangeEvent", "ContactChangeEvent", "CampaignMemberChangeEvent")
FREE_OBJECTS = 5
"""Without the add-on an org may select so many for change events."""

ACCOUNT_EVENTS = "AccountChangeEvent"
DEAL_EVENTS = ("OpportunityChangeEvent", "OpportunityContactRoleChangeEvent")
ACTIVITY_EVENTS = ("TaskChangeEvent", "EventChangeEvent")
TOLD_BY_MESSAGE = {
    "Contact": ["Email", "FirstName", "LastName", "Title", "MailingCity"],
    "Lead": ["Email", "FirstName", "LastName", "Title", "City"],
}
REFUSED = "nowhere"
"""What a validation rule of the org does not take in the city."""


class CrmSettings(NamedTuple):
    """As they were at the start."""

    hubspot: HubspotSettings
    salesforce: SalesforceSettings


class Crms:
    def __init__(self, rng: Random, clock: Callable[[], float], seed: int) -> None:
        self._rng = rng
        beliefs = drawn_beliefs(seed)
        self.settings = CrmSettings(
            with_changes(_hubspot_settings(rng), beliefs[Side.HUBSPOT]),
            _salesforce_settings(rng).changed(beliefs[Side.SALESFORCE]),
        )
        self.hubspot = Gateway(HubspotSimulator(clock, self.settings.hubspot, seed))
        self.salesforce = Gateway(SalesforceSimulator(clock, self.settings.salesforce, seed))
        self.hubspot_user = HubspotUser(self.hubspot, HubspotSettings().user_token)
        self.salesforce_user = SalesforceUser(self.salesforce, SalesforceSettings().person_session_id)
        self.relayed: tuple[str, ...] = ()
        add_own_properties(self.hubspot_user)
        self._subscribe()
        self._restrict()

    @property
    def has_duplicate_rule(self) -> bool:
        """Whether the org itself decides who is a duplicate."""
        return self.settings.salesforce.duplicate_rule != "off"

    @property
    def gateways(self) -> dict[Side, Gateway]:
        return {Side.HUBSPOT: self.hubspot, Side.SALESFORCE: self.salesforce}

    def gateway_of(self, delivery: Delivery) -> Gateway:
        return self.hubspot if delivery.url == WEBHOOK_URL else self.salesforce

    def begin_bad_day(self) -> None:
        """Other integrations use up what the vendor grants a day, on one of the sides."""
        user: CrmUser = self._rng.choice([self.hubspot_user, self.salesforce_user])
        user.control("limits", {"daily_used": 100, "daily_max": 100})

    def end_bad_day(self) -> None:
        self.hubspot_user.control("limits", {"daily_used": 0, "daily_max": 625_000})
        self.salesforce_user.control("limits", {"daily_used": 0, "daily_max": 100_000})

    def quiet(self) -> None:
        """No limit is near any more, and the search index is up to date."""
        self.end_bad_day()
        self.hubspot_user.control("settings", {"ten_secondly_limit": 190})
        self.hubspot_user.control("search_lag", {"seconds": 0})

    def relay(self, *entities: str) -> None:
        """Only these change events are told."""
        self.relayed = entities
        source = f"salesforce.partner/{SalesforceSettings().org_id}/0YL000000000001"
        self.salesforce_user.control("settings", {"change_event_objects": max(len(entities), FREE_OBJECTS)})
        self.salesforce_user.control("event_relay", {"bus": "relay", "source": source, "entities": list(entities)})

    def _subscribe(self) -> None:
        self.hubspot_user.control("webhooks", {"url": WEBHOOK_URL})
        self.relay(*EVENTS)
        if self._rng.random() < SECOND_FEED:
            self.salesforce_user.control("outbound_messages", {"url": OUTBOUND_URL, "objects": TOLD_BY_MESSAGE})

    def _restrict(self) -> None:
        """What the org refuses: cities by a rule of its own, and salutations that are no value of the picklist."""
        for name, city in (("Contact", "MailingCity"), ("Lead", "City")):
            rule = {"name": f"No{city}", "message": "no such city", "operator": "starts_with", "value": REFUSED}
            self._change_schema({"op": "add_validation_rule", "object": name, "field": city, **rule})
            self._change_schema({"op": "set_restricted", "object": name, "field": "Salutation"})

    def _change_schema(self, change: dict[str, str]) -> None:
        self.salesforce_user.control("schema", change)


def _hubspot_settings(rng: Random) -> HubspotSettings:
    """Who answers a conflict as version 3 did shows no trace ids either, as its examples do."""
    drawn = {
        "search_index_lag_s": rng.choice([0.0, 0.0, 10.0, 120.0]),
        "search_short_pages": rng.random() < SELDOM,
        "ten_secondly_limit": rng.choice([190, 190, 190, 12]),
        "retry_after_on_429": rng.random() < 0.5,
        "batch_results_reversed": rng.random() < 0.5,
        "same_value_touches": rng.random() < 0.5,
        "creation_sends_property_changes": rng.random() < 0.8,
        "webhook_cleared_value": rng.choice(["absent", "empty"]),
        "webhook_event_ids_collide": rng.random() < SELDOM,
        "merge_creates_record": rng.random() < 0.5,
        "merged_id_reads_survivor": rng.random() < 0.5,
        "merge_sends_deletion": rng.random() < 0.5,
        "conflict_body": rng.choice(["v3", "identity_profile"]),
    }
    return with_changes(HubspotSettings(), {**drawn, "results_show_trace_ids": drawn["conflict_body"] != "v3"})


def _salesforce_settings(rng: Random) -> SalesforceSettings:
    return SalesforceSettings().changed(
        {
            "whole_second_times": rng.random() < 0.7,
            "event_body": rng.choice(["all_fields", "changed_fields"]),
            "event_shape": rng.choice(["relay", "relay", "appflow"]),
            "unchanged_update_sends_event": rng.random() < 0.5,
            "gap_events": rng.random() < SELDOM,
            "duplicate_rule": rng.choice(["off", "off", "off", "alert"]),
        }
    )
