"""Value transforms: what a mapping does to a value on its way to the other side, declared and never programmed."""
