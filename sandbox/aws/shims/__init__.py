"""What the emulator leaves out of AWS, one gap a module. Each runs after the deployment, by AWS's own API."""
