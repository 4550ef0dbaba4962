"""What the org pushes to its subscribers: change events over Event Relay, and Outbound Messages."""
