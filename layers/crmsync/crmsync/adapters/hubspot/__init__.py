"""HubSpot behind the ports, through the vendor's own client."""
