"""The embedded AWS of the local stack: starts the emulator and deploys template.yaml to it."""
