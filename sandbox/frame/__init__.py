"""What both CRM simulators share: HTTP values, faults, call counts, the control endpoints, the server."""
