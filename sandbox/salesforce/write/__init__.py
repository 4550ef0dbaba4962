"""How a record is created, changed, deleted, merged and converted, with all the checks of the platform."""
