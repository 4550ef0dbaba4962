"""The whole local stack: the AWS emulator with crmsync deployed, and both CRM simulators, as background processes."""
