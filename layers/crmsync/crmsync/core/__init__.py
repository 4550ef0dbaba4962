"""Pure code: data and decisions. No I/O, no clock, no environment, no vendor SDK."""
