"""Takes links over that are stamped on HubSpot's contacts: the native connector's, or crmsync's own lost ones."""
