"""The local stack: AWS emulator, CRM simulators, seed data. Never deployed."""
