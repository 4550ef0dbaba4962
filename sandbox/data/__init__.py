"""People for the simulators: made up by a generator, or loaded from an administrator's own CRM export."""
