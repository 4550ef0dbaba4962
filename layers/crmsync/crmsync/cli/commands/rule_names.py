"""The rules in few words, so that a row stays on its line."""

from __future__ import annotations

RULES = {
    "prefer_salesforce_unless_blank": "prefer Salesforce",
    "always_salesforce": "always Salesforce",
    "always_hubspot": "always HubSpot",
    "two_way": "two-way",
    "dont_sync": "don't sync",
    "opt_out_latch": "opt-outs both ways",
    "mirror": "Salesforce's, mirrored",
    "member_status": "two-way for members",
}
