"""HubSpot as crmsync sees it: a deterministic stand-in that the vendor's own clients can talk to."""
